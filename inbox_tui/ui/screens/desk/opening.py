"""Putting a conversation on the desk, once the words that lie there are safe."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.timer import Timer

from ....desk.desk import Desk
from ....desk.views import ConversationView
from ....errors import InboxError
from ....ports import Runner
from ...keys import shown
from ...mishaps import LOGGER, tell
from ...widgets.complaint_list import ComplaintList
from ...widgets.draft_saving import NotKept
from .ahead import RESTS, ReadAhead
from .base import Failed
from .layout import Pane
from .panes import Panes
from .reading import read_conversation

if TYPE_CHECKING:
    from ....core.checklist import Check


class Opening(Panes):
    """The last wish counts: a slow store may answer after the owner has gone on."""

    def __init__(
        self, desk: Desk, *, checks: Runner | None = None, check: Callable[[], Check] | None = None
    ) -> None:
        super().__init__(desk, checks=checks, check=check)
        self._wanted = ""
        self._ahead = ReadAhead(self._read_quietly)
        self._rests: Timer | None = None
        self._typed_ahead: str | None = None
        """What was typed since the key for a draft that is not on the screen yet; None where none is asked
        for."""

    # --- before anybody asks -----------------------------------------------------------------------

    @on(ComplaintList.Moved)
    def _goes_on(self) -> None:
        """Once the cursor rests, its letter is read: most often it is the next one to be opened."""
        self._ahead.forget()
        if self._rests is None:
            self._rests = self.set_interval(RESTS, self._cursor_rests)
        self._rests.reset()
        self._rests.resume()

    def look_again(self, *, let_go: frozenset[str] = frozenset(), show: str = "") -> None:
        """Something may have changed, so the letter under the cursor is read anew as well."""
        self._goes_on()
        super().look_again(let_go=let_go, show=show)

    def _cursor_rests(self) -> None:
        if self._rests is not None:
            self._rests.pause()
        row = self.list.row
        # The stores are opened by the list, and not before it is seen.
        if row is not None and not self._lies_here(row.id) and self._pane is Pane.LIST and self._counts:
            self._read_ahead(row.id)

    @work(exclusive=True, group="ahead")
    async def _read_ahead(self, conversation: str) -> None:
        await self._ahead.look(conversation)

    async def _read_quietly(self, conversation: str) -> ConversationView | None:
        try:
            return await self.desk.stores.run(self.desk.inbox.conversation, conversation)
        except Exception:
            # Whoever opens it is told.
            LOGGER.info("A letter could not be read ahead", exc_info=True)
            return None

    # --- once they ask -----------------------------------------------------------------------------

    def open_conversation(self, conversation: str, *, writing: bool = False) -> None:
        """Put a conversation on the desk, once the words on it are safe."""
        self._wanted = conversation
        self._typed_ahead = None
        self.list.was_moved = True
        self._open(conversation, writing=writing)

    def begin_draft(self, conversation: str) -> None:
        """Go to the draft of a conversation; what is typed on the way there are its first words."""
        self.open_conversation(conversation, writing=True)
        self._typed_ahead = ""

    def on_key(self, event: events.Key) -> None:
        """A store far away takes a while, and the letters of “No, …” are decisions in the list. The key for
        the draft itself may have been pressed twice."""
        typed = self._typed_ahead
        if typed is None:
            return
        if event.key == "escape":
            self._typed_ahead = None
            return
        sign = "\n" if event.key == "enter" else event.character if event.is_printable else None
        if sign is None or (not typed and shown(event.key) in (self.key_for("case.draft"), shown("enter"))):
            return
        event.stop()
        event.prevent_default()
        self._typed_ahead = typed + sign

    @work(exclusive=True, group="open")
    async def _open(self, conversation: str, *, writing: bool) -> None:
        other = not self._lies_here(conversation)
        if other and isinstance(await self.let_go_of_words(), NotKept):
            self._stay()
            return
        ahead = self._ahead.take(conversation)
        # Words may just have come back into a draft that somebody goes to write on.
        if ahead is not None and other and not writing:
            view: ConversationView | Failed = ahead
        else:
            view = await self.ask(self.desk.inbox.conversation, conversation)
        await self.bring_panes()
        if isinstance(view, Failed) or self._wanted != conversation:
            self._stay()
            return
        self._view = view
        self.editor.read_only = False
        self.message.show_view(view)
        if other:
            self.take_up(view)
        else:
            self.take_words(view)
        self.go(Pane.DRAFT if writing else Pane.MESSAGE)
        typed, self._typed_ahead = self._typed_ahead, None
        if typed:
            self.editor.insert(typed)
        await self._painted()
        await self._read_on(conversation, other=other)

    def _stay(self) -> None:
        """No other words came after all."""
        self._typed_ahead = None
        self.check_again()

    def _lies_here(self, conversation: str) -> bool:
        return self._view is not None and self._view.row.id == conversation

    async def _painted(self) -> None:
        painted = asyncio.Event()
        # The pane says so and not the screen, which does not know yet that the pane is to be painted.
        self.message.call_after_refresh(painted.set)
        await painted.wait()

    async def _read_on(self, conversation: str, *, other: bool) -> None:
        """The letter is on the screen. Only now it is written down that somebody looked at it, which waits
        for the disk, the checklist reads, and the list is read anew: the stores' thread would have taken
        turns with the paint."""
        self._view_is_old = False
        opened = await self.ask(read_conversation, self.desk, conversation, opening=True)
        if isinstance(opened, Failed):
            self._view_is_old = True
            self.check_words(None)
            return
        self._view = opened.view
        self.message.show_view(opened.view)
        if other:
            self.check_words(opened.question)
        else:
            self.take_news(opened)
        self.show_header()
        self.read_list_again()
        if not all(each.whole for each in opened.view.messages):
            self._fetch_letters(conversation)

    @work(exclusive=True, group="letters")
    async def _fetch_letters(self, conversation: str) -> None:
        """Old mail lies here as headers only, until somebody wants to read it."""
        try:
            await self.desk.sync.fetch_bodies(conversation)
        except InboxError as error:
            # No connection, no password, an account that was removed: the header is shown all the same.
            tell(self, error)
            return
        self.look_again()

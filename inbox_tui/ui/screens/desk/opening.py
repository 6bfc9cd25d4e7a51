"""Putting a conversation on the desk, once the words that lie there are safe."""

import asyncio

from textual import work

from ....errors import InboxError
from ...mishaps import tell
from ...widgets.draft_saving import NotKept
from .base import Failed
from .layout import Pane
from .panes import Panes
from .reading import read_conversation


class Opening(Panes):
    """The last wish counts: a slow store may answer after the owner has gone on."""

    _wanted = ""

    def open_conversation(self, conversation: str, *, writing: bool = False) -> None:
        """Put a conversation on the desk, once the words on it are safe."""
        self._wanted = conversation
        self.list.was_moved = True
        self._open(conversation, writing=writing)

    @work(exclusive=True, group="open")
    async def _open(self, conversation: str, *, writing: bool) -> None:
        other = self._view is None or self._view.row.id != conversation
        if other and isinstance(await self.let_go_of_words(), NotKept):
            self.check_again()
            return
        view = await self.ask(self.desk.inbox.conversation, conversation)
        if isinstance(view, Failed) or self._wanted != conversation:
            self.check_again()
            return
        self._view = view
        self.editor.read_only = False
        self.message.show_view(view)
        if other:
            self.take_up(view)
        else:
            self.take_words(view)
        self.go(Pane.DRAFT if writing else Pane.MESSAGE)
        await self._painted()
        await self._read_on(conversation, other=other)

    async def _painted(self) -> None:
        painted = asyncio.Event()
        self.call_after_refresh(painted.set)
        await painted.wait()

    async def _read_on(self, conversation: str, *, other: bool) -> None:
        """The letter is on the screen. Only now it is written down that somebody looked at it, which waits
        for the disk, the checklist reads, and the list is read anew: the stores' thread would have taken
        turns with the paint."""
        opened = await self.ask(read_conversation, self.desk, conversation, opening=True)
        if isinstance(opened, Failed):
            self.check_words(None)
            return
        self._view = opened.view
        self.message.show_view(opened.view)
        if other:
            self.check_words(opened.question)
        else:
            self.take_news(opened)
        self.look_again()
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

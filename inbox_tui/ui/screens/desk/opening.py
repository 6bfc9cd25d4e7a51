"""Putting a conversation on the desk, once the words that lie there are safe."""

from textual import work

from ....errors import MailError
from ...mishaps import tell
from ...widgets.draft_saving import NotKept
from .base import Failed
from .layout import Pane
from .panes import Panes
from .reading import Opened, read_conversation


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
            return
        opened = await self.ask(read_conversation, self.desk, conversation, opening=True)
        if isinstance(opened, Failed) or self._wanted != conversation:
            return
        self._view = opened.view
        self.editor.read_only = False
        self.message.show_view(opened.view)
        if other:
            self.take_up(opened)
        else:
            self.take_news(opened)
        self.go(Pane.DRAFT if writing else Pane.MESSAGE)
        self.call_after_refresh(self._read_on, opened, other=other)

    def _read_on(self, opened: Opened, *, other: bool) -> None:
        """The letter is on the screen: only now the checklist reads, and the stores are asked again, whose
        thread would have taken turns with the paint."""
        conversation = opened.view.row.id
        if self._view is None or self._view.row.id != conversation:
            return
        if other:
            self.check_words(opened.question)
        self.look_again()
        if not all(each.whole for each in opened.view.messages):
            self._fetch_letters(conversation)

    @work(exclusive=True, group="letters")
    async def _fetch_letters(self, conversation: str) -> None:
        """Old mail lies here as headers only, until somebody wants to read it."""
        try:
            await self.desk.sync.fetch_bodies(conversation)
        except MailError as error:
            tell(self, error)
            return
        self.look_again()

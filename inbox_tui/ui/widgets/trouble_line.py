"""Why no mail comes in, in full, for as long as that is so."""

from typing import ClassVar

from textual.content import Content
from textual.widget import Widget

from ..keys import key_of
from ..show import line, lines, plain, styled
from .status_line import Offline, Status, seconds_left
from .wrapping import wrapped

_LINES = 3


class TroubleLine(Widget):
    """Hidden while the mail server answers; the status line above has room for one word only."""

    DEFAULT_CSS: ClassVar[str] = "TroubleLine { height: auto; width: 1fr; background: $c-bar; }"
    can_focus = False

    def __init__(self) -> None:
        super().__init__(classes="foot")
        self._status = Status()
        self.display = False

    def on_mount(self) -> None:
        """Follow the app's status, where the app has one."""
        if hasattr(self.app, "status"):
            self.watch(self.app, "status", self.show)

    def show(self, status: Status) -> None:
        """Say it, or be gone. The seconds run without a new layout of the screen: a key would wait for it."""
        before = len(self._lines(self.size.width))
        self._status = status
        self.display = isinstance(status.link, Offline)
        if self.display:
            self.refresh(layout=len(self._lines(self.size.width)) != before)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many lines as the words need."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The reason, and what happens next."""
        return lines(line(" ", each) for each in self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        link = self._status.link
        if not isinstance(link, Offline):
            return []
        whose = f" for {plain(link.account).plain}" if link.account else ""
        told = f"No new mail{whose}: {plain(link.reason).plain.rstrip('. ')}."
        if link.again_at is not None:
            told += f" Trying again in {seconds_left(self._status.now, link.again_at)} s;"
            told += f" {key_of(self, 'desk.sync')} tries now."
        found = [words for _, words in wrapped(told, max(10, width - 2))][:_LINES]
        return [styled(each, "warn" if number == 0 else "text") for number, each in enumerate(found)]

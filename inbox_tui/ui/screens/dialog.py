"""The frame of every question: a box in the middle with a title, its content, and its keys below."""

from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from ..show import Showable, plain
from ..widgets.footer import KeyLine

R = TypeVar("R")
BOX_WIDTH = 78
"""As in the style sheet: what fits an 80-column terminal with the screen behind still in sight."""


class Dialog(ModalScreen[R]):
    """Takes all keys while it is open. Subclasses fill ``heading`` and ``body``."""

    box_classes = "dialog"
    has_key_line = True
    """False where the body says what its keys do."""

    def heading(self) -> Showable:
        """The question, in the border."""
        return ""

    def body(self) -> ComposeResult:
        """What stands between the title and the keys."""
        yield Static(Content(""))

    def compose(self) -> ComposeResult:
        """Title, body, keys."""
        with Vertical(classes=self.box_classes) as box:
            box.border_title = plain(self.heading())
            yield from self.body()
            if self.has_key_line:
                yield KeyLine()

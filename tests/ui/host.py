"""An app with one question in it."""

from typing import Any

from textual.widgets import Static

from inbox_tui.ui.show import plain
from inbox_tui.ui.themed import ThemedApp


class Host(ThemedApp):
    """Shows one dialog and keeps its answer."""

    answer: Any = "none yet"

    def compose(self):  # type: ignore[no-untyped-def]
        yield Static(plain("behind"))

    def keep(self, answer: Any) -> None:
        self.answer = answer

"""The one line above a page where only one pane fits: who, until when, and which page this is."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from ..show import apart, join, line, plain, styled
from ..theming import glyph


@dataclass(frozen=True, kw_only=True)
class Pages:
    """What the line says: the case, its pages, and which one is shown."""

    customer: str = ""
    order: str = ""
    state: str = ""
    late: bool = False
    pages: tuple[str, ...] = ()
    current: str = ""
    to_go: str = ""


class CaseHeader(Widget):
    """Renders ``Pages``; a click on a page turns to it."""

    DEFAULT_CSS: ClassVar[str] = "CaseHeader { height: 1; width: 1fr; }"
    can_focus = False

    class Turned(Message):
        """A page was clicked."""

        def __init__(self, page: str) -> None:
            super().__init__()
            self.page = page

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.pages = Pages()

    def show(self, pages: Pages) -> None:
        """Paint this."""
        if pages != self.pages:
            self.pages = pages
            self.refresh()

    def render(self) -> Content:
        """The case gives way first, the pages never."""
        shown = self.pages
        order = f"order {shown.order}" if shown.order else ""
        case = join(
            f" {glyph(self, 'dot')} ",
            [styled(shown.customer, "title"), order, styled(shown.state, "late" if shown.late else "text")],
        )
        return apart(line(" ", case), line(self._tabs(), " "), self.size.width)

    def _tabs(self) -> Content:
        shown = self.pages
        tabs = [
            styled(f"[{page}]", "accent") if page == shown.current else plain(page) for page in shown.pages
        ]
        return join(" ", [*tabs, styled(shown.to_go, "muted")])

    def on_click(self, event: events.Click) -> None:
        """Turn to the page under the mouse."""
        x = self.size.width - self._tabs().cell_length - 1
        for page in self.pages.pages:
            wide = len(page) + (2 if page == self.pages.current else 0)
            if x <= event.x < x + wide:
                self.post_message(self.Turned(page))
                return
            x += wide + 1

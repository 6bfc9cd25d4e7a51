"""The one line above a page where only one pane fits: who, until when, and which page this is."""

from typing import ClassVar

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from ...core.frozen import dataclass
from ..show import apart, join, line, plain, styled
from ..theming import glyph


@dataclass(frozen=True, kw_only=True)
class Pages:
    """What the line says: the case, its pages, and which one is shown."""

    customer: str = ""
    order: str = ""
    state: str = ""
    late: bool = False
    pages: tuple[tuple[str, str], ...] = ()
    """The name of each page, and a word or two on how it stands."""
    current: str = ""


class CaseHeader(Widget):
    """Renders ``Pages``; a click on a page turns to it."""

    DEFAULT_CSS: ClassVar[str] = "CaseHeader { height: 1; width: 1fr; }"
    can_focus = False

    class Turned(Message):
        """A page was clicked."""

        def __init__(self, page: str) -> None:
            super().__init__()
            self.page = page

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.pages = Pages()

    def show(self, pages: Pages) -> None:
        """Paint this."""
        if pages != self.pages:
            self.pages = pages
            self.refresh()

    def render(self) -> Content:
        """The order gives way first and as a whole, then the state and the name, the pages never."""
        shown, tabs = self.pages, line(self._tabs(), " ")
        case = [styled(shown.customer, "title"), styled(shown.state, "late" if shown.late else "text")]
        dot = f" {glyph(self, 'dot')} "
        whole = line(" ", join(dot, [*case, f"order {shown.order}" if shown.order else ""]))
        fits = whole.cell_length + 1 + tabs.cell_length <= self.size.width
        return apart(whole if fits else line(" ", join(dot, case)), tabs, self.size.width)

    def _tabs(self) -> Content:
        return join("  ", [self._tab(name, note) for name, note in self.pages.pages])

    def _tab(self, name: str, note: str) -> Content:
        page = styled(f"[{name}]", "accent") if name == self.pages.current else plain(name)
        return join(" ", [page, styled(note, "muted")])

    def on_click(self, event: events.Click) -> None:
        """Turn to the page under the mouse."""
        x = self.size.width - self._tabs().cell_length - 1
        for name, note in self.pages.pages:
            wide = self._tab(name, note).cell_length
            if x <= event.x < x + wide:
                self.post_message(self.Turned(name))
                return
            x += wide + 2

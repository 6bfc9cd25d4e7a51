"""The lists there are, with how much is in each: one line per list, below the rows, where there is room."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from ...core.frozen import dataclass
from ..show import apart, fit, line, lines, styled
from ..theming import glyph


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One list. ``count`` is None where nobody counts."""

    name: str
    title: str
    count: int | None = None


class SectionBar(Widget):
    """Renders the lists; a click opens one."""

    DEFAULT_CSS: ClassVar[str] = "SectionBar { height: auto; width: 1fr; padding: 0 1; }"
    can_focus = False

    class Chosen(Message):
        """A list was clicked."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._entries: tuple[Entry, ...] = ()
        self._current = ""

    def show(self, entries: Sequence[Entry], *, current: str) -> None:
        """Show these, and which of them is open."""
        if (tuple(entries), current) != (self._entries, self._current):
            grew = len(entries) != len(self._entries)
            self._entries, self._current = tuple(entries), current
            self.refresh(layout=grew)

    def get_content_height(self, *_: object) -> int:
        """One line each."""
        return len(self._entries)

    def render(self) -> Content:
        """Sign, title, count."""
        return lines(self._line(each) for each in self._entries)

    def _line(self, entry: Entry) -> Content:
        here = entry.name == self._current
        mark = fit(glyph(self, "cursor") if here else "", 2, pad=True)
        title = styled(entry.title, "accent" if here else "text")
        count = "" if entry.count is None else styled(f"{entry.count:,}", "text" if entry.count else "muted")
        return apart(line(mark, title), count, max(1, self.content_size.width))

    def on_click(self, event: events.Click) -> None:
        """The mouse can turn to a list too."""
        offset = event.get_content_offset(self)
        if offset is not None and offset.y < len(self._entries):
            self.post_message(self.Chosen(self._entries[offset.y].name))

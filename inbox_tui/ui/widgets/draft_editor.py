"""The draft: an editor in which letters are text, and the words that a finding means are marked."""

import string
from collections.abc import Iterable
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.keys import _character_to_key
from textual.strip import Strip
from textual.widgets import TextArea

from ...core.text import clean
from ..actions import Where, bindings
from ..show import plain

_SIGNS = {_character_to_key(sign): sign for sign in string.punctuation}

_KEPT_LINES = 1024
Span = tuple[int, int]
"""Half-open range of code points in the text."""


class DraftEditor(TextArea):
    """Holds the owner's words; what is typed, marked and put back never loses the undo history."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.DRAFT)
    DEFAULT_CSS: ClassVar[str] = """
    DraftEditor { border: none; padding: 0; background: $c-background; color: $c-text;
                  scrollbar-size-vertical: 1; }
    DraftEditor:focus { border: none; }
    DraftEditor .text-area--cursor { text-style: reverse; background: $c-background; color: $c-text; }
    DraftEditor .text-area--cursor-line { background: $c-background; }
    DraftEditor .text-area--selection { text-style: reverse; background: $c-selection; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
            id=id,
            classes=classes,
        )
        self._marks: tuple[Span, ...] = ()
        self._marked_rows: dict[int, list[Span]] = {}
        self._quiet_lines: LRUCache[tuple[object, ...], Strip] = LRUCache(_KEPT_LINES)

    # --- words ------------------------------------------------------------------------------------

    def open_text(self, text: str) -> None:
        """The words of another case: there is nothing to undo yet."""
        self._marks = ()
        self._marked_rows = {}
        self.load_text(text)
        self.move_cursor(self.document.end)

    def put_back(self, text: str) -> None:
        """Other words for the same case, as one step that undo takes back."""
        if text != self.text:
            self.replace(text, (0, 0), self.document.end, maintain_selection_offset=False)

    async def _on_paste(self, event: events.Paste) -> None:
        """What comes from elsewhere goes through the cleaning door, as mail does."""
        await super()._on_paste(events.Paste(clean(event.text)))
        event.prevent_default()
        event.stop()

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Signs are text here too; Textual does not know all of them by the names of their keys."""
        return super().check_consume_key(key, character or _SIGNS.get(key))

    # --- marks ------------------------------------------------------------------------------------

    @property
    def marks(self) -> tuple[Span, ...]:
        """What is marked now."""
        return self._marks

    def mark(self, spans: Iterable[Span], *, show: bool = False) -> None:
        """Mark these words and no others; ``show`` scrolls to the first without moving the cursor."""
        marks = tuple(spans)
        if marks != self._marks:
            self._marks = marks
            self._marked_rows = self._rows_of(marks)
            self.notify_style_update()
            self.refresh()
        if show and marks:
            row = min(self._marked_rows, default=0)
            y = self.wrapped_document.location_to_offset((row, 0)).y
            top, height = round(self.scroll_offset.y), max(1, self.size.height)
            if not top <= y < top + height:
                self.scroll_to(y=max(0, y - height // 3), animate=False, force=True)

    def go_to_mark(self) -> None:
        """Put the cursor on the first marked word."""
        if self._marked_rows:
            row = min(self._marked_rows)
            self.move_cursor((row, min(start for start, _ in self._marked_rows[row])))

    def _rows_of(self, marks: tuple[Span, ...]) -> dict[int, list[Span]]:
        found: dict[int, list[Span]] = {}
        offset = 0
        for row, words in enumerate(self.document.lines):
            end = offset + len(words)
            for start, stop in marks:
                if start <= end and stop > offset:
                    found.setdefault(row, []).append((max(0, start - offset), min(stop, end) - offset))
            offset = end + 1
        return found

    def get_line(self, line_index: int) -> Text:
        """One line as it is painted: safe whatever was pasted, and marked."""
        words = super().get_line(line_index)
        safe = plain(words.plain).plain
        if safe != words.plain:
            words = Text(safe, end="", no_wrap=True)
        if line_index in self._marked_rows:
            style = self._mark_style()
            for start, end in self._marked_rows[line_index]:
                words.stylize(style, start, end)
        return words

    def render_line(self, y: int) -> Strip:
        """One line of the screen. Textual paints all lines anew at every key, because the cursor has moved;
        the lines that it is not on look as before, and are kept by what they say."""
        line_at = self.wrapped_document._offset_to_line_info
        at = y + round(self.scroll_offset.y)
        start, end = sorted(self.selection)
        if at >= len(line_at) or start[0] <= line_at[at][0] <= end[0]:
            return super().render_line(y)
        row, section = line_at[at]
        if self._matching_bracket_location is not None and self._matching_bracket_location[0] == row:
            return super().render_line(y)
        breaks = tuple(self.wrapped_document.get_offsets(row))
        marks = tuple(self._marked_rows.get(row, ()))
        room = self.scrollable_content_region.width
        key = (self.document[row], section, breaks, marks, room)
        strip = self._quiet_lines.get(key)
        if strip is None:
            self._quiet_lines[key] = strip = super().render_line(y)
        return strip

    def notify_style_update(self) -> None:
        """Another theme: what was kept has the old colours."""
        self._quiet_lines.clear()
        super().notify_style_update()

    def _mark_style(self) -> Style:
        return self.app.stylesheet.parse_style("$r-mark").rich_style

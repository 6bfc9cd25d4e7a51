"""A text that one can write, with words marked in it, painted line by line: only those that changed."""

from collections.abc import Iterable
from typing import Any

from rich.style import Style
from rich.text import Text
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.reactive import var
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from ..show import plain
from ..theming import ink_of
from .calm_scroll import Looks

_KEPT_LINES = 1024
Span = tuple[int, int]
"""Half-open range of code points in the text."""


class MarkedText(TextArea):
    """Textual paints the whole text at every key, because the cursor moved; here a key paints its line."""

    selection = var(Selection(), init=False, always_update=True)
    """Where the cursor is. Changing it, or the text, comes by ``watch_selection``."""
    virtual_size = var(Size(0, 0))
    """Cells of all lines: as in ``CalmScroll``, another number of them is no reason to lay out the screen."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._marks: tuple[Span, ...] = ()
        self._marked_rows: dict[int, list[Span]] = {}
        self._quiet_lines: LRUCache[Looks, Strip] = LRUCache(_KEPT_LINES)
        self._ink: object = None
        self._on_screen: dict[int, Looks] = {}
        """What each line of the screen shows since the last paint."""
        self._settled = Size(0, 0)
        self._top = 0, 0
        self._in_sight = True

    # --- marks ------------------------------------------------------------------------------------

    @property
    def marks(self) -> tuple[Span, ...]:
        """What is marked now."""
        return self._marks

    def forget_marks(self) -> None:
        """The text that was marked is going to be another one."""
        self._marks = ()
        self._marked_rows = {}

    def mark(self, spans: Iterable[Span], *, show: bool = False) -> None:
        """Mark these words and no others; ``show`` scrolls to the first without moving the cursor."""
        marks = tuple(spans)
        if marks != self._marks:
            self._marks = marks
            self._marked_rows = self._rows_of(marks)
            self._line_cache.clear()
            self.paint_changes()
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

    def _mark_style(self) -> Style:
        return self.app.stylesheet.parse_style("$r-mark").rich_style

    # --- painting ---------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One line of the screen; those without the cursor are kept by what they say."""
        looks, hand = self._looks(y)
        self._on_screen[y] = (*looks, *hand)
        if hand or not looks:
            return super().render_line(y)
        strip = self._quiet_lines.get(looks)
        if strip is None:
            self._quiet_lines[looks] = strip = super().render_line(y)
        return strip

    def _looks(self, y: int) -> tuple[Looks, Looks]:
        """What a line says, and the traces of a hand on it: cursor, selection, brackets that match."""
        line_at = self.wrapped_document._offset_to_line_info
        at = y + round(self.scroll_offset.y)
        if at >= len(line_at):
            return (), ()
        row, section = line_at[at]
        words = self.document[row]
        breaks = [0, *self.wrapped_document.get_offsets(row), len(words) + 1]
        first, end = breaks[section : section + 2]
        marks = _within(self._marked_rows.get(row, ()), first, end)
        # A tab is as wide as the place where the line before was broken leaves it.
        tabs = (words, section) if "\t" in words else ()
        says = (words[first:end], end > len(words), marks, self.scrollable_content_region.width, *tabs)
        return says, self._hand_on(row, first, end, len(words))

    def _hand_on(self, row: int, first: int, end: int, length: int) -> Looks:
        top, bottom = sorted(self.selection)
        found: list[object] = []
        if top != bottom and top[0] <= row <= bottom[0]:
            span = top[1] if row == top[0] else 0, bottom[1] if row == bottom[0] else length
            if touched := _within([span], first, end) or not length:
                found.append(touched)
        bracket = self._matching_bracket_location
        for at in (self.selection.end, bracket) if bracket else (self.selection.end,):
            if at[0] == row and first <= at[1] < end:
                found += [at[1] - first, bracket is None]
        return tuple(found)

    def notify_style_update(self) -> None:
        """Another theme: what was kept has the old colours."""
        ink = ink_of(self)
        if ink != self._ink:
            self._ink = ink
            self._quiet_lines.clear()
        super().notify_style_update()

    def paint_changes(self) -> None:
        """Something may look different: paint those lines."""
        room = self.scrollable_content_region
        if not room:
            # Nobody sees it; when somebody does, nothing of before may be left.
            self.refresh()
            return
        changed = []
        for y in range(room.height):
            looks, hand = self._looks(y)
            if self._on_screen.get(y) != (*looks, *hand):
                changed.append(Region(0, y, self.size.width, 1))
        if changed:
            self.refresh(*changed)

    def watch_selection(self) -> None:
        """The cursor moved, or words were changed and wrapped anew."""
        if self.is_mounted:
            self.paint_changes()

    def watch_virtual_size(self, size: Size) -> None:
        """There are more or fewer lines."""
        if self.container_size:
            self._scroll_update(size)
            self.paint_changes()

    # --- other sizes ------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Another width breaks other lines, and their number may be the same."""
        self.refresh()
        self.call_next(self._find_place)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Note the words at the top and whether one can see the cursor, as ``CalmScroll`` does."""
        super().watch_scroll_y(old_value, new_value)
        line_at, top = self.wrapped_document._offset_to_line_info, round(new_value)
        if self.size == self._settled and top < len(line_at):
            row, section = line_at[top]
            self._top = row, [0, *self.wrapped_document.get_offsets(row)][section]
            cursor = self.wrapped_document.location_to_offset(self.cursor_location).y
            self._in_sight = top <= cursor < top + self.size.height

    def _find_place(self) -> None:
        """The lines are broken anew: the same words stand at the top, and the cursor stays in sight."""
        y = self.wrapped_document.location_to_offset(self._top).y
        self.scroll_to(y=y, animate=False, force=True)
        if self._in_sight:
            self.scroll_cursor_visible()
        self._settled = self.size


def _within(spans: Iterable[Span], first: int, end: int) -> tuple[Span, ...]:
    """The parts of spans that lie in one line of the screen, counted from its beginning."""
    return tuple((max(a, first) - first, min(b, end) - first) for a, b in spans if a < end and b > first)

"""A scrolling view of lines that are painted only when they come into sight."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from time import perf_counter
from typing import ClassVar

from textual.geometry import Size
from textual.strip import Strip
from textual.timer import Timer

from ..show import Showable, apart, plain, strip, styled
from .calm_scroll import CalmScroll, Looks

FIRST_LINES = 400
"""Lines laid out at once: more than any screen has. The rest follows between keys."""
SLICE_SECONDS = 0.004


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``left`` and ``right`` in the colours of ``role``; ``place`` says what it belongs to."""

    left: Showable = ""
    role: str = "text"
    right: Showable = ""
    place: tuple[int, int] = (0, 0)
    """What the line shows, in an order that does not depend on the width: (part, offset)."""


class LinesView(CalmScroll, can_focus=True):
    """Shows the lines that ``lay_out`` gives for a width; a subclass says which."""

    DEFAULT_CSS: ClassVar[str] = (
        "LinesView { scrollbar-gutter: stable; scrollbar-size-vertical: 1; overflow-x: hidden; }"
    )

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: list[Line] = []
        self._rest: Iterator[Line] = iter(())
        self._wide = 0
        self._top: tuple[int, int] | None = None
        self._slices: Timer | None = None

    def lay_out(self, width: int) -> Iterator[Line]:
        """The lines from the first to the last, made one by one as they are needed."""
        raise NotImplementedError

    def highlighted(self, number: int, shown: Line) -> bool:
        """True for a line that is painted as the one with the cursor."""
        return False

    @property
    def lines(self) -> list[Line]:
        """The lines laid out so far."""
        return self._lines

    def lay_out_again(self, *, keep: bool = True) -> None:
        """The content changed. ``keep`` the place of the first visible line; else, or at the top, the top."""
        anchor = self._top if keep else None
        # A pane that is hidden will most often be as wide as it was, and at first as wide as the screen.
        self._wide = self.scrollable_content_region.width or self._wide or self.screen.size.width
        self._rest = self.lay_out(max(1, self._wide - 1))
        self._lines = list(islice(self._rest, max(FIRST_LINES, self.scrollable_content_region.height)))
        if anchor is None:
            self._top = None
            self._measure()
            self.scroll_to(y=0, animate=False, force=True)
        else:
            self.scroll_to(y=self.line_of(anchor), animate=False, force=True)
        self.paint_changes()
        if self._slices is None:
            self._slices = self.set_interval(0.01, self._more, pause=True)
        self._slices.resume()

    def line_of(self, place: tuple[int, int]) -> int:
        """The line that shows ``place``, however far down that is; the first one where there is none. What
        stands below it is laid out too: to scroll there needs as many lines as the screen has."""
        while (at := self._first_at(place)) is None and self._grow(FIRST_LINES):
            pass
        room = self.scrollable_content_region.height + 1
        while at is not None and len(self._lines) < at + room and self._grow(room):
            pass
        self._measure()
        return at or 0

    def _first_at(self, place: tuple[int, int]) -> int | None:
        """The line that shows ``place``: the last one that does not begin behind it."""
        if not self._lines or self._lines[-1].place < place:
            return None
        return max((n for n, each in enumerate(self._lines) if each.place <= place), default=0)

    def _grow(self, count: int) -> bool:
        more = list(islice(self._rest, count))
        self._lines += more
        return bool(more)

    def _more(self) -> None:
        """Lay out a few more lines, for as long as no key would notice."""
        until, before = perf_counter() + SLICE_SECONDS, len(self._lines)
        while going := self._grow(50):
            if perf_counter() > until:
                break
        self._measure()
        if before < round(self.scroll_offset.y) + self.size.height:
            self.paint_changes()
        if not going and self._slices is not None:
            self._slices.pause()

    def finish(self) -> None:
        """Lay out everything now, for a jump to the end."""
        while self._grow(5000):
            pass
        self._measure()

    def _measure(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, max(1, len(self._lines)))

    def on_resize(self) -> None:
        """Another width wraps other lines; what was at the top stays there."""
        if self.scrollable_content_region.width != self._wide:
            self.lay_out_again()
        elif self._top is not None:
            self._go(self._first_at(self._top) or 0)
        self.settle()

    def scrolled(self) -> None:
        """Note what stands at the top, unless that is the beginning."""
        top = round(self.scroll_offset.y)
        self._top = self._lines[top].place if 0 < top < len(self._lines) else None

    def looks(self, y: int) -> Looks:
        """The words and colours of a line."""
        at, width = y + round(self.scroll_offset.y), self._room.width
        if at >= len(self._lines):
            return (width,)
        each = self._lines[at]
        return (width, _ink(each.left), each.role, _ink(each.right), self.highlighted(at, each))

    def draw(self, y: int) -> Strip:
        """One line of the screen."""
        at, width = y + round(self.scroll_offset.y), self._room.width
        if at >= len(self._lines):
            return strip(self, plain(""), width)
        each = self._lines[at]
        content = styled(each.left, each.role) if isinstance(each.left, str) else each.left
        if each.right:
            right = styled(each.right, "muted") if isinstance(each.right, str) else each.right
            content = apart(content, right, width - 1)
        return strip(self, content, width, role="cursor" if self.highlighted(at, each) else "text")

    # --- moving -----------------------------------------------------------------------------------

    def _go(self, y: float) -> None:
        self.scroll_to(y=y, animate=False, force=True)

    def action_cursor_down(self) -> None:
        """One line down."""
        self._go(self.scroll_offset.y + 1)

    def action_cursor_up(self) -> None:
        """One line up."""
        self._go(self.scroll_offset.y - 1)

    def action_page_down(self) -> None:
        """One screen down."""
        self._go(self.scroll_offset.y + max(1, self.scrollable_content_region.height - 1))

    def action_page_up(self) -> None:
        """One screen up."""
        self._go(self.scroll_offset.y - max(1, self.scrollable_content_region.height - 1))

    def action_first(self) -> None:
        """To the top."""
        self._go(0)

    def action_last(self) -> None:
        """To the end."""
        self.finish()
        self._go(len(self._lines))


def _ink(shown: Showable) -> object:
    """``Content`` counts as equal where only the colours differ."""
    return shown if isinstance(shown, str) else (shown.plain, *shown.spans)

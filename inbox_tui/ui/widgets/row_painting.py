"""How the rows of the complaint list are painted: what a line looks like, and its words and colours."""

from datetime import datetime, tzinfo

from textual.geometry import Size
from textual.strip import Strip

from ...core.deadlines import Due, Target, as_of
from ...desk.views import Row
from ..show import plain, strip, styled
from ..theming import glyph
from .calm_scroll import Looks
from .row_lines import row_lines
from .row_scroll import RowScroll
from .row_window import RowWindow
from .when_words import when_words
from .wrapping import wrapped

ROOM_FOR_TWO = 64
"""From this width on, name and subject fit beside each other."""
FEW_LINES = 14


class RowPainting(RowScroll):
    """Paints the rows that a subclass put there, or what is said where there are none."""

    def __init__(
        self, *, zone: tzinfo | None = None, id: str | None = None, classes: str | None = None
    ) -> None:
        """Times are shown in ``zone``; without it, none are."""
        super().__init__(id=id, classes=classes)
        self._zone = zone
        self._rows = RowWindow.of(())
        self._selected: frozenset[str] = frozenset()
        self._now: datetime | None = None
        self._target = Target()
        self._nothing: tuple[str, ...] = ("Reading the mail …",)

    @property
    def row_height(self) -> int:
        """Screen lines of one row: three in a narrow column, two in a wide one, one where it is low."""
        return _row_height(self.scrollable_content_region.size)

    def set_time(self, now: datetime, *, target: Target) -> None:
        """Let the time left run to ``now`` (aware)."""
        self._now, self._target = now, target
        self.paint_changes()

    def _measure(self) -> None:
        self.virtual_size = Size(
            self.scrollable_content_region.width, max(1, len(self._rows)) * self.row_height
        )

    def looks(self, y: int) -> Looks:
        """What is said of a row. The exact time that is left changes always, and the words for it seldom."""
        width, height = self._room.width, _row_height(self._room)
        if not self._rows:
            return (width, self._told(y, width))
        at, part = divmod(y + round(self.scroll_offset.y), height)
        if at >= len(self._rows):
            return (width,)
        row = self._rows[at]
        due = self._due(row)
        instants = row.snoozed_until, row.follow_up_at
        clocks = tuple(self._clock(each) for each in instants if each is not None)
        said = tuple(value for name, value in vars(row).items() if name != "due")
        place = part, height, width, at == self._at, row.id in self._selected
        return (*place, due.pace, due.words, due.at is None, *clocks, *said)

    def draw(self, y: int) -> Strip:
        """One line of the screen, and the other lines of its row with it."""
        width, height = self._room.width, _row_height(self._room)
        if not self._rows:
            return strip(self, plain("  ") + styled(self._told(y, width), "muted"), width)
        at = (y + round(self.scroll_offset.y)) // height
        if at >= len(self._rows):
            return strip(self, plain(""), width)
        row, here = self._rows[at], at == self._at
        looks = self.looks(y)
        shown = row_lines(
            row,
            self._due(row),
            width=width,
            height=height,
            glyph=self._glyph,
            clock=self._clock,
            here=here,
            selected=row.id in self._selected,
        )
        role = "cursor" if here else "text"
        for each, content in enumerate(shown):
            self._drawn[each, *looks[1:]] = strip(self, content, width, role=role)
        return self._drawn[looks]

    def _told(self, y: int, width: int) -> str:
        told = [words for each in self._nothing for _, words in wrapped(each, max(1, width - 4))]
        return told[y - 1] if 0 < y <= len(told) else ""

    def _due(self, row: Row) -> Due:
        return as_of(row.due, now=self._now, target=self._target) if self._now else row.due

    def _glyph(self, name: str) -> str:
        return glyph(self, name)

    def _clock(self, at: datetime) -> str:
        return when_words(at, now=self._now, zone=self._zone) if self._now and self._zone else ""


def _row_height(room: Size) -> int:
    if room.height < FEW_LINES:
        return 1
    return 2 if room.width >= ROOM_FOR_TWO else 3

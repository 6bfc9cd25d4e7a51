"""What the shop promised, one promise after the other: by when, to whom, what, and how it stands."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget

from ...core.promises import Standing
from ...desk.promises import PromiseRow
from ..actions import Where, bindings
from ..show import fit, join, line, lines, plain, styled
from ..theming import glyph
from .outbox_table import when_words

_SIGNS = {
    Standing.LATE: ("late", "LATE", "late"),
    Standing.OPEN: ("on_time", "open", "text"),
    Standing.KEPT: ("done", "kept", "ok"),
    Standing.BROKEN: ("mistake", "broken", "soon"),
}
_WHEN, _STATE = 12, 9
_EMPTY = (
    "  Nothing is promised.",
    "  What a reply promises comes here once it has left, such as",
    "  “a new one leaves on Friday”. The review before sending shows it first.",
)


class PromiseList(Widget, can_focus=True):
    """Shows ``PromiseRow`` values with a cursor."""

    DEFAULT_CSS: ClassVar[str] = "PromiseList { height: auto; width: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.PROMISES)

    def __init__(self, *, zone: tzinfo) -> None:
        super().__init__()
        self._zone = zone
        self._rows: tuple[PromiseRow, ...] = ()
        self._now: datetime | None = None
        self._tops: list[int] = []
        self.cursor = 0

    @property
    def chosen(self) -> PromiseRow | None:
        """The promise under the cursor; None while there is none."""
        return self._rows[self.cursor] if self._rows else None

    def show(self, rows: Sequence[PromiseRow], *, now: datetime) -> None:
        """Paint these rows as seen at ``now`` (aware); the cursor stays on its promise."""
        held = self.chosen
        self._rows, self._now = tuple(rows), now
        ids = [row.promise.id for row in self._rows]
        if held is not None and held.promise.id in ids:
            self.cursor = ids.index(held.promise.id)
        self.cursor = max(0, min(self.cursor, len(ids) - 1))
        self.refresh(layout=True)
        self.screen.refresh_bindings()

    def render(self) -> Content:
        """The list, or what would fill it."""
        if not self._rows:
            first, *rest = _EMPTY
            return lines(["", styled(first, "strong"), "", *(styled(each, "muted") for each in rest)])
        width = self.size.width
        to = 20 if width >= 100 else 12
        room = max(10, width - 2 - _STATE - _WHEN - to - 3 * 2)
        head = ("How", _STATE), ("By when", _WHEN), ("To", to), ("What", room)
        painted = [
            styled(line("  ", join("  ", [fit(words, size, pad=True) for words, size in head])), "muted")
        ]
        self._tops = []
        for index, row in enumerate(self._rows):
            self._tops.append(len(painted))
            painted += self._block(row, to, room, here=index == self.cursor)
        return lines(painted)

    def _block(self, row: PromiseRow, to: int, room: int, *, here: bool) -> list[Content]:
        sign, words, role = _SIGNS[row.standing]
        said = plain(row.promise.text).wrap(room)[:2] or [plain("")]
        cells = [
            fit(styled(f"{glyph(self, sign)} {words}", role), _STATE, pad=True),
            fit(self._when(row), _WHEN, pad=True),
            fit(row.customer or "(somebody)", to, pad=True),
            fit(said[0], room, pad=True),
        ]
        indent = " " * (2 + _STATE + _WHEN + to + 3 * 2)
        block = [line(glyph(self, "cursor") if here else " ", " ", join("  ", cells))]
        block += [line(indent, fit(more, room, pad=True)) for more in said[1:]]
        if here and self.has_focus:
            return [styled(plain(each.plain), "cursor") for each in block]
        return block

    def _when(self, row: PromiseRow) -> str:
        at = row.promise.due_at
        if at is None or self._now is None:
            return "no day"
        return when_words(at, now=self._now, zone=self._zone)

    def action_cursor_down(self) -> None:
        """One promise down."""
        self._move(1)

    def action_cursor_up(self) -> None:
        """One promise up."""
        self._move(-1)

    def on_click(self, event: events.Click) -> None:
        """The cursor goes where the mouse points."""
        above = [index for index, top in enumerate(self._tops) if top <= event.y]
        if above:
            self._move(above[-1] - self.cursor)

    def on_focus(self) -> None:
        """The cursor is painted stronger while its keys work."""
        self.refresh()

    def _move(self, by: int) -> None:
        if not self._rows:
            return
        self.cursor = max(0, min(self.cursor + by, len(self._rows) - 1))
        self.refresh()
        self.screen.refresh_bindings()
        if isinstance(self.parent, VerticalScroll) and self.cursor < len(self._tops):
            self.parent.scroll_to_region(
                Region(0, self._tops[self.cursor], self.size.width, 2), animate=False
            )

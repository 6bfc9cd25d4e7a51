"""What the shop promised, one promise after the other: by when, to whom, what, and how it stands."""

from datetime import tzinfo
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from ...core.promises import Standing
from ...desk.writing.promises import PromiseRow
from ..actions import Where, bindings
from ..show import fit, join, line, plain, styled
from ..theming import glyph
from .block_list import BlockList
from .when_words import when_words

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


class PromiseList(BlockList[PromiseRow]):
    """Shows promises, the most urgent first."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.PROMISES)

    def __init__(self, *, zone: tzinfo) -> None:
        super().__init__(zone=zone, identity=lambda row: row.promise.id)

    def empty(self) -> tuple[str, ...]:
        """Nothing is promised, and what would come here."""
        return _EMPTY

    def head(self, width: int) -> Content:
        """The names of the columns."""
        to, room = _columns(width)
        named = ("How", _STATE), ("By when", _WHEN), ("To", to), ("What", room)
        return line("  ", join("  ", [fit(words, size, pad=True) for words, size in named]))

    def block(self, row: PromiseRow, width: int, *, here: bool) -> list[Content]:
        """One promise: how it stands, and its words in at most two lines."""
        to, room = _columns(width)
        sign, words, role = _SIGNS[row.standing]
        said = plain(row.promise.text).wrap(room)[:2] or [plain("")]
        cells = [
            fit(styled(f"{glyph(self, sign)} {words}", role), _STATE, pad=True),
            fit(self._when(row), _WHEN, pad=True),
            fit(row.customer or "(somebody)", to, pad=True),
            fit(said[0], room, pad=True),
        ]
        indent = " " * (2 + _STATE + _WHEN + to + 3 * 2)
        first = line(glyph(self, "cursor") if here else " ", " ", join("  ", cells))
        return [first, *(line(indent, fit(more, room, pad=True)) for more in said[1:])]

    def _when(self, row: PromiseRow) -> str:
        at = row.promise.due_at
        if at is None or self.now is None:
            return "no day"
        return when_words(at, now=self.now, zone=self.zone)


def _columns(width: int) -> tuple[int, int]:
    """Widths of the customer and of the words."""
    to = 20 if width >= 100 else 12
    return to, max(10, width - 2 - _STATE - _WHEN - to - 3 * 2)

"""Everything on its way out, one message after the other: when, to whom, what, and how it stands."""

from datetime import tzinfo
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from ...core.outbox import SENT, STATE_WORDS, Kind, State
from ...desk.views import OutboxRow
from ..actions import BY_ID, Where, bindings
from ..keys import key_of
from ..show import fit, join, line, plain, styled
from ..theming import glyph
from .block_list import BlockList
from .when_words import when_words

POSSIBLE: dict[State, tuple[str, ...]] = {
    State.SCHEDULED: ("undo", "edit", "drop"),
    State.RETRYING: ("undo", "send_anyway", "edit", "drop"),
    State.HELD: ("send_anyway", "edit", "drop"),
    State.UNKNOWN: ("arrived", "resend", "drop"),
    State.FAILED: ("resend", "edit", "drop"),
    State.CLAIMED: (),
    State.ACCEPTED: (),
    State.FILED: (),
    State.CANCELLED: (),
}
"""What a person can do with a message in each state; the first ones are named in its row."""

_ACTION_IDS = {
    "undo": "outbox.undo",
    "send_anyway": "outbox.send",
    "edit": "outbox.edit",
    "drop": "outbox.drop",
    "arrived": "outbox.arrived",
    "resend": "outbox.resend",
}
_ROLE = {
    State.HELD: "soon", State.UNKNOWN: "alarm", State.FAILED: "alarm", State.RETRYING: "soon",
    State.ACCEPTED: "muted", State.FILED: "muted", State.CANCELLED: "muted",
}  # fmt: skip
NARROW = 36
"""Cells; in fewer a sentence is hard to read."""
STATE_LINES = 4
"""A server's answer can be a page long; the command line shows all of it."""
_UNLESS = frozenset({Kind.NUDGE, Kind.CHECK_BACK})
"""Kinds that only leave when the customer stays silent."""


class OutboxTable(BlockList[OutboxRow]):
    """Shows what is on its way out; ``now`` is set by the screen each second, for the countdown."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.OUTBOX)

    def __init__(self, *, zone: tzinfo) -> None:
        super().__init__(zone=zone, identity=lambda row: row.item.id)

    def empty(self) -> tuple[str, ...]:
        """Nothing waits, and what would."""
        return (
            "  Nothing is on its way out.",
            "  Replies wait here until they can no longer be undone, follow-ups until",
            "  their time has come. Open a complaint and write; then look here again.",
        )

    def head(self, width: int) -> Content:
        """The names of the columns."""
        return _row("  ", "When", "To", "What", "State", _columns(width))

    def block(self, row: OutboxRow, width: int, *, here: bool) -> list[Content]:
        """One message: its first line, and more where its state needs more words."""
        columns = _columns(width)
        indent, room = sum(columns[:3]) + 3 * 2 + 2, columns[3]
        told = self._told(row, row.state_words, room)
        if len(told) > 2 and room < NARROW and row.item.reason:
            # A reason that somebody has to judge is not squeezed into the last column.
            indent = columns[0] + 2 + 2
            room = width - indent - 1
            told = [self._words(row, STATE_WORDS[row.item.state]), *self._told(row, row.item.reason, room)]
        mark = line(glyph(self, "cursor") if here else " ", " ")
        first = _row(mark, self._when(row), row.customer, _what(row), told[0], columns)
        return [first, *(line(" " * indent, fit(more, room, pad=True)) for more in told[1:])]

    def _words(self, row: OutboxRow, words: str) -> Content:
        return styled(words, _ROLE.get(row.item.state, "text"))

    def _told(self, row: OutboxRow, words: str, width: int) -> list[Content]:
        """The words, then what one can do about it, in lines of ``width``; a hint is never torn."""
        item = row.item
        if item.state is State.SCHEDULED and item.kind in _UNLESS and not item.reason:
            words = "scheduled, if they do not write"
        names = POSSIBLE[item.state]
        told = self._words(row, words).wrap(width)[:STATE_LINES] or [plain("")]
        gap = line(" ", glyph(self, "dot"), " ")
        for hint in map(self._key, names[:1] if item.state is State.SCHEDULED else names):
            longer = line(told[-1], gap, hint)
            if longer.cell_length <= width:
                told[-1] = longer
            else:
                told.append(hint)
            gap = plain("  ")
        return told

    def _key(self, name: str) -> Content:
        action = BY_ID[_ACTION_IDS[name]]
        return line(styled(key_of(self, action.id), "key"), " ", action.title)

    def _when(self, row: OutboxRow) -> str:
        item = row.item
        at = item.accepted_at if item.state in SENT else item.send_at
        if self.now is None or at is None or item.state not in (State.SCHEDULED, State.RETRYING, *SENT):
            return glyph(self, "dash")
        return when_words(at, now=self.now, zone=self.zone)


def _what(row: OutboxRow) -> str:
    """Every reply begins with Re:, so here it says nothing."""
    return row.what.replace("reply: Re: ", "reply: ", 1)


def _columns(width: int) -> tuple[int, int, int, int]:
    """Widths of when, to, what and state; the state gets what is left."""
    to, what = (16, 30) if width >= 110 else (12, 20)
    when = 12
    return when, to, what, max(10, width - when - to - what - 3 * 2 - 3)


def _row(
    mark: str | Content,
    when: str | Content,
    to: str | Content,
    what: str | Content,
    state: str | Content,
    columns: tuple[int, int, int, int],
) -> Content:
    cells = [fit(text, width, pad=True) for text, width in zip((when, to, what, state), columns, strict=True)]
    return line(mark, join("  ", cells))

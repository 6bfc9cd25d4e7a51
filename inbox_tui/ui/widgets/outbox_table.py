"""Everything on its way out, one message after the other: when, to whom, what, and how it stands."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget

from ...core.outbox import SENT, Kind, State
from ...desk.views import OutboxRow
from ..actions import BY_ID, Where, bindings
from ..keys import key_name, shown
from ..show import fit, join, line, lines, plain, styled
from ..theming import glyph

POSSIBLE: dict[State, tuple[str, ...]] = {
    State.SCHEDULED: ("undo", "edit", "drop"),
    State.RETRYING: ("undo", "send_anyway", "edit", "drop"),
    State.HELD: ("send_anyway", "edit", "drop"),
    State.UNKNOWN: ("arrived", "resend", "drop"),
    State.FAILED: ("resend", "drop"),
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
STATE_LINES = 4
"""A server's answer can be a page long; the command line shows all of it."""
_UNLESS = frozenset({Kind.NUDGE, Kind.CHECK_BACK})
"""Kinds that only leave when the customer stays silent."""


class OutboxTable(Widget, can_focus=True):
    """Shows ``OutboxRow`` values with a cursor. ``now`` (aware) is set by the screen, for the countdown."""

    DEFAULT_CSS: ClassVar[str] = "OutboxTable { height: auto; width: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.OUTBOX)

    def __init__(self, *, zone: tzinfo) -> None:
        super().__init__()
        self._zone = zone
        self._rows: tuple[OutboxRow, ...] = ()
        self._now: datetime | None = None
        self._heights: list[int] = []
        self.cursor = 0

    @property
    def chosen(self) -> OutboxRow | None:
        """The row under the cursor; None while the outbox is empty."""
        return self._rows[self.cursor] if self._rows else None

    def show(self, rows: Sequence[OutboxRow], *, now: datetime) -> None:
        """Paint these rows; the cursor stays on its message where that is still there."""
        held = self.chosen
        self._rows, self._now = tuple(rows), now
        ids = [row.item.id for row in self._rows]
        if held is not None and held.item.id in ids:
            self.cursor = ids.index(held.item.id)
        self.cursor = max(0, min(self.cursor, len(ids) - 1))
        self.refresh(layout=True)
        self.screen.refresh_bindings()

    def render(self) -> Content:
        """The table, or what to do where there is nothing."""
        width = self.size.width
        if not self._rows:
            return lines(
                [
                    "",
                    styled("  Nothing is on its way out.", "strong"),
                    "",
                    styled(
                        "  Replies wait here until they can no longer be undone, follow-ups until", "muted"
                    ),
                    styled(
                        "  their time has come. Open a complaint and write; then look here again.", "muted"
                    ),
                ]
            )
        columns = _columns(width)
        painted = [styled(_row("  ", "When", "To", "What", "State", columns), "muted")]
        self._heights = []
        for index, row in enumerate(self._rows):
            block = self._block(row, columns, here=index == self.cursor)
            self._heights.append(len(block))
            painted += block
        return lines(painted)

    def _block(self, row: OutboxRow, columns: tuple[int, int, int, int], *, here: bool) -> list[Content]:
        """One message: its first line, and more where its state needs more words."""
        told = self._told(row, columns[3])
        mark = line(glyph(self, "cursor") if here else " ", " ")
        first = _row(mark, self._when(row), row.customer, _what(row), told[0], columns)
        indent = sum(columns[:3]) + 3 * 2 + 2
        block = [first, *(line(" " * indent, fit(more, columns[3], pad=True)) for more in told[1:])]
        if here and self.has_focus:
            return [styled(plain(each.plain), "cursor") for each in block]
        return block

    def _told(self, row: OutboxRow, width: int) -> list[Content]:
        """The state in words, then what one can do about it, in lines of ``width``; a hint is never torn."""
        item = row.item
        words = row.state_words
        if item.state is State.SCHEDULED and item.kind in _UNLESS:
            words = "scheduled, if they do not write"
        if item.state is State.SCHEDULED and item.reason:
            words = "scheduled: " + item.reason
        names = POSSIBLE[item.state]
        told = styled(words, _ROLE.get(item.state, "text")).wrap(width)[:STATE_LINES] or [plain("")]
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
        table = getattr(self.app, "key_table", None)
        key = table.shown(action) if table is not None else shown(key_name(action.keys[0]))
        return line(styled(key, "key"), " ", action.title)

    def _when(self, row: OutboxRow) -> str:
        item = row.item
        at = item.accepted_at if item.state in SENT else item.send_at
        if self._now is None or at is None or item.state not in (State.SCHEDULED, State.RETRYING, *SENT):
            return glyph(self, "dash")
        return when_words(at, now=self._now, zone=self._zone)

    def action_cursor_down(self) -> None:
        """One message down."""
        self._move(1)

    def action_cursor_up(self) -> None:
        """One message up."""
        self._move(-1)

    def on_click(self, event: events.Click) -> None:
        """The cursor goes where the mouse points."""
        top = 1
        for index, height in enumerate(self._heights):
            if top <= event.y < top + height:
                self._move(index - self.cursor)
                return
            top += height

    def on_focus(self) -> None:
        """The cursor is painted stronger while its keys work."""
        self.refresh()

    def _move(self, by: int) -> None:
        if not self._rows:
            return
        self.cursor = max(0, min(self.cursor + by, len(self._rows) - 1))
        self.refresh()
        self.screen.refresh_bindings()
        top = 1 + sum(self._heights[: self.cursor])
        height = self._heights[self.cursor] if self.cursor < len(self._heights) else 1
        if isinstance(self.parent, VerticalScroll):
            self.parent.scroll_to_region(Region(0, top, self.size.width, height), animate=False)


def when_words(at: datetime, *, now: datetime, zone: tzinfo) -> str:
    """``in 14 s``, ``in 5 min``, ``today 15:30``, ``Mon 10:00`` within a week, else ``28 Nov 10:00``."""
    left = at - now
    if timedelta(0) <= left < timedelta(seconds=100):
        return f"in {int(left.total_seconds())} s"
    if timedelta(0) <= left < timedelta(hours=1):
        return f"in {int(left.total_seconds() // 60)} min"
    there, here = at.astimezone(zone), now.astimezone(zone)
    if there.date() == here.date():
        return f"today {there:%H:%M}"
    if abs(there.date() - here.date()) < timedelta(days=7):
        return f"{there:%a %H:%M}"
    return f"{there.day} {there:%b %H:%M}"


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

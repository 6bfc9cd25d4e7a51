"""The outbox screen: what leaves when, what waits for a person, and what the person can say about it."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from textual import work
from textual.containers import VerticalScroll

from ...core.outbox import Kind, OutboxItem, State
from ...desk.sending.on_the_way import last_run, next_due
from ..happened import DraftReturned
from ..mishaps import tell
from ..show import Showable, join, line
from ..theming import glyph
from ..widgets.outbox_table import POSSIBLE, OutboxTable
from ..widgets.when_words import when_words
from .confirm import Answered, Confirm
from .rewriting import Rewriting, begun_for
from .rows import RowsScreen

if TYPE_CHECKING:
    from ...desk.desk import Desk
    from ...desk.views import OutboxRow

KEPT_SHOWN = 20
"""How many messages that need nothing more are shown below the others."""
_OVER = frozenset({State.ACCEPTED, State.FILED, State.CANCELLED})


class OutboxScreen(RowsScreen["OutboxRow"]):
    """Reads and changes the outbox through the desk."""

    HEADING = "Outbox"

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._rows: list[OutboxRow] = []
        self._read = False
        self._ran: datetime | None = None
        self._due: datetime | None = None

    def make_table(self) -> OutboxTable:
        """What is on its way out."""
        return OutboxTable(zone=self.desk.office.zone)

    def on_mount(self) -> None:
        """Count the seconds down."""
        self.set_interval(1, self._paint)

    async def read(self) -> None:
        """What waits first, then the newest of what is over."""
        rows = await self.desk.stores.run(self.desk.outbox.rows)
        self._ran = await self.desk.stores.run(last_run, self.desk.office)
        self._due = await self.desk.stores.run(next_due, self.desk.office)
        self._read = True
        over = [row for row in rows if row.item.state in _OVER]
        over.sort(key=lambda row: _over_at(row.item), reverse=True)
        self._rows = [row for row in rows if row.item.state not in _OVER] + over[:KEPT_SHOWN]
        self._paint()

    def _paint(self) -> None:
        """The rows, and when somebody looked last, here or in the background, and when something leaves."""
        if not self._read:
            return
        now, zone = self.desk.office.now(), self.desk.office.zone
        self.table.show(self._rows, now=now)
        looked = "" if self._ran is None else f"last looked {when_words(self._ran, now=now, zone=zone)}"
        leaves = "" if self._due is None else f"next leaves {when_words(self._due, now=now, zone=zone)}"
        dot = line(" ", glyph(self, "dot"), " ")
        self.query_one(VerticalScroll).border_subtitle = join(dot, filter(None, (looked, leaves)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what the message under the cursor allows is offered."""
        if action == "send_late":
            return sum(row.item.held_late for row in self._rows) > 1
        if action not in {name for names in POSSIBLE.values() for name in names}:
            return True
        row = self.chosen
        return row is not None and action in POSSIBLE[row.item.state]

    # --- what a person says ---------------------------------------------------------------------

    def action_undo(self) -> None:
        """Take a reply back into its draft; a follow-up is cancelled."""
        if (row := self.chosen) is None:
            return
        item = row.item
        if item.kind is Kind.REPLY:
            self.do(lambda: self.desk.replies.take_back(item.id), "Taken back. The words are in the draft.")
        else:
            self.do(lambda: self.desk.follow_ups.cancel(item.id), "The follow-up is cancelled.")

    def action_edit(self) -> None:
        """A reply goes back to its draft; a follow-up is written anew where it is."""
        if (row := self.chosen) is None:
            return
        if row.item.kind is Kind.REPLY:
            take_back = self.desk.replies.take_back
            self.do(
                lambda: take_back(row.item.id),
                "Taken back. Write on.",
                then=lambda: self.app.post_message(DraftReturned(row.item.case_id)),
            )
        else:
            self._rewrite(row)

    @work(group="change", exit_on_error=False)
    async def _rewrite(self, row: "OutboxRow") -> None:
        try:
            begun = await self.desk.stores.run(self.desk.office.casebook.value, begun_for(row))
        except Exception as error:
            tell(self, error)
        else:
            Rewriting(self, self.desk, row, begun=begun or "", do=self.do).begin()

    def action_send_anyway(self) -> None:
        """A held message leaves although something happened."""
        if (row := self.chosen) is not None:
            late = row.item.held_late
            said = "It leaves now, unless something happened meanwhile." if late else "It leaves now."
            self.do(lambda: self.desk.outbox.retry(row.item.id), said)

    def action_send_late(self) -> None:
        """All that is held only because it is late; asked about first."""
        late = sum(row.item.held_late for row in self._rows)
        self._ask(
            f"Send {late} late messages now?",
            "Each is still held if the customer wrote, or somebody answered, meanwhile.",
            self.desk.outbox.retry_late,
            "They leave now, unless something happened meanwhile.",
        )

    def action_arrived(self) -> None:
        """The owner knows that the customer has it."""
        if (row := self.chosen) is not None:
            self.do(lambda: self.desk.outbox.settle(row.item.id, "sent"), "Noted: it arrived.")

    def action_resend(self) -> None:
        """Once more; asked about first where the customer could get it twice."""
        if (row := self.chosen) is None:
            return
        settle = self.desk.outbox.settle if row.item.state is State.UNKNOWN else None

        def again() -> object:
            return settle(row.item.id, "resend") if settle else self.desk.outbox.retry(row.item.id)

        if settle is None:
            self.do(again, "It is tried again now.")
            return
        self._ask(
            line("Send it again to ", row.customer, "?"),
            "It may have arrived. Then they would get it twice.",
            again,
            "It leaves again now.",
        )

    def action_drop(self) -> None:
        """Never send it; asked about first."""
        if (row := self.chosen) is None:
            return
        item, settle = row.item, self.desk.outbox.settle
        self._ask(
            line("Drop the message to ", row.customer, "?"),
            f"It will not be sent. “inbox-tui show {item.case_id}” still has its words.",
            lambda: settle(item.id, "drop"),
            "Dropped. It will not be sent.",
        )

    def _ask(self, question: Showable, detail: str, call: Callable[[], object], done: str) -> None:
        def answered(answer: Answered | None) -> None:
            if answer is Answered.YES:
                self.do(call, done)

        self.app.push_screen(Confirm(question, detail), answered)


def _over_at(item: OutboxItem) -> datetime:
    """When it left, or was given up."""
    return item.accepted_at or item.cancelled_at or item.send_at

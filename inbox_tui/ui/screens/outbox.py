"""The outbox screen: what leaves when, what waits for a person, and what the person can say about it."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen

from ...core.followups import held_as_late
from ...core.outbox import Kind, State
from ...desk.sending.on_the_way import last_run, next_due
from ..happened import DraftReturned, OutboxMoved
from ..mishaps import sentence, tell
from ..show import Showable, join, line, plain
from ..theming import glyph
from ..widgets.footer import KeyLine
from ..widgets.outbox_table import POSSIBLE, OutboxTable
from ..widgets.status_line import StatusLine
from ..widgets.when_words import when_words
from .confirm import Answered, Confirm
from .rewriting import Rewriting, begun_for

if TYPE_CHECKING:
    from ...desk.desk import Desk
    from ...desk.views import OutboxRow

KEPT_SHOWN = 20
"""How many messages that need nothing more are shown below the others."""
_OVER = frozenset({State.ACCEPTED, State.FILED, State.CANCELLED})


class OutboxScreen(Screen[None]):
    """Reads and changes the outbox through the desk; every store call runs on the stores' thread."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, desk: "Desk") -> None:
        super().__init__()
        self._desk = desk
        self._rows: list[OutboxRow] = []
        self._read = False
        self._ran: datetime | None = None
        self._due: datetime | None = None

    def compose(self) -> ComposeResult:
        """Status, table, keys."""
        yield StatusLine()
        with VerticalScroll(classes="pane", can_focus=False) as box:
            box.border_title = plain("Outbox")
            yield OutboxTable(zone=self._desk.office.zone)
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the rows now; count the seconds down from then on."""
        self.look_again()
        self.set_interval(1, self._paint)

    def on_screen_resume(self) -> None:
        """Somebody comes back to this screen: things may have moved."""
        self.look_again()

    def on_outbox_moved(self, _: OutboxMoved) -> None:
        """A round of sending ended."""
        self.look_again()

    @work(exclusive=True, group="rows", exit_on_error=False)
    async def look_again(self) -> None:
        """Read the rows anew."""
        try:
            rows = await self._desk.stores.run(self._desk.outbox.rows)
            self._ran = await self._desk.stores.run(last_run, self._desk.office)
            self._due = await self._desk.stores.run(next_due, self._desk.office)
        except Exception as error:
            tell(self, error)
            self.query_one(OutboxTable).fail(sentence(error))
            return
        self._read = True
        over = [row for row in rows if row.item.state in _OVER]
        over.sort(key=lambda row: row.item.accepted_at or row.item.send_at, reverse=True)
        self._rows = [row for row in rows if row.item.state not in _OVER] + over[:KEPT_SHOWN]
        self._paint()

    def _paint(self) -> None:
        """The rows, and when somebody looked last, here or in the background, and when something leaves."""
        if not self._read:
            return
        now, zone = self._desk.office.now(), self._desk.office.zone
        self.query_one(OutboxTable).show(self._rows, now=now)
        looked = "" if self._ran is None else f"last looked {when_words(self._ran, now=now, zone=zone)}"
        leaves = "" if self._due is None else f"next leaves {when_words(self._due, now=now, zone=zone)}"
        dot = line(" ", glyph(self, "dot"), " ")
        self.query_one(VerticalScroll).border_subtitle = join(dot, filter(None, (looked, leaves)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what the message under the cursor allows is offered."""
        if action == "send_late":
            return sum(held_as_late(row.item) for row in self._rows) > 1
        if action not in {name for names in POSSIBLE.values() for name in names}:
            return True
        found = self.query(OutboxTable)
        row = found.first().chosen if found else None
        return row is not None and action in POSSIBLE[row.item.state]

    # --- what a person says ---------------------------------------------------------------------

    def action_undo(self) -> None:
        """Take a reply back into its draft; a follow-up is cancelled."""
        if (row := self._chosen()) is None:
            return
        item = row.item
        if item.kind is Kind.REPLY:
            self._do(lambda: self._desk.replies.take_back(item.id), "Taken back. The words are in the draft.")
        else:
            self._do(lambda: self._desk.follow_ups.cancel(item.id), "The follow-up is cancelled.")

    def action_edit(self) -> None:
        """A reply goes back to its draft; a follow-up is written anew where it is."""
        if (row := self._chosen()) is None:
            return
        if row.item.kind is Kind.REPLY:
            take_back = self._desk.replies.take_back
            self._do(lambda: take_back(row.item.id), "Taken back. Write on.", then=row.item.case_id)
        else:
            self._rewrite(row)

    @work(group="outbox", exit_on_error=False)
    async def _rewrite(self, row: "OutboxRow") -> None:
        try:
            begun = await self._desk.stores.run(self._desk.office.casebook.value, begun_for(row))
        except Exception as error:
            tell(self, error)
        else:
            Rewriting(self, self._desk, row, begun=begun or "", do=self._do).begin()

    def action_send_anyway(self) -> None:
        """A held message leaves although something happened."""
        if (row := self._chosen()) is not None:
            late = held_as_late(row.item)
            said = "It leaves now, unless something happened meanwhile." if late else "It leaves now."
            self._do(lambda: self._desk.outbox.retry(row.item.id), said)

    def action_send_late(self) -> None:
        """All that is held only because it is late; asked about first."""
        late = sum(held_as_late(row.item) for row in self._rows)
        self._ask(
            f"Send {late} late messages now?",
            "Each is still held if the customer wrote, or somebody answered, meanwhile.",
            self._desk.outbox.retry_late,
            "They leave now, unless something happened meanwhile.",
        )

    def action_arrived(self) -> None:
        """The owner knows that the customer has it."""
        if (row := self._chosen()) is not None:
            self._do(lambda: self._desk.outbox.settle(row.item.id, "sent"), "Noted: it arrived.")

    def action_resend(self) -> None:
        """Once more; asked about first where the customer could get it twice."""
        if (row := self._chosen()) is None:
            return
        settle = self._desk.outbox.settle if row.item.state is State.UNKNOWN else None

        def again() -> object:
            return settle(row.item.id, "resend") if settle else self._desk.outbox.retry(row.item.id)

        if settle is None:
            self._do(again, "It is tried again now.")
            return
        self._ask(
            line("Send it again to ", row.customer, "?"),
            "It may have arrived. Then they would get it twice.",
            again,
            "It leaves again now.",
        )

    def action_drop(self) -> None:
        """Never send it; asked about first."""
        if (row := self._chosen()) is None:
            return
        item, desk = row.item, self._desk

        def drop() -> object:
            waiting = item.state in (State.SCHEDULED, State.RETRYING)
            return desk.follow_ups.cancel(item.id) if waiting else desk.outbox.settle(item.id, "drop")

        self._ask(
            line("Drop the message to ", row.customer, "?"),
            "It will not be sent. Its words stay in the history of the case.",
            drop,
            "Dropped. It will not be sent.",
        )

    def action_leave(self) -> None:
        """Back to where one was."""
        self.app.pop_screen()

    def _chosen(self) -> "OutboxRow | None":
        return self.query_one(OutboxTable).chosen

    def _ask(self, question: Showable, detail: str, call: Callable[[], object], done: str) -> None:
        def answered(answer: Answered | None) -> None:
            if answer is Answered.YES:
                self._do(call, done)

        self.app.push_screen(Confirm(question, detail), answered)

    @work(group="outbox", exit_on_error=False)
    async def _do(self, call: Callable[[], object], done: str, then: str = "") -> None:
        """One change on the stores' thread, then one sentence, then a fresh look."""
        try:
            await self._desk.stores.run(call)
        except Exception as error:
            tell(self, error)
        else:
            self.app.notify(plain(done).plain, markup=False)
            if then:
                self.app.post_message(DraftReturned(then))
        self.look_again()

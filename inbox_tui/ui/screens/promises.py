"""The promises screen: what is owed to whom, by when, and what became of it."""

from datetime import datetime
from typing import TYPE_CHECKING

from textual.containers import VerticalScroll

from ...core.promises import RATE_DAYS, Standing, said
from ...core.scaffold import BROKEN_PROMISE
from ..happened import DraftReturned
from ..keys import key_of
from ..show import line, plain
from ..widgets.promise_list import PromiseList
from .asking_when import ask_day
from .confirm import Answered, Confirm
from .prompt import Understood
from .rows import RowsScreen

if TYPE_CHECKING:
    from ...desk.writing.promises import PromiseRow

_OPEN = frozenset({Standing.OPEN, Standing.LATE})
_POSSIBLE = {
    "keep": _OPEN | {Standing.BROKEN},
    "break": _OPEN,
    "redate": _OPEN,
    "undo": frozenset({Standing.KEPT, Standing.BROKEN}),
    "open": frozenset(Standing),
}
"""In which standing a promise allows what."""


class PromisesScreen(RowsScreen["PromiseRow"]):
    """Reads and settles promises through the desk."""

    HEADING = "Promises"

    def make_table(self) -> PromiseList:
        """What the shop promised."""
        return PromiseList(zone=self.desk.office.zone)

    def on_mount(self) -> None:
        """Time makes them late."""
        self.set_interval(30, self.look_again)

    async def read(self) -> None:
        """The promises, and how many were kept in time."""
        promises = self.desk.promises
        rows = await self.desk.stores.run(promises.rows)
        rate = await self.desk.stores.run(promises.kept_rate, days=RATE_DAYS)
        said = f"kept in time, last {RATE_DAYS} days: {rate.kept} of {rate.due}" if rate.due else ""
        self.query_one(VerticalScroll).border_subtitle = plain(said)
        self.table.show(rows, now=self.desk.office.now())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what the promise under the cursor allows is offered."""
        if action not in _POSSIBLE:
            return True
        row = self.chosen
        return row is not None and row.standing in _POSSIBLE[action]

    def action_keep(self) -> None:
        """It was done."""
        if (row := self.chosen) is not None:
            self.do(
                lambda: self.desk.promises.keep(row.promise.id),
                f"Kept. {key_of(self, 'promises.undo')} takes it back.",
            )

    def action_break(self) -> None:
        """It was not done: better to write before they ask."""
        if (row := self.chosen) is None:
            return

        def answered(answer: Answered | None) -> None:
            if answer is Answered.YES:
                self._apologise(row)

        question = Confirm(
            line("Write to ", row.customer or "them", " now?"),
            "A promise was broken. An apology before they ask is worth two after it.",
        )
        self.do(
            lambda: self.desk.promises.break_(row.promise.id),
            f"Noted as broken. {key_of(self, 'promises.undo')} takes it back.",
            then=lambda: self.app.push_screen(question, answered),
        )

    def _apologise(self, row: "PromiseRow") -> None:
        """The questions of a second apology go below whatever is in the draft already."""
        put, case_id = self.desk.scaffolds.put_into_draft, row.promise.case_id
        promise = said(row.promise, zone=self.desk.office.zone)
        self.do(
            lambda: put(case_id, BROKEN_PROMISE, promise=promise),
            "Answer these questions; what is unanswered stops sending.",
            then=lambda: self.app.post_message(DraftReturned(case_id)),
        )

    def action_undo(self) -> None:
        """It was neither kept nor broken after all."""
        if (row := self.chosen) is not None:
            self.do(lambda: self.desk.promises.take_back(row.promise.id), "The promise is open again.")

    def action_redate(self) -> None:
        """Another day was agreed."""
        if (row := self.chosen) is None:
            return

        def answered(answer: object) -> None:
            if isinstance(answer, Understood) and isinstance(answer.value, datetime):
                at = answer.value
                self.do(lambda: self.desk.promises.redate(row.promise.id, at), "The day is changed.")

        question = line("By when, for ", row.customer or "them", "?")
        hint = "The customer knows only the day that you wrote: tell them of another one."
        due, zone = row.promise.due_at, self.desk.office.zone
        self.app.push_screen(
            ask_day(question, self.desk.promises.when, due=due, zone=zone, hint=hint), answered
        )

    def action_open(self) -> None:
        """The case in which it was promised."""
        if (row := self.chosen) is not None:
            self.app.post_message(DraftReturned(row.promise.case_id))

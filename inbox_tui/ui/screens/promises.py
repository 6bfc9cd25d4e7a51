"""The promises screen: what is owed to whom, by when, and what became of it."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen

from ...core.promises import Standing, said
from ...core.scaffold import BROKEN_PROMISE
from ..happened import DraftReturned, OutboxMoved
from ..keys import key_of
from ..mishaps import sentence, tell
from ..show import line, plain
from ..widgets.footer import KeyLine
from ..widgets.promise_list import PromiseList
from ..widgets.status_line import StatusLine
from .asking_when import ask_when
from .confirm import Answered, Confirm
from .prompt import Understood

if TYPE_CHECKING:
    from ...desk.desk import Desk
    from ...desk.writing.promises import PromiseRow

RATE_DAYS = 30
_OPEN = frozenset({Standing.OPEN, Standing.LATE})
_POSSIBLE = {
    "keep": _OPEN | {Standing.BROKEN},
    "break": _OPEN,
    "redate": _OPEN,
    "undo": frozenset({Standing.KEPT, Standing.BROKEN}),
    "open": frozenset(Standing),
}
"""In which standing a promise allows what."""


class PromisesScreen(Screen[None]):
    """Reads and settles promises through the desk; every store call runs on the stores' thread."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, desk: "Desk") -> None:
        super().__init__()
        self._desk = desk
        self._rows: list[PromiseRow] = []

    def compose(self) -> ComposeResult:
        """Status, list, keys."""
        yield StatusLine()
        with VerticalScroll(classes="pane", can_focus=False) as box:
            box.border_title = plain("Promises")
            yield PromiseList(zone=self._desk.office.zone)
        yield KeyLine()

    def on_mount(self) -> None:
        """Read them now; time makes them late."""
        self.look_again()
        self.set_interval(30, self.look_again)

    def on_screen_resume(self) -> None:
        """Somebody comes back to this screen."""
        self.look_again()

    def on_outbox_moved(self, _: OutboxMoved) -> None:
        """A reply has left, perhaps with a promise in it."""
        self.look_again()

    @work(exclusive=True, group="rows", exit_on_error=False)
    async def look_again(self) -> None:
        """Read the rows anew."""
        promises = self._desk.promises
        try:
            self._rows = await self._desk.stores.run(promises.rows)
            rate = await self._desk.stores.run(promises.kept_rate, days=RATE_DAYS)
        except Exception as error:
            tell(self, error)
            self.query_one(PromiseList).fail(sentence(error))
            return
        said = f"kept in time, last {RATE_DAYS} days: {rate.kept} of {rate.due}" if rate.due else ""
        self.query_one(VerticalScroll).border_subtitle = plain(said)
        self.query_one(PromiseList).show(self._rows, now=self._desk.office.now())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what the promise under the cursor allows is offered."""
        if action not in _POSSIBLE:
            return True
        row = self._chosen()
        return row is not None and row.standing in _POSSIBLE[action]

    def action_keep(self) -> None:
        """It was done."""
        if (row := self._chosen()) is not None:
            self._do(
                lambda: self._desk.promises.keep(row.promise.id),
                f"Kept. {key_of(self, 'promises.undo')} takes it back.",
            )

    def action_break(self) -> None:
        """It was not done: better to write before they ask."""
        if (row := self._chosen()) is None:
            return

        def answered(answer: Answered | None) -> None:
            if answer is Answered.YES:
                self._apologise(row)

        self._do(
            lambda: self._desk.promises.break_(row.promise.id),
            f"Noted as broken. {key_of(self, 'promises.undo')} takes it back.",
        )
        self.app.push_screen(
            Confirm(
                line("Write to ", row.customer or "them", " now?"),
                "A promise was broken. An apology before they ask is worth two after it.",
            ),
            answered,
        )

    def _apologise(self, row: "PromiseRow") -> None:
        """The questions of a second apology go below whatever is in the draft already."""
        put, case_id = self._desk.scaffolds.put_into_draft, row.promise.case_id
        promise = said(row.promise, zone=self._desk.office.zone)
        self._do(
            lambda: put(case_id, BROKEN_PROMISE, promise=promise),
            "Answer these questions; what is unanswered stops sending.",
            then=lambda: self.app.post_message(DraftReturned(case_id)),
        )

    def action_undo(self) -> None:
        """It was neither kept nor broken after all."""
        if (row := self._chosen()) is not None:
            self._do(lambda: self._desk.promises.take_back(row.promise.id), "The promise is open again.")

    def action_redate(self) -> None:
        """Another day was agreed."""
        if (row := self._chosen()) is None:
            return

        def answered(answer: object) -> None:
            if isinstance(answer, Understood) and isinstance(answer.value, datetime):
                at = answer.value
                self._do(lambda: self._desk.promises.redate(row.promise.id, at), "The day is changed.")

        question = line("By when, for ", row.customer or "them", "?")
        hint = "The customer knows only the day that you wrote: tell them of another one."
        self.app.push_screen(ask_when(question, self._desk.promises.when, hint=hint), answered)

    def action_open(self) -> None:
        """The case in which it was promised."""
        if (row := self._chosen()) is not None:
            self.app.post_message(DraftReturned(row.promise.case_id))

    def action_leave(self) -> None:
        """Back to where one was."""
        self.app.pop_screen()

    def _chosen(self) -> "PromiseRow | None":
        found = self.query(PromiseList)
        return found.first().chosen if found else None

    @work(group="promises", exit_on_error=False)
    async def _do(
        self, call: Callable[[], object], done: str, then: Callable[[], object] = lambda: None
    ) -> None:
        """One change on the stores' thread, then one sentence, what follows from it, and a fresh look."""
        try:
            await self._desk.stores.run(call)
        except Exception as error:
            tell(self, error)
        else:
            self.app.notify(plain(done).plain, markup=False)
            then()
        self.look_again()

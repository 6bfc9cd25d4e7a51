"""What can be decided about the case under the cursor, or about all that are selected."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from ....core.case import ACTIVE, CaseState, WaitingOn, cannot
from ....core.checklist import Stance
from ....core.triage import Category
from ....desk.cases import wishes
from ....desk.cases.wishes import Plan, Wish
from ....desk.views import Row
from ...show import Showable, line, lines
from ...widgets.checklist_lines import STANCES
from ...widgets.row_lines import category_words
from ..choice import Choice, Chosen, NothingChosen, Option
from ..confirm import Answered, Confirm
from ..prompt import Cancelled, Prompt, Reading, Understood
from ..resolve import LeaveOpen, ResolveIt, ResolveScreen
from ..snooze import Asleep, Awake, SnoozeScreen
from .asked import Asked
from .one_case import CATEGORIES, OneCase, look_up


class Deciding:
    """The cases are taken when the key is pressed: nothing that moves later can change which are meant."""

    def __init__(self, screen: Asked) -> None:
        self._screen = screen
        self._said: dict[str, Mapping[str, str]] = {}
        """What was written for the record of a case, for when it is to be closed the next time."""
        self.commands: Mapping[str, Callable[[], None]] = {
            "snooze": self._snooze,
            "resolve": self._resolve,
            "not_complaint": self._not_complaint,
            "wait": self._wait,
            "category": self._category,
            "assign": self._assign,
            "stance": self._stance,
            **OneCase(screen).commands,
        }

    # --- carrying out -----------------------------------------------------------------------------

    def _carry_out(self, rows: Sequence[Row], wish: Callable[[], Wish], done: str) -> None:
        """One case at once; for several, first say how many it would be."""
        self._screen.start(partial(self._planned, tuple(rows), wish, done), group="moves")

    async def _planned(self, rows: Sequence[Row], wish: Callable[[], Wish], done: str) -> None:
        cases = self._screen.desk.cases
        if len(rows) == 1:
            await self._do(rows, wish, done)
            return
        plan = await self._screen.attempt(lambda: cases.plan(wish(), *(row.id for row in rows)))
        if plan is None:
            return
        if not plan.moves:
            self._screen.say(f"None of the {len(rows)} can be changed like that. Nothing was changed.")
            return

        def answered(answer: Answered | None) -> None:
            if answer is Answered.YES:
                self._screen.start(partial(self._do, rows, wish, done), group="moves")

        self._screen.put(
            Confirm(_asked(plan, done), _preview(plan, self._screen.key_for("desk.undo"))), answered
        )

    async def _do(self, rows: Sequence[Row], wish: Callable[[], Wish], done: str) -> None:
        cases = self._screen.desk.cases
        changed = await self._screen.attempt(lambda: cases.do(wish(), *(row.id for row in rows)))
        if changed is None:
            return
        who: Showable = f"{len(changed)} cases" if len(rows) > 1 else rows[0].customer
        self._screen.say(line(who, f": {done}. {self._screen.key_for('desk.undo')} takes it back."))
        self._screen.decided(frozenset(row.id for row in rows))

    def _in_vain(self, rows: Sequence[Row], wish: str) -> bool:
        """Whether none of these cases is one to do something about: that is said before anything is asked."""
        if any(row.state in ACTIVE for row in rows):
            return False
        if len(rows) > 1:
            self._screen.say(f"None of the {len(rows)} can be {wish}: they are closed, or no complaints.")
            return True
        state, key = CaseState(rows[0].state), self._screen.key_for
        ways = {
            CaseState.RESOLVED: f" {key('case.resolve')} opens it again.",
            CaseState.NOT_COMPLAINT: f" {key('case.not_complaint')} makes it one.",
        }
        self._screen.say(cannot(state, wish) + ways.get(state, ""))
        return True

    # --- one key, one question --------------------------------------------------------------------

    def _snooze(self) -> None:
        rows, desk = self._screen.targets, self._screen.desk
        if self._in_vain(rows, "put aside"):
            return

        def answered(answer: Asleep | Awake | None) -> None:
            if isinstance(answer, Asleep):
                until = answer.until
                self._carry_out(
                    rows,
                    lambda: wishes.snooze(until=until, now=desk.office.now()),
                    f"put aside {answer.words}",
                )

        self._screen.put(
            SnoozeScreen(line("Put ", _whom(rows), " aside until when?"), desk.cases.until), answered
        )

    def _resolve(self) -> None:
        rows = self._screen.targets
        if all(row.state == CaseState.RESOLVED for row in rows):
            self._carry_out(rows, wishes.reopen, "open again")
        elif self._in_vain(rows, "resolved"):
            return
        elif len(rows) == 1:
            self._screen.start(partial(self._ask_why, rows[0]), group="moves")
        else:
            self._put_resolve(rows, ResolveScreen(_whom(rows), several=True))

    async def _ask_why(self, row: Row) -> None:
        found = await self._screen.attempt(look_up, self._screen.desk, row)
        if found is None:
            return
        # The reason for closing is the decision, and is asked for anyway.
        missing = [name for name in found.missing if name != "decision"]
        said = self._said.get(row.id)
        self._put_resolve(
            [row], ResolveScreen(line("the case of ", row.customer), missing=missing, said=said)
        )

    def _put_resolve(self, rows: Sequence[Row], screen: ResolveScreen) -> None:
        desk = self._screen.desk

        def answered(answer: ResolveIt | LeaveOpen | None) -> None:
            if answer is not None and len(rows) == 1:
                self._said[rows[0].id] = answer.said
            if isinstance(answer, ResolveIt):
                reason, said = answer.reason, answer.said
                self._carry_out(
                    rows,
                    lambda: wishes.resolve(at=desk.office.now(), reason=reason, said=said),
                    f"closed, {reason}",
                )

        self._screen.put(screen, answered)

    def _not_complaint(self) -> None:
        rows = self._screen.targets
        if all(row.state == CaseState.NOT_COMPLAINT for row in rows):
            self._carry_out(rows, wishes.a_complaint, "a complaint now")
        else:
            self._carry_out(rows, wishes.not_a_complaint, "no complaint now")

    def _wait(self) -> None:
        rows = self._screen.targets
        if self._in_vain(rows, "made to wait"):
            return

        def answered(answer: Chosen[WaitingOn] | NothingChosen | None) -> None:
            if isinstance(answer, Chosen):
                on = answer.value
                self._carry_out(rows, lambda: wishes.wait(on), f"waiting on {_WAITING[on]}")

        options = [Option(value=on, words=words) for on, words in _WAITING.items()]
        self._screen.put(
            Choice(
                line("Whose move is it with ", _whom(rows), "?"),
                options,
                hint="A customer who has no answer yet goes on being counted.",
            ),
            answered,
        )

    def _category(self) -> None:
        rows = self._screen.targets

        def answered(answer: Chosen[Category] | NothingChosen | None) -> None:
            if isinstance(answer, Chosen):
                category = answer.value.value
                also = "" if answer.value.is_complaint_kind else ", so no complaint"
                self._carry_out(rows, lambda: wishes.categorise(category), category_words(category) + also)

        question: Showable = f"What are these {len(rows)} cases about?"
        if len(rows) == 1:
            question = line("What is the mail of ", rows[0].customer, " about?")
        now = next((each for each in Category if each.value == rows[0].category), None)
        self._screen.put(Choice(question, CATEGORIES, now=now), answered)

    def _stance(self) -> None:
        rows = self._screen.targets

        def answered(answer: Chosen[Stance] | NothingChosen | None) -> None:
            if isinstance(answer, Chosen):
                stance = answer.value
                self._carry_out(rows, lambda: wishes.take_stance(stance), f"stance: {STANCES[stance]}")

        options = [Option(value=each, words=f"{STANCES[each]}: {_ASKS[each]}") for each in Stance]
        self._screen.put(
            Choice(
                line("Whose fault is it with ", _whom(rows), "?"),
                options,
                hint="Until you say, it is guessed from your words.",
            ),
            answered,
        )

    def _assign(self) -> None:
        rows, me = self._screen.targets, self._screen.desk.office.actor

        def read(text: str) -> Reading[str]:
            name = " ".join(text.split())
            return Understood(value=name, words=line("for ", name) if name else "for nobody")

        def answered(answer: Understood[str] | Cancelled | None) -> None:
            if isinstance(answer, Understood):
                name = answer.value
                self._carry_out(rows, lambda: wishes.assign(name), f"given to {name or 'nobody'}")

        value = rows[0].owner if len(rows) == 1 and rows[0].owner else me
        hint = "Empty it to give it to nobody."
        self._screen.put(
            Prompt(line("Who sees to ", _whom(rows), "?"), read, value=value, hint=hint), answered
        )


_WAITING = {
    WaitingOn.CUSTOMER: "the customer: they owe you an answer",
    WaitingOn.THIRD_PARTY: "somebody else: supplier, courier, bank",
}


_ASKS = {
    Stance.OURS: "own it, and say what you will do",
    Stance.SHARED: "own your part, and say what you will do",
    Stance.NOT_OURS: "nothing to own; be clear and kind, do not argue",
    Stance.UNKNOWN: "own nothing yet; promise an answer by a day",
}


def _whom(rows: Sequence[Row]) -> Showable:
    return rows[0].customer if len(rows) == 1 else f"{len(rows)} cases"


def _asked(plan: Plan, done: str) -> str:
    count = len(plan.moves)
    return f"{count} case{'s' if count > 1 else ''}: {done}?"


def _preview(plan: Plan, undo: str) -> Showable:
    names = [case.customer for case, _ in plan.moves]
    shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    told = [shown, f"One {undo} takes all of it back."]
    if plan.refused:
        stay = "1 more stays" if len(plan.refused) == 1 else f"{len(plan.refused)} more stay"
        told += ["", f"{stay} as before: {plan.refused[0][1].reason}"]
    return lines(told)

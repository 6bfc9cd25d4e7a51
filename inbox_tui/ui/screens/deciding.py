"""What can be decided about the case under the cursor, or about all that are selected."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import partial
from typing import ParamSpec, Protocol, TypeVar

from ...core.case import Case, CaseState, WaitingOn
from ...core.triage import Category
from ...desk import wishes
from ...desk.desk import Desk
from ...desk.dossier import Dossier, dossier
from ...desk.views import Row
from ...desk.wishes import Plan, Wish
from ..show import Showable, line, lines
from ..widgets.row_lines import category_words
from .card import CardScreen
from .choice import Choice, Chosen, NothingChosen, Option
from .confirm import Answered, Confirm
from .dialog import Dialog
from .prompt import Cancelled, NotYet, Prompt, Reading, Understood
from .resolve import LeaveOpen, ResolveIt, ResolveScreen
from .snooze import Asleep, Awake, SnoozeScreen

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")


class Asked(Protocol):
    """The main screen, as far as decisions need it."""

    desk: Desk

    @property
    def targets(self) -> Sequence[Row]:
        """The selected conversations, else the one that a key means."""
        ...

    async def attempt(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T | None:
        """The result of a blocking desk call, or None after one sentence to the owner."""
        ...

    def say(self, words: Showable) -> None:
        """Tell the owner one sentence."""
        ...

    def start(self, work: Callable[[], Coroutine[None, None, None]], *, group: str) -> None:
        """Begin something that takes a while."""
        ...

    def put(self, dialog: Dialog[R], answered: Callable[[R | None], None]) -> None:
        """Ask the owner; the answer comes when they give it."""
        ...

    def decided(self, case_ids: frozenset[str]) -> None:
        """These cases were changed: look again, and let go of them in the list."""
        ...

    def open_conversation(self, conversation: str, *, writing: bool = False) -> None:
        """Put a conversation on the desk."""
        ...


class Deciding:
    """The cases are taken when the key is pressed: nothing that moves later can change which are meant."""

    def __init__(self, screen: Asked) -> None:
        self._screen = screen
        self.commands: Mapping[str, Callable[[], None]] = {
            "snooze": self._snooze,
            "resolve": self._resolve,
            "not_complaint": self._not_complaint,
            "wait": self._wait,
            "category": self._category,
            "note": self._note,
            "merge": self._merge,
            "split": self._split,
            "card": self._card,
            "scaffold": self._scaffold,
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

        self._screen.put(Confirm(_asked(plan, done), _preview(plan)), answered)

    async def _do(self, rows: Sequence[Row], wish: Callable[[], Wish], done: str) -> None:
        cases = self._screen.desk.cases
        changed = await self._screen.attempt(lambda: cases.do(wish(), *(row.id for row in rows)))
        if changed is None:
            return
        who: Showable = f"{len(changed)} cases" if len(rows) > 1 else rows[0].customer
        self._screen.say(line(who, f": {done}. z takes it back."))
        self._screen.decided(frozenset(row.id for row in rows))

    # --- one key, one question --------------------------------------------------------------------

    def _snooze(self) -> None:
        rows, desk = self._screen.targets, self._screen.desk

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
        elif len(rows) == 1:
            self._screen.start(partial(self._ask_why, rows[0]), group="moves")
        else:
            self._put_resolve(rows, ResolveScreen(_whom(rows)))

    async def _ask_why(self, row: Row) -> None:
        found = await self._screen.attempt(self._look_up, row)
        if found is None:
            return
        known = {name: getattr(found.record, name) for name in found.missing}
        self._put_resolve([row], ResolveScreen(row.customer, missing=found.missing, known=known))

    def _put_resolve(self, rows: Sequence[Row], screen: ResolveScreen) -> None:
        desk = self._screen.desk

        def answered(answer: ResolveIt | LeaveOpen | None) -> None:
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
                self._carry_out(rows, lambda: wishes.categorise(category), category_words(category))

        self._screen.put(Choice(line("What is the mail of ", _whom(rows), " about?"), _CATEGORIES), answered)

    # --- one case only ----------------------------------------------------------------------------

    def _note(self) -> None:
        row = self._screen.targets[0]

        def answered(answer: Understood[str] | Cancelled | None) -> None:
            if isinstance(answer, Understood):
                call = partial(self._screen.desk.cases.note, row.id, answer.value)
                self._one(row, call, "the note is kept")

        self._screen.put(
            Prompt(
                line("A note on ", row.customer, ", for the shop only"),
                _read_words,
                hint="Customers never see it.",
            ),
            answered,
        )

    def _merge(self) -> None:
        rows = self._screen.targets
        if len(rows) == 2:
            one, other = rows
            self._one(one, partial(self._screen.desk.cases.merge, one.id, other.id), "merged into one case")
            return
        self._screen.start(partial(self._ask_merge, rows[0]), group="moves")

    async def _ask_merge(self, row: Row) -> None:
        listed = await self._screen.attempt(self._screen.desk.inbox.rows)
        if listed is None:
            return
        others = [each for each in listed if each.id != row.id]
        others.sort(key=lambda each: each.from_addr.lower() != row.from_addr.lower())
        if not others:
            self._screen.say("There is no other open case to merge it with.")
            return

        def answered(answer: Chosen[str] | NothingChosen | None) -> None:
            if isinstance(answer, Chosen):
                call = partial(self._screen.desk.cases.merge, row.id, answer.value)
                self._one(row, call, "merged into the other case")

        options = [
            Option(value=each.id, words=line(each.customer, "  ", each.subject or "(no subject)"))
            for each in others
        ]
        self._screen.put(
            Choice(
                line("Into which case does the one of ", row.customer, " go?"),
                options,
                hint="Its letters, notes and draft go along.",
            ),
            answered,
        )

    def _split(self) -> None:
        row = self._screen.targets[0]

        def subject(category: Category) -> None:
            def answered(answer: Understood[str] | Cancelled | None) -> None:
                if isinstance(answer, Understood):
                    cases = self._screen.desk.cases
                    call = partial(cases.split, row.id, category=category.value, subject=answer.value)
                    self._one(row, call, "split in two; the new case is in the list")

            self._screen.put(
                Prompt("What is the second complaint?", _read_words, value=row.subject), answered
            )

        def chosen(answer: Chosen[Category] | NothingChosen | None) -> None:
            if isinstance(answer, Chosen):
                subject(answer.value)

        self._screen.put(
            Choice(
                line("A second complaint of ", row.customer, ": about what?"),
                _CATEGORIES[:6],
                hint="It gets a case of its own, with the same letters and the same time.",
            ),
            chosen,
        )

    def _card(self) -> None:
        self._screen.start(partial(self._show_card, self._screen.targets[0]), group="card")

    async def _show_card(self, row: Row) -> None:
        found = await self._screen.attempt(self._look_up, row)
        if found is not None:
            self._screen.put(CardScreen(found, zone=self._screen.desk.office.zone), lambda _: None)

    def _scaffold(self) -> None:
        self._screen.start(partial(self._ask_scaffold, self._screen.targets[0]), group="moves")

    async def _ask_scaffold(self, row: Row) -> None:
        found = await self._screen.attempt(self._screen.desk.scaffolds.found)
        if found is None:
            return
        for sentence in found.bad:
            self._screen.say(sentence)
        first = [each for each in found.scaffolds if each.category == row.category]
        rest = [each for each in found.scaffolds if each.category != row.category]

        def answered(answer: Chosen[str] | NothingChosen | None) -> None:
            if isinstance(answer, Chosen):
                self._screen.start(partial(self._put_outline, row, answer.value), group="moves")

        options = [
            Option(value=each.name, words=line(each.title, f", {len(each.questions)} questions"))
            for each in (*first, *rest)
        ]
        self._screen.put(
            Choice(
                line("Questions for the answer to ", row.customer),
                options,
                hint="They go below your words; what is unanswered stops sending.",
            ),
            answered,
        )

    async def _put_outline(self, row: Row, name: str) -> None:
        if await self._screen.attempt(self._screen.desk.scaffolds.put_into_draft, row.id, name) is not None:
            self._screen.open_conversation(row.id, writing=True)

    def _one(self, row: Row, call: Callable[[], Case], done: str) -> None:
        async def work() -> None:
            if await self._screen.attempt(call) is not None:
                self._screen.say(line(row.customer, f": {done}. z takes it back."))
                self._screen.decided(frozenset({row.id}))

        self._screen.start(work, group="moves")

    def _look_up(self, row: Row) -> Dossier:
        return dossier(self._screen.desk.office, self._screen.desk.cases.ensure(row.id))


_WAITING = {
    WaitingOn.CUSTOMER: "the customer: they owe you an answer",
    WaitingOn.THIRD_PARTY: "somebody else: supplier, courier, bank",
}
_CATEGORIES = [Option(value=each, words=category_words(each.value)) for each in Category]


def _whom(rows: Sequence[Row]) -> Showable:
    return rows[0].customer if len(rows) == 1 else f"{len(rows)} cases"


def _asked(plan: Plan, done: str) -> str:
    count = len(plan.moves)
    return f"{count} case{'s' if count > 1 else ''}: {done}?"


def _preview(plan: Plan) -> Showable:
    names = [case.from_name or case.from_addr for case, _ in plan.moves]
    shown = ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
    told = [shown, "One z takes all of it back."]
    if plan.refused:
        stay = "1 more stays" if len(plan.refused) == 1 else f"{len(plan.refused)} more stay"
        told += ["", f"{stay} as before: {plan.refused[0][1].reason}"]
    return lines(told)


def _read_words(text: str) -> Reading[str]:
    said = text.strip()
    return Understood(value=said, words=said) if said else NotYet(words="Write a few words.")

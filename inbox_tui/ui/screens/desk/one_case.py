"""What is done to one case only: a note, merging and splitting, the customer's card, questions to answer."""

from collections.abc import Callable, Mapping
from functools import partial

from ....core.case import Case
from ....core.customer import same_customer
from ....core.scaffold import questions_words
from ....core.triage import Category
from ....desk.cases.dossier import Dossier, dossier
from ....desk.desk import Desk
from ....desk.views import Row
from ...show import Showable, line
from ...widgets.row_lines import category_words
from ..card import Card, CardScreen
from ..choice import Choice, Chosen, NothingChosen, Option
from ..confirm import Answered, Confirm
from ..prompt import Cancelled, NotYet, Prompt, Reading, Understood
from .asked import Asked

CATEGORIES = [Option(value=each, words=category_words(each.value)) for each in Category]


class OneCase:
    """The case is taken when the key is pressed; of several that are selected, it is the first."""

    def __init__(self, screen: Asked) -> None:
        self._screen = screen
        self._notes: dict[str, str] = {}
        """Notes that were begun and are on no disk, by case."""
        self.commands: Mapping[str, Callable[[], None]] = {
            "note": self._note,
            "merge": self._merge,
            "split": self._split,
            "card": self._card,
            "scaffold": self._scaffold,
        }

    def _note(self) -> None:
        row = self._screen.targets[0]

        def answered(answer: Understood[str] | Cancelled | None) -> None:
            match answer:
                case Understood(value=words):
                    self._notes[row.id] = words
                    self._one(row, partial(self._keep_note, row.id, words), "the note is kept")
                case Cancelled(text=words):
                    self._notes[row.id] = words

        self._screen.put(
            Prompt(
                line("A note on ", row.customer, ", for the shop only"),
                read_words,
                value=self._notes.get(row.id, ""),
                hint="Customers never see it.",
                in_words=True,
            ),
            answered,
        )

    def _keep_note(self, case_id: str, words: str) -> Case:
        """On the stores' thread. Where it fails, the words are there again when the next note is begun."""
        kept = self._screen.desk.cases.note(case_id, words)
        self._notes.pop(case_id, None)
        return kept

    def _merge(self) -> None:
        rows = self._screen.targets
        if len(rows) == 2:
            one, other = rows
            self._merge_into(one, other)
            return
        self._screen.start(partial(self._ask_merge, rows[0]), group="moves")

    async def _ask_merge(self, row: Row) -> None:
        listed = await self._screen.attempt(self._screen.desk.inbox.rows)
        if listed is None:
            return
        others = [each for each in listed if each.id != row.id]
        others.sort(key=lambda each: not same_customer(each.from_addr, row.from_addr))
        if not others:
            self._screen.say("There is no other open case to merge it with.")
            return

        def answered(answer: Chosen[Row] | NothingChosen | None) -> None:
            if isinstance(answer, Chosen):
                self._merge_into(row, answer.value)

        options = [
            Option(value=each, words=line(each.customer, "  ", each.subject or "(no subject)"))
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

    def _merge_into(self, row: Row, other: Row) -> None:
        """Letters of two customers in one case: the answers go to one of them, so that is asked about."""

        def merge() -> None:
            call = partial(self._screen.desk.cases.merge, row.id, other.id)
            self._one(row, call, line("merged into the case of ", other.customer))

        def answered(answer: Answered | None) -> None:
            if answer is Answered.YES:
                merge()

        if same_customer(row.from_addr, other.from_addr):
            merge()
            return
        self._screen.put(
            Confirm(
                line("Two customers in one case: ", row.customer, " and ", other.customer, "?"),
                line("Answers then go to ", other.from_addr or other.customer, " only."),
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

            self._screen.put(Prompt("What is the second complaint?", read_words, value=row.subject), answered)

        def chosen(answer: Chosen[Category] | NothingChosen | None) -> None:
            if isinstance(answer, Chosen):
                subject(answer.value)

        self._screen.put(
            Choice(
                line("A second complaint of ", row.customer, ": about what?"),
                CATEGORIES[:6],
                hint="It gets a case of its own, with the same letters and the same time.",
            ),
            chosen,
        )

    def _card(self) -> None:
        self._screen.start(partial(self._show_card, self._screen.targets[0]), group="card")

    async def _show_card(self, row: Row) -> None:
        found = await self._screen.attempt(look_up, self._screen.desk, row)
        if found is None:
            return

        def answered(answer: Card | None) -> None:
            if answer is Card.TURN_FOLLOW_UPS:
                self._screen.start(partial(self._turn_follow_ups, row, found), group="card")

        self._screen.put(CardScreen(found, zone=self._screen.desk.office.zone), answered)

    async def _turn_follow_ups(self, row: Row, found: Dossier) -> None:
        address, desk = found.customer.address, self._screen.desk
        if found.no_follow_ups:
            await self._screen.attempt(desk.follow_ups.allow, address)
        else:
            await self._screen.attempt(desk.follow_ups.suppress, address)
        await self._show_card(row)

    def _scaffold(self) -> None:
        self._screen.start(partial(self._ask_scaffold, self._screen.targets[0]), group="moves")

    async def _ask_scaffold(self, row: Row) -> None:
        found = await self._screen.attempt(self._screen.desk.scaffolds.found)
        if found is None:
            return
        if found.bad:
            # One sentence: more would lie over the question.
            more = (
                f" {len(found.bad) - 1} more: “inbox-tui scaffold list” names them." if found.bad[1:] else ""
            )
            self._screen.say(f"{found.bad[0]}{more}")
        first = [each for each in found.scaffolds if each.category == row.category]
        rest = [each for each in found.scaffolds if each.category != row.category]

        def answered(answer: Chosen[str] | NothingChosen | None) -> None:
            if isinstance(answer, Chosen):
                self._screen.start(partial(self._put_outline, row, answer.value), group="moves")

        options = [
            Option(value=each.name, words=line(each.title, ", ", questions_words(each)))
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

    def _one(self, row: Row, call: Callable[[], Case], done: Showable) -> None:
        async def work() -> None:
            if await self._screen.attempt(call) is not None:
                undo = self._screen.key_for("desk.undo")
                self._screen.say(line(row.customer, ": ", done, f". {undo} takes it back."))
                self._screen.decided(frozenset({row.id}))

        self._screen.start(work, group="moves")


def look_up(desk: Desk, row: Row) -> Dossier:
    """All that is known; looking makes no case of mere mail."""
    return dossier(desk.office, desk.cases.found_or_new(row.id))


def read_words(text: str) -> Reading[str]:
    """Any words will do, and none will not."""
    said = text.strip()
    return Understood(value=said, words=said) if said else NotYet(words="Write a few words.")

"""The complaint list and an opened conversation."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum

from ...core.case import ACTIVE, Case, CaseState
from ...core.customer import NO_COMPLAINT, is_complaint
from ...core.deadlines import Pace, urgency_key
from ...core.outbox import Kind, OutboxItem
from ...core.promises import Promise
from ...errors import NotFoundError
from ...ports import Note
from ..office import Office
from ..views import ConversationView, OutboxRow, Row
from .mail_of import letters_of, merged_into
from .rows import CaseRows
from .searching import read_query
from .sections import Section, section_of

_SEARCHED = 2000
"""Conversations among which a category or a state is looked for."""


class Listing(StrEnum):
    """Which conversations a list shows."""

    ACTIVE = "active"
    COMPLAINTS = "complaints"
    OVERDUE = "overdue"
    ALL = "all"


class Inbox:
    """Reads; changes nothing."""

    def __init__(self, office: Office, *, others: Callable[[], Mapping[str, str]]) -> None:
        """``others`` tells who else is writing right now, by case."""
        self._office = office
        self._rows = CaseRows(office, others=others)

    def rows(
        self, listing: Listing = Listing.ACTIVE, *, state: CaseState | None = None, limit: int | None = None
    ) -> list[Row]:
        """One row per conversation, most urgent first; ``state`` narrows it to one state of a case."""
        office = self._office
        now = office.now()
        # Mail that is no case counts as no complaint.
        everything = state is CaseState.NOT_COMPLAINT or (listing is Listing.ALL and state is None)
        wanted = {state} if state else (None if everything or listing is Listing.COMPLAINTS else ACTIVE)
        cases = office.casebook.cases(states=wanted)
        if not everything:
            cases = [case for case in cases if state or is_complaint(case)]
        if listing is Listing.OVERDUE:
            cases = [case for case in cases if self._rows.due(case).pace is Pace.LATE]
        overdue = self._rows.late_promises()
        if listing is Listing.ACTIVE and state is None:
            cases += self._owing(cases, overdue)
        cases.sort(
            key=lambda case: (
                *urgency_key(
                    case,
                    now=now,
                    target=office.answer_within,
                    promised_for=_due_at(overdue.get(case.id)),
                ),
                # The stores give equal ones in any order, and rows should not change places for nothing.
                case.id,
            )
        )
        rows = self._rows.of(cases[:limit] if limit else cases)
        if everything:
            # A conversation that is a case stands in the list as one, or does not stand in it.
            seen = {case.id for case in cases} if state is None else set(office.casebook.case_ids())
            room = None if limit is None else max(0, limit - len(rows))
            # Cases are few and mail is much: ask for as much mail as could be hidden behind cases.
            others = office.cache.conversations(limit=None if room is None else room + len(seen))
            rest = [self._rows.of_mail(mail) for mail in others if mail.id not in seen]
            rows += rest if room is None else rest[:room]
        return rows

    def order(self, urgent: Iterable[str]) -> list[str]:
        """The names of all conversations: these first, then the others newest first, then the cases of which
        no letter is here. ``rows_of`` says what is in them."""
        office = self._office
        return list(dict.fromkeys((*urgent, *office.cache.newest(), *office.casebook.case_ids())))

    def rest(self) -> list[str]:
        """The names of the conversations that are no complaint, newest first."""
        book = self._office.casebook
        none = {case.id for case in book.cases(states=NO_COMPLAINT)}
        complaints = set(book.case_ids()) - none
        return [name for name in self._office.cache.newest() if name not in complaints]

    def search(self, words: str, *, limit: int = 50) -> list[Row]:
        """Conversations in which all the words occur, best first. Any characters may be given.

        ``from:``, ``before:``, ``after:`` (a day), ``category:`` and ``state:`` (their
        first letters will do) narrow it.
        """
        here = self._office.now().astimezone(self._office.zone)
        query = read_query(words, self._office.zone, today=here.date())
        narrow = bool(query.categories or query.states)
        cache = self._office.cache
        if narrow and not (query.words or query.sender or query.before or query.after):
            ids = [each.id for each in cache.conversations(limit=_SEARCHED)]
        else:
            ids = cache.search(
                query.words,
                limit=_SEARCHED if narrow else limit,
                sender=query.sender,
                before=query.before,
                after=query.after,
            )
        rows = self.rows_of(ids)
        if query.states:
            rows = [row for row in rows if any(_is_in(row, state) for state in query.states)]
        if query.categories:
            rows = [row for row in rows if row.category.startswith(tuple(query.categories))]
        return rows[:limit]

    def rows_of(self, ids: Iterable[str]) -> list[Row]:
        """The rows of these conversations, in this order; unknown ones are left out."""
        wanted = list(dict.fromkeys(ids))
        cases = self._office.casebook.cases(ids=wanted)
        found = {row.id: row for row in self._rows.of(cases)}
        missing = [each for each in wanted if each not in found]
        if missing:
            found |= {
                mail.id: self._rows.of_mail(mail) for mail in self._office.cache.conversations(ids=missing)
            }
        return [found[each] for each in wanted if each in found]

    def followed_up_today(self) -> list[str]:
        """The cases of which a follow-up leaves before midnight in the shop, the next first."""
        here = self._office.now().astimezone(self._office.zone)
        midnight = datetime.combine(here.date() + timedelta(days=1), time(0), tzinfo=self._office.zone)
        return list(dict.fromkeys(each.case_id for each in self._follow_ups() if each.send_at < midnight))

    def row(self, conversation: str) -> Row:
        """One row. Raises NotFoundError."""
        rows = self.rows_of([conversation])
        if not rows:
            raise NotFoundError(
                f"There is no conversation “{conversation}”. “inbox-tui list --all” shows what there is."
            )
        return rows[0]

    def conversation(self, conversation: str) -> ConversationView:
        """Everything that is known of a conversation. Raises NotFoundError."""
        # The list does not need what reads a text, and the first screen is a list.
        from ..receiving.reading import kept_view, message_view

        office = self._office
        row = self.row(conversation)
        book = office.casebook
        case = book.case(conversation)
        inside = merged_into(office, conversation) if case is not None else []
        letters = letters_of(office, conversation, case, inside)
        held: set[object] = {each.message.message_id for each in letters}
        held.update(each.received_at for each in letters)
        messages = [message_view(office, each) for each in letters]
        parts = (case, *inside) if case is not None else ()
        lacking = (each for each in parts if held.isdisjoint((each.message_id, each.received_at)))
        messages += [kept_view(each) for each in lacking if each.text.strip()]
        return ConversationView(
            row=row,
            case=case,
            messages=tuple(sorted(messages, key=lambda each: each.received_at)),
            draft=book.draft(conversation),
            outbox=tuple(
                OutboxRow(item=item, customer=row.customer) for item in book.outbox(case_id=conversation)
            ),
            notes=tuple(self._notes([conversation, *(each.id for each in inside)])),
            history=tuple(book.history(conversation)),
        )

    def counts(self) -> dict[str, int]:
        """``to_answer``, ``late`` and ``waiting`` for the status line; ``late`` are some of ``to_answer``."""
        cases = [case for case in self._office.casebook.cases(states=ACTIVE) if is_complaint(case)]
        overdue = self._rows.late_promises()
        sections, late = Counter[Section](), 0
        for case in (*cases, *self._owing(cases, overdue)):
            pace, owed = self._rows.due(case).pace, case.id in overdue
            section = section_of(case.state, pace, late_promise=owed)
            sections[section] += 1
            late += section is Section.ANSWER and (owed or pace is Pace.LATE)
        return {
            "to_answer": sections[Section.ANSWER],
            "late": late,
            "waiting": sections[Section.WAITING],
        }

    def _owing(self, active: list[Case], overdue: Mapping[str, Promise]) -> list[Case]:
        """Whatever became of a case: what was promised is still owed."""
        missing = overdue.keys() - {case.id for case in active}
        owing = self._office.casebook.cases(ids=missing) if missing else []
        return [case for case in owing if is_complaint(case)]

    def _notes(self, cases: Iterable[str]) -> list[Note]:
        """The remarks on a case and on those merged into it, oldest first."""
        found = [note for each in cases for note in self._office.casebook.notes(each)]
        return sorted(found, key=lambda each: each.at)

    def _follow_ups(self) -> list[OutboxItem]:
        """Those that leave by themselves, the next first."""
        return [each for each in self._rows.leaving() if each.kind is not Kind.REPLY]


def _due_at(promise: Promise | None) -> datetime | None:
    return promise.due_at if promise is not None else None


def _is_in(row: Row, state: str) -> bool:
    """Whether a row is in a state of that name; "late" is not one, but what an owner looks for."""
    return row.state.startswith(state) or ("late".startswith(state) and row.due.pace is Pace.LATE)

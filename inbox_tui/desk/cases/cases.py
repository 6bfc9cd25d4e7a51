"""What the owner decides about cases: close them, put them aside, say what they are; all of it undoable."""

import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from ...core import case as moves
from ...core.case import Case, CaseState, Moved, NotAllowed
from ...core.joining import merged, split_off, took_in
from ...core.message import Direction
from ...core.threads import conversation_id
from ...core.triage import Category
from ...core.when import Resolved, Unclear, UntilTheyAnswer, resolve, resolve_or_answer
from ...errors import NotFoundError, RefusedError, StaleError
from ...ports import HistoryEntry, Note
from ..office import Office
from . import wishes
from .inbox import Inbox
from .joined_drafts import join_drafts, part_drafts
from .wishes import Plan, Wish


class Cases:
    """The moves of ``core.case``, carried out and written into the history.

    Every method raises NotFoundError, RefusedError or StaleError, with nothing changed.
    """

    def __init__(self, office: Office, inbox: Inbox) -> None:
        self._office = office
        self._inbox = inbox

    # --- one wish, any number of cases ------------------------------------------------------------

    def plan(self, wish: Wish, *case_ids: str) -> Plan:
        """What the wish would do to these cases; nothing is changed."""
        answers = [(case, wish(case)) for case in map(self.found_or_new, dict.fromkeys(case_ids))]
        return Plan(
            moves=tuple((case, move) for case, move in answers if isinstance(move, Moved)),
            refused=tuple((case, no) for case, no in answers if not isinstance(no, Moved)),
        )

    def do(self, wish: Wish, *case_ids: str) -> list[Case]:
        """Carry the wish out on all of these cases that allow it, as one act. Raises RefusedError when none
        does."""
        plan = self.plan(wish, *case_ids)
        if not plan.moves:
            why = plan.refused[0][1].reason if plan.refused else "No case was named."
            raise RefusedError(f"{why} Nothing was changed.")
        for case, _ in plan.moves:
            self.ensure(case.id)
        return self._office.act(plan.moves)

    def read(self, case_id: str) -> Case | None:
        """The owner looks at it: a new case becomes an open one. Other mail stays what it is."""
        found = self._office.casebook.case(case_id)
        if found is None or found.state is not CaseState.NEW:
            return found
        return self._office.record(found, moves.read(found), undoable=False)

    def resolve(self, case_id: str, *, reason: str = "", said: Mapping[str, str] | None = None) -> Case:
        """Close it, with what was said for its record."""
        return self.do(wishes.resolve(at=self._office.now(), reason=reason, said=said), case_id)[0]

    def reopen(self, case_id: str) -> Case:
        """Take a closed case back to the desk."""
        return self.do(wishes.reopen(), case_id)[0]

    def when(self, text: str) -> Resolved | Unclear:
        """The instant that the owner means, for showing before it is accepted."""
        office = self._office
        return resolve(text, now=office.now(), zone=office.zone, is_open=office.is_open_day)

    def until(self, text: str) -> Resolved | UntilTheyAnswer | Unclear:
        """Until when a case shall sleep: an instant, or until they answer."""
        office = self._office
        return resolve_or_answer(text, now=office.now(), zone=office.zone, is_open=office.is_open_day)

    def snooze(self, case_id: str, *, until: datetime | None) -> Case:
        """Put it aside until then (aware), or (None) until they answer."""
        return self.do(wishes.snooze(until=until, now=self._office.now()), case_id)[0]

    def not_a_complaint(self, case_id: str) -> Case:
        """The owner says that this was none."""
        return self.do(wishes.not_a_complaint(), case_id)[0]

    def a_complaint(self, case_id: str) -> Case:
        """The owner says that this is one; mail that was no case becomes one."""
        return self.do(wishes.a_complaint(), case_id)[0]

    def categorise(self, case_id: str, category: str) -> Case:
        """Say what it is about."""
        return self.do(wishes.categorise(category), case_id)[0]

    def take_stance(self, case_id: str, stance: str) -> Case:
        """Say whose fault it was; it changes what the checklist asks for."""
        return self.do(wishes.take_stance(stance), case_id)[0]

    def note(self, case_id: str, text: str) -> Case:
        """Keep a remark for the shop only."""
        found = self.ensure(case_id)
        office = self._office
        plan = self.plan(wishes.note(text), found.id)
        kept = Note(case_id=case_id, at=office.now(), author=office.actor, text=text)
        return office.act(plan.moves, notes=(kept,))[0]

    # --- two cases --------------------------------------------------------------------------------

    def merge(self, case_id: str, other_id: str) -> Case:
        """``case_id`` goes on as part of ``other_id``; gives the case that stays."""
        found, into = self.ensure(case_id), self.ensure(other_id)
        gone, both = merged(found, into=into), took_in(into, found)
        if isinstance(gone, NotAllowed):
            raise RefusedError(f"{gone.reason} Nothing was changed.")
        join_drafts(self._office, found.id, into.id)
        try:
            return self._office.act(((found, gone), (into, both)))[1]
        except StaleError:
            part_drafts(self._office, found.id, into.id)
            raise

    def split(self, case_id: str, *, category: str, subject: str = "") -> Case:
        """A second case about the other complaint in the same letters; gives the new case."""
        kinds = [each for each in Category if each.is_complaint_kind]
        if category not in kinds:
            what = "complaint" if category in set(Category) else "category"
            raise RefusedError(f"“{category}” is no {what}. Choose one of: {', '.join(kinds)}.")
        found = self.ensure(case_id)
        new_id = conversation_id(found.account, f"{found.id} {secrets.token_hex(8)}")
        move = split_off(found, new_id=new_id, category=category, subject=subject)
        if not isinstance(move, Moved):
            raise RefusedError(f"{move.reason} Nothing was changed.")
        # Undone, the second case is what it was before: a part of the first.
        part = replace(move.case, state=CaseState.MERGED, merged_into=found.id, unanswered_since=None)
        whole = replace(move.case, merged_into="")
        return self._office.act(((part, replace(move, case=whole)),), opened=(part,))[0]

    # --- time -------------------------------------------------------------------------------------

    def wake(self) -> int:
        """Bring back what slept long enough; how many did. Several programs look at once: who was quicker
        brought it back."""
        now, woken = self._office.now(), 0
        for found in self._office.casebook.cases(states={CaseState.SNOOZED}):
            move = moves.woken(found, now=now)
            if isinstance(move, Moved):
                with suppress(StaleError):
                    self._office.record(found, move, undoable=False)
                    woken += 1
        return woken

    # --- mail that is no case yet -----------------------------------------------------------------

    def ensure(self, case_id: str) -> Case:
        """The case of a conversation; mail that is none yet gets one, marked as not a complaint."""
        office = self._office
        found = self.found_or_new(case_id)
        if found.version == 0 and office.casebook.case(case_id) is None:
            office.casebook.add_case(
                found, HistoryEntry(case_id=case_id, at=office.now(), actor=office.actor, what="taken up")
            )
            mail = office.cache.messages(case_id)
            office.casebook.link(case_id, found.account, [m.message.message_id for m in mail])
            return office.case(case_id)
        return found

    def found_or_new(self, case_id: str) -> Case:
        """The case as it is, or as it would be if this mail became one."""
        office = self._office
        found = office.casebook.case(case_id)
        if found is not None:
            return found
        # What reads mail is slow to import, and most calls find the case.
        from ..receiving.reading import case_from, read_mail

        self._inbox.row(case_id)
        mail = office.cache.messages(case_id)
        if not mail:
            raise NotFoundError(f"The mail of “{case_id}” is not here. Sync, then try again.")
        heard = [each for each in mail if each.direction == Direction.IN] or mail
        last_in = max(heard, key=lambda each: each.received_at)
        outs = [each.received_at for each in mail if each.direction == Direction.OUT]
        answered = bool(outs) and max(outs) >= last_in.received_at
        seen = read_mail(office, heard[0].message)
        return replace(
            case_from(case_id, heard[0], seen, state=CaseState.NOT_COMPLAINT),
            unanswered_since=None if answered else last_in.received_at,
            last_in_at=last_in.received_at,
            last_in_id=last_in.message.message_id,
            last_out_at=max(outs, default=None),
        )

"""What the owner decides about a case: close it, put it aside, say what it is. Every change can be undone."""

from dataclasses import replace
from datetime import datetime

from ..core import case as moves
from ..core.case import Case, CaseState, Moved, NotAllowed
from ..core.checklist import Stance
from ..core.message import Direction
from ..core.triage import Category
from ..core.when import Resolved, Unclear, resolve
from ..errors import NotFoundError, RefusedError, StaleError
from ..ports import Changed, HistoryEntry, Note
from .inbox import Inbox
from .office import Office


class Cases:
    """The moves of ``core.case``, carried out and written into the history.

    Every method raises NotFoundError, RefusedError or StaleError, with nothing changed.
    """

    def __init__(self, office: Office, inbox: Inbox) -> None:
        self._office = office
        self._inbox = inbox

    def read(self, case_id: str) -> Case | None:
        """The owner looks at it: a new case becomes an open one. Other mail stays what it is."""
        found = self._office.casebook.case(case_id)
        if found is None or found.state is not CaseState.NEW:
            return found
        return self._office.record(found, moves.read(found), undoable=False)

    def resolve(self, case_id: str, *, reason: str = "") -> Case:
        """Close it."""
        found = self.ensure(case_id)
        return self._office.record(found, moves.resolved(found, at=self._office.now(), reason=reason))

    def reopen(self, case_id: str) -> Case:
        """Take a closed case back to the desk."""
        found = self._office.case(case_id)
        return self._office.record(found, moves.reopened(found))

    def when(self, text: str) -> Resolved | Unclear:
        """The instant that the owner means, for showing before it is accepted."""
        return resolve(text, now=self._office.now(), zone=self._office.zone)

    def snooze(self, case_id: str, *, until: datetime) -> Case:
        """Put it aside until then (aware)."""
        found = self.ensure(case_id)
        return self._office.record(found, moves.snoozed(found, until=until, now=self._office.now()))

    def not_a_complaint(self, case_id: str) -> Case:
        """The owner says that this was none."""
        found = self._office.case(case_id)
        return self._office.record(found, moves.not_a_complaint(found))

    def a_complaint(self, case_id: str) -> Case:
        """The owner says that this is one; mail that was no case becomes one."""
        found = self.ensure(case_id)
        return self._office.record(found, moves.a_complaint(found))

    def categorise(self, case_id: str, category: str) -> Case:
        """Say what it is about."""
        if category not in set(Category):
            raise RefusedError(f"“{category}” is no category. Choose one of: {', '.join(Category)}.")
        found = self.ensure(case_id)
        move = Moved(case=replace(found, category=category), what="category", detail=category)
        return self._office.record(found, move)

    def take_stance(self, case_id: str, stance: str) -> Case:
        """Say whose fault it was; it changes what the checklist asks for."""
        if stance not in set(Stance):
            raise RefusedError(f"“{stance}” is no stance. Choose one of: {', '.join(Stance)}.")
        found = self.ensure(case_id)
        return self._office.record(
            found, Moved(case=replace(found, stance=stance), what="stance", detail=stance)
        )

    def note(self, case_id: str, text: str) -> Case:
        """Keep a remark for the shop only."""
        if not text.strip():
            raise RefusedError("The note is empty. Nothing was kept.")
        found = self.ensure(case_id)
        office = self._office
        office.casebook.add_note(Note(case_id=case_id, at=office.now(), author=office.actor, text=text))
        return found

    def merge(self, case_id: str, other_id: str) -> Case:
        """``case_id`` goes on as part of ``other_id``; gives the case that stays."""
        found, into = self.ensure(case_id), self.ensure(other_id)
        self._office.record(found, moves.merged(found, into=into))
        return self._heard_from(found, into)

    def wake(self) -> int:
        """Bring back what slept long enough; how many did."""
        now, woken = self._office.now(), 0
        for found in self._office.casebook.cases(states={CaseState.SNOOZED}):
            move = moves.woken(found, now=now)
            if isinstance(move, Moved):
                self._office.record(found, move, undoable=False)
                woken += 1
        return woken

    def undo(self) -> Case:
        """Take back the newest change that can be taken back."""
        office = self._office
        entry = office.casebook.last_undoable()
        if entry is None or entry.before is None:
            raise RefusedError("There is nothing to undo.")
        now = office.case(entry.case_id)
        back = replace(entry.before, version=now.version)
        # What the customer did in the meantime is no change of the owner's, and stays.
        if now.last_in_at != back.last_in_at:
            back = replace(
                back, last_in_at=now.last_in_at, last_in_id=now.last_in_id, unanswered_since=now.last_in_at
            )
        undone = HistoryEntry(
            case_id=now.id, at=office.now(), actor=office.actor, what="undone", detail=entry.what
        )
        match office.casebook.change_case(back, undone):
            case Changed(case=after):
                office.casebook.mark_undone(entry.id)
                return after
            case _:
                raise StaleError("Somebody else changed this case just now. Look again, then undo.")

    def ensure(self, case_id: str) -> Case:
        """The case of a conversation; mail that is none yet gets one, marked as not a complaint."""
        office = self._office
        found = office.casebook.case(case_id)
        if found is not None:
            return found
        # What reads mail is slow to import, and most calls find the case.
        from .reading import case_from, read_mail

        row = self._inbox.row(case_id)
        mail = office.cache.messages(case_id)
        if not mail:
            raise NotFoundError(f"The mail of “{case_id}” is not here. Sync, then try again.")
        heard = [each for each in mail if each.direction == Direction.IN] or mail
        last_in = max(heard, key=lambda each: each.received_at)
        outs = [each.received_at for each in mail if each.direction == Direction.OUT]
        answered = bool(outs) and max(outs) >= last_in.received_at
        seen = read_mail(office, heard[0].message)
        case = replace(
            case_from(case_id, heard[0], seen, state=CaseState.NOT_COMPLAINT),
            unanswered_since=None if answered else last_in.received_at,
            last_in_at=last_in.received_at,
            last_in_id=last_in.message.message_id,
            last_out_at=max(outs, default=None),
        )
        office.casebook.add_case(
            case, HistoryEntry(case_id=case_id, at=office.now(), actor=office.actor, what="taken up")
        )
        office.casebook.link(case_id, row.account, [m.message.message_id for m in mail])
        return office.case(case_id)

    def _heard_from(self, gone: Case, into: Case) -> Case:
        """What the customer wrote in the merged case counts in the one that stays."""
        if gone.unanswered_since is None:
            return into
        since = min(filter(None, (gone.unanswered_since, into.unanswered_since)))
        move: Moved | NotAllowed = Moved(
            case=replace(into, unanswered_since=since), what="took in a case", detail=gone.id
        )
        return self._office.record(into, move, undoable=False)

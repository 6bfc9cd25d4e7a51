"""What becomes of an outgoing message, in the casebook: every move is legal and committed at once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from ...core import case as moves
from ...core.case import Case, Moved
from ...core.outbox import (
    GiveUp,
    IllegalMove,
    Kind,
    OutboxItem,
    RetryAt,
    State,
    accepted_after_all,
    moved,
    next_try,
)
from ...errors import RefusedError, StaleError, StoreError
from ...ports import (
    Accepted,
    AccountStopped,
    HistoryEntry,
    Outcome,
    Recorded,
    Refused,
    Stale,
    Taken,
    Unknown,
    Unreachable,
)
from ..office import Office
from .stops import Stops

TRIES = 4
"""How often the one commit that must not be lost is tried: that of a 250."""


class Ledger:
    """The moves of ``core.outbox``, carried out. Blocks on the casebook; raises StoreError, and RefusedError
    or StaleError with nothing changed."""

    def __init__(self, office: Office, stops: Stops) -> None:
        self._office = office
        self._stops = stops

    def move(self, item: OutboxItem, wish: State, *, reason: str = "", late: bool = False) -> OutboxItem:
        """One legal move; ``late`` where it is held for nothing else."""
        after = moved(item, wish, reason=reason, late=late)
        if isinstance(after, IllegalMove):
            raise RefusedError(after.reason)
        if not self._office.casebook.move_item(after, expected=item.state):
            raise StaleError("This message has just moved on. Nothing was changed; look again.")
        return after

    def sent(self, item: OutboxItem, *, at: datetime, reason: str = "") -> OutboxItem:
        """It was accepted at ``at``: kept, and told to its case, in one commit."""
        after = moved(replace(item, accepted_at=at), State.ACCEPTED, reason=reason)
        if isinstance(after, IllegalMove):
            raise RefusedError(after.reason)
        return self._record(after, expected=item.state)

    def note(self, item: OutboxItem, outcome: Outcome, *, at: datetime) -> State | None:
        """What the server said at ``at`` about a claimed message, committed before anything else happens to
        it. None when somebody has given the claim up meanwhile, and what is known would change nothing."""
        try:
            return self._note(item, outcome, at)
        except StaleError:
            return None

    def note_accepted(self, heard: Sequence[tuple[OutboxItem, Accepted, datetime]]) -> list[State | None]:
        """Several 250s that came while the one before was being written: one commit for all of them. Where
        anything is in the way of one, each is noted by itself."""
        try:
            if self._all_accepted(heard):
                return [State.ACCEPTED] * len(heard)
        except StoreError:
            pass
        return [self.note(item, outcome, at=at) for item, outcome, at in heard]

    def _all_accepted(self, heard: Sequence[tuple[OutboxItem, Accepted, datetime]]) -> bool:
        book = self._office.casebook
        known: dict[str, Case] = {
            case.id: case for case in book.cases(ids={item.case_id for item, *_ in heard})
        }
        sent: list[tuple[OutboxItem, tuple[Case, HistoryEntry] | None]] = []
        for item, outcome, at in heard:
            after = moved(replace(item, accepted_at=at), State.ACCEPTED, reason=_not_to(outcome))
            if isinstance(after, IllegalMove):
                return False
            change = self._told(known.get(item.case_id), after)
            if change is not None:
                # The second letter of a case finds it as the first one leaves it.
                known[item.case_id] = replace(change[0], version=change[0].version + 1)
            sent.append((after, change))
        return isinstance(book.record_sent(sent, expected=State.CLAIMED), Recorded)

    def _note(self, item: OutboxItem, outcome: Outcome, at: datetime) -> State:
        match outcome:
            case Accepted():
                return self._taken_by_server(item, _not_to(outcome), at)
            case Refused(permanent=True, reply=reply):
                return self.move(item, State.FAILED, reason=f"the server said no: {reply}").state
            case Refused(reply=reply):
                return self._try_later(item, f"the server said “not now”: {reply}")
            case Unreachable(reason=reason):
                return self._try_later(item, reason)
            case AccountStopped(reason=reason):
                state = self._try_later(item, f"{reason} Mend it, then try this again.")
                self._stops.stop(item.account, reason)
                return state
            case Unknown(reason=reason):
                return self.move(item, State.UNKNOWN, reason=reason).state
            case _:
                assert_never(outcome)

    def _taken_by_server(self, item: OutboxItem, reason: str, at: datetime) -> State:
        """A 250. Without this commit a person would be asked about what is known, so it is tried again."""
        for left in reversed(range(TRIES)):
            try:
                return self.sent(item, at=at, reason=reason).state
            except StaleError:
                stored = self._office.outgoing(item.id)
                if not accepted_after_all(stored, item):
                    raise
                late = replace(
                    stored,
                    state=State.ACCEPTED,
                    accepted_at=at,
                    reason=reason,
                    held_late=False,
                    claimed_by="",
                    claimed_at=None,
                )
                return self._record(late, expected=stored.state).state
            except StoreError:
                if not left:
                    raise
        raise StaleError("This message has just moved on.")

    def _record(self, after: OutboxItem, *, expected: State) -> OutboxItem:
        """Losing the race for the case again and again costs a clock, never a message."""
        book = self._office.casebook
        for changes in (True, True, True, False):
            case = book.case(after.case_id) if changes else None
            match book.record_sent([(after, self._told(case, after))], expected=expected):
                case Recorded():
                    return after
                case Stale():
                    continue
                case Taken():
                    break
        raise StaleError("This message has just moved on. Nothing was changed; look again.")

    def _told(self, case: Case | None, item: OutboxItem) -> tuple[Case, HistoryEntry] | None:
        """What the case learns: that we wrote."""
        if case is None or item.accepted_at is None:
            return None
        move = moves.answered(
            case, at=item.accepted_at, by_person=item.kind is Kind.REPLY, up_to=item.answers_up_to
        )
        if not isinstance(move, Moved):
            return None
        entry = HistoryEntry(
            case_id=case.id,
            at=self._office.now(),
            actor=item.author or self._office.actor,
            what=move.what,
            detail=move.detail,
        )
        return move.case, entry

    def _try_later(self, item: OutboxItem, reason: str) -> State:
        plan = next_try(item, now=self._office.now())
        match plan:
            case RetryAt(at=at):
                return self.move(replace(item, send_at=at), State.RETRYING, reason=reason).state
            case GiveUp(reason=why):
                return self.move(item, State.FAILED, reason=f"{why} Last answer: {reason}").state
            case _:
                assert_never(plan)


def _not_to(outcome: Accepted) -> str:
    """Recipients that the server left out, in words."""
    return "; ".join(f"not to {address}: {reply}" for address, reply in outcome.refused.items())

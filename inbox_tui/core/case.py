"""A case: one customer's complaint, from the first message to the end.

``new -> open -> waiting -> resolved``, with snoozed, not a complaint and merged. Each move is a pure
function that gives the case after it, or says in words why the case cannot move that way.
"""

from dataclasses import field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from .called import shown_as
from .frozen import dataclass
from .record import Record


class CaseState(StrEnum):
    """Where a case stands; the values are what the command line prints."""

    NEW = "new"
    OPEN = "open"
    WAITING = "waiting"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"
    NOT_COMPLAINT = "not_complaint"
    MERGED = "merged"


class WaitingOn(StrEnum):
    """Whose move it is in a waiting case."""

    CUSTOMER = "customer"
    THIRD_PARTY = "third_party"


ACTIVE = frozenset({CaseState.NEW, CaseState.OPEN, CaseState.WAITING, CaseState.SNOOZED})
"""States in which somebody still owes somebody something."""


CLOCKS_APART = timedelta(minutes=10)
"""``received_at`` is the mail server's clock, in whole seconds, and ``accepted_at`` is ours. A letter that
comes to light after an answer is taken as older than it only by more than this: to ask once too often
costs a look, to ask once too seldom costs a customer."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """The complaint record (intake, assessment, outcome). All instants are aware UTC.

    ``received_at`` is INTERNALDATE of the customer's first message, never the forgeable Date header.
    """

    id: str
    account: str
    state: CaseState = CaseState.NEW
    # intake
    received_at: datetime
    from_name: str = ""
    from_addr: str = ""
    subject: str = ""
    text: str = ""
    message_id: str = ""
    # assessment
    category: str = "other"
    order_numbers: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    remedy_sought: tuple[str, ...] = ()
    escalate: bool = False
    urgency: str = "normal"
    why: tuple[str, ...] = ()
    stance: str = ""
    owner: str = ""
    # the clock
    unanswered_since: datetime | None = None
    """The oldest customer message that nobody answered yet."""
    last_in_at: datetime | None = None
    last_in_id: str = ""
    last_out_at: datetime | None = None
    first_response_at: datetime | None = None
    snoozed_until: datetime | None = None
    """None in a snoozed case: until they answer."""
    waiting_on: str = ""
    """A ``WaitingOn``, in a waiting case."""
    # outcome
    resolved_at: datetime | None = None
    closing_reason: str = ""
    merged_into: str = ""
    split_from: str = ""
    """The case with whose letters this one began, when one letter held two complaints."""
    record: Record = field(default_factory=Record)
    version: int = 0
    """Counts the changes; a change to an older version than the stored one is refused."""

    @property
    def customer(self) -> str:
        """Who it is, in a sentence."""
        return shown_as(self.from_name, self.from_addr)


@dataclass(frozen=True, kw_only=True)
class Moved:
    """The case after a move, and the word for the move in its history."""

    case: Case
    what: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class NotAllowed:
    """The case cannot move that way; ``reason`` is one sentence for the owner."""

    reason: str


Move = Moved | NotAllowed

_NAMES = {
    CaseState.NEW: "new",
    CaseState.OPEN: "open",
    CaseState.WAITING: "waiting",
    CaseState.SNOOZED: "snoozed",
    CaseState.RESOLVED: "resolved",
    CaseState.NOT_COMPLAINT: "not a complaint",
    CaseState.MERGED: "merged into another case",
}


WAITING_WORDS = {WaitingOn.CUSTOMER: "the customer", WaitingOn.THIRD_PARTY: "somebody else"}


def state_words(state: CaseState) -> str:
    """The state inside a sentence: “This case is …”."""
    return _NAMES[state]


def refuse(case: Case, wish: str) -> NotAllowed:
    """No, because of the state that the case is in."""
    return NotAllowed(reason=cannot(case.state, wish))


def cannot(state: CaseState, wish: str) -> str:
    """Why a case in this state cannot be ``wish``, as a sentence."""
    return f"This case is {state_words(state)}, so it cannot be {wish}."


def read(case: Case) -> Move:
    """The owner opened it for the first time."""
    if case.state is not CaseState.NEW:
        return refuse(case, "opened for the first time")
    return Moved(case=replace(case, state=CaseState.OPEN), what="opened")


def answered(case: Case, *, at: datetime, by_person: bool = True, up_to: datetime | None = None) -> Move:
    """A message of ours was accepted by the mail server at ``at``.

    Only a person's message stops the clock: queued and automatic mail is no first response. ``up_to`` is
    the newest letter that they had before them; where it is not known, the order of the two clocks tells.
    """
    if case.state is CaseState.MERGED:
        return refuse(case, "answered")
    last = max(at, case.last_out_at) if case.last_out_at else at
    if not by_person:
        return Moved(case=replace(case, last_out_at=last), what="follow-up sent")
    if case.last_in_at is not None and case.last_in_at > (up_to or at):
        # The customer has written again since, and still waits.
        since = None if case.unanswered_since is None else max(case.unanswered_since, case.last_in_at)
        first = min(at, case.first_response_at) if case.first_response_at else at
        heard = replace(case, last_out_at=last, first_response_at=first, unanswered_since=since)
        return Moved(case=heard, what="answered")
    kept = case.state in (CaseState.NOT_COMPLAINT, CaseState.RESOLVED)
    return Moved(
        case=replace(
            case,
            state=case.state if kept else CaseState.WAITING,
            waiting_on="" if kept else WaitingOn.CUSTOMER,
            last_out_at=last,
            first_response_at=min(at, case.first_response_at) if case.first_response_at else at,
            unanswered_since=None,
            snoozed_until=None,
        ),
        what="answered",
    )


def customer_wrote(case: Case, *, at: datetime, message_id: str, thanks_only: bool) -> Move:
    """A message of the customer came in at ``at``; it reopens the case unless it only says thanks."""
    if case.state is CaseState.MERGED:
        return refuse(case, "written to; its messages belong to the other case")
    newest = case.last_in_at is None or at >= case.last_in_at
    heard = replace(
        case,
        last_in_at=at if newest else case.last_in_at,
        last_in_id=message_id if newest else case.last_in_id,
    )
    if thanks_only:
        return Moved(case=heard, what="customer said thanks")
    if case.last_out_at is not None and at < case.last_out_at - CLOCKS_APART:
        return Moved(case=heard, what="customer wrote, answered since")
    oldest = min(at, heard.unanswered_since) if heard.unanswered_since else at
    heard = replace(heard, unanswered_since=oldest)
    match case.state:
        case CaseState.RESOLVED:
            return Moved(case=replace(heard, state=CaseState.OPEN, resolved_at=None), what="reopened")
        case CaseState.WAITING | CaseState.SNOOZED:
            back = replace(heard, state=CaseState.OPEN, snoozed_until=None, waiting_on="")
            return Moved(case=back, what="customer wrote")
        case _:
            return Moved(case=heard, what="customer wrote")


def waiting(case: Case, *, on: WaitingOn, whom: str = "") -> Move:
    """It is somebody else's move. The 24 hours of a customer who waits for an answer go on running."""
    if case.state not in ACTIVE:
        return refuse(case, "made to wait")
    if case.state is CaseState.WAITING and case.waiting_on == on and not whom:
        return NotAllowed(reason=f"This case is waiting for {WAITING_WORDS[on]} already.")
    waits = replace(case, state=CaseState.WAITING, waiting_on=on.value, snoozed_until=None)
    return Moved(case=waits, what=f"waiting for {WAITING_WORDS[on]}", detail=whom)


def resolved(case: Case, *, at: datetime, reason: str = "", record: Record | None = None) -> Move:
    """The owner closes the case at ``at``; what they said about it goes into the ``record``."""
    if case.state is CaseState.RESOLVED:
        return NotAllowed(reason="This case is resolved already.")
    if case.state not in ACTIVE:
        return refuse(case, "resolved")
    done = replace(
        case,
        state=CaseState.RESOLVED,
        resolved_at=at,
        closing_reason=reason,
        unanswered_since=None,
        snoozed_until=None,
        waiting_on="",
        record=case.record if record is None else record,
    )
    return Moved(case=done, what="resolved", detail=reason)


def reopened(case: Case) -> Move:
    """The owner takes a closed case back to the desk."""
    if case.state is not CaseState.RESOLVED:
        return refuse(case, "reopened")
    last_in, last_out = case.last_in_at, case.last_out_at
    owed = last_in if last_in and (last_out is None or last_in > last_out) else None
    back = replace(case, state=CaseState.OPEN, resolved_at=None, closing_reason="", unanswered_since=owed)
    return Moved(case=back, what="reopened")


def snoozed(case: Case, *, until: datetime | None, now: datetime) -> Move:
    """Put aside until an instant in the future, or (None) until they answer. The 24 hours of the customer
    go on running."""
    if case.state not in ACTIVE:
        return refuse(case, "snoozed")
    if until is not None and until <= now:
        return NotAllowed(reason="That time has passed. Give one in the future, such as “in 3 days”.")
    aside = replace(case, state=CaseState.SNOOZED, snoozed_until=until, waiting_on="")
    return Moved(case=aside, what="snoozed", detail="until they answer" if until is None else "")


def woken(case: Case, *, now: datetime) -> Move:
    """A snoozed case comes back when its time is there."""
    if case.state is not CaseState.SNOOZED:
        return refuse(case, "woken")
    if case.snoozed_until is None or case.snoozed_until > now:
        return NotAllowed(reason="This case still sleeps.")
    return Moved(case=replace(case, state=CaseState.OPEN, snoozed_until=None), what="back from snooze")


def not_a_complaint(case: Case) -> Move:
    """The owner says that this was no complaint."""
    if case.state is CaseState.NOT_COMPLAINT:
        return NotAllowed(reason="This case is marked as not a complaint already.")
    if case.state is CaseState.MERGED:
        return refuse(case, "marked as not a complaint")
    gone = replace(case, state=CaseState.NOT_COMPLAINT, snoozed_until=None, waiting_on="")
    return Moved(case=gone, what="marked as not a complaint")


def a_complaint(case: Case) -> Move:
    """The owner says that this is a complaint after all."""
    if case.state is not CaseState.NOT_COMPLAINT:
        return refuse(case, "marked as a complaint")
    return Moved(case=replace(case, state=CaseState.OPEN), what="marked as a complaint")

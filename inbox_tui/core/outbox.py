"""Outgoing mail: one row for each reply, follow-up or survey, and the moves that it may make.

The promise kept here: nothing is lost, nothing is sent twice, nothing leaves that nobody approved.
``claimed`` is committed before the message text is handed over; what happens after that and is not
heard of is ``unknown`` and is asked about, never sent again by itself.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from .frozen import dataclass

LEASE = timedelta(minutes=10)
"""How long a claim is believed to be alive: longer than every timeout of one delivery together."""
HAND_OVER_WITHIN = timedelta(minutes=1)
"""A claim older than this that was not handed over is given back: its holder slept, others may have asked."""
FIRST_RETRY = timedelta(minutes=5)
NEXT_RETRY = timedelta(hours=1)
GIVE_UP = timedelta(days=5)


class Kind(StrEnum):
    """What is sent. Everything but a reply is a follow-up."""

    REPLY = "reply"
    NUDGE = "nudge"
    PROMISE = "promise"
    CHECK_BACK = "check_back"
    SURVEY = "survey"


class State(StrEnum):
    """Where an outgoing message stands."""

    SCHEDULED = "scheduled"
    CLAIMED = "claimed"
    ACCEPTED = "accepted"
    FILED = "filed"
    HELD = "held"
    CANCELLED = "cancelled"
    RETRYING = "retrying"
    FAILED = "failed"
    UNKNOWN = "unknown"


STATE_WORDS: Mapping[State, str] = {
    State.SCHEDULED: "scheduled",
    State.CLAIMED: "leaving now",
    State.ACCEPTED: "sent",
    State.FILED: "sent",
    State.HELD: "held",
    State.CANCELLED: "cancelled",
    State.RETRYING: "trying again",
    State.FAILED: "failed",
    State.UNKNOWN: "not confirmed",
}
"""The states as the owner knows them."""
_WISH_WORDS: Mapping[State, str] = {
    State.SCHEDULED: "sent again",
    State.CLAIMED: "sent now",
    State.ACCEPTED: "noted as arrived",
    State.FILED: "filed",
    State.HELD: "held",
    State.CANCELLED: "dropped",
    State.RETRYING: "tried again",
    State.FAILED: "given up",
    State.UNKNOWN: "asked about",
}
"""What was to be done to a message, after “it cannot be”."""

LEGAL: dict[State, frozenset[State]] = {
    State.SCHEDULED: frozenset({State.CLAIMED, State.HELD, State.CANCELLED}),
    State.CLAIMED: frozenset(
        {State.ACCEPTED, State.RETRYING, State.FAILED, State.UNKNOWN, State.HELD, State.SCHEDULED}
    ),
    State.ACCEPTED: frozenset({State.FILED}),
    State.FILED: frozenset(),
    State.HELD: frozenset({State.SCHEDULED, State.CANCELLED}),
    State.CANCELLED: frozenset(),
    State.RETRYING: frozenset({State.CLAIMED, State.HELD, State.CANCELLED, State.FAILED}),
    State.FAILED: frozenset({State.SCHEDULED, State.CANCELLED}),
    State.UNKNOWN: frozenset({State.ACCEPTED, State.SCHEDULED, State.CANCELLED}),
}
"""Every move that is allowed. ``claimed -> scheduled`` is a claim given back before anything was sent."""

SENT = frozenset({State.ACCEPTED, State.FILED})
WAITING = frozenset({State.SCHEDULED, State.RETRYING})
ON_THEIR_WAY = WAITING | SENT | {State.CLAIMED, State.UNKNOWN}
"""States in which the customer has it, or will have it unless somebody steps in."""
ASKS = frozenset({State.HELD, State.UNKNOWN, State.FAILED})
"""States that need a person."""


@dataclass(frozen=True, kw_only=True)
class OutboxItem:
    """One message on its way out. ``raw`` is what will be sent, byte for byte. Instants are aware UTC."""

    id: int = 0
    account: str
    case_id: str
    kind: Kind
    to: str
    subject: str
    text: str
    """The owner's own words, which undo and edit give back exactly."""
    message_id: str
    raw: bytes
    state: State = State.SCHEDULED
    created_at: datetime
    send_at: datetime
    zone: str = "UTC"
    """The zone that the person meant ``send_at`` in (IANA name)."""
    answers_up_to: datetime | None = None
    """The newest customer message that the owner had seen; a later one holds a follow-up."""
    seen: tuple[str, ...] = ()
    """The letters of the conversation that were here when it was queued, by Message-ID: what is not among
    them is news, whatever any clock says."""
    author: str = ""
    """Who queued it."""
    attempts: int = 0
    first_tried_at: datetime | None = None
    claimed_by: str = ""
    claimed_at: datetime | None = None
    accepted_at: datetime | None = None
    filed_at: datetime | None = None
    cancelled_at: datetime | None = None
    reason: str = ""
    held_late: bool = False
    """Held for nothing but the time that has passed: whether anything happened meanwhile nobody has looked at
    yet."""
    guards_waived: bool = False
    """Set by a person's “send anyway”: the guards are not asked again."""


@dataclass(frozen=True, kw_only=True)
class IllegalMove:
    """The message cannot go from ``was`` to ``wish``; ``reason`` says so for the owner."""

    was: State
    wish: State

    @property
    def reason(self) -> str:
        """One sentence for the owner."""
        was, wish = STATE_WORDS[self.was], _WISH_WORDS[self.wish]
        return f"This message is {was}, so it cannot be {wish}. Nothing was changed."


def moved(item: OutboxItem, wish: State, *, reason: str = "", late: bool = False) -> OutboxItem | IllegalMove:
    """The item in its new state, or why it cannot go there; ``late`` where it is held for that alone. Fields
    that belong to a claim are cleared."""
    if wish not in LEGAL[item.state]:
        return IllegalMove(was=item.state, wish=wish)
    keep_claim = wish is State.CLAIMED
    return replace(
        item,
        state=wish,
        reason=reason,
        held_late=late and wish is State.HELD,
        claimed_by=item.claimed_by if keep_claim else "",
        claimed_at=item.claimed_at if keep_claim else None,
    )


def cancelled(item: OutboxItem, *, at: datetime, reason: str) -> OutboxItem:
    """The item once a person has said, at ``at`` (aware), that it is not to leave."""
    return replace(item, state=State.CANCELLED, cancelled_at=at, reason=reason, held_late=False)


def is_due(item: OutboxItem, *, now: datetime) -> bool:
    """True when a sender may claim it."""
    return item.state in WAITING and item.send_at <= now


def claim_is_stale(item: OutboxItem, *, now: datetime, holder_is_gone: bool = False) -> bool:
    """True when the claim's holder has not been heard of for longer than a delivery can take, or is known
    to have ended."""
    if item.state is not State.CLAIMED:
        return False
    return holder_is_gone or item.claimed_at is None or now - item.claimed_at > LEASE


def accepted_after_all(stored: OutboxItem, claim: OutboxItem) -> bool:
    """True when news of a 250 for ``claim`` still settles ``stored``, although the claim was given up for
    lost meanwhile: whatever was decided since, nobody has claimed it again, and it did arrive."""
    return stored.attempts == claim.attempts and stored.state not in (*SENT, State.CLAIMED)


def is_of_another(item: OutboxItem, person: str) -> bool:
    """True for a reply that somebody else than ``person`` wrote, as far as that is known."""
    return item.kind is Kind.REPLY and bool(item.author) and item.author != person


def crosses(other: OutboxItem, item: OutboxItem) -> bool:
    """True when ``other``, a colleague's reply that nobody knew of when ``item`` was queued, goes first."""
    ahead = other.state in ON_THEIR_WAY and (other.state not in WAITING or other.id < item.id)
    return ahead and is_of_another(other, item.author) and other.message_id not in item.seen


def undoable(item: OutboxItem) -> bool:
    """True while nothing has been handed to a mail server, and where the server took nothing for good."""
    return item.state in (State.SCHEDULED, State.RETRYING, State.HELD, State.FAILED)


@dataclass(frozen=True, kw_only=True)
class RetryAt:
    """Try again at ``at`` (aware UTC)."""

    at: datetime


@dataclass(frozen=True, kw_only=True)
class GiveUp:
    """It was tried for five days."""

    reason: str


def next_try(item: OutboxItem, *, now: datetime) -> RetryAt | GiveUp:
    """When to try again after a temporary failure: after 5 minutes, then hourly, for five days."""
    if item.first_tried_at is not None and now - item.first_tried_at >= GIVE_UP:
        return GiveUp(reason="Tried for five days without success. Send it again, or reach them another way.")
    is_first = item.first_tried_at is None or now - item.first_tried_at < FIRST_RETRY
    return RetryAt(at=now + (FIRST_RETRY if is_first else NEXT_RETRY))

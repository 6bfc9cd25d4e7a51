"""What the shop promised in a reply: what, in which case, by when, and whether it was kept.

A promise counts from the moment the mail server has the reply: words that were taken back promised nothing.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from .frozen import dataclass
from .promised_day import due_instant

MOST_WORDS = 300
RATE_DAYS = 30
"""Days back for which the kept rate is told."""


class PromiseState(StrEnum):
    """How a promise is stored. ``proposed`` stands in a reply that has not left."""

    PROPOSED = "proposed"
    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"


class Standing(StrEnum):
    """How a promise stands right now; the values are what the command line prints."""

    OPEN = "open"
    LATE = "late"
    KEPT = "kept"
    BROKEN = "broken"


@dataclass(frozen=True, kw_only=True)
class Promised:
    """Words of a reply that promise something. ``due_at`` is aware, or None where no day is given."""

    text: str
    due_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Promise:
    """One promise to the customer of a case. Instants are aware UTC."""

    id: int = 0
    case_id: str
    outbox_id: int
    text: str
    due_at: datetime | None = None
    made_at: datetime
    settled_at: datetime | None = None
    state: PromiseState = PromiseState.OPEN


@dataclass(frozen=True, kw_only=True)
class AlreadySettled:
    """``reason`` is one sentence for the owner."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class NotSettled:
    """``reason`` is one sentence for the owner."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class KeptRate:
    """Promises that fell due in a period, and how many of them were kept on or before their day."""

    due: int
    kept: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None where nothing fell due."""
        return self.kept / self.due if self.due else None


def kept_rate(promises: Iterable[Promise], *, since: datetime, until: datetime) -> KeptRate:
    """The promise-kept rate of a period (aware, ``until`` excluded): kept on or before due / due in it.

    A promise without a day never falls due. One that is still open when its day has passed was not kept.
    """
    due = [
        one
        for one in promises
        if one.state is not PromiseState.PROPOSED and one.due_at is not None and since <= one.due_at < until
    ]
    return KeptRate(due=len(due), kept=sum(map(was_kept_in_time, due)))


def standing(promise: Promise, *, now: datetime) -> Standing:
    """How it stands: an open one is late once its time has passed."""
    match promise.state:
        case PromiseState.KEPT:
            return Standing.KEPT
        case PromiseState.BROKEN:
            return Standing.BROKEN
        case _:
            return Standing.LATE if promise.due_at is not None and promise.due_at < now else Standing.OPEN


def settled(promise: Promise, wish: PromiseState, *, at: datetime) -> Promise | AlreadySettled:
    """The promise kept or broken at ``at``. One that was broken may be kept after all, late."""
    if promise.state in (wish, PromiseState.KEPT, PromiseState.PROPOSED):
        was = "not given yet" if promise.state is PromiseState.PROPOSED else promise.state.value
        return AlreadySettled(reason=f"This promise is {was}. Nothing was changed.")
    return replace(promise, state=wish, settled_at=at)


def reopened(promise: Promise) -> Promise | NotSettled:
    """The promise as it was before it was called kept or broken."""
    if promise.state not in (PromiseState.KEPT, PromiseState.BROKEN):
        return NotSettled(reason="This promise is not settled, so there is nothing to take back.")
    return replace(promise, state=PromiseState.OPEN, settled_at=None)


def was_kept_in_time(promise: Promise) -> bool:
    """True when it was kept on or before its day (the promise-kept rate counts these)."""
    in_time = promise.due_at is None or (
        promise.settled_at is not None and promise.settled_at <= promise.due_at
    )
    return promise.state is PromiseState.KEPT and in_time


def by_urgency(promises: Iterable[Promise]) -> list[Promise]:
    """Open ones first, the one that is due first on top, those without a day last; then what is settled,
    newest first."""
    far = timedelta(days=36500)

    def key(one: Promise) -> tuple[bool, float, int]:
        is_settled = one.state in (PromiseState.KEPT, PromiseState.BROKEN)
        if is_settled:
            return True, -(one.settled_at or one.made_at).timestamp(), one.id
        return False, (one.due_at or one.made_at + far).timestamp(), one.id

    return sorted(promises, key=key)


def said(promise: Promise, *, zone: tzinfo) -> str:
    """``a new teapot, by Tue 24 Nov``, to be reminded of."""
    words = promise.text.rstrip(" .!")
    if promise.due_at is None:
        return words
    here = promise.due_at.astimezone(zone)
    return f"{words}, by {here:%a} {here.day} {here:%b}"


def promised(found: Iterable[tuple[str, str]], *, now: datetime, zone: tzinfo) -> tuple[Promised, ...]:
    """Promises from (words, words for the day) as the checklist finds them, said at ``now`` (aware)."""
    return tuple(
        Promised(text=" ".join(what.split())[:MOST_WORDS], due_at=due_instant(due, now=now, zone=zone))
        for what, due in found
    )

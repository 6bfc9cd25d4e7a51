"""The clock of a case: how long a sincere answer still counts.

The target is 24 calendar hours from the oldest message that nobody answered; warn at 80 % of it. A shop that
has opening hours counts only those.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from .case import ACTIVE, Case, CaseState
from .frozen import dataclass
from .hours import OpeningHours

WARN_SHARE = 0.8


class Pace(StrEnum):
    """How a case stands against its clock."""

    NOTHING_DUE = "nothing_due"
    ON_TIME = "on_time"
    SOON = "soon"
    LATE = "late"


@dataclass(frozen=True, kw_only=True)
class Due:
    """The deadline of a case as seen at one instant. ``left`` is negative when late."""

    pace: Pace
    at: datetime | None = None
    left: timedelta | None = None

    @property
    def words(self) -> str:
        """A short text for a list: ``LATE 2h``, ``5h left``, ``40m left``, or nothing."""
        if self.left is None:
            return ""
        return f"LATE {span(-self.left)}" if self.pace is Pace.LATE else f"{span(self.left)} left"


@dataclass(frozen=True, kw_only=True)
class Target:
    """How soon an answer is owed: ``within`` of calendar time, or of the time that the shop is open."""

    within: timedelta = timedelta(hours=24)
    hours: OpeningHours | None = None

    def deadline(self, since: datetime) -> datetime:
        """When an answer to a message of ``since`` (aware) is late."""
        return since + self.within if self.hours is None else self.hours.later(since, self.within)

    def left(self, at: datetime, now: datetime) -> timedelta:
        """What is left until the deadline ``at``; how long ago it was, in calendar time, once it has passed:
        a customer who waits too long waits at night too."""
        if self.hours is None or now >= at:
            return at - now
        return self.hours.between(now, at)

    def spent(self, since: datetime, now: datetime) -> float:
        """The share of the time that is gone: 1 at the deadline, and more when it is late."""
        gone = now - since if self.hours is None else self.hours.between(since, now)
        at = self.deadline(since)
        return 1 + (now - at) / self.within if now > at else gone / self.within


def due(case: Case, *, now: datetime, target: Target | None = None) -> Due:
    """The deadline of ``case`` at ``now`` (both aware). Nothing is due when the shop owes no answer."""
    since = case.unanswered_since
    if since is None or case.state not in ACTIVE:
        return Due(pace=Pace.NOTHING_DUE)
    target = target or Target()
    return as_of(Due(pace=Pace.ON_TIME, at=target.deadline(since)), now=now, target=target)


def as_of(due: Due, *, now: datetime, target: Target) -> Due:
    """The same deadline seen at ``now`` (aware), so that time runs without asking the stores again."""
    if due.at is None:
        return due
    left = target.left(due.at, now)
    late = now > due.at
    soon = target.within - left >= target.within * WARN_SHARE
    return replace(due, left=left, pace=Pace.LATE if late else Pace.SOON if soon else Pace.ON_TIME)


def span(length: timedelta) -> str:
    """A length of time in its largest unit, rounded down: ``3d``, ``5h``, ``40m``, ``0m``."""
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes >= 48 * 60:
        return f"{minutes // (24 * 60)}d"
    return f"{minutes // 60}h" if minutes >= 60 else f"{minutes}m"


def urgency_key(
    case: Case, *, now: datetime, target: Target | None = None, promised_for: datetime | None = None
) -> tuple[int, float, float]:
    """Sorts most urgent first: a promise that is overdue since ``promised_for``, then escalated, then by
    deadline (late ones lead), then the rest, newest first."""
    if promised_for is not None:
        return (-1, promised_for.timestamp(), 0.0)
    clock = due(case, now=now, target=target)
    asleep = case.state is CaseState.SNOOZED
    if clock.at is None or asleep:
        last = case.last_in_at or case.received_at
        return (3 if asleep else 2, 0.0, -last.timestamp())
    return (0 if case.escalate else 1, clock.at.timestamp(), 0.0)

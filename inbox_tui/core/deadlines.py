"""The clock of a case: how long a sincere answer still counts.

The target is 24 calendar hours from the oldest message that nobody answered; warn at 80 % of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from .case import ACTIVE, Case

TARGET = timedelta(hours=24)
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


def due(case: Case, *, now: datetime, target: timedelta = TARGET) -> Due:
    """The deadline of ``case`` at ``now`` (both aware). Nothing is due when the shop owes no answer."""
    since = case.unanswered_since
    if since is None or case.state not in ACTIVE:
        return Due(pace=Pace.NOTHING_DUE)
    at = since + target
    left = at - now
    if left < timedelta(0):
        return Due(pace=Pace.LATE, at=at, left=left)
    spent = target - left
    pace = Pace.SOON if spent >= target * WARN_SHARE else Pace.ON_TIME
    return Due(pace=pace, at=at, left=left)


def span(length: timedelta) -> str:
    """A length of time in its largest unit, rounded down: ``3d``, ``5h``, ``40m``, ``0m``."""
    minutes = max(0, int(length.total_seconds() // 60))
    if minutes >= 48 * 60:
        return f"{minutes // (24 * 60)}d"
    return f"{minutes // 60}h" if minutes >= 60 else f"{minutes}m"


def urgency_key(
    case: Case, *, now: datetime, promised_for: datetime | None = None
) -> tuple[int, float, float]:
    """Sorts most urgent first: a promise that is overdue since ``promised_for``, then escalated, then by
    deadline (late ones lead), then the rest, newest first."""
    if promised_for is not None:
        return (-1, promised_for.timestamp(), 0.0)
    clock = due(case, now=now)
    asleep = case.state.value == "snoozed"
    if clock.at is None or asleep:
        last = case.last_in_at or case.received_at
        return (3 if asleep else 2, 0.0, -last.timestamp())
    return (0 if case.escalate else 1, clock.at.timestamp(), 0.0)

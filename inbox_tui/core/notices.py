"""What the owner is told without looking: a complaint that came in, and one whose time runs out.

A complaint is told of once, and once more when its answer is due soon. What was there when the program
began is on the screen already; what comes at night is told of in the morning, all in one.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time, tzinfo
from enum import StrEnum

from .case import CLOCKS_APART, Case, CaseState
from .customer import is_complaint
from .deadlines import Pace, Target, due
from .frozen import dataclass
from .hours import OpeningHours


class Why(StrEnum):
    """Why the owner is told."""

    NEW = "new"
    SOON = "soon"
    LATE = "late"
    """It was to be told of as due soon, but nobody was to be disturbed until it was too late."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One thing to tell. The texts are a customer's, as they are in the case."""

    why: Why
    case_id: str
    customer: str
    subject: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """What needs no telling any more: the cases that are known, and the questions that were due soon, each
    by the instant of the letter that waits. ``since`` (aware) is when the program began."""

    since: datetime
    known: frozenset[str] = frozenset()
    pressing: frozenset[tuple[str, datetime]] = frozenset()


def begin(cases: Iterable[Case], *, now: datetime, target: Target) -> Told:
    """What is here at the beginning is not told of."""
    return news(Told(since=now), cases, now=now, target=target)[1]


def news(
    told: Told, cases: Iterable[Case], *, now: datetime, target: Target
) -> tuple[tuple[Notice, ...], Told]:
    """What to tell of these active cases at ``now`` (aware), and what is told then."""
    known, pressing, notices = set(told.known), set(told.pressing), []
    for case in cases:
        clock = due(case, now=now, target=target)
        waits = case.unanswered_since
        if waits is None or not is_complaint(case) or clock.pace is Pace.NOTHING_DUE:
            known.add(case.id)
            continue
        why = None
        if case.id not in known:
            # Old mail that is fetched for the first time is no news, however late it is.
            why = Why.NEW if case.received_at >= told.since - CLOCKS_APART else None
        elif clock.pace is not Pace.ON_TIME and (case.id, waits) not in pressing:
            asleep = case.state is CaseState.SNOOZED
            why = None if asleep else Why.LATE if clock.pace is Pace.LATE else Why.SOON
        known.add(case.id)
        if clock.pace is not Pace.ON_TIME:
            pressing.add((case.id, waits))
        if why is not None:
            who = case.customer
            notices.append(Notice(why=why, case_id=case.id, customer=who, subject=case.subject))
    return tuple(notices), replace(told, known=frozenset(known), pressing=frozenset(pressing))


def by_day(
    at: datetime, *, zone: tzinfo, opens: time, closes: time, hours: OpeningHours | None = None
) -> bool:
    """Whether somebody may be disturbed at ``at`` (aware): from the first opening to the last closing of a
    day on which the shop works; of a shop without hours, from ``opens`` until ``closes`` in ``zone``."""
    here = at.astimezone(zone)
    if hours is None:
        return opens <= here.time() < closes
    spans = hours.week[here.weekday()]
    minutes = here.hour * 60 + here.minute
    return hours.is_open_on(here.date()) and spans[0][0] <= minutes < spans[-1][1]

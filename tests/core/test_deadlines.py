"""The 24 hours, and what stands on top of the list."""

from datetime import timedelta

import pytest

from inbox_tui.core.case import CaseState
from inbox_tui.core.deadlines import Pace, Target, due, span, urgency_key

from .cases import HOUR, NOW, case


@pytest.mark.parametrize(
    ("age", "pace", "words"),
    [
        (0 * HOUR, Pace.ON_TIME, "24h left"),
        (5 * HOUR, Pace.ON_TIME, "19h left"),
        (19.1 * HOUR, Pace.ON_TIME, "4h left"),
        (19.2 * HOUR, Pace.SOON, "4h left"),
        (23.5 * HOUR, Pace.SOON, "30m left"),
        (24 * HOUR, Pace.SOON, "0m left"),
        (26 * HOUR, Pace.LATE, "LATE 2h"),
        (80 * HOUR, Pace.LATE, "LATE 2d"),
    ],
)
def test_time_left(age: timedelta, pace: Pace, words: str) -> None:
    clock = due(case(age=age), now=NOW)
    assert (clock.pace, clock.words) == (pace, words)


@pytest.mark.parametrize("state", [CaseState.RESOLVED, CaseState.NOT_COMPLAINT, CaseState.MERGED])
def test_nothing_is_due_on_a_closed_case(state: CaseState) -> None:
    assert due(case(state), now=NOW).pace is Pace.NOTHING_DUE


def test_nothing_is_due_once_answered() -> None:
    assert due(case(CaseState.WAITING, unanswered_since=None), now=NOW).words == ""


def test_the_target_is_the_shops_to_set() -> None:
    assert due(case(age=5 * HOUR), now=NOW, target=Target(within=4 * HOUR)).pace is Pace.LATE


def test_escalated_then_late_then_soon_then_waiting_then_asleep() -> None:
    order = [
        case(id="escalated", escalate=True, age=HOUR),
        case(id="late", age=30 * HOUR),
        case(id="soon", age=22 * HOUR),
        case(id="fresh", age=HOUR),
        case(CaseState.WAITING, id="waiting", unanswered_since=None),
        case(CaseState.SNOOZED, id="asleep", age=30 * HOUR),
    ]
    mixed = [order[at] for at in (3, 0, 5, 1, 4, 2)]
    found = sorted(mixed, key=lambda each: urgency_key(each, now=NOW))
    assert [each.id for each in found] == [each.id for each in order]


@pytest.mark.parametrize(
    ("length", "words"),
    [(timedelta(seconds=59), "0m"), (timedelta(hours=47), "47h"), (timedelta(hours=48), "2d"), (-HOUR, "0m")],
)
def test_a_span_is_rounded_down(length: timedelta, words: str) -> None:
    assert span(length) == words

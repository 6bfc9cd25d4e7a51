"""Opening hours: how the clock of an answer runs while the shop is open, and stands while it is not."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_tui.core.case import CaseState
from inbox_tui.core.deadlines import Pace, Target, due
from inbox_tui.core.hours import OpeningHours, read_closed, read_week

from .cases import case

LONDON = ZoneInfo("Europe/London")
WEEKDAYS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-17:00")


def hours(week: dict[str, str] = WEEKDAYS, *closed: str) -> OpeningHours:
    return OpeningHours(week=read_week(week), zone=LONDON, is_closed=read_closed(closed))


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("since", "by", "deadline"),
    [
        ("2026-11-24 10:00", 4, "2026-11-24 14:00"),
        ("2026-11-24 15:00", 8, "2026-11-25 15:00"),
        ("2026-11-24 20:00", 8, "2026-11-25 17:00"),
        ("2026-11-27 16:00", 2, "2026-11-30 10:00"),  # over a weekend
        ("2026-11-28 12:00", 1, "2026-11-30 10:00"),
        ("2026-12-23 16:00", 2, "2026-12-28 10:00"),  # over days off
    ],
)
def test_the_deadline_counts_open_hours_only(since: str, by: float, deadline: str) -> None:
    shop = hours(WEEKDAYS, "2026-12-24..2026-12-27")
    assert shop.later(wall(since), timedelta(hours=by)) == wall(deadline)


def test_a_lunch_break_stops_the_clock() -> None:
    shop = hours({"tue": "09:00-12:30, 13:30-17:00"})
    assert shop.later(wall("2026-11-24 12:00"), timedelta(hours=1)) == wall("2026-11-24 14:00")


@pytest.mark.parametrize(
    ("day", "open_for"),
    [("2026-03-29", 23), ("2026-10-25", 25), ("2026-11-24", 24)],
)
def test_a_day_of_a_clock_change_is_as_long_as_it_is(day: str, open_for: int) -> None:
    always = hours(dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "00:00-24:00"))
    start = wall(f"{day} 00:00")
    assert always.between(start, start.replace(tzinfo=None, day=start.day + 1).replace(tzinfo=LONDON)) == (
        timedelta(hours=open_for)
    )


def test_hours_that_a_clock_change_skips_begin_when_the_skipped_hour_is_over() -> None:
    night = hours({"sun": "01:30-03:00"})
    gap = night.between(wall("2026-03-29 00:00"), wall("2026-03-29 06:00"))
    assert gap == timedelta(minutes=-30 + 60)
    overlap = night.between(wall("2026-10-25 00:00"), wall("2026-10-25 06:00"))
    assert overlap == timedelta(hours=2, minutes=30)


@given(
    minutes=st.integers(0, 366 * 24 * 60),
    by=st.timedeltas(timedelta(minutes=1), timedelta(hours=60)),
)
def test_the_time_until_a_deadline_is_the_time_that_was_asked_for(minutes: int, by: timedelta) -> None:
    since = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    shop = hours({"mon": "09:00-12:00,13:00-17:30", "thu": "00:00-24:00", "sat": "22:15-23:59"}, "2026-06-01")
    at = shop.later(since, by)
    assert shop.between(since, at) == by


def test_a_shop_that_never_opens_counts_calendar_hours() -> None:
    shop = hours(WEEKDAYS, "2020-01-01..2099-12-31")
    assert shop.later(wall("2026-11-24 10:00"), timedelta(hours=24)) == wall("2026-11-25 10:00")
    assert not shop.is_open_on(date(2026, 11, 24))


def test_a_case_turns_amber_at_four_fifths_and_late_in_open_hours() -> None:
    target = Target(within=timedelta(hours=10), hours=hours())
    asked = case(CaseState.OPEN, unanswered_since=wall("2026-11-27 15:00"))  # a Friday
    seen = [
        (due(asked, now=wall(now), target=target).pace, due(asked, now=wall(now), target=target).words)
        for now in ("2026-11-27 16:00", "2026-11-29 12:00", "2026-11-30 14:59", "2026-11-30 15:00")
    ]
    assert seen == [
        (Pace.ON_TIME, "9h left"),
        (Pace.ON_TIME, "8h left"),
        (Pace.ON_TIME, "2h left"),
        (Pace.SOON, "2h left"),
    ]
    late = due(asked, now=wall("2026-12-01 10:00"), target=target)
    assert (late.pace, late.at, late.words) == (Pace.LATE, wall("2026-11-30 17:00"), "LATE 17h")
    assert target.spent(wall("2026-11-27 15:00"), wall("2026-11-30 15:00")) == pytest.approx(0.8)
    assert target.spent(wall("2026-11-27 15:00"), wall("2026-12-01 03:00")) == pytest.approx(2)


@pytest.mark.parametrize(
    ("week", "words"),
    [
        ({"mon": "9-17"}, "mon: “9-17” is no span of hours"),
        ({"sat": "17:00-09:00"}, "sat: “17:00-09:00” does not run forward"),
        ({"sun": "09:00-24:30"}, "does not run forward"),
        ({"tue": "09:75-17:00"}, "does not run forward"),
        ({"wed": "13:00-17:00, 09:00-12:00"}, "begins before the hours in front of it"),
    ],
)
def test_hours_that_make_no_sense_are_named(week: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_week(week)


@pytest.mark.parametrize("text", ["24.12.2026", "2026-02-30", "tomorrow", ""])
def test_days_off_that_make_no_sense_are_named(text: str) -> None:
    with pytest.raises(ValueError, match="closed"):
        read_closed([text])


def test_days_off_must_run_forward() -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        read_closed(["2026-12-24..2026-12-01"])

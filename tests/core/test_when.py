"""Typed times: what is understood, what is refused, and what a clock change does."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_tui.core.hours import at_wall, weekdays
from inbox_tui.core.when import Resolved, Unclear, counts_days, resolve

LONDON = ZoneInfo("Europe/London")


def wall(text: str) -> datetime:
    """A wall time, which has no zone yet."""
    return datetime.fromisoformat(text)


SUNDAY = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+15s", "2026-11-22 14:30:15"),
        ("+2h", "2026-11-22 16:30:00"),
        ("in 3 days", "2026-11-25 14:30:00"),
        ("in three days at 9am", "2026-11-25 09:00:00"),
        ("In a week", "2026-11-29 14:30:00"),
        ("in 90 minutes", "2026-11-22 16:00:00"),
        ("in 2 business days", "2026-11-24 14:30:00"),
        ("in 6 working days", "2026-11-30 14:30:00"),
        ("tomorrow", "2026-11-23 09:00:00"),
        ("tomorrow 9", "2026-11-23 09:00:00"),
        ("fri 8", "2026-11-27 08:00:00"),
        ("fri 08", "2026-11-27 08:00:00"),
        ("tomorrow 07", "2026-11-23 07:00:00"),
        ("mon at 14", "2026-11-23 14:00:00"),
        ("wed 12", "2026-11-25 12:00:00"),
        ("in 3 days at 17", "2026-11-25 17:00:00"),
        ("2026-12-01 10", "2026-12-01 10:00:00"),
        ("5 december 23", "2026-12-05 23:00:00"),
        ("tomorrow 10:15", "2026-11-23 10:15:00"),
        ("the day after tomorrow", "2026-11-24 09:00:00"),
        ("day after tomorrow 8pm", "2026-11-24 20:00:00"),
        ("fri 9am", "2026-11-27 09:00:00"),
        ("Friday, 9:30 pm", "2026-11-27 21:30:00"),
        ("next friday", "2026-11-27 09:00:00"),
        ("sun 9am", "2026-11-29 09:00:00"),
        ("sun 6pm", "2026-11-22 18:00:00"),
        ("next week", "2026-11-23 09:00:00"),
        ("2026-12-01 09:00", "2026-12-01 09:00:00"),
        ("2026-12-01", "2026-12-01 09:00:00"),
        ("2026-12-01T09:00:00+02:00", "2026-12-01 07:00:00"),
        ("5 december", "2026-12-05 09:00:00"),
        ("dec 5 10am", "2026-12-05 10:00:00"),
        ("1st of march 2027 noon", "2027-03-01 12:00:00"),
        ("3 november", "2027-11-03 09:00:00"),
        ("noon", "2026-11-23 12:00:00"),
        ("tonight", "2026-11-22 18:00:00"),
        ("this evening", "2026-11-22 18:00:00"),
        ("next sunday", "2026-11-29 09:00:00"),
        ("next sunday 6pm", "2026-11-29 18:00:00"),
        ("17:00", "2026-11-22 17:00:00"),
    ],
)
def test_reads_what_people_type(text: str, expected: str) -> None:
    found = resolve(text, now=SUNDAY, zone=LONDON)
    assert isinstance(found, Resolved), found
    assert found.at.strftime("%Y-%m-%d %H:%M:%S") == expected


@pytest.mark.parametrize(
    "text",
    ["", "   ", "01/12/2026", "1.12.", "9", "at 9", "fri 24", "soon", "yesterday", "2026-13-01",
     "31 february", "2020-01-01 09:00", "in 0 days", "in -3 days", "in 999999 weeks", "in five apples",
     "in 2 business weeks", "half past nine", "today 1am", "fri 25:00", "13pm", "next today",
     "next tomorrow"],
)  # fmt: skip
def test_refuses_what_is_unclear_or_past(text: str) -> None:
    found = resolve(text, now=SUNDAY, zone=LONDON)
    assert isinstance(found, Unclear), found
    assert found.reason.endswith((".", "”."))


@pytest.mark.parametrize("text", ["fri 3", "tomorrow 7", "mon at 1", "in 3 days 5", "2026-12-01 6", "at 4"])
def test_an_hour_of_morning_or_afternoon_is_asked_for(text: str) -> None:
    found = resolve(text, now=SUNDAY, zone=LONDON)
    assert found == Unclear(
        reason=f"“{text}” can be morning or afternoon. Write “{text}am” or “{text}pm”."
    ), found
    for half in ("am", "pm"):
        assert isinstance(resolve(text + half, now=SUNDAY, zone=LONDON), Resolved)


WEDNESDAY = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("next fri 9am", "“next fri” can be 27 Nov or 4 Dec. Write “fri” or “4 Dec”."),
        ("tonight", "Wed 25 Nov 2026 18:00 has passed. Give a time in the future."),
        ("this morning", "Wed 25 Nov 2026 09:00 has passed. Give a time in the future."),
        ("in 1.5 hours", "Say it as “in 3 days”, “in 2 business days” or “in 90 minutes”."),
    ],
)
def test_what_could_be_meant_otherwise_is_asked_about(text: str, reason: str) -> None:
    assert resolve(text, now=WEDNESDAY, zone=LONDON) == Unclear(reason=reason)


@pytest.mark.parametrize(("text", "day"), [("next mon", 30), ("next tue", 1), ("next wed", 2), ("fri", 27)])
def test_a_next_day_that_can_only_be_one_is_taken(text: str, day: int) -> None:
    found = resolve(text, now=WEDNESDAY, zone=LONDON)
    assert isinstance(found, Resolved)
    assert found.at.day == day


def test_an_ambiguous_date_is_named_and_not_guessed() -> None:
    found = resolve("01/12/2026", now=SUNDAY, zone=LONDON)
    assert isinstance(found, Unclear)
    assert "two ways" in found.reason


def test_a_skipped_wall_time_moves_forward() -> None:
    assert at_wall(wall("2026-03-29 01:30"), LONDON).strftime("%H:%M %Z") == "02:30 BST"


def test_a_doubled_wall_time_is_the_first() -> None:
    assert at_wall(wall("2026-10-25 01:30"), LONDON).strftime("%H:%M %Z") == "01:30 BST"


def test_days_keep_the_wall_time_and_hours_are_exact_across_a_clock_change() -> None:
    before = datetime(2026, 10, 24, 11, 0, tzinfo=UTC)  # noon in London, the day before clocks go back
    days = resolve("in 1 day", now=before, zone=LONDON)
    hours = resolve("+24h", now=before, zone=LONDON)
    assert isinstance(days, Resolved)
    assert isinstance(hours, Resolved)
    assert days.at.strftime("%H:%M") == "12:00"
    assert hours.at.strftime("%H:%M") == "11:00"


def test_business_days_skip_what_the_shop_says() -> None:
    closed = date(2026, 11, 23)
    found = resolve(
        "in 1 business day", now=SUNDAY, zone=LONDON, is_open=lambda d: weekdays(d) and d != closed
    )
    assert isinstance(found, Resolved)
    assert found.at.date() == date(2026, 11, 24)


def test_the_resolved_instant_is_shown_in_words() -> None:
    found = resolve("in 3 days", now=SUNDAY, zone=LONDON)
    assert isinstance(found, Resolved)
    assert found.words == "Wed 25 Nov 2026 14:30"


@given(st.text(max_size=60))
def test_never_raises_and_never_gives_the_past(text: str) -> None:
    found = resolve(text, now=SUNDAY, zone=LONDON)
    assert isinstance(found, Unclear) or found.at > SUNDAY


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("in 3 days", True), ("In two weeks, 9am", True), ("+2d", True), ("in 2 business days", True),
        ("in 3 hours", False), ("+15s", False), ("fri 9am", False), ("2026-12-01", False),
    ],
)  # fmt: skip
def test_a_day_that_was_counted_was_not_chosen(text: str, counted: bool) -> None:
    assert counts_days(text) is counted


def test_a_moved_time_says_what_it_was_moved_from() -> None:
    at = datetime(2026, 11, 30, 10, tzinfo=UTC)
    moved = Resolved(at=at, instead_of=datetime(2026, 11, 28, 10, tzinfo=UTC))
    assert moved.words == "Sat 28 Nov 10:00 → Mon 30 Nov 2026 10:00 (closed Sat)"

"""Whether a queued message may still leave."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from inbox_tui.core.case import CaseState
from inbox_tui.core.followups import (
    Go,
    Hold,
    Later,
    SendingHours,
    Since,
    guard,
    needs_fresh_mail,
    suggestion,
    too_late,
)
from inbox_tui.core.outbox import Kind, State
from inbox_tui.core.promises import Promised

from .cases import HOUR, NOW
from .test_outbox import ITEM

NUDGE = replace(ITEM, kind=Kind.NUDGE, created_at=NOW - 72 * HOUR)
PROMISE = replace(NUDGE, kind=Kind.PROMISE)
CHECK_BACK = replace(NUDGE, kind=Kind.CHECK_BACK)
QUIET = Since(case_state=CaseState.WAITING)
HOURS = SendingHours(opens=time(8), closes=time(19), zone=UTC)


def judge(item: object, since: Since) -> object:
    return guard(item, since, now=NOW, zone=UTC)  # type: ignore[arg-type]


@pytest.mark.parametrize("item", [NUDGE, PROMISE, CHECK_BACK])
def test_nothing_happened_so_it_leaves(item: object) -> None:
    assert judge(item, QUIET) == Go()


@pytest.mark.parametrize("item", [NUDGE, PROMISE, CHECK_BACK])
def test_the_customer_wrote_so_it_is_held_with_the_time(item: object) -> None:
    verdict = judge(item, replace(QUIET, customer_wrote_at=datetime(2026, 11, 23, 9, 12, tzinfo=UTC)))
    assert verdict == Hold(reason="the customer wrote on Mon 23 Nov at 09:12")


def test_a_letter_in_another_case_holds_what_says_that_nothing_was_heard() -> None:
    elsewhere = replace(QUIET, wrote_elsewhere_at=datetime(2026, 11, 23, 9, 12, tzinfo=UTC))
    said = "the customer wrote on Mon 23 Nov at 09:12 in another case, which waits for your answer"
    assert judge(NUDGE, elsewhere) == Hold(reason=said)
    assert judge(replace(NUDGE, guards_waived=True), elsewhere) == Go()
    assert judge(PROMISE, elsewhere) == Go()


def test_thanks_holds_a_nudge_but_not_a_promise() -> None:
    thanked = replace(QUIET, customer_wrote_at=NOW - HOUR, only_thanks=True)
    assert isinstance(judge(NUDGE, thanked), Hold)
    assert judge(PROMISE, thanked) == Go()


@pytest.mark.parametrize("state", [CaseState.RESOLVED, CaseState.MERGED, CaseState.NOT_COMPLAINT])
def test_a_closed_case_holds_a_nudge(state: CaseState) -> None:
    assert isinstance(judge(NUDGE, replace(QUIET, case_state=state)), Hold)


def test_asking_whether_all_is_well_is_for_resolved_cases_too() -> None:
    assert judge(CHECK_BACK, replace(QUIET, case_state=CaseState.RESOLVED)) == Go()


@pytest.mark.parametrize(("seconds", "waits"), [(20, False), (60, True), (300, True)])
def test_a_reply_with_a_time_of_its_own_waits_for_the_owner_if_they_write(seconds: int, waits: bool) -> None:
    reply = replace(ITEM, kind=Kind.REPLY, created_at=NOW, send_at=NOW + timedelta(seconds=seconds))
    assert needs_fresh_mail(reply) is waits
    verdict = judge(reply, replace(QUIET, customer_wrote_at=NOW + timedelta(seconds=9)))
    assert isinstance(verdict, Hold if waits else Go)


def test_a_colleagues_answer_holds_it() -> None:
    verdict = judge(NUDGE, replace(QUIET, colleague_wrote_at=NOW - HOUR))
    assert isinstance(verdict, Hold)
    assert "somebody of the shop" in verdict.reason


def test_a_bounce_holds_everything_for_that_address() -> None:
    for item in (NUDGE, ITEM):
        assert isinstance(judge(item, replace(QUIET, bounced="no such user")), Hold)


def test_somebody_away_gets_it_on_the_morning_they_are_back() -> None:
    verdict = judge(NUDGE, replace(QUIET, away=True, away_until=date(2026, 12, 7)))
    assert isinstance(verdict, Later)
    assert verdict.at == datetime(2026, 12, 7, 9, 0, tzinfo=UTC)


def test_somebody_away_without_a_date_gets_it_in_two_weeks() -> None:
    verdict = judge(NUDGE, replace(QUIET, away=True))
    assert isinstance(verdict, Later)
    assert verdict.at == NOW + timedelta(days=14)


def test_somebody_who_is_back_again_gets_it_now() -> None:
    assert judge(NUDGE, replace(QUIET, away=True, away_until=date(2026, 11, 20))) == Go()


def test_send_anyway_asks_no_more() -> None:
    waived = replace(NUDGE, guards_waived=True)
    assert judge(waived, replace(QUIET, customer_wrote_at=NOW, bounced="x")) == Go()
    assert not needs_fresh_mail(waived)


def test_a_reply_leaves_although_the_customer_wrote_in_its_undo_window() -> None:
    assert judge(ITEM, replace(QUIET, customer_wrote_at=NOW)) == Go()


def test_a_reply_planned_for_later_is_guarded_like_a_follow_up() -> None:
    planned = replace(ITEM, created_at=NOW - 12 * HOUR)
    assert needs_fresh_mail(planned)
    assert isinstance(judge(planned, replace(QUIET, customer_wrote_at=NOW)), Hold)


@pytest.mark.parametrize(
    ("late", "now", "held"),
    [
        (timedelta(minutes=10), NOW, False),
        (2 * HOUR, NOW, False),
        (4 * HOUR, NOW, False),
        (5 * HOUR, NOW, True),
        (2 * HOUR, NOW + 8 * HOUR, True),  # 22:00
        (timedelta(minutes=5), NOW + 8 * HOUR, False),
        (timedelta(days=3), NOW, True),
    ],
)
def test_late_because_the_computer_was_off(late: timedelta, now: datetime, held: bool) -> None:
    verdict = too_late(replace(NUDGE, send_at=now - late), now=now, hours=HOURS)
    assert isinstance(verdict, Hold) is held
    assert verdict is None or verdict.late


def test_a_retry_or_a_waived_message_is_not_asked_about_again() -> None:
    late = replace(NUDGE, send_at=NOW - 9 * HOUR)
    assert too_late(replace(late, state=State.RETRYING), now=NOW, hours=HOURS) is None
    assert too_late(replace(late, guards_waived=True), now=NOW, hours=HOURS) is None


LONDON = ZoneInfo("Europe/London")
SHOP = SendingHours(opens=time(8), closes=time(19), zone=LONDON, is_day=lambda day: day.weekday() < 5)


def wall(text: str) -> datetime:
    """An instant by London's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("said", "moved"),
    [
        ("2026-11-27 10:00", "2026-11-27 10:00"),
        ("2026-11-28 10:00", "2026-11-30 10:00"),
        ("2026-11-27 22:30", "2026-11-30 08:00"),
        ("2026-11-25 19:00", "2026-11-26 08:00"),
        ("2026-11-26 05:00", "2026-11-26 08:00"),
        ("2027-03-27 09:30", "2027-03-29 09:30"),
    ],
)
def test_a_counted_day_moves_to_the_next_opening(said: str, moved: str) -> None:
    assert SHOP.opening(wall(said)) == wall(moved)


def test_a_shop_that_is_never_open_is_not_looked_through_for_ever() -> None:
    never = replace(SHOP, is_day=lambda _: False)
    assert never.opening(wall("2026-11-27 10:00")) > wall("2026-11-27 10:00")
    assert not never.is_open(wall("2026-11-27 10:00"))
    assert SHOP.is_open(wall("2026-11-27 10:00")) and not SHOP.is_open(wall("2026-11-28 10:00"))


@pytest.mark.parametrize(
    ("due", "kind", "at"),
    [
        (None, Kind.CHECK_BACK, "2026-11-30 14:00"),
        ("2026-11-26 18:00", Kind.PROMISE, "2026-11-26 18:00"),
        ("2026-11-26 23:59", Kind.PROMISE, "2026-11-26 18:00"),
        ("2026-11-29 18:00", Kind.PROMISE, "2026-11-27 18:00"),
        ("2026-11-20 18:00", Kind.CHECK_BACK, "2026-11-30 14:00"),
    ],
)
def test_what_is_promised_is_suggested_as_a_follow_up_in_time(due: str | None, kind: Kind, at: str) -> None:
    promises = [Promised(text="I will look."), Promised(text="New one", due_at=wall(due) if due else None)]
    found = suggestion(promises, now=wall("2026-11-25 14:00"), hours=SHOP)
    assert (found.kind, found.at) == (kind, wall(at))


def test_whoever_wants_none_is_held_before_anything_else_is_asked() -> None:
    verdict = judge(NUDGE, replace(QUIET, unwanted="they asked."))
    assert verdict == Hold(reason=f"{NUDGE.to} gets no follow-ups: they asked.")

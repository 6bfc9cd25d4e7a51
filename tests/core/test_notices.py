"""What the owner is told of: once for a complaint, once more when its time runs out, and nothing at night."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from inbox_tui.core.case import Case, CaseState
from inbox_tui.core.deadlines import Target
from inbox_tui.core.hours import OpeningHours, read_closed, read_week
from inbox_tui.core.notices import Notice, Told, Why, begin, by_day, news

NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
TARGET = Target()
LONDON = ZoneInfo("Europe/London")


def complaint(id_: str, *, hours_ago: float, state: CaseState = CaseState.NEW, name: str = "") -> Case:
    at = NOW - timedelta(hours=hours_ago)
    return Case(
        id=id_,
        account="shop",
        state=state,
        received_at=at,
        unanswered_since=at,
        last_in_at=at,
        from_name=name or id_.title(),
        from_addr=f"{id_}@buyer.example",
        subject="Broken",
        category="faulty_product",
    )


def run(told: Told, *cases: Case, after: float = 0) -> tuple[list[tuple[str, Why]], Told]:
    found, told = news(told, cases, now=NOW + timedelta(hours=after), target=TARGET)
    return [(each.case_id, each.why) for each in found], told


def test_what_is_there_at_the_beginning_is_not_told_of() -> None:
    here = [complaint("ana", hours_ago=1), complaint("bo", hours_ago=21), complaint("cy", hours_ago=40)]
    told = begin(here, now=NOW, target=TARGET)
    assert run(told, *here)[0] == []


def test_a_new_complaint_is_told_of_once_and_once_more_when_it_is_due_soon() -> None:
    told = begin([], now=NOW, target=TARGET)
    ana = complaint("ana", hours_ago=0)
    found, told = run(told, ana)
    assert found == [("ana", Why.NEW)]
    for after in (0.0, 0.1, 19.0):
        found, told = run(told, ana, after=after)
        assert found == []
    found, told = run(told, ana, after=19.3)
    assert found == [("ana", Why.SOON)]
    for after in (19.4, 23.9, 25.0, 90.0):
        found, told = run(told, ana, after=after)
        assert found == []


def test_a_new_complaint_that_is_due_soon_already_is_told_of_once() -> None:
    told = replace(begin([], now=NOW, target=TARGET), since=NOW - timedelta(days=2))
    ana = complaint("ana", hours_ago=20)
    found, told = run(told, ana)
    assert found == [("ana", Why.NEW)]
    assert run(told, ana)[0] == []


def test_old_mail_that_is_fetched_for_the_first_time_is_no_news() -> None:
    """The first fetch of ninety days would ring for every complaint of a quarter."""
    told = begin([], now=NOW, target=TARGET)
    found, told = run(told, complaint("ana", hours_ago=30), complaint("bo", hours_ago=1))
    assert found == []
    assert run(told, complaint("ana", hours_ago=30))[0] == []


def test_a_second_letter_of_the_same_customer_is_pressing_in_its_turn() -> None:
    ana = complaint("ana", hours_ago=20)
    told = begin([ana], now=NOW, target=TARGET)
    again = replace(ana, unanswered_since=NOW + timedelta(hours=1))
    found, told = run(told, again, after=2)
    assert found == []
    assert run(told, again, after=21)[0] == [("ana", Why.SOON)]


def test_what_became_pressing_and_late_in_silence_is_told_of_as_late() -> None:
    ana = complaint("ana", hours_ago=0)
    told = begin([ana], now=NOW, target=TARGET)
    assert run(told, ana, after=25)[0] == [("ana", Why.LATE)]


@pytest.mark.parametrize(
    "other",
    [
        {"state": CaseState.NOT_COMPLAINT},
        {"state": CaseState.RESOLVED},
        {"state": CaseState.WAITING, "unanswered_since": None},
    ],
)
def test_what_asks_for_no_answer_is_not_told_of(other: dict[str, object]) -> None:
    told = begin([], now=NOW, target=TARGET)
    case = replace(complaint("ana", hours_ago=0), **other)  # type: ignore[arg-type]
    assert run(told, case)[0] == []


def test_what_was_put_aside_does_not_press() -> None:
    ana = replace(complaint("ana", hours_ago=1), state=CaseState.SNOOZED)
    told = begin([ana], now=NOW, target=TARGET)
    assert run(told, ana, after=20)[0] == []


def test_nothing_is_told_twice_whatever_the_order_of_looks() -> None:
    """Two hundred looks over two days at five complaints that come in one after the other."""
    cases = [complaint(f"c{n}", hours_ago=-n * 3) for n in range(5)]
    told, seen = begin([], now=NOW, target=TARGET), []
    for step in range(200):
        at = NOW + timedelta(minutes=15 * step)
        here = [case for case in cases if case.received_at <= at]
        found, told = news(told, here, now=at, target=TARGET)
        seen += [(each.case_id, each.why) for each in found]
    assert sorted(seen) == sorted((case.id, why) for case in cases for why in (Why.NEW, Why.SOON))


def test_a_notice_names_the_customer_as_the_case_does() -> None:
    told = begin([], now=NOW, target=TARGET)
    case = replace(complaint("ana", hours_ago=0), from_name="")
    found, _ = news(told, [case], now=NOW, target=TARGET)
    assert found == (Notice(why=Why.NEW, case_id="ana", customer="ana@buyer.example", subject="Broken"),)


def at(text: str, zone: ZoneInfo = LONDON) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-24 07:59", False),
        ("2026-11-24 08:00", True),
        ("2026-11-24 19:59", True),
        ("2026-11-24 20:00", False),
        ("2026-11-24 03:00", False),
        ("2026-11-28 12:00", True),
    ],
)
def test_the_day_of_a_shop_without_hours(text: str, day: bool) -> None:
    assert by_day(at(text), zone=LONDON, opens=time(8), closes=time(20)) is day


def test_the_day_is_the_shops_own_wherever_the_instant_was_read() -> None:
    tokyo = at("2026-11-24 21:00", ZoneInfo("Asia/Tokyo"))
    assert by_day(tokyo, zone=LONDON, opens=time(8), closes=time(20))
    assert not by_day(tokyo, zone=ZoneInfo("Asia/Tokyo"), opens=time(8), closes=time(20))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-24 08:30", False),
        ("2026-11-24 09:00", True),
        ("2026-11-24 13:00", True),  # the lunch break is no night
        ("2026-11-24 16:59", True),
        ("2026-11-24 17:00", False),
        ("2026-11-25 12:00", False),  # closed on Wednesdays
        ("2026-12-24 12:00", False),  # a day off
    ],
)
def test_the_day_of_a_shop_with_hours(text: str, day: bool) -> None:
    hours = OpeningHours(
        week=read_week({"tue": "09:00-12:30, 13:30-17:00", "thu": "09:00-17:00"}),
        zone=LONDON,
        is_closed=read_closed(["2026-12-24"]),
    )
    assert by_day(at(text), zone=LONDON, opens=time(8), closes=time(20), hours=hours) is day

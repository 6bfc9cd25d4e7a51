"""What was promised, by when, and how it stands."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from inbox_tui.core.checklist import Answer
from inbox_tui.core.checklist import promises as found_in
from inbox_tui.core.promised_day import due_instant
from inbox_tui.core.promises import (
    AlreadySettled,
    KeptRate,
    NotSettled,
    Promise,
    PromiseState,
    Standing,
    by_urgency,
    kept_rate,
    promised,
    reopened,
    settled,
    standing,
    was_kept_in_time,
)

NOW = datetime(2026, 11, 24, 14, 3, tzinfo=UTC)
"""A Tuesday afternoon."""
ZONE = ZoneInfo("Europe/London")
PROMISE = Promise(
    id=1,
    case_id="k3m9",
    outbox_id=4,
    text="A new one leaves tomorrow.",
    due_at=NOW + timedelta(days=1),
    made_at=NOW,
)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("by Friday", "2026-11-27 18:00"),
        ("before Friday 27 Nov", "2026-11-27 18:00"),
        ("on Friday morning", "2026-11-27 18:00"),
        ("tomorrow", "2026-11-25 18:00"),
        ("tomorrow by 3pm", "2026-11-25 15:00"),
        ("today", "2026-11-24 18:00"),
        ("by tonight", "2026-11-24 18:00"),
        ("by 5pm", "2026-11-24 17:00"),
        ("within 2 days", "2026-11-26 18:00"),
        ("within the week", "2026-12-01 18:00"),
        ("within two working days", "2026-11-26 18:00"),
        ("in 3 business days", "2026-11-27 18:00"),
        ("within 4 hours", "2026-11-24 18:03"),
        ("within the hour", "2026-11-24 15:03"),
        ("by the end of the week", "2026-11-27 18:00"),
        ("by the end of the day", "2026-11-24 18:00"),
        ("next week", "2026-12-04 18:00"),
        ("by 5 December", "2026-12-05 18:00"),
        ("on 2026-12-01", "2026-12-01 18:00"),
        ("by the 3rd", "2026-12-03 18:00"),
        ("the 24th", "2026-11-24 18:00"),
        ("by the 32nd", None),
        ("tomorrow at 9", "2026-11-25 09:00"),
        ("tomorrow at 4", "2026-11-25 16:00"),
        ("this evening", "2026-11-24 18:00"),
        ("this week", "2026-11-27 18:00"),
        ("soon", None),
        ("", None),
    ],
)
def test_when_it_is_due(words: str, expected: str | None) -> None:
    due = due_instant(words, now=NOW, zone=ZONE)
    shown = due.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") if due else None
    assert shown == expected


def test_what_is_promised_after_closing_time_is_due_before_midnight() -> None:
    late = NOW.replace(hour=21)
    assert due_instant("today", now=late, zone=ZONE) == late.replace(hour=23, minute=59)


def test_promises_of_a_reply() -> None:
    text = "Dear Dana,\n\nA new teapot leaves tomorrow, at no cost.\n\nI will call you on Friday.\n\nKim"
    found = promised([(p.what, p.due) for p in found_in(Answer(text=text))], now=NOW, zone=ZONE)
    days = {one.due_at.astimezone(ZONE).strftime("%a") for one in found if one.due_at}
    assert days == {"Wed", "Fri"}
    assert all("\n" not in one.text for one in found)


@pytest.mark.parametrize(
    ("text", "what", "due"),
    [
        (
            "I have refunded your £34 today, and a new teapot leaves tomorrow at no cost to you.",
            "a new teapot leaves tomorrow at no cost to you.",
            "tomorrow",
        ),
        ("Your £45 is refunded and I will call you on Friday.", "I will call you on Friday.", "on Friday"),
        (
            "I'll collect it this evening, and refund the £65 you paid on Thursday.",
            "I'll collect it this evening, and refund the £65 you paid on Thursday.",
            "this evening",
        ),
        (
            "A new teapot, packed twice, arrives on Monday.",
            "A new teapot, packed twice, arrives on Monday.",
            "on Monday",
        ),
    ],
)
def test_a_promise_is_what_lies_ahead_with_its_own_day(text: str, what: str, due: str) -> None:
    (found,) = found_in(Answer(text=f"Dear Dana,\n\n{text}\n\nKim"))
    assert (found.what, found.due) == (what, due)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "I will refund the mug today and bring you a new one by Friday 4 Dec.",
            [
                ("I will refund the mug today", "today"),
                ("bring you a new one by Friday 4 Dec.", "by Friday 4 Dec"),
            ],
        ),
        (
            "We will send the missing cup on Monday, and then ring you on Wednesday to hear how it came.",
            [
                ("We will send the missing cup on Monday", "on Monday"),
                ("ring you on Wednesday to hear how it came.", "on Wednesday"),
            ],
        ),
        (
            "I will ring you on Monday and on Tuesday.",
            [("I will ring you on Monday and on Tuesday.", "on Monday")],
        ),
        (
            "I will call you by Friday, and tomorrow if I can.",
            [("I will call you by Friday, and tomorrow if I can.", "by Friday")],
        ),
    ],
)
def test_two_things_for_two_days_are_two_promises(text: str, expected: list[tuple[str, str]]) -> None:
    found = found_in(Answer(text=f"Dear Dana,\n\n{text}\n\nKim"))
    assert [(each.what, each.due) for each in found] == expected


@pytest.mark.parametrize(
    "text", ["I have refunded your £34 today.", "Your £34 went back to your card this morning."]
)
def test_what_is_done_promises_nothing_more(text: str) -> None:
    assert found_in(Answer(text=f"Dear Dana,\n\n{text}\n\nKim")) == ()


def test_an_open_promise_is_late_after_its_day_only() -> None:
    due = PROMISE.due_at
    assert due is not None
    assert standing(PROMISE, now=due) is Standing.OPEN
    assert standing(PROMISE, now=due + timedelta(seconds=1)) is Standing.LATE
    assert standing(replace(PROMISE, due_at=None), now=NOW + timedelta(days=999)) is Standing.OPEN
    assert standing(replace(PROMISE, state=PromiseState.KEPT), now=due + timedelta(days=9)) is Standing.KEPT


@pytest.mark.parametrize("was", list(PromiseState))
@pytest.mark.parametrize("wish", [PromiseState.KEPT, PromiseState.BROKEN])
def test_every_way_to_settle(was: PromiseState, wish: PromiseState) -> None:
    outcome = settled(replace(PROMISE, state=was), wish, at=NOW)
    allowed = was is PromiseState.OPEN or (was, wish) == (PromiseState.BROKEN, PromiseState.KEPT)
    assert isinstance(outcome, Promise) is allowed
    if isinstance(outcome, Promise):
        assert (outcome.state, outcome.settled_at) == (wish, NOW)
    else:
        assert isinstance(outcome, AlreadySettled)


def test_kept_in_time_is_on_or_before_the_day() -> None:
    due = PROMISE.due_at
    assert due is not None
    for at, expected in ((due, True), (due + timedelta(seconds=1), False)):
        kept = settled(PROMISE, PromiseState.KEPT, at=at)
        assert isinstance(kept, Promise)
        assert was_kept_in_time(kept) is expected
    assert not was_kept_in_time(PROMISE)


def test_the_most_urgent_stands_on_top() -> None:
    soon, late = replace(PROMISE, id=2, due_at=NOW), replace(PROMISE, id=3)
    undated = replace(PROMISE, id=4, due_at=None)
    done = replace(PROMISE, id=5, state=PromiseState.KEPT, settled_at=NOW)
    older = replace(done, id=6, settled_at=NOW - timedelta(days=1))
    assert [p.id for p in by_urgency([older, undated, done, late, soon])] == [2, 3, 4, 5, 6]


def test_what_was_settled_by_mistake_is_open_again() -> None:
    kept = settled(PROMISE, PromiseState.KEPT, at=NOW)
    assert isinstance(kept, Promise)
    assert reopened(kept) == PROMISE
    assert isinstance(reopened(PROMISE), NotSettled)


def test_the_kept_rate_counts_what_fell_due_in_the_period() -> None:
    day = timedelta(days=1)
    due = PROMISE.due_at
    assert due is not None
    kept = replace(PROMISE, state=PromiseState.KEPT, settled_at=due)
    late = replace(PROMISE, state=PromiseState.KEPT, settled_at=due + day)
    broken = replace(PROMISE, state=PromiseState.BROKEN, settled_at=due)
    proposed = replace(PROMISE, state=PromiseState.PROPOSED)
    undated = replace(kept, due_at=None)
    before, after = replace(kept, due_at=due - 40 * day), replace(kept, due_at=due + 3 * day)
    every = [kept, late, broken, PROMISE, proposed, undated, before, after]
    rate = kept_rate(every, since=due - 30 * day, until=due + day)
    assert rate == KeptRate(due=4, kept=1)
    assert rate.share == 0.25
    assert kept_rate([undated], since=due - day, until=due + day).share is None
    assert kept_rate([kept], since=due, until=due + day).due == 1
    assert kept_rate([kept], since=due - day, until=due).due == 0

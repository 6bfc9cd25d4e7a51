"""Every move of a case, legal and illegal."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from inbox_tui.core import case as moves
from inbox_tui.core.case import ACTIVE, Case, CaseState, Move, Moved, NotAllowed, WaitingOn
from inbox_tui.core.joining import merged, split_off, took_in

from .cases import HOUR, NOW, case

S = CaseState
ALL = set(CaseState)


def after(move: Move) -> Case:
    """The case after a move that must have been allowed."""
    assert isinstance(move, Moved), move
    return move.case


LEGAL: dict[str, tuple[Callable[[Case], Move], set[CaseState]]] = {
    "read": (moves.read, {S.NEW}),
    "answered": (lambda c: moves.answered(c, at=NOW), ALL - {S.MERGED}),
    "customer wrote": (
        lambda c: moves.customer_wrote(c, at=NOW, message_id="<2@x.example>", thanks_only=False),
        ALL - {S.MERGED},
    ),
    "resolved": (lambda c: moves.resolved(c, at=NOW), set(ACTIVE)),
    "reopened": (moves.reopened, {S.RESOLVED}),
    "snoozed": (lambda c: moves.snoozed(c, until=NOW + HOUR, now=NOW), set(ACTIVE)),
    "woken": (lambda c: moves.woken(c, now=NOW), {S.SNOOZED}),
    "not a complaint": (moves.not_a_complaint, ALL - {S.NOT_COMPLAINT, S.MERGED}),
    "waiting": (lambda c: moves.waiting(c, on=WaitingOn.THIRD_PARTY), set(ACTIVE)),
    "split off": (lambda c: split_off(c, new_id="second", category="billing"), ALL - {S.MERGED}),
    "a complaint": (moves.a_complaint, {S.NOT_COMPLAINT}),
    "merged": (lambda c: merged(c, into=case(id="other")), ALL - {S.MERGED}),
}


@pytest.mark.parametrize("state", list(CaseState))
@pytest.mark.parametrize("name", list(LEGAL))
def test_each_move_is_allowed_in_exactly_these_states(name: str, state: CaseState) -> None:
    act, allowed = LEGAL[name]
    outcome = act(case(state, snoozed_until=NOW if state is S.SNOOZED else None))
    assert isinstance(outcome, Moved) is (state in allowed)
    if isinstance(outcome, NotAllowed):
        assert outcome.reason.endswith(".")


def test_the_first_answer_stops_the_clock_and_waits_for_the_customer() -> None:
    done = after(moves.answered(case(S.OPEN), at=NOW))
    assert (done.state, done.unanswered_since, done.first_response_at) == (S.WAITING, None, NOW)


def test_a_later_answer_leaves_the_first_response_alone() -> None:
    first = after(moves.answered(case(S.OPEN), at=NOW))
    second = after(moves.answered(first, at=NOW + HOUR))
    assert (second.first_response_at, second.last_out_at) == (NOW, NOW + HOUR)


def test_a_follow_up_is_no_answer() -> None:
    sent = after(moves.answered(case(S.OPEN), at=NOW, by_person=False))
    assert (sent.state, sent.first_response_at) == (S.OPEN, None)
    assert sent.unanswered_since is not None


def test_thanks_does_not_reopen_and_starts_no_clock() -> None:
    closed = replace(case(S.RESOLVED), unanswered_since=None)
    heard = after(moves.customer_wrote(closed, at=NOW, message_id="<2@x.example>", thanks_only=True))
    assert (heard.state, heard.unanswered_since, heard.last_in_id) == (S.RESOLVED, None, "<2@x.example>")


def test_anything_else_reopens_and_starts_the_clock() -> None:
    closed = replace(case(S.RESOLVED), unanswered_since=None)
    heard = after(moves.customer_wrote(closed, at=NOW, message_id="<2@x.example>", thanks_only=False))
    assert (heard.state, heard.unanswered_since, heard.resolved_at) == (S.OPEN, NOW, None)


def test_a_second_letter_keeps_the_older_clock() -> None:
    waiting = case(S.OPEN)
    heard = after(moves.customer_wrote(waiting, at=NOW, message_id="<2@x.example>", thanks_only=False))
    assert heard.unanswered_since == waiting.unanswered_since


def test_a_letter_that_came_to_light_late_and_was_answered_since_starts_no_clock() -> None:
    answered = after(moves.answered(case(S.OPEN), at=NOW))
    heard = after(
        moves.customer_wrote(answered, at=NOW - HOUR, message_id="<0@x.example>", thanks_only=False)
    )
    assert (heard.state, heard.unanswered_since) == (S.WAITING, None)


def test_a_server_whose_clock_is_behind_ours_makes_no_customer_forgotten() -> None:
    answered = after(moves.answered(case(S.OPEN), at=NOW))
    behind = NOW - timedelta(minutes=3)
    heard = after(moves.customer_wrote(answered, at=behind, message_id="<2@x.example>", thanks_only=False))
    assert (heard.state, heard.unanswered_since) == (S.OPEN, behind)


def test_a_server_whose_clock_is_ahead_of_ours_makes_no_answer_unseen() -> None:
    ahead = case(S.OPEN, last_in_at=NOW + timedelta(minutes=3), unanswered_since=NOW + timedelta(minutes=3))
    done = after(moves.answered(ahead, at=NOW, up_to=ahead.last_in_at))
    assert (done.state, done.unanswered_since) == (S.WAITING, None)


def test_a_letter_that_the_writer_had_not_seen_is_not_answered_by_what_they_wrote() -> None:
    seen = NOW - 2 * HOUR
    crossed = case(S.OPEN, last_in_at=NOW - HOUR, unanswered_since=seen)
    done = after(moves.answered(crossed, at=NOW, up_to=seen))
    assert (done.state, done.unanswered_since) == (S.OPEN, NOW - HOUR)


def test_an_older_answer_that_came_to_light_late_leaves_the_newer_question_open() -> None:
    asked_again = case(S.OPEN, last_in_at=NOW, unanswered_since=NOW - 5 * HOUR)
    done = after(moves.answered(asked_again, at=NOW - HOUR))
    assert (done.state, done.unanswered_since, done.first_response_at) == (S.OPEN, NOW, NOW - HOUR)


def test_snoozing_does_not_stop_the_customers_clock() -> None:
    asleep = after(moves.snoozed(case(S.OPEN), until=NOW + HOUR, now=NOW))
    assert asleep.unanswered_since is not None


@pytest.mark.parametrize("until", [NOW, NOW - timedelta(seconds=1)])
def test_snoozing_until_the_past_is_refused(until: object) -> None:
    outcome = moves.snoozed(case(S.OPEN), until=until, now=NOW)  # type: ignore[arg-type]
    assert isinstance(outcome, NotAllowed)


def test_a_sleeper_is_not_woken_early() -> None:
    asleep = after(moves.snoozed(case(S.OPEN), until=NOW + HOUR, now=NOW))
    assert isinstance(moves.woken(asleep, now=NOW), NotAllowed)
    assert after(moves.woken(asleep, now=NOW + HOUR)).state is S.OPEN


def test_reopening_starts_the_clock_only_if_an_answer_is_owed() -> None:
    owed = after(moves.resolved(case(S.OPEN), at=NOW))
    assert after(moves.reopened(owed)).unanswered_since == owed.last_in_at
    settled = after(moves.resolved(after(moves.answered(case(S.OPEN), at=NOW)), at=NOW))
    assert after(moves.reopened(settled)).unanswered_since is None


def test_a_case_is_not_merged_into_itself_or_into_a_merged_one() -> None:
    assert isinstance(merged(case(), into=case()), NotAllowed)
    assert isinstance(merged(case(), into=case(S.MERGED, id="other")), NotAllowed)


def test_waiting_for_somebody_else_lets_the_customers_clock_run() -> None:
    waits = after(moves.waiting(case(S.OPEN), on=WaitingOn.THIRD_PARTY, whom="courier"))
    assert (waits.state, waits.waiting_on) == (S.WAITING, "third_party")
    assert waits.unanswered_since is not None
    again = moves.waiting(waits, on=WaitingOn.THIRD_PARTY)
    assert isinstance(again, NotAllowed)
    answered = after(moves.answered(waits, at=NOW))
    assert (answered.state, answered.waiting_on) == (S.WAITING, "customer")
    wrote = after(moves.customer_wrote(answered, at=NOW, message_id="<3@x.example>", thanks_only=False))
    assert (wrote.state, wrote.waiting_on) == (S.OPEN, "")


def test_asleep_until_they_answer_no_time_wakes_it_and_a_letter_does() -> None:
    asleep = after(moves.snoozed(case(S.OPEN, unanswered_since=None), until=None, now=NOW))
    assert isinstance(moves.woken(asleep, now=NOW + timedelta(days=900)), NotAllowed)
    thanked = after(moves.customer_wrote(asleep, at=NOW, message_id="<3@x.example>", thanks_only=True))
    assert thanked.state is S.SNOOZED
    heard = after(moves.customer_wrote(asleep, at=NOW, message_id="<3@x.example>", thanks_only=False))
    assert (heard.state, heard.unanswered_since) == (S.OPEN, NOW)


def test_the_case_that_stays_takes_the_older_clock_and_what_was_known() -> None:
    gone = case(S.OPEN, id="gone", age=9 * HOUR, order_numbers=("5520",), escalate=True)
    stays = case(S.RESOLVED, age=2 * HOUR, unanswered_since=None, order_numbers=("4471",), resolved_at=NOW)
    both = after(took_in(stays, gone))
    assert (both.state, both.unanswered_since, both.resolved_at) == (S.OPEN, NOW - 9 * HOUR, None)
    assert (both.order_numbers, both.escalate) == (("4471", "5520"), True)
    assert both.last_in_at == stays.last_in_at
    quiet = after(took_in(stays, replace(gone, unanswered_since=None)))
    assert (quiet.state, quiet.unanswered_since) == (S.RESOLVED, None)


def test_the_second_complaint_of_a_letter_begins_with_the_same_clock() -> None:
    first = case(S.SNOOZED, snoozed_until=NOW)
    second = after(split_off(first, new_id="second", category="billing", subject="Charged twice"))
    assert (second.id, second.split_from, second.state) == ("second", first.id, S.OPEN)
    assert (second.unanswered_since, second.snoozed_until) == (first.unanswered_since, None)
    assert (second.category, second.subject) == ("billing", "Charged twice")
    third = after(split_off(second, new_id="third", category="other"))
    assert third.split_from == first.id

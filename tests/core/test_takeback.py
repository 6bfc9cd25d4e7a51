"""What goes back, what stays, and what stands in the way when a change is taken back."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from inbox_tui.core import case as moves
from inbox_tui.core.case import Case, CaseState, Move, Moved, NotAllowed
from inbox_tui.core.record import Record
from inbox_tui.core.takeback import taken_back

from .cases import HOUR, NOW, case

OPEN = case(CaseState.OPEN)


def done(move: Move) -> Case:
    assert isinstance(move, Moved), move
    return move.case


def resolved(before: Case = OPEN) -> Case:
    return done(moves.resolved(before, at=NOW, reason="money back", record=Record(cause="packing")))


def back(before: Case, after: Case, now: Case | None = None) -> Move:
    return taken_back(before=before, after=after, now=now or after, what="resolved")


def test_a_change_with_nothing_since_goes_back_whole() -> None:
    after = replace(resolved(), version=7)
    assert done(back(OPEN, after)) == replace(OPEN, version=7)


def test_the_customers_new_letter_stays_and_the_older_question_is_open_again() -> None:
    after = resolved()
    now = done(moves.customer_wrote(after, at=NOW + HOUR, message_id="<2@x.example>", thanks_only=False))
    found = done(back(OPEN, after, now))
    assert (found.state, found.last_in_id) == (CaseState.OPEN, "<2@x.example>")
    assert (found.unanswered_since, found.closing_reason) == (OPEN.unanswered_since, "")


def test_once_a_letter_left_a_state_is_not_taken_back() -> None:
    after = resolved()
    now = done(moves.answered(after, at=NOW + HOUR))
    outcome = back(OPEN, after, now)
    assert isinstance(outcome, NotAllowed)
    assert "letter has left" in outcome.reason


def test_a_label_is_taken_back_even_after_a_letter_left() -> None:
    after = replace(OPEN, category="billing")
    now = done(moves.answered(after, at=NOW + HOUR))
    found = done(taken_back(before=OPEN, after=after, now=now, what="category"))
    assert found == replace(now, category=OPEN.category)


@pytest.mark.parametrize(
    ("since", "words"),
    [
        ({"state": CaseState.NOT_COMPLAINT}, "not a complaint by now"),
        ({"record": Record(cause="weather")}, "record of this case was changed again"),
        ({"closing_reason": "put right"}, "closing reason of this case was changed again"),
    ],
)
def test_a_later_change_of_the_same_thing_stands_in_the_way(since: dict[str, object], words: str) -> None:
    after = resolved()
    outcome = back(OPEN, after, replace(after, **since))  # type: ignore[arg-type]
    assert isinstance(outcome, NotAllowed)
    assert words in outcome.reason


def test_a_sleeper_that_woke_meanwhile_is_simply_awake() -> None:
    after = done(moves.snoozed(OPEN, until=NOW + HOUR, now=NOW))
    now = done(moves.woken(after, now=NOW + HOUR))
    assert done(taken_back(before=OPEN, after=after, now=now, what="snoozed")) == OPEN


def test_a_change_of_an_older_program_goes_back_too() -> None:
    now = replace(resolved(), last_in_at=NOW, last_in_id="<2@x.example>")
    found = done(taken_back(before=OPEN, after=None, now=now, what="resolved"))
    assert (found.state, found.last_in_at, found.closing_reason) == (CaseState.OPEN, NOW, "")
    assert found.unanswered_since == OPEN.unanswered_since


def test_no_field_is_forgotten() -> None:
    """Whatever a decision may change one day goes back as well; what was heard and sent never does."""
    facts = {"last_in_at", "last_in_id", "last_out_at", "first_response_at", "version", "id", "account"}
    for name in {each.name for each in fields(Case)} - facts:
        other = {
            "state": CaseState.SNOOZED,
            "record": Record(cause="x"),
            "escalate": True,
            "unanswered_since": NOW - timedelta(days=3),
        }.get(name, NOW if name.endswith(("_at", "_until")) else "else")
        after = replace(OPEN, **{name: other})  # type: ignore[arg-type]
        assert done(taken_back(before=OPEN, after=after, now=after, what="x")) == OPEN, name

"""A reminder that says “I have not heard from you” waits while the customer's letter in another case does."""

from datetime import timedelta

import pytest

from inbox_tui.core.case import Case, CaseState
from inbox_tui.core.outbox import Kind, State

from .counter import HOURS
from .test_guards import Guarded, guarded, letter, post

__all__ = ["guarded", "post"]


async def test_a_new_complaint_of_theirs_holds_a_reminder(guarded: Guarded) -> None:
    item = guarded.follow_up()
    guarded.post.arrives(
        letter(
            "My order 5520 has not come and I want my money back.",
            to=guarded.post.address,
            name="<new@buyer.example>",
            Subject="Where is my order 5520?",
            In_Reply_To="",
            References="",
        )
    )
    held = await guarded.due(item)
    assert held.state is State.HELD
    assert "in another case, which waits for your answer" in held.reason
    assert guarded.behaviour.received == []
    guarded.desk.desk.outbox.settle(item.id, "resend")
    assert (await guarded.due(item)).state is State.FILED


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"unanswered_since": None}, Kind.NUDGE),
        ({"from_addr": "tom@buyer.example"}, Kind.NUDGE),
        ({"state": CaseState.NOT_COMPLAINT}, Kind.NUDGE),
        ({}, Kind.CHECK_BACK),
    ],
)
async def test_what_is_answered_no_complaint_or_of_somebody_else_does_not(
    guarded: Guarded, fields: dict[str, object], kind: Kind
) -> None:
    item = guarded.follow_up(kind)
    _second(guarded, **fields)
    assert (await guarded.due(item)).state is State.FILED


async def test_nor_does_a_letter_from_before_our_last_word(guarded: Guarded) -> None:
    _second(guarded, last_in_at=guarded.desk.clock.at - 3 * HOURS)
    item = guarded.follow_up()
    assert (await guarded.due(item)).state is State.FILED


def _second(guarded: Guarded, **fields: object) -> Case:
    """Another complaint of Dana's, which came in half an hour ago."""
    at = guarded.desk.clock.at - timedelta(minutes=30)
    return guarded.desk.case("second", **{"last_in_at": at, "unanswered_since": at} | fields)

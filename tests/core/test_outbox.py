"""Every move of an outgoing message, legal and illegal, and when it is tried again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_tui.core.outbox import (
    GIVE_UP,
    LEASE,
    LEGAL,
    STATE_WORDS,
    GiveUp,
    IllegalMove,
    Kind,
    OutboxItem,
    RetryAt,
    State,
    claim_is_stale,
    is_due,
    moved,
    next_try,
    undoable,
)

from .cases import HOUR, NOW

ITEM = OutboxItem(
    id=1,
    account="shop",
    case_id="k7f3p2qa",
    kind=Kind.REPLY,
    to="dana.reed@buyer.example",
    subject="Re: Arrived in pieces",
    text="I packed it badly.",
    message_id="<a@shop.example>",
    raw=b"",
    created_at=NOW,
    send_at=NOW,
)


@pytest.mark.parametrize("wish", list(State))
@pytest.mark.parametrize("was", list(State))
def test_every_pair_of_states(was: State, wish: State) -> None:
    outcome = moved(replace(ITEM, state=was), wish)
    if wish in LEGAL[was]:
        assert isinstance(outcome, OutboxItem)
        assert outcome.state is wish
    else:
        assert isinstance(outcome, IllegalMove)
        assert STATE_WORDS[was] in outcome.reason


@pytest.mark.parametrize(
    ("was", "wish", "said"),
    [
        (State.CLAIMED, State.CANCELLED, "This message is leaving now, so it cannot be dropped."),
        (State.FILED, State.SCHEDULED, "This message is sent, so it cannot be sent again."),
        (State.CANCELLED, State.HELD, "This message is cancelled, so it cannot be held."),
        (State.HELD, State.ACCEPTED, "This message is held, so it cannot be noted as arrived."),
    ],
)
def test_a_move_that_cannot_be_is_refused_in_the_owners_words(was: State, wish: State, said: str) -> None:
    refused = moved(replace(ITEM, state=was), wish)
    assert isinstance(refused, IllegalMove)
    assert refused.reason == f"{said} Nothing was changed."


def test_every_state_has_words() -> None:
    for was in State:
        for wish in set(State) - LEGAL[was]:
            assert IllegalMove(was=was, wish=wish).reason.endswith(" Nothing was changed.")


def test_what_was_sent_can_never_be_sent_again() -> None:
    reachable, todo = set(), [State.ACCEPTED]
    while todo:
        for wish in LEGAL[todo.pop()]:
            if wish not in reachable:
                reachable.add(wish)
                todo.append(wish)
    assert reachable == {State.FILED}


def test_unknown_is_left_only_by_a_persons_answer() -> None:
    assert State.CLAIMED not in LEGAL[State.UNKNOWN]
    assert State.RETRYING not in LEGAL[State.UNKNOWN]


def test_the_bytes_and_the_message_id_never_change() -> None:
    item = replace(ITEM, raw=b"exactly this")
    for was, wishes in LEGAL.items():
        for wish in wishes:
            after = moved(replace(item, state=was), wish)
            assert isinstance(after, OutboxItem)
            assert (after.raw, after.message_id, after.text) == (item.raw, item.message_id, item.text)


def test_a_move_away_from_a_claim_clears_it() -> None:
    claimed = replace(ITEM, state=State.CLAIMED, claimed_by="here", claimed_at=NOW)
    after = moved(claimed, State.UNKNOWN, reason="the line broke")
    assert isinstance(after, OutboxItem)
    assert (after.claimed_by, after.claimed_at, after.reason) == ("", None, "the line broke")


@pytest.mark.parametrize(
    ("state", "late", "expected"),
    [
        (State.SCHEDULED, timedelta(0), True),
        (State.RETRYING, HOUR, True),
        (State.SCHEDULED, -timedelta(seconds=1), False),
        (State.HELD, HOUR, False),
        (State.CLAIMED, HOUR, False),
        (State.UNKNOWN, HOUR, False),
    ],
)
def test_due(state: State, late: timedelta, expected: bool) -> None:
    assert is_due(replace(ITEM, state=state, send_at=NOW - late), now=NOW) is expected


@given(st.timedeltas(min_value=-3 * LEASE, max_value=3 * LEASE))
def test_a_claim_is_stale_only_after_its_lease(age: timedelta) -> None:
    claimed = replace(ITEM, state=State.CLAIMED, claimed_at=NOW - age)
    assert claim_is_stale(claimed, now=NOW) is (age > LEASE)


def test_retries_are_five_minutes_then_hourly_then_it_gives_up() -> None:
    first = replace(ITEM, attempts=1, first_tried_at=NOW)
    assert next_try(first, now=NOW) == RetryAt(at=NOW + timedelta(minutes=5))
    assert next_try(replace(first, attempts=2), now=NOW + HOUR) == RetryAt(at=NOW + 2 * HOUR)
    assert isinstance(next_try(replace(first, attempts=99), now=NOW + GIVE_UP), GiveUp)


def test_undo_is_possible_until_a_sender_has_it() -> None:
    allowed = {state for state in State if undoable(replace(ITEM, state=state))}
    # what failed for good was taken by nobody, so its words may go back into the draft
    assert allowed == {State.SCHEDULED, State.RETRYING, State.HELD, State.FAILED}

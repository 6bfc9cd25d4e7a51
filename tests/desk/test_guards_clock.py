"""What is news is told by the letters themselves, not by two clocks; and by what the customer asked for."""

from datetime import timedelta

import pytest

from inbox_tui.core.outbox import Kind, OutboxItem, State
from inbox_tui.errors import RefusedError

from .counter import DANA
from .test_guards import Guarded, bounce, guarded, letter, post

__all__ = ["guarded", "post"]

SLOW = timedelta(minutes=20)
"""So far the mail server's clock is behind ours."""


async def written(guarded: Guarded, *, kind: Kind = Kind.NUDGE) -> OutboxItem:
    """Queued at the desk, as the owner does it, with the mail that is here by then."""
    desk = guarded.desk
    desk.clock.at += SLOW
    guarded.post.arrives(letter("It came in pieces.", to=guarded.post.address, name="<k3m9@buyer.example>"))
    await desk.desk.sync.pull("shop")
    return desk.desk.follow_ups.add(
        "k3m9", kind=kind, at=desk.clock.at + timedelta(minutes=30), text="Is all in order now?"
    )


async def due(guarded: Guarded, item: OutboxItem) -> OutboxItem:
    """The item after the round in which it was due."""
    await guarded.desk.after(timedelta(minutes=31))
    return guarded.desk.now_is(item)


async def test_nothing_new_so_it_leaves_whatever_the_clocks_say(guarded: Guarded) -> None:
    item = await written(guarded)
    assert len(item.seen) == 1
    assert (await due(guarded, item)).state is State.FILED


async def test_an_answer_of_a_colleague_counts_although_the_servers_clock_is_behind(guarded: Guarded) -> None:
    item = await written(guarded)
    guarded.post.files(
        letter("I sent her a new one.", sender=guarded.post.address, to=DANA, name="<c@phone.example>")
    )
    held = await due(guarded, item)
    assert (held.state, "somebody of the shop answered" in held.reason) == (State.HELD, True)


async def test_a_colleagues_answer_from_before_that_was_seen_holds_nothing(guarded: Guarded) -> None:
    guarded.post.files(
        letter("I sent her a new one.", sender=guarded.post.address, to=DANA, name="<c@phone.example>")
    )
    item = await written(guarded)
    assert (await due(guarded, item)).state is State.FILED


async def test_the_customer_wrote_although_the_servers_clock_is_behind(guarded: Guarded) -> None:
    item = await written(guarded)
    guarded.post.arrives(
        letter("And the lid is gone too.", to=guarded.post.address, name="<3@buyer.example>")
    )
    held = await due(guarded, item)
    assert (held.state, held.reason.startswith("the customer wrote on ")) == (State.HELD, True)


async def test_whoever_wants_no_follow_ups_gets_none_and_still_gets_replies(guarded: Guarded) -> None:
    follow_ups = guarded.desk.desk.follow_ups
    item = await written(guarded)
    follow_ups.suppress(DANA.upper())
    held = await due(guarded, item)
    assert (held.state, held.reason) == (State.HELD, f"{DANA} gets no follow-ups: they asked for none.")
    reply = guarded.desk.queued(9)
    await guarded.desk.after()
    assert guarded.desk.state(reply) is State.FILED
    at = guarded.desk.clock.at + timedelta(days=3)
    with pytest.raises(RefusedError, match="gets no follow-ups"):
        follow_ups.add("k3m9", kind=Kind.SURVEY, at=at, text="How was it?")
    follow_ups.allow(DANA)
    assert follow_ups.add("k3m9", kind=Kind.SURVEY, at=at, text="How was it?").state is State.SCHEDULED
    with pytest.raises(RefusedError, match="is not among those"):
        follow_ups.allow(DANA)
    with pytest.raises(RefusedError, match="not an e-mail address"):
        follow_ups.suppress("dana")


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        ("nothing", "Not in Sent, no bounce yet."),
        ("copy", "A copy is in Sent."),
        ("bounce", "It came back: "),
        ("answer", "They answered it."),
        ("stranger", "Not in Sent, no bounce yet."),
    ],
)
async def test_the_mailboxes_say_what_became_of_a_message(
    guarded: Guarded, evidence: str, words: str
) -> None:
    mine = guarded.post.address
    item = guarded.desk.queued(1)
    match evidence:
        case "copy":
            guarded.post.files(item.raw)
        case "bounce":
            guarded.post.arrives(bounce(mine, item.message_id, DANA))
        case "answer":
            guarded.post.arrives(letter("Thank you!", to=mine, References=item.message_id))
        case "stranger":
            guarded.post.arrives(letter(f"What is {item.message_id[:-2]}2>?", to=mine))
        case _:
            pass
    guarded.behaviour.fault = "drop before dot"
    await guarded.desk.after()
    asked = guarded.desk.now_is(item)
    assert (asked.state, words in asked.reason) == (State.UNKNOWN, True), asked.reason

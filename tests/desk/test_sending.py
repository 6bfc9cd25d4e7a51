"""Every way in which sending can end, from the outbox to a real socket and back into the casebook."""

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from inbox_tui.core.outbox import State
from inbox_tui.desk.writing.outcomes import Queued
from tests.mail.smtp_server import Behaviour, faulty_server

from .counter import HOURS, MINUTES, NOON, OWNER, Counter, counter, nobody_listens


async def sent_through(
    folder: Path, fault: str, *, to: str = "dana@buyer.example"
) -> tuple[Counter, Behaviour]:
    """A desk after one round through a server with that fault."""
    behaviour = Behaviour(fault=fault, slow=1)
    async with faulty_server(behaviour) as port:
        desk = counter(folder, smtp_port=port, timeout=0.4 if fault.startswith("silent") else 60)
        desk.case()
        desk.queued(to=to)
        await desk.after()
    return desk, behaviour


async def test_what_is_accepted_is_told_to_its_case_and_filed(tmp_path: Path) -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        desk = counter(tmp_path, smtp_port=port)
        desk.case()
        item = desk.queued()
        assert (await desk.after(timedelta(seconds=10))).accepted == 0
        assert not desk.desk.outbox.has_work()
        tally = await desk.after(timedelta(seconds=10))
        assert (tally.accepted, tally.filed) == (1, 1)
        assert not desk.desk.outbox.has_work()
        assert (await desk.after()).accepted == 0
    [envelope] = behaviour.received
    assert (envelope.content, envelope.mail_from, envelope.rcpt_tos) == (item.raw, OWNER, [item.to])
    stored = desk.now_is(item)
    assert (stored.state, stored.accepted_at) == (State.FILED, NOON + timedelta(seconds=20))
    case = desk.book.case("k3m9")
    assert case is not None
    assert (case.state, case.first_response_at, case.unanswered_since) == (
        "waiting",
        stored.accepted_at,
        None,
    )
    assert [each.what for each in desk.book.history("k3m9")] == ["new", "answered"]


@pytest.mark.parametrize(
    "fault",
    [
        "no room", "451 greeting", "554 greeting",
        "drop at once", "421 mail", "451 mail", "421 at rcpt", "451 at rcpt", "silent at rcpt",
        "drop at rcpt", "421 at data", "451 at data", "drop at data", "421 after dot", "451 after dot",
    ],
)  # fmt: skip
async def test_what_surely_did_not_go_is_tried_again_in_five_minutes(tmp_path: Path, fault: str) -> None:
    desk, behaviour = await sent_through(tmp_path, fault)
    (item,) = desk.book.outbox()
    assert (item.state, item.attempts) == (State.RETRYING, 1)
    assert item.send_at == desk.clock.now() + 5 * MINUTES
    assert item.reason
    assert behaviour.received == []


@pytest.mark.parametrize("fault", ["550 mail", "554 mail", "554 at rcpt", "554 at data", "554 after dot"])
async def test_a_no_for_good_is_not_tried_again(tmp_path: Path, fault: str) -> None:
    desk, behaviour = await sent_through(tmp_path, fault)
    (item,) = desk.book.outbox()
    assert (item.state, "the server said no: 5" in item.reason) == (State.FAILED, True)
    assert not desk.desk.outbox.has_work()
    assert behaviour.received == []


async def test_the_words_of_what_failed_go_back_into_the_draft(tmp_path: Path) -> None:
    desk, _ = await sent_through(tmp_path, "554 at rcpt")
    (item,) = desk.book.outbox()
    assert desk.desk.replies.take_back(item.id).state is State.CANCELLED
    draft = desk.book.draft("k3m9")
    assert draft is not None and draft.text == item.text
    # the same words may be queued again, to an address that is right now
    assert isinstance(desk.desk.replies.queue("k3m9", draft.text, force=True), Queued)


async def test_a_person_may_try_again_what_failed(tmp_path: Path) -> None:
    behaviour = Behaviour(fault="554 at data")
    async with faulty_server(behaviour) as port:
        desk = counter(tmp_path, smtp_port=port)
        desk.case()
        item = desk.queued()
        assert (await desk.after()).failed == 1
        behaviour.fault = ""
        desk.desk.outbox.retry(item.id)
        assert (await desk.after()).accepted == 1
    assert len(behaviour.received) == 1


async def test_tries_are_after_five_minutes_then_hourly_then_it_gives_up(tmp_path: Path) -> None:
    desk = counter(tmp_path, smtp_port=await nobody_listens())
    desk.case()
    item = desk.queued()
    tries = []
    while desk.state(item) is not State.FAILED:
        desk.clock.at = desk.now_is(item).send_at
        await desk.desk.outbox.send_due()
        tries.append(desk.clock.at)
    pauses = [after - before for before, after in pairwise(tries)]
    assert pauses[0] == 5 * MINUTES
    assert set(pauses[1:]) == {HOURS}
    assert tries[-1] - tries[0] >= timedelta(days=5)
    assert tries[-2] - tries[0] < timedelta(days=5)
    assert "Tried for five days" in desk.now_is(item).reason
    assert not desk.desk.outbox.has_work()


async def test_too_large_is_said_before_anything_is_sent(tmp_path: Path) -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour, data_size_limit=2000) as port:
        desk = counter(tmp_path, smtp_port=port)
        desk.case()
        item = desk.queued(raw=b"Subject: x\r\n\r\n" + b"long\r\n" * 1000)
        assert (await desk.after()).failed == 1
    assert "2,000 at most" in desk.now_is(item).reason
    assert (behaviour.received, behaviour.commands) == ([], [])


@pytest.mark.parametrize(
    ("to", "state"), [("gone@buyer.example", State.FAILED), ("later@buyer.example", State.RETRYING)]
)
async def test_one_refused_customer_holds_up_nobody_else(tmp_path: Path, to: str, state: State) -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        desk = counter(tmp_path, smtp_port=port)
        desk.case()
        refused, other = desk.queued(1, to=to), desk.queued(2)
        assert (await desk.after()).accepted == 1
    assert (desk.state(refused), desk.state(other)) == (state, State.FILED)
    assert "\x1b" not in desk.now_is(refused).reason
    assert (len(behaviour.received), behaviour.connections) == (1, 1)


async def test_mail_of_an_account_that_is_gone_is_held(tmp_path: Path) -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        desk = counter(tmp_path, smtp_port=port)
        desk.case()
        stray, mine = desk.queued(1, account="old"), desk.queued(2)
        desk.desk.outbox._sending._transports = _only_shop(desk)
        assert (await desk.after()).accepted == 1
    assert (desk.state(stray), desk.state(mine)) == (State.HELD, State.FILED)
    assert "no account “old”" in desk.now_is(stray).reason


def _only_shop(desk: Counter):  # type: ignore[no-untyped-def]
    """As ``bootstrap`` has it: an account that is not in the config is an error."""
    usual = desk.desk.outbox._sending._transports

    def transport(name: str):  # type: ignore[no-untyped-def]
        desk.desk.office.account(name)
        return usual(name)

    return transport

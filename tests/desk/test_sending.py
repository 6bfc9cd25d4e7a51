"""Every way in which sending can end, from the outbox to a real socket and back into the casebook."""

from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from inbox_tui.core.outbox import OutboxItem, State
from inbox_tui.ports import Accepted
from inbox_tui.store.marks import FileMarks
from tests.mail.smtp_server import PASSWORD, Behaviour, faulty_server
from tests.mail.test_smtp import server_tls
from tests.servers.certificates import Authority, Certificate
from tests.servers.faults import Fault, FaultProxy, Trigger

from ..ui.shop import QuietServer
from .counter import NOON, OWNER, Counter, counter, nobody_listens

MINUTES = timedelta(minutes=1)
HOURS = timedelta(hours=1)


async def sent_through(
    folder: Path, fault: str, *, to: str = "dana@buyer.example"
) -> tuple[Counter, Behaviour]:
    """A desk after one round through a server with that fault."""
    behaviour = Behaviour(fault=fault, slow=1)
    async with faulty_server(behaviour) as port:
        desk = counter(folder, smtp_port=port, timeout=0.4, dot_timeout=0.4 if fault == "slow dot" else 5)
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


@pytest.mark.parametrize("code", ["421", "451", "454", "554"])
async def test_a_server_that_cannot_check_the_sign_in(tmp_path: Path, code: str) -> None:
    behaviour = Behaviour(fault=f"{code} at auth")
    async with faulty_server(behaviour, sign_in=True) as port:
        desk = counter(tmp_path, smtp_port=port, password=PASSWORD)
        desk.case()
        item = desk.queued()
        assert (await desk.after()).retrying == 1
        # “Not now” says nothing of the password; “no” rests the account until somebody has seen to it.
        assert bool(desk.desk.outbox.stopped) is (code == "554")
        behaviour.fault = ""
        desk.desk.outbox.works_again("shop")
        assert (await desk.after(6 * MINUTES)).accepted == 1
    assert (desk.state(item), len(behaviour.received)) == (State.FILED, 1)


@pytest.mark.parametrize("fault", ["550 mail", "554 mail", "554 at rcpt", "554 at data", "554 after dot"])
async def test_a_no_for_good_is_not_tried_again(tmp_path: Path, fault: str) -> None:
    desk, behaviour = await sent_through(tmp_path, fault)
    (item,) = desk.book.outbox()
    assert (item.state, "the server said no: 5" in item.reason) == (State.FAILED, True)
    assert not desk.desk.outbox.has_work()
    assert behaviour.received == []


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


@pytest.mark.parametrize("fault", ["drop after dot", "nonsense after dot", "slow dot", "drop before dot"])
async def test_silence_inside_the_text_is_asked_about_and_never_sent_again(
    tmp_path: Path, fault: str
) -> None:
    behaviour = Behaviour(fault=fault, slow=1)
    async with faulty_server(behaviour) as port:
        desk = counter(tmp_path, smtp_port=port, dot_timeout=0.3)
        desk.case()
        item = desk.queued()
        assert (await desk.after()).unknown == 1
        stored = desk.now_is(item)
        assert stored.state is State.UNKNOWN
        assert stored.reason.endswith("Not in Sent, no bounce yet.")
        behaviour.fault = ""
        for _ in range(3):
            assert (await desk.after(24 * HOURS)).accepted == 0
    assert len(behaviour.received) == (0 if fault == "drop before dot" else 1)
    assert not desk.desk.outbox.has_work()


async def test_a_250_lost_on_the_way_is_asked_about(tmp_path: Path) -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        trigger = Trigger(text=b"\r\n.\r\n", fault=Fault.CUT, passed=True)
        with FaultProxy(port, trigger=trigger) as proxy:
            desk = counter(tmp_path, smtp_port=proxy.port)
            desk.case()
            item = desk.queued()
            assert (await desk.after()).unknown == 1
    assert (desk.state(item), len(behaviour.received)) == (State.UNKNOWN, 1)


@pytest.mark.parametrize(
    ("answer", "state", "copies"),
    [("sent", State.FILED, 1), ("drop", State.CANCELLED, 1), ("resend", State.FILED, 2)],
)
async def test_the_person_settles_what_nobody_knows(
    tmp_path: Path, answer: str, state: State, copies: int
) -> None:
    behaviour = Behaviour(fault="drop after dot")
    async with faulty_server(behaviour) as port:
        desk = counter(tmp_path, smtp_port=port)
        desk.case()
        item = desk.queued()
        await desk.after()
        behaviour.fault = ""
        desk.desk.outbox.settle(item.id, answer)
        await desk.after()
    assert (desk.state(item), len(behaviour.received)) == (state, copies)
    case = desk.book.case("k3m9")
    assert case is not None
    assert (case.first_response_at is not None) is (answer != "drop")


async def test_a_slow_dot_is_waited_for(tmp_path: Path) -> None:
    behaviour = Behaviour(fault="slow dot", slow=1)
    async with faulty_server(behaviour) as port:
        desk = counter(tmp_path, smtp_port=port, timeout=0.3, dot_timeout=10)
        desk.case()
        desk.queued()
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


async def test_a_wrong_password_is_tried_once_for_all_messages_and_all_rounds(tmp_path: Path) -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour, sign_in=True) as port:
        desk = counter(tmp_path, smtp_port=port, password="wrong")
        desk.case()
        items = [desk.queued(number) for number in range(3)]
        assert (await desk.after()).retrying == 1
        for _ in range(3):
            assert (await desk.after(20 * MINUTES)).retrying == 0
            assert list(desk.desk.outbox.stopped) == ["shop"]
        assert behaviour.logins == 1
        assert not desk.desk.outbox.has_work()

        # the next program of this home rests as well, until somebody has seen to it
        again = counter(tmp_path, smtp_port=port, password=PASSWORD, clock=desk.clock)
        assert (await again.after()).accepted == 0
        again.desk.outbox.retry(items[2].id)
        assert (await again.after(timedelta(0))).accepted == 3
    assert (behaviour.logins, len(behaviour.received)) == (2, 3)
    assert again.desk.outbox.stopped == {}


async def test_a_sign_in_that_works_ends_the_rest(tmp_path: Path) -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour, sign_in=True) as port:
        wrong = counter(tmp_path, smtp_port=port, password="wrong")
        wrong.case()
        wrong.queued()
        await wrong.after()
        mended = counter(tmp_path, smtp_port=port, password=PASSWORD, clock=wrong.clock)
        assert (await mended.after(6 * MINUTES)).accepted == 0
        mended.desk.outbox.works_again("shop")
        assert (await mended.after(timedelta(0))).accepted == 1


async def test_a_changed_setting_ends_the_rest(tmp_path: Path) -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour, sign_in=True) as port:
        desk = counter(tmp_path, smtp_port=port, password="wrong")
        desk.case()
        desk.queued()
        await desk.after()
        mended = counter(
            tmp_path, smtp_port=port, password=PASSWORD, clock=desk.clock, email="kim@shop.example"
        )
        await mended.after(10 * MINUTES)
        assert (behaviour.logins, "of kim@shop.example" in mended.desk.outbox.stopped["shop"]) == (2, True)


async def test_a_bad_certificate_stops_the_account_after_one_try(
    tmp_path: Path, authority: Authority
) -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour, implicit=server_tls(authority, Certificate.GOOD)) as port:
        desk = counter(tmp_path, smtp_port=port, tls="implicit")
        desk.case()
        items = [desk.queued(number) for number in range(2)]
        await desk.after()
        await desk.after(24 * HOURS - MINUTES)
    assert [desk.state(item) for item in items] == [State.RETRYING, State.SCHEDULED]
    assert "certificate" in desk.now_is(items[0]).reason
    assert behaviour.received == []


async def test_starttls_taken_away_sends_nothing_and_stops_the_account(tmp_path: Path) -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour, sign_in=True) as port:
        desk = counter(tmp_path, smtp_port=port, tls="starttls")
        desk.case()
        item = desk.queued()
        await desk.after()
        await desk.after(10 * MINUTES)
    assert "offers no encryption" in desk.now_is(item).reason
    assert (behaviour.logins, behaviour.received, behaviour.connections) == (0, [], 1)


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


# --- claims ------------------------------------------------------------------------------------


async def test_a_claim_is_settled_at_once_when_its_program_is_known_to_have_ended(tmp_path: Path) -> None:
    desk = counter(tmp_path, smtp_port=await nobody_listens(), is_gone=lambda owner: owner == "dead")
    desk.case()
    gone, alive = desk.queued(1), desk.queued(2)
    desk.clock.at += MINUTES
    desk.book.claim([gone.id], owner="dead", now=desk.clock.at)
    desk.book.claim([alive.id], owner="other", now=desk.clock.at)
    assert desk.desk.outbox.has_work()
    assert (await desk.after(timedelta(0))).unknown == 1
    assert (desk.state(gone), desk.state(alive)) == (State.UNKNOWN, State.CLAIMED)
    assert "the program stopped while it was leaving. Not in Sent" in desk.now_is(gone).reason
    assert not desk.desk.outbox.has_work()
    assert (await desk.after(11 * MINUTES)).unknown == 1
    assert desk.state(alive) is State.UNKNOWN


async def test_what_a_killed_program_had_claimed_but_not_begun_leaves_without_a_question(
    tmp_path: Path,
) -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        desk = counter(tmp_path, smtp_port=port, is_gone=lambda owner: owner == "dead")
        desk.case()
        taken, begun, waited, never = (desk.queued(number) for number in range(4))
        desk.clock.at += MINUTES
        marks = FileMarks(tmp_path / "leaving", owner="dead")
        marks.open()
        claims = desk.book.claim([taken.id, begun.id, waited.id], owner="dead", now=desk.clock.at)
        for claim in claims[:2]:
            marks.begun(claim.id, claim.attempts)
        marks.taken(claims[0].id, claims[0].attempts, desk.clock.at)
        await desk.after(timedelta(0))
        states = [desk.state(each) for each in (taken, begun, waited, never)]
        assert states == [State.FILED, State.UNKNOWN, State.FILED, State.FILED]
        assert desk.now_is(taken).accepted_at == desk.clock.at
        await desk.after(timedelta(0))
        assert len(behaviour.received) == 2
        assert len(list((tmp_path / "leaving").iterdir())) == 1


async def test_a_250_that_comes_after_the_claim_was_given_up_still_counts(tmp_path: Path) -> None:
    desk = counter(tmp_path, smtp_port=await nobody_listens())
    desk.case()
    item = desk.queued()
    desk.clock.at += MINUTES
    (claim,) = desk.book.claim([item.id], owner="slow", now=desk.clock.at)
    assert (await desk.after(11 * MINUTES)).unknown == 1
    ledger = desk.desk.outbox._ledger
    assert ledger.note(claim, Accepted(reply="250", refused={}), at=desk.clock.at) is State.ACCEPTED
    assert desk.state(item) is State.ACCEPTED


async def test_words_sent_again_are_not_doubled_by_news_of_the_first_try(tmp_path: Path) -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        desk = counter(tmp_path, smtp_port=port)
        desk.case()
        item = desk.queued()
        desk.clock.at += MINUTES
        (claim,) = desk.book.claim([item.id], owner="slow", now=desk.clock.at)
        await desk.after(11 * MINUTES)
        desk.desk.outbox.settle(item.id, "resend")
        desk.desk.outbox._ledger.note(claim, Accepted(reply="250", refused={}), at=desk.clock.at)
        assert (await desk.after()).accepted == 0
    assert (desk.state(item), behaviour.received) == (State.FILED, [])


async def test_a_program_that_slept_behind_its_claim_does_not_hand_over(tmp_path: Path) -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        desk = counter(tmp_path, smtp_port=port)
        desk.case()
        item = desk.queued()
        usual = desk.desk.office.casebook.claim

        def claim_then_sleep(items: Collection[int], *, owner: str, now: datetime) -> list[OutboxItem]:
            claimed = usual(items, owner=owner, now=now)
            desk.clock.at += 12 * MINUTES
            return claimed

        desk.book.claim = claim_then_sleep  # type: ignore[method-assign]
        assert (await desk.after()).accepted == 0
        assert (desk.state(item), behaviour.received) == (State.SCHEDULED, [])
        desk.book.claim = usual  # type: ignore[method-assign]
        desk.desk.outbox.settle(item.id, "drop")
        await desk.after()
    assert behaviour.received == []


# --- time --------------------------------------------------------------------------------------


async def test_a_clock_set_back_an_hour_sends_nothing_twice(tmp_path: Path) -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        desk = counter(tmp_path, smtp_port=port)
        desk.case()
        first = desk.queued(1)
        assert (await desk.after()).accepted == 1
        later = desk.queued(2)
        for _ in range(3):
            assert (await desk.after(-HOURS)).accepted == 0
        assert (await desk.after(3 * HOURS + MINUTES)).accepted == 1
        assert [desk.state(first), desk.state(later)] == [State.FILED, State.FILED]
    assert len(behaviour.received) == 2


async def test_a_clock_set_forward_a_day_asks_before_it_sends(tmp_path: Path) -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        desk = counter(tmp_path, smtp_port=port)
        desk.case()
        item = desk.queued()
        tally = await desk.after(24 * HOURS)
        assert (tally.held, tally.accepted) == (1, 0)
        assert "23 hours late" in desk.now_is(item).reason
        desk.desk.outbox.retry(item.id)
        assert (await desk.after(timedelta(0))).accepted == 1
        assert (await desk.after(-24 * HOURS)).accepted == 0
    assert len(behaviour.received) == 1


async def test_many_late_messages_are_asked_about_and_a_few_are_made_good(tmp_path: Path) -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        desk = counter(tmp_path, smtp_port=port)
        desk.case()
        for number in range(11):
            desk.queued(number)
        desk.clock.at += HOURS
        desk.queued(99, wait=timedelta(0))
        tally = await desk.after(timedelta(0))
        assert (tally.held, tally.accepted) == (11, 1)
        assert {i.reason for i in desk.book.outbox(states={State.HELD})} == {
            "11 messages are late because nothing was running. Send this one still?"
        }
    assert len(behaviour.received) == 1


# --- a full disk, a failing database -----------------------------------------------------------


async def test_the_copy_in_sent_waits_while_the_mailboxes_cannot_be_reached(tmp_path: Path) -> None:
    down = QuietServer(down="no route")
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        desk = counter(tmp_path, smtp_port=port, server=down)
        desk.case()
        item = desk.queued()
        tally = await desk.after()
        assert (tally.accepted, tally.filed) == (1, 0)
        assert not desk.desk.outbox.has_work()
        assert "the copy for Sent waits: no route" in desk.now_is(item).reason
        down.down = ""
        assert (await desk.after(2 * MINUTES)).filed == 1
        assert (await desk.after(2 * MINUTES)).filed == 0
    assert (down.appended, len(behaviour.received)) == ([item.raw], 1)
    assert desk.now_is(item).reason == ""

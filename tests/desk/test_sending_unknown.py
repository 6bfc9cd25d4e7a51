"""When nobody knows whether a message arrived, a person is asked, and nothing is sent again by itself."""

from pathlib import Path

import pytest

from inbox_tui.core.outbox import State
from inbox_tui.mail.smtp import DOT_SECONDS
from tests.mail.smtp_server import Behaviour, faulty_server
from tests.servers.faults import Fault, FaultProxy, Trigger

from .counter import HOURS, counter


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
    behaviour = Behaviour(fault="slow dot", slow=2.5)
    async with faulty_server(behaviour) as port:
        desk = counter(tmp_path, smtp_port=port, timeout=2, dot_timeout=60)
        desk.case()
        desk.queued()
        assert (await desk.after()).accepted == 1
    assert len(behaviour.received) == 1


@pytest.mark.slow
async def test_ten_seconds_for_the_dot_are_no_question(tmp_path: Path) -> None:
    """With the patience that the program ships with for everything before the text: far less than that."""
    behaviour = Behaviour(fault="slow dot", slow=10)
    async with faulty_server(behaviour) as port:
        desk = counter(tmp_path, smtp_port=port, timeout=3, dot_timeout=DOT_SECONDS)
        desk.case()
        item = desk.queued()
        assert (await desk.after()).accepted == 1
    assert (desk.state(item), len(behaviour.received)) == (State.FILED, 1)

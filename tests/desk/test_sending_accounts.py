"""An account that refuses us rests after one try, until somebody has seen to it."""

from datetime import timedelta
from pathlib import Path

import pytest

from inbox_tui.core.outbox import State
from tests.mail.smtp_server import PASSWORD, Behaviour, faulty_server
from tests.mail.test_smtp import server_tls
from tests.servers.certificates import Authority, Certificate

from .counter import HOURS, MINUTES, counter


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

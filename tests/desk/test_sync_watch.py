"""Waiting for mail: heard at once, looked for all the same, and never for long on a dead line."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta

import pytest

from inbox_tui.config import Account, Server
from inbox_tui.desk.receiving import watch
from inbox_tui.desk.receiving.pauses import LONGEST_PAUSE, Pauses
from inbox_tui.desk.receiving.sync import Line
from inbox_tui.desk.receiving.watch import Heard, Watch, What
from inbox_tui.mail.imap import ImapServer
from inbox_tui.mail.worker import DaemonRunner, Inline

from ..servers.faults import Fault, FaultProxy
from .post_office import PostOffice, letter
from .shop import PASSWORD_VARIABLE, Shop


async def until(wish: Callable[[], bool]) -> None:
    """Wait until it is so, at most a minute."""
    end = time.monotonic() + 60
    while not wish():
        assert time.monotonic() < end
        await asyncio.sleep(0.02)


class Listening:
    """A watch over a post office, its second line through a proxy of its own."""

    def __init__(self, office: PostOffice, *, timeout: float = 60) -> None:
        self.proxy = FaultProxy(office.account.imap.port)
        imap = Server(host="127.0.0.1", port=self.proxy.port, tls=office.account.imap.tls)
        account = Account(
            email=office.account.email, imap=imap, smtp=office.account.smtp, ca_file=office.account.ca_file
        )
        self.server = ImapServer(
            name="shop", account=account, password=lambda: office.password, timeout=timeout
        )
        line = Line(server=self.server, runner=DaemonRunner("idle shop"))
        self.watch = Watch(office.office, office.sync, stores=Inline(), lines=lambda _: line)

    async def idles(self) -> None:
        """Wait until it listens."""
        await until(lambda: b" IDLE" in self.proxy.from_client)


@pytest.fixture
async def listening(post_office: PostOffice) -> AsyncIterator[Listening]:
    """A synced account that is being watched."""
    await post_office.pull()
    made = Listening(post_office)
    yield made
    made.watch.hang_up("shop")
    made.proxy.stop_listening()


async def test_new_mail_is_heard_of_at_once(embedded_office: PostOffice) -> None:
    await embedded_office.pull()
    listening = Listening(embedded_office)
    heard = asyncio.ensure_future(listening.watch.heard("shop", at_most=120))
    await listening.idles()
    began = time.monotonic()
    await asyncio.to_thread(embedded_office.post, letter(1))
    assert await heard is Heard.NEWS
    assert time.monotonic() - began < 30
    listening.watch.hang_up("shop")


async def test_mail_that_came_before_anybody_listened_is_heard_of(
    post_office: PostOffice, listening: Listening
) -> None:
    post_office.post(letter(1))
    assert await listening.watch.heard("shop", at_most=120) is Heard.NEWS


async def test_a_silent_server_is_looked_at_all_the_same(listening: Listening) -> None:
    began = time.monotonic()
    assert await listening.watch.heard("shop", at_most=0.5) is Heard.POLL
    assert 0.4 < time.monotonic() - began < 30
    assert await listening.watch.heard("shop", at_most=0.3) is Heard.POLL
    assert listening.proxy.connections == 1


async def test_listening_is_begun_anew_before_anybody_hangs_up(
    embedded_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert watch.LISTEN_SECONDS < 600
    monkeypatch.setattr(watch, "LISTEN_SECONDS", 0.4)
    await embedded_office.pull()
    listening = Listening(embedded_office)
    began = time.monotonic()
    heard = asyncio.ensure_future(listening.watch.heard("shop", at_most=120))
    await until(lambda: listening.proxy.from_client.count(b" IDLE\r\n") >= 3)
    assert listening.proxy.from_client.count(b"DONE\r\n") >= 2
    assert time.monotonic() - began > 2 * watch.LISTEN_SECONDS
    assert listening.proxy.connections == 1
    await asyncio.to_thread(embedded_office.post, letter(1))
    assert await heard is Heard.NEWS
    listening.watch.hang_up("shop")


@pytest.mark.parametrize("fault", [Fault.CUT, Fault.RESET])
async def test_a_broken_line_is_noticed_and_opened_again(
    post_office: PostOffice, listening: Listening, fault: Fault
) -> None:
    heard = asyncio.ensure_future(listening.watch.heard("shop", at_most=120))
    await until(lambda: listening.proxy.connections == 1)
    listening.proxy.break_all(fault)
    assert await heard is Heard.LOST
    await asyncio.to_thread(post_office.post, letter(1))
    assert await listening.watch.heard("shop", at_most=120) is Heard.NEWS
    assert listening.proxy.connections == 2


async def test_a_clock_that_jumps_means_that_the_computer_slept(
    post_office: PostOffice, listening: Listening
) -> None:
    heard = asyncio.ensure_future(listening.watch.heard("shop", at_most=120))
    await until(lambda: listening.proxy.connections == 1)

    class Later:
        def now(self) -> datetime:
            return datetime.now().astimezone() + timedelta(hours=8)

    post_office.office.clock = Later()
    assert await asyncio.wait_for(heard, 60) is Heard.WOKE
    post_office.post(letter(1))
    assert await listening.watch.heard("shop", at_most=120) is Heard.NEWS


async def test_a_wait_that_was_given_up_goes_on_listening(
    post_office: PostOffice, listening: Listening
) -> None:
    first = asyncio.ensure_future(listening.watch.heard("shop", at_most=120))
    await until(lambda: listening.proxy.connections == 1)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    await asyncio.to_thread(post_office.post, letter(1))
    assert await listening.watch.heard("shop", at_most=120) is Heard.NEWS
    assert listening.proxy.connections == 1


def test_pauses_grow_and_differ_and_stay_under_half_a_minute() -> None:
    shortest, longest = Pauses(chance=lambda: 0.0), Pauses(chance=lambda: 1.0)
    low, high = [shortest.next() for _ in range(20)], [longest.next() for _ in range(20)]
    assert all(0.5 <= a < b <= LONGEST_PAUSE for a, b in zip(low, high, strict=True))
    assert high[0] < high[1] < high[2]
    longest.reset()
    assert longest.next() == high[0]


async def test_events_tell_what_happened_through_an_outage(post_office: PostOffice) -> None:
    proxy = FaultProxy(post_office.account.imap.port)
    imap = Server(host="127.0.0.1", port=proxy.port, tls=post_office.account.imap.tls)
    account = Account(
        email=post_office.account.email, imap=imap, smtp=post_office.account.smtp,
        ca_file=post_office.account.ca_file,
    )  # fmt: skip
    post_office.close()
    post_office.account = account
    post_office.open()
    quiet = Watch(post_office.office, post_office.sync, stores=Inline(), lines=None)
    events = quiet.events("shop")
    assert (await anext(events)).what is What.ONLINE
    await events.aclose()
    proxy.stop_listening()
    proxy.break_all(Fault.RESET)
    again = quiet.events("shop")
    offline = await anext(again)
    assert (offline.what, bool(offline.detail)) == (What.OFFLINE, True)
    await again.aclose()


def test_the_command_prints_a_line_for_each_event_and_ends_with_its_input(shop: Shop) -> None:
    shop.add_account()
    environment = {**os.environ, "INBOX_TUI_HOME": str(shop.home), PASSWORD_VARIABLE: shop.password}
    program = subprocess.Popen(
        [sys.executable, "-m", "inbox_tui", "watch", "--json"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    assert program.stdout is not None
    first = json.loads(program.stdout.readline())
    assert (first["account"], first["event"]) == ("shop", "online")
    shop.customer.write(shop.address, "Broken", "My teapot (order 4471) came broken. I want my money back.")
    mail = json.loads(program.stdout.readline())
    assert (mail["event"], mail["new"], len(mail["opened"])) == ("mail", 1, 1)
    out, err = program.communicate("", timeout=60)
    assert (program.returncode, out, err) == (0, "", "")


def test_a_stopped_process_goes_on_where_it_was(shop: Shop) -> None:
    shop.add_account()
    environment = {**os.environ, "INBOX_TUI_HOME": str(shop.home), PASSWORD_VARIABLE: shop.password}
    program = subprocess.Popen(
        [sys.executable, "-m", "inbox_tui", "watch", "--json"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    assert program.stdout is not None
    assert json.loads(program.stdout.readline())["event"] == "online"
    program.send_signal(signal.SIGSTOP)
    shop.customer.write(shop.address, "Broken", "My teapot (order 4471) came broken. I want my money back.")
    time.sleep(3)
    program.send_signal(signal.SIGCONT)
    mail = json.loads(program.stdout.readline())
    assert (mail["event"], mail["new"], len(mail["opened"])) == ("mail", 1, 1)
    _, err = program.communicate("", timeout=60)
    assert (program.returncode, err) == (0, "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_ends_at_a_signal_in_words_of_nobody(embedded_shop: Shop, number: signal.Signals) -> None:
    embedded_shop.add_account()
    environment = {
        **os.environ, "INBOX_TUI_HOME": str(embedded_shop.home), PASSWORD_VARIABLE: embedded_shop.password,
    }  # fmt: skip
    program = subprocess.Popen(
        [sys.executable, "-m", "inbox_tui", "watch"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    assert program.stdout is not None
    assert program.stdout.readline().endswith("shop: online\n")
    program.send_signal(number)
    assert program.wait(timeout=60) == 0
    assert program.stderr is not None
    assert program.stderr.read() == ""

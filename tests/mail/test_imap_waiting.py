"""Waiting for news, and hanging up."""

import threading
import time
from collections.abc import Callable

import pytest

from inbox_tui.errors import UnreachableError
from inbox_tui.mail import imap as module
from tests.servers.dovecot import Dovecot
from tests.servers.faults import Fault, FaultProxy

from .imap_server import imap_for, impatient, letter

LONG = 60
"""Seconds that nothing here takes, were the computer ever so busy, unless it waits to the end."""


def later(seconds: float, call: Callable[..., object], *args: object) -> None:
    timer = threading.Timer(seconds, call, args)
    timer.daemon = True
    timer.start()


def until(wish: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG
    while not wish():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_new_mail_wakes_the_waiting(dovecot: Dovecot) -> None:
    user = dovecot.fresh()
    with imap_for(dovecot, user) as server:
        server.select("INBOX")
        assert not server.wait(0.2)
        later(0.3, dovecot.deliver, user, letter(1))
        started = time.monotonic()
        assert server.wait(LONG)
        assert time.monotonic() - started < LONG / 2
        assert server.select("INBOX").messages == 1


def test_without_news_the_wait_ends_in_time(dovecot: Dovecot) -> None:
    with imap_for(dovecot, dovecot.fresh()) as server:
        server.select("INBOX")
        started = time.monotonic()
        assert not server.wait(0.5)
        assert 0.4 < time.monotonic() - started < LONG / 2
        assert not server.wait(0)


def test_news_that_came_between_two_waits_is_not_lost(dovecot: Dovecot) -> None:
    user = dovecot.fresh()
    with imap_for(dovecot, user) as server:
        server.select("INBOX")
        dovecot.deliver(user, letter(1))
        started = time.monotonic()
        assert server.wait(LONG)
        assert time.monotonic() - started < LONG / 2
        assert not server.wait(0.1)


def test_news_that_a_fetch_brought_along_is_told_and_told_once(dovecot: Dovecot) -> None:
    user = dovecot.fresh()
    dovecot.deliver(user, letter(1))
    with imap_for(dovecot, user) as server:
        server.select("INBOX")
        dovecot.deliver(user, letter(2))
        server.flags([1])
        assert server.wait(LONG)
        assert not server.wait(0.1)


def test_flag_news_that_a_search_brought_along_survives_the_next_fetch(dovecot: Dovecot) -> None:
    user = dovecot.fresh()
    dovecot.deliver(user, letter(1))
    news = b"* 1 FETCH (FLAGS (\\Flagged))\r\n* SEARCH"
    with (
        FaultProxy(dovecot.imap_port, rewrite=lambda data: data.replace(b"* SEARCH", news)) as proxy,
        imap_for(dovecot, user, tls="off", port=proxy.port) as server,
    ):
        server.select("INBOX")
        assert server.uids() == [1]
        assert "\\Flagged" not in server.flags([1])[1]
        assert server.wait(0.1)
        assert not server.wait(0.1)


def test_a_flag_set_elsewhere_does_not_end_up_on_another_message(dovecot: Dovecot) -> None:
    user = dovecot.fresh()
    dovecot.deliver(user, *(letter(number) for number in range(1, 5)))
    with imap_for(dovecot, user) as server, imap_for(dovecot, user) as other:
        other.select("INBOX")
        # Message 4 becomes number 2, and the notice of its flag names it by number.
        other.add_flags([2, 3], ["\\Deleted"])
        with other._talk() as line:
            line._client.expunge()
        dovecot.deliver(user, letter(5))
        server.select("INBOX")
        later(0.3, other.add_flags, [4], ["\\Flagged"])
        assert server.wait(LONG)
        flags = server.flags([1, 4, 5])
        assert "\\Flagged" in flags[4]
        assert "\\Flagged" not in flags[1] | flags[5]


def test_without_idle_the_server_is_asked_from_time_to_time(
    dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "POLL_SLICE", 0.2)
    user = dovecot.fresh()
    with (
        FaultProxy(dovecot.imap_port, rewrite=lambda data: data.replace(b" IDLE", b"")) as proxy,
        imap_for(dovecot, user, tls="off", port=proxy.port) as server,
    ):
        assert "IDLE" not in server.connect()
        server.select("INBOX")
        assert not server.wait(0.3)
        later(0.3, dovecot.deliver, user, letter(1))
        assert server.wait(LONG)
        assert b"IDLE" not in proxy.from_client


def test_an_idle_that_says_nothing_is_not_relied_on(
    dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "IDLE_SLICE", 0.3)
    user = dovecot.fresh()
    with imap_for(dovecot, user) as server:
        server.select("INBOX")
        server.connect()
        with server._talk() as line:
            monkeypatch.setattr(line, "idle", lambda seconds: time.sleep(seconds))
        later(0.1, dovecot.deliver, user, letter(1))
        assert server.wait(LONG)


@pytest.mark.parametrize(
    "said",
    [b"+ idling\r\n* 9 EXISTS\r\n", b"* 9 EXISTS\r\n+ idling\r\n", b"* OK hm\r\n* 9 EXISTS\r\n+ idling\r\n"],
)
def test_news_in_one_packet_with_the_answer_to_idle_is_heard_at_once(dovecot: Dovecot, said: bytes) -> None:
    with (
        FaultProxy(dovecot.imap_port, rewrite=lambda data: data.replace(b"+ idling\r\n", said)) as proxy,
        imap_for(dovecot, dovecot.fresh(), tls="off", port=proxy.port) as server,
    ):
        server.select("INBOX")
        started = time.monotonic()
        assert server.wait(LONG)
        assert time.monotonic() - started < module.IDLE_SLICE / 2
        assert server.select("INBOX").messages == 0


@pytest.mark.parametrize("fault", [Fault.CUT, Fault.RESET])
def test_a_line_that_breaks_while_waiting_is_noticed_at_once(dovecot: Dovecot, fault: Fault) -> None:
    with (
        FaultProxy(dovecot.imaps_port) as proxy,
        imap_for(dovecot, dovecot.fresh(), port=proxy.port) as server,
    ):
        server.select("INBOX")
        later(0.3, proxy.break_all, fault)
        started = time.monotonic()
        with pytest.raises(UnreachableError):
            server.wait(LONG)
        assert time.monotonic() - started < LONG / 2
        # Connected anew: news may have been missed, so the caller should look.
        assert server.wait(LONG)


def test_a_line_that_falls_silent_while_waiting_is_noticed(
    dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "IDLE_SLICE", 0.5)
    with (
        FaultProxy(dovecot.imaps_port) as proxy,
        imap_for(dovecot, dovecot.fresh(), port=proxy.port) as server,
    ):
        server.select("INBOX")
        impatient(server, 0.5)
        later(0.2, proxy.break_all, Fault.SILENCE)
        started = time.monotonic()
        with pytest.raises(UnreachableError):
            server.wait(LONG)
        assert time.monotonic() - started < LONG / 2


def test_closing_from_another_thread_ends_the_wait_at_once(dovecot: Dovecot) -> None:
    with imap_for(dovecot, dovecot.fresh()) as server:
        server.select("INBOX")
        later(0.3, server.close)
        started = time.monotonic()
        with pytest.raises(UnreachableError):
            server.wait(LONG)
        assert time.monotonic() - started < LONG / 2


def test_closing_never_blocks_even_when_the_server_is_silent(dovecot: Dovecot) -> None:
    with (
        FaultProxy(dovecot.imaps_port) as proxy,
        imap_for(dovecot, dovecot.fresh(), port=proxy.port, timeout=LONG) as server,
    ):
        server.select("INBOX")
        proxy.break_all(Fault.SILENCE)
        ended = threading.Event()
        asked = len(proxy.from_client)

        def read() -> None:
            with pytest.raises(UnreachableError):
                server.uids()
            ended.set()

        threading.Thread(target=read, daemon=True).start()
        until(lambda: len(proxy.from_client) > asked)
        started = time.monotonic()
        server.close()
        assert ended.wait(LONG / 2)
        assert time.monotonic() - started < LONG / 2


def test_closing_while_connecting_leaves_no_line_behind(dovecot: Dovecot) -> None:
    with (
        FaultProxy(dovecot.imaps_port, delay=0.2) as proxy,
        imap_for(dovecot, dovecot.fresh(), port=proxy.port) as server,
    ):

        def close() -> None:
            until(lambda: proxy.connections > 0)
            server.close()

        threading.Thread(target=close, daemon=True).start()
        with pytest.raises(UnreachableError, match="closed"):
            server.connect()
        proxy.delay = 0
        assert server.connect()


def test_a_closed_server_opens_again_when_it_is_used(dovecot: Dovecot) -> None:
    user = dovecot.fresh()
    dovecot.deliver(user, letter(1))
    with imap_for(dovecot, user) as server:
        server.select("INBOX")
        server.close()
        server.close()
        assert server.uids() == [1]

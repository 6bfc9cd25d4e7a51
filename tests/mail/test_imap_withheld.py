"""A letter that the server does not give keeps back no other."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from inbox_tui.errors import MailError, UnreachableError
from inbox_tui.mail import imap
from inbox_tui.mail.imap_pieces import TRIES_FOR_NOTHING, fetch_in_pieces
from tests.servers.dovecot import Dovecot
from tests.servers.faults import Fault, FaultProxy, Trigger

from .imap_server import imap_for, letter, plain_imap


def _lock_away(dovecot: Dovecot, user: str, number: int) -> Path:
    """Nobody may read the file of that letter; Dovecot hangs up on whoever asks for it."""
    file = next(f for f in dovecot.home(user).glob("*/*") if f"mug-{number}@".encode() in f.read_bytes())
    if os.getuid() == 0:
        os.chown(file, 0, 0)
    file.chmod(0)
    return file


def test_a_letter_on_which_the_server_hangs_up_keeps_back_no_other(dovecot: Dovecot) -> None:
    user = dovecot.fresh()
    dovecot.deliver(user, *map(letter, range(1, 8)))
    with plain_imap(dovecot, user) as client:
        client.select("INBOX", readonly=True)
        client.uid("FETCH", "1:*", "(RFC822.SIZE)")
    file = _lock_away(dovecot, user, 3)
    with imap_for(dovecot, user) as server:
        server.select("INBOX")
        assert [item.ref.uid for item in server.newest(50)] == [7, 6, 5, 4, 2, 1]
        assert [item.ref.uid for item in server.headers(range(1, 8))] == [1, 2, 4, 5, 6, 7]
        assert [item.ref.uid for item in server.messages(range(1, 8))] == [1, 2, 4, 5, 6, 7]
        assert [ref.uid for ref in server.withheld()] == [3]
        file.chmod(0o666)
        assert [item.ref.uid for item in server.headers([3])] == [3]


@pytest.mark.parametrize("several", [True, False])
def test_a_letter_to_which_the_server_says_no_keeps_back_no_other(dovecot: Dovecot, several: bool) -> None:
    user = dovecot.fresh()
    dovecot.deliver(user, *map(letter, range(1, 6)))

    def refuse(data: bytes) -> bytes:
        if b"mug-3@" not in data and not (several and b"mug-5@" in data):
            return data
        return re.sub(rb"(?m)^(\w+) OK ", rb"\1 NO [SERVERBUG] ", data)

    with (
        FaultProxy(dovecot.imap_port, rewrite=refuse) as proxy,
        imap_for(dovecot, user, tls="off", port=proxy.port) as server,
    ):
        server.select("INBOX")
        given = [1, 2, 4] if several else [1, 2, 4, 5]
        assert [item.ref.uid for item in server.messages(range(1, 6))] == given


def test_a_letter_that_was_withheld_is_asked_for_again_after_a_while(
    dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = dovecot.fresh()
    dovecot.deliver(user, *map(letter, range(1, 4)))
    broken = True

    def refuse(data: bytes) -> bytes:
        wrong = broken and b"mug-2@" in data
        return re.sub(rb"(?m)^(\w+) OK ", rb"\1 NO ", data) if wrong else data

    with (
        FaultProxy(dovecot.imap_port, rewrite=refuse) as proxy,
        imap_for(dovecot, user, tls="off", port=proxy.port) as server,
    ):
        server.select("INBOX")
        assert [item.ref.uid for item in server.messages([1, 2, 3])] == [1, 3]
        later = imap.time.monotonic() + imap.NETWORK_SECONDS
        monkeypatch.setattr(imap.time, "monotonic", lambda: later)
        assert [item.ref.uid for item in server.messages([1, 2, 3])] == [1, 3]
        broken = False
        assert [item.ref.uid for item in server.messages([1, 2, 3])] == [1, 3]
        later += imap.WITHHELD_SECONDS
        assert [item.ref.uid for item in server.messages([1, 2, 3])] == [1, 2, 3]
        assert not server.withheld()


def test_a_withheld_letter_that_was_deleted_is_no_longer_missed(dovecot: Dovecot) -> None:
    user = dovecot.fresh()
    dovecot.deliver(user, *map(letter, range(1, 4)))

    def refuse(data: bytes) -> bytes:
        return re.sub(rb"(?m)^(\w+) OK ", rb"\1 NO ", data) if b"mug-2@" in data else data

    with (
        FaultProxy(dovecot.imap_port, rewrite=refuse) as proxy,
        imap_for(dovecot, user, tls="off", port=proxy.port) as server,
    ):
        server.select("INBOX")
        list(server.messages([1, 2, 3]))
        assert server.uids() == [1, 2, 3]
        assert [ref.uid for ref in server.withheld()] == [2]
        with plain_imap(dovecot, user) as client:
            client.select("INBOX")
            client.uid("STORE", "2", "+FLAGS", "\\Deleted")
            client.expunge()
        server.select("INBOX")
        assert server.uids() == [1, 3]
        assert not server.withheld()


def test_what_a_bad_network_kept_is_asked_for_at_once(dovecot: Dovecot) -> None:
    user = dovecot.fresh()
    dovecot.deliver(user, *(letter(number, size=50_000) for number in range(1, 5)))
    with (
        FaultProxy(dovecot.imap_port) as proxy,
        imap_for(dovecot, user, tls="off", port=proxy.port) as server,
    ):
        server.select("INBOX")
        proxy.cut_after = 40_000
        assert [item.ref.uid for item in server.messages([2, 1])] == []
        proxy.cut_after = None
        assert [item.ref.uid for item in server.messages([4, 3, 2, 1])] == [4, 3, 2, 1]


def test_silence_is_asked_only_once(dovecot: Dovecot) -> None:
    user = dovecot.fresh()
    dovecot.deliver(user, *map(letter, range(1, 4)))
    with (
        FaultProxy(dovecot.imap_port) as proxy,
        imap_for(dovecot, user, tls="off", port=proxy.port, timeout=1) as server,
    ):
        server.select("INBOX")
        proxy.trigger = Trigger(text=b"BODY.PEEK[]", fault=Fault.SILENCE, passed=False)
        began = imap.time.monotonic()
        with pytest.raises(UnreachableError, match="did not answer"):
            list(server.messages([1, 2, 3]))
        assert imap.time.monotonic() - began < 10


@pytest.mark.parametrize("count", [1, 2, 500])
def test_a_server_that_fails_on_everything_is_soon_given_up(count: int) -> None:
    asked = 0

    def ask(uids: object) -> dict[int, dict[bytes, object]]:
        nonlocal asked
        asked += 1
        raise MailError("mail.example said no.")

    try:
        found, withheld = fetch_in_pieces(
            range(count), ready=lambda: None, ask=ask, may_go_on=lambda: asked < 100
        )
        assert not found and sorted(withheld) == list(range(count)) and count < 10
    except MailError:
        assert count == 500
    assert asked <= TRIES_FOR_NOTHING + 1


@pytest.mark.parametrize("bad", [{0}, {499}, {7, 8}, {0, 499}, {60, 190, 310, 440}, {*range(90, 100)}])
def test_among_five_hundred_the_bad_ones_are_found(bad: set[int]) -> None:
    asked: list[int] = []

    def ask(uids: Sequence[int]) -> dict[int, dict[bytes, object]]:
        asked.append(len(uids))
        if bad.intersection(uids):
            raise UnreachableError("mail.example hung up.")
        return {uid: {} for uid in uids}

    found, withheld = fetch_in_pieces(range(500), ready=lambda: None, ask=ask, may_go_on=lambda: True)
    assert (set(withheld), set(found)) == (bad, set(range(500)) - bad)
    assert len(asked) < 80

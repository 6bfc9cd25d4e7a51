"""What networks, attackers and servers do to an IMAP connection. All but the proxy is a real Dovecot."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from inbox_tui.config import Account, Server
from inbox_tui.errors import (
    AuthorityError,
    CertificateError,
    ConfigError,
    MailboxGoneError,
    RefusedError,
    SignInError,
    UnreachableError,
)
from inbox_tui.mail.imap import ImapServer
from tests.mail.trouble import assert_one_line
from tests.servers.certificates import Authority, Certificate
from tests.servers.dovecot import ANYBODY, Dovecot, running_dovecot
from tests.servers.faults import Fault, FaultProxy

from .imap_server import imap_for, impatient, letter, plain_imap


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_a_wrong_password_is_a_sign_in_error(dovecot: Dovecot, tls) -> None:
    user = dovecot.fresh()
    with imap_for(dovecot, user, tls=tls, password="wrong") as server, pytest.raises(SignInError) as error:
        server.connect()
    assert user in str(error.value)
    assert "wrong" not in str(error.value) and ".." not in str(error.value)
    assert_one_line(error)


def test_a_password_that_cannot_travel_is_not_repeated(dovecot: Dovecot) -> None:
    user = dovecot.fresh()
    with (
        FaultProxy(dovecot.imap_port, rewrite=lambda data: data.replace(b"AUTH=PLAIN", b"X")) as proxy,
        imap_for(dovecot, user, tls="off", port=proxy.port, password="hunter\t2") as server,
        pytest.raises(RefusedError, match="holds control characters") as error,
    ):
        server.connect()
    assert "hunter" not in str(error.value)
    assert_one_line(error)


def test_without_a_password_nothing_is_sent(dovecot: Dovecot) -> None:
    account = Account(
        email="owner@shop.example",
        imap=Server(host="127.0.0.1", port=dovecot.imap_port, tls="off"),
        smtp=Server(host="127.0.0.1", port=1, tls="off"),
    )
    server = ImapServer(name="shop", account=account, password=lambda: None, timeout=5)
    with pytest.raises(SignInError, match="no password"):
        server.connect()


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
@pytest.mark.parametrize(
    ("certificate", "words"),
    [
        (Certificate.EXPIRED, "expired"),
        (Certificate.WRONG_HOST, "another server"),
        (Certificate.SELF_SIGNED, "itself"),
    ],
)
def test_a_bad_certificate_stops_before_the_password(
    bad_servers: Callable[[Certificate], Dovecot], certificate: Certificate, words: str, tls
) -> None:
    bad = bad_servers(certificate)
    asked: list[str] = []
    with imap_for(bad, "owner@shop.example", tls=tls) as server:
        server._password = lambda: asked.append("asked") or ANYBODY
        with pytest.raises(CertificateError, match=words) as error:
            server.connect()
    assert_one_line(error)
    # Naming an authority mends neither a wrong name nor an old certificate.
    is_unknown = certificate is Certificate.SELF_SIGNED
    assert isinstance(error.value, AuthorityError) is ("ca_file" in str(error.value)) is is_unknown
    assert asked == []


@pytest.fixture(scope="module")
def bad_servers(dovecot: Dovecot, authority: Authority) -> Iterator[Callable[[Certificate], Dovecot]]:
    """One more Dovecot for each bad certificate, started when asked for."""
    with ExitStack() as stack:
        running: dict[Certificate, Dovecot] = {}

        def server(certificate: Certificate) -> Dovecot:
            if certificate not in running:
                running[certificate] = stack.enter_context(
                    running_dovecot(authority, certificate=certificate)
                )
            return running[certificate]

        yield server


def test_an_authority_that_was_not_named_is_not_trusted(dovecot: Dovecot) -> None:
    with (
        imap_for(dovecot, dovecot.fresh(), trusted=False) as server,
        pytest.raises(CertificateError, match="authority"),
    ):
        server.connect()


def test_plain_text_is_for_this_computer_only() -> None:
    plain = Server(host="mail.shop.example", port=143, tls="off")
    account = Account(email="owner@shop.example", imap=plain, smtp=plain)
    server = ImapServer(name="shop", account=account, password=lambda: "s3cret", timeout=5)
    with pytest.raises(ConfigError, match="encryption"):
        server.connect()


def bound(taken: socket.socket) -> int:
    """A port that nobody else can have, and where nobody listens."""
    taken.bind(("127.0.0.1", 0))
    return int(taken.getsockname()[1])


def test_a_closed_port_is_unreachable(dovecot: Dovecot) -> None:
    with (
        socket.socket() as taken,
        imap_for(dovecot, dovecot.fresh(), port=bound(taken)) as server,
        pytest.raises(UnreachableError, match="refused") as error,
    ):
        server.connect()
    assert_one_line(error)


@pytest.mark.parametrize("tls", ["implicit", "off"])
def test_a_server_that_says_nothing_is_unreachable_in_time(dovecot: Dovecot, tls) -> None:
    with (
        FaultProxy(dovecot.imaps_port, silent=True) as proxy,
        imap_for(dovecot, dovecot.fresh(), tls=tls, port=proxy.port, timeout=0.5) as server,
    ):
        started = time.monotonic()
        with pytest.raises(UnreachableError, match=r"0\.5 s") as error:
            server.connect()
        assert time.monotonic() - started < 30
    assert_one_line(error)


def test_tls_on_a_plain_port_is_explained(dovecot: Dovecot) -> None:
    with (
        imap_for(dovecot, dovecot.fresh(), port=dovecot.imap_port) as server,
        pytest.raises(UnreachableError, match="encryption"),
    ):
        server.connect()


@pytest.mark.parametrize("fault", [Fault.CUT, Fault.RESET])
def test_after_the_line_broke_the_next_call_works(dovecot: Dovecot, fault: Fault) -> None:
    user = dovecot.fresh()
    dovecot.deliver(user, letter(1), letter(2))
    with FaultProxy(dovecot.imaps_port) as proxy, imap_for(dovecot, user, port=proxy.port) as server:
        server.select("INBOX")
        proxy.break_all(fault)
        with pytest.raises(UnreachableError):
            server.uids()
        # The same mailbox is opened again by itself.
        assert server.uids() == [1, 2]
        assert proxy.connections == 2


def test_a_line_cut_inside_a_message_goes_on_with_another_line(dovecot: Dovecot) -> None:
    user = dovecot.fresh()
    dovecot.deliver(user, *(letter(number, size=50_000) for number in range(1, 5)))
    with (
        FaultProxy(dovecot.imap_port) as proxy,
        imap_for(dovecot, user, tls="off", port=proxy.port) as server,
    ):
        server.select("INBOX")
        proxy.cut_after = 120_000
        assert [item.ref.uid for item in server.messages([4, 3, 2, 1])] == [4, 3, 2, 1]


def test_silence_in_the_middle_ends_in_time(dovecot: Dovecot) -> None:
    user = dovecot.fresh()
    with (
        FaultProxy(dovecot.imaps_port) as proxy,
        imap_for(dovecot, user, port=proxy.port) as server,
    ):
        server.select("INBOX")
        impatient(server, 0.5)
        proxy.break_all(Fault.SILENCE)
        with pytest.raises(UnreachableError, match=r"0\.5 s"):
            server.uids()


def test_a_mailbox_that_vanishes_is_gone(dovecot: Dovecot) -> None:
    user = dovecot.fresh()
    with plain_imap(dovecot, user) as client, imap_for(dovecot, user) as server:
        client.create("Old")
        client.append("Old", "", "", letter(1))
        server.select("Old")
        client.delete("Old")
        with pytest.raises((MailboxGoneError, UnreachableError)):
            for _ in range(3):
                list(server.messages([1]))
        with pytest.raises(MailboxGoneError, match="Old"):
            server.uids()


def test_a_mailbox_made_anew_is_not_taken_for_the_old_one(dovecot: Dovecot) -> None:
    user = dovecot.fresh()
    with plain_imap(dovecot, user) as client, FaultProxy(dovecot.imaps_port) as proxy:
        client.create("Box")
        client.append("Box", "", "", letter(1))
        with imap_for(dovecot, user, port=proxy.port) as server:
            server.select("Box")
            proxy.break_all(Fault.CUT)
            with pytest.raises(UnreachableError):
                server.uids()
            client.delete("Box")
            # UIDVALIDITY counts seconds, so the new one must be younger.
            time.sleep(1.1)
            client.create("Box")
            client.append("Box", "", "", letter(2))
            with pytest.raises(MailboxGoneError, match="anew"):
                server.flags([1])
            with pytest.raises(MailboxGoneError, match="anew"):
                server.add_flags([1], ["\\Seen"])
            server.select("Box")
            assert server.flags([1]).keys() == {1}

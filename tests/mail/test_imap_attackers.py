"""Whoever stands between us and the server, or is the server, gets nothing and steers nothing."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from inbox_tui.config import Account, Server
from inbox_tui.errors import (
    CertificateError,
    MailError,
    RefusedError,
    SignInError,
)
from inbox_tui.mail.imap import ImapServer
from tests.mail.trouble import assert_one_line
from tests.servers.dovecot import Dovecot
from tests.servers.faults import FaultProxy

from .imap_server import imap_for, letter, plain_imap

INJECTION = "<x@b.example>\r\nA1 CREATE Owned\r\n"


@pytest.mark.parametrize(
    "attack",
    [
        lambda server: server.find(INJECTION),
        lambda server: server.select("INBOX\r\nA1 CREATE Owned"),
        lambda server: server.add_flags([1], ["\\Seen)\r\nA1 CREATE Owned"]),
        lambda server: server.add_flags([1], ["\\Seen \\Deleted"]),
        lambda server: server.append("Sent\r\nA1 CREATE Owned", b"x", flags=[], at=datetime.now(UTC)),
        lambda server: server.append("Sent", b"x", flags=["a\nb"], at=datetime.now(UTC)),
        lambda server: server.find("<a\x00b@c.example>"),
        lambda server: server.find("<a\x85b@c.example>"),
    ],
)
def test_control_characters_stop_at_the_gate(dovecot: Dovecot, attack) -> None:
    user = dovecot.fresh()
    dovecot.deliver(user, letter(1))
    with imap_for(dovecot, user) as server:
        server.select("INBOX")
        with pytest.raises(RefusedError) as error:
            attack(server)
        assert_one_line(error)
        assert server.select("INBOX").messages == 1
        assert server.uids() == [1]
    with plain_imap(dovecot, user) as client:
        assert not [line for line in client.list()[1] if b"Owned" in line]
        client.select("INBOX", readonly=True)
        assert b"Deleted" not in client.fetch("1", "(FLAGS)")[1][0]


def test_control_characters_in_the_user_name_stop_at_the_gate(dovecot: Dovecot) -> None:
    account = Account(
        email="owner@shop.example",
        user="owner\r\nA1 LOGOUT",
        imap=Server(host="127.0.0.1", port=dovecot.imap_port, tls="off"),
        smtp=Server(host="127.0.0.1", port=1, tls="off"),
    )
    with pytest.raises(RefusedError, match="user name"):
        ImapServer(name="shop", account=account, password=lambda: "s3cret", timeout=5).connect()


@contextmanager
def rewritten(dovecot: Dovecot, user: str, old: bytes, new: bytes) -> Iterator[tuple[ImapServer, FaultProxy]]:
    """STARTTLS through somebody who changes what the server says before it."""
    with (
        FaultProxy(dovecot.imap_port, rewrite=lambda data: data.replace(old, new)) as proxy,
        imap_for(dovecot, user, tls="starttls", port=proxy.port, timeout=3) as server,
    ):
        yield server, proxy


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b" STARTTLS", b""),
        (b"* OK ", b"* PREAUTH "),
        (b" OK Begin TLS", b" NO Begin TLS"),
    ],
)
def test_whoever_takes_the_encryption_away_gets_no_password(dovecot: Dovecot, old: bytes, new: bytes) -> None:
    user = dovecot.fresh()
    with rewritten(dovecot, user, old, new) as (server, proxy):
        with pytest.raises(CertificateError) as error:
            server.connect()
        assert b"AUTHENTICATE" not in proxy.from_client.upper()
        assert b"LOGIN" not in proxy.from_client.upper()
    assert_one_line(error)


def test_answers_from_before_the_encryption_are_forgotten(dovecot: Dovecot) -> None:
    user = dovecot.fresh()
    forged = b'* CAPABILITY IMAP4rev1 LOGINDISABLED FORGED\r\n* LIST (\\Sent) "/" Forged\r\n* SEARCH 666\r\n'

    def inject(data: bytes) -> bytes:
        # Before the tagged answer that starts TLS, as far as a packet shows it.
        return forged + data if b" OK Begin TLS" in data else data

    with (
        FaultProxy(dovecot.imap_port, rewrite=inject) as proxy,
        imap_for(dovecot, user, tls="starttls", port=proxy.port, timeout=5) as server,
    ):
        assert "FORGED" not in server.connect()
        assert server.sent_mailbox() == "Sent"
        server.select("INBOX")
        assert server.uids() == []


def test_answers_appended_to_starttls_are_forgotten(dovecot: Dovecot) -> None:
    user = dovecot.fresh()

    def inject(data: bytes) -> bytes:
        return data + b'* LIST (\\Sent) "/" Forged\r\n' if b" OK Begin TLS" in data else data

    with (
        FaultProxy(dovecot.imap_port, rewrite=inject) as proxy,
        imap_for(dovecot, user, tls="starttls", port=proxy.port, timeout=5) as server,
    ):
        assert server.sent_mailbox() == "Sent"


def test_a_hostile_server_cannot_steer_the_terminal(dovecot: Dovecot) -> None:
    user = dovecot.fresh()
    with (
        FaultProxy(
            dovecot.imap_port,
            rewrite=lambda data: data.replace(b"Authentication failed", b"\x1b]52;c;cm0=\x07\x1b[2J no"),
        ) as proxy,
        imap_for(dovecot, user, tls="off", port=proxy.port, password="wrong") as server,
        pytest.raises(SignInError) as error,
    ):
        server.connect()
    assert_one_line(error)
    assert "no" in str(error.value)


@pytest.mark.parametrize(
    "nonsense",
    [
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"* OK hi\r\n* CAPABILITY\r\n\xff\xfe\x00\r\n",
        b"* BYE too busy\r\n",
        b"* OK " + b"x" * 1_100_000 + b"\r\n",
    ],
)
def test_a_server_of_another_kind_is_an_error_in_words(dovecot: Dovecot, nonsense: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            client, _ = listener.accept()
            with client:
                client.sendall(nonsense)
                client.settimeout(3)
                client.recv(100)

        threading.Thread(target=answer, daemon=True).start()
        port = listener.getsockname()[1]
        with (
            imap_for(dovecot, "owner@shop.example", tls="off", port=port, timeout=3) as server,
            pytest.raises(MailError) as error,
        ):
            server.connect()
    assert_one_line(error)

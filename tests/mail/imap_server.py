"""What the IMAP tests share: a server for a fresh address, and letters to put into it."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from imapclient import SocketTimeout

from inbox_tui.config import Tls
from inbox_tui.mail.imap import ImapServer
from tests.servers.accounts import account_for, password_for
from tests.servers.dovecot import Dovecot


@contextmanager
def imap_for(
    dovecot: Dovecot,
    user: str,
    *,
    tls: Tls = "implicit",
    port: int | None = None,
    password: str | None = None,
    timeout: float = 60,
    trusted: bool = True,
) -> Iterator[ImapServer]:
    """An ``ImapServer`` for ``user``, closed afterwards; ``port`` may be that of a proxy."""
    account = account_for(dovecot, user=user, tls=tls, imap_port=port, trusted=trusted)
    word = password_for(dovecot, user) if password is None else lambda: password
    server = ImapServer(name="shop", account=account, password=word, timeout=timeout)
    try:
        yield server
    finally:
        server.close()


def impatient(server: ImapServer, seconds: float) -> None:
    """From now on it waits no longer for an answer. Not from the beginning: a busy computer needs more for a
    sign-in, and that is not what a test of silence is about."""
    with server._talk() as line:
        line._client._timeout = SocketTimeout(seconds, seconds)
        line._client._set_read_timeout()
    server._timeout = seconds


@contextmanager
def plain_imap(dovecot: Dovecot, user: str) -> Iterator[imaplib.IMAP4_SSL]:
    """The server seen through Python's own client: what is really there."""
    context = ssl.create_default_context(cafile=str(dovecot.authority.ca_file))
    with imaplib.IMAP4_SSL("127.0.0.1", dovecot.imaps_port, ssl_context=context, timeout=60) as client:
        client.login(user, dovecot.password(user))
        yield client


def letter(number: int = 1, *, message_id: str | None = None, size: int = 0) -> bytes:
    """A short complaint, or one padded to ``size`` bytes of body."""
    padding = b"All of it broken. \r\n" * (size // 20)
    return (
        f"From: Ann Chovy <ann@buyer.example>\r\nTo: owner@shop.example\r\nSubject: Mug {number} broke\r\n"
        f"Message-ID: {message_id or f'<mug-{number}@buyer.example>'}\r\n"
        "Date: Mon, 6 Jan 2025 10:00:00 +0000\r\nX-Unneeded: yes\r\n\r\n"
        f"Mug {number} arrived broken.\r\n"
    ).encode() + padding

"""A shop on each pair of servers: the embedded one everywhere, Dovecot and Postfix where they are."""

import imaplib
import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inbox_tui.config import Account, Server
from inbox_tui.demo.mail import CUSTOMERS, DemoMail

from ..servers import cyrus as cyruses
from ..servers.accounts import account_for
from ..servers.cyrus import Cyrus
from ..servers.dovecot import Dovecot
from ..servers.embedded import demo_account
from ..servers.postfix import Postfix
from .post_office import PostOffice
from .shop import Mailbox, Shop, trusting


@pytest.fixture
def embedded_shop(tmp_path: Path) -> Iterator[Shop]:
    """On the demo's servers, with an empty inbox."""
    nothing = tmp_path / "no-sample"
    nothing.mkdir()
    with DemoMail.start(nothing, datetime.now(UTC)) as demo:

        def smtp() -> smtplib.SMTP:
            connection = smtplib.SMTP(demo.smtp_host, demo.smtp_port, timeout=60)
            connection.login(demo.user, demo.password)
            return connection

        def imap(user: str) -> imaplib.IMAP4:
            connection = imaplib.IMAP4(demo.imap_host, demo.imap_port, timeout=60)
            connection.login(user, demo.password)
            return connection

        address = "dana.reed@buyer.example"
        yield Shop(
            home=tmp_path / "home",
            address=demo.user,
            password=demo.password,
            servers=(
                "--imap", f"{demo.imap_host}:{demo.imap_port}", "--imap-tls", "off",
                "--smtp", f"{demo.smtp_host}:{demo.smtp_port}", "--smtp-tls", "off",
            ),
            own_mail=Mailbox(address=demo.user, smtp=smtp, imap=lambda: imap(demo.user)),
            customer=Mailbox(address=address, smtp=smtp, imap=lambda: imap(CUSTOMERS), only_to=address),
        )  # fmt: skip


@pytest.fixture
def real_shop(tmp_path: Path, dovecot: Dovecot, postfix: Postfix) -> Shop:
    """On Dovecot and Postfix, with TLS and sign-in; customer's mail enters through Postfix's front door."""
    owner, customer = dovecot.fresh("owner"), dovecot.fresh("customer")
    tls = trusting(dovecot.authority.ca_file)

    def front_door() -> smtplib.SMTP:
        return smtplib.SMTP("127.0.0.1", postfix.smtp_port, timeout=60)

    def submission() -> smtplib.SMTP:
        connection = smtplib.SMTP_SSL("127.0.0.1", postfix.submissions_port, timeout=60, context=tls)
        connection.login(owner, dovecot.password(owner))
        return connection

    def imap(user: str) -> imaplib.IMAP4:
        connection = imaplib.IMAP4_SSL("127.0.0.1", dovecot.imaps_port, ssl_context=tls, timeout=60)
        connection.login(user, dovecot.password(user))
        return connection

    return Shop(
        home=tmp_path / "home",
        address=owner,
        password=dovecot.password(owner),
        servers=(
            "--imap", f"127.0.0.1:{dovecot.imaps_port}", "--imap-tls", "implicit",
            "--smtp", f"127.0.0.1:{postfix.submission_port}", "--smtp-tls", "starttls",
            "--ca-file", str(dovecot.authority.ca_file),
        ),
        own_mail=Mailbox(address=owner, smtp=submission, imap=lambda: imap(owner)),
        customer=Mailbox(address=customer, smtp=front_door, imap=lambda: imap(customer)),
    )  # fmt: skip


@pytest.fixture
def cyrus_shop(tmp_path: Path, cyrus: Cyrus, postfix_before_cyrus: Postfix) -> Shop:
    """On Cyrus and Postfix, as ``real_shop``."""
    postfix = postfix_before_cyrus
    owner, customer = cyrus.fresh("owner"), cyrus.fresh("customer")
    tls = trusting(cyrus.authority.ca_file)

    def front_door() -> smtplib.SMTP:
        return smtplib.SMTP("127.0.0.1", postfix.smtp_port, timeout=60)

    def submission() -> smtplib.SMTP:
        connection = smtplib.SMTP_SSL("127.0.0.1", postfix.submissions_port, timeout=60, context=tls)
        connection.login(owner, cyruses.ANYBODY)
        return connection

    def imap(user: str) -> imaplib.IMAP4:
        return cyrus_imap(cyrus, user)

    for user in (owner, customer):
        imap(user).logout()  # Cyrus makes the mailboxes when their owner first signs in
    return Shop(
        home=tmp_path / "home",
        address=owner,
        password=cyruses.ANYBODY,
        servers=(
            "--imap", f"127.0.0.1:{cyrus.imaps_port}", "--imap-tls", "implicit",
            "--smtp", f"127.0.0.1:{postfix.submission_port}", "--smtp-tls", "starttls",
            "--ca-file", str(cyrus.authority.ca_file),
        ),
        own_mail=Mailbox(address=owner, smtp=submission, imap=lambda: imap(owner)),
        customer=Mailbox(address=customer, smtp=front_door, imap=lambda: imap(customer)),
        sent="INBOX/Sent",
    )  # fmt: skip


@pytest.fixture(params=["embedded", "dovecot", "cyrus"])
def shop(request: pytest.FixtureRequest) -> Shop:
    """The same story on every pair of servers."""
    name = {"embedded": "embedded_shop", "dovecot": "real_shop", "cyrus": "cyrus_shop"}[request.param]
    found: Shop = request.getfixturevalue(name)
    return found


@pytest.fixture
def embedded_office(tmp_path: Path) -> Iterator[PostOffice]:
    """On the demo's server."""
    nothing = tmp_path / "no-sample"
    nothing.mkdir()
    with DemoMail.start(nothing, datetime.now(UTC)) as demo:

        def connect() -> imaplib.IMAP4:
            connection = imaplib.IMAP4(demo.imap_host, demo.imap_port, timeout=60)
            connection.login(demo.user, demo.password)
            return connection

        office = PostOffice(
            account=demo_account(demo), password=demo.password, connect=connect, folder=tmp_path
        )
        yield office
        office.close()


@pytest.fixture
def dovecot_office(tmp_path: Path, dovecot: Dovecot) -> Iterator[PostOffice]:
    """On Dovecot, with an empty mailbox of its own."""
    user = dovecot.fresh()

    def connect() -> imaplib.IMAP4:
        connection = imaplib.IMAP4_SSL(
            "127.0.0.1", dovecot.imaps_port, ssl_context=trusting(dovecot.authority.ca_file), timeout=60
        )
        connection.login(user, dovecot.password(user))
        return connection

    office = PostOffice(
        account=account_for(dovecot, user=user),
        password=dovecot.password(user),
        connect=connect,
        folder=tmp_path,
    )
    yield office
    office.close()


def cyrus_imap(cyrus: Cyrus, user: str) -> imaplib.IMAP4:
    """Cyrus seen through Python's own client."""
    tls = trusting(cyrus.authority.ca_file)
    connection = imaplib.IMAP4_SSL("127.0.0.1", cyrus.imaps_port, ssl_context=tls, timeout=60)
    connection.login(user, cyruses.ANYBODY)
    return connection


@pytest.fixture
def cyrus_office(tmp_path: Path, cyrus: Cyrus) -> Iterator[PostOffice]:
    """On Cyrus, with an empty mailbox of its own."""
    user = cyrus.fresh()
    host = "127.0.0.1"
    office = PostOffice(
        account=Account(
            email=user,
            imap=Server(host=host, port=cyrus.imaps_port, tls="implicit"),
            smtp=Server(host=host, port=1, tls="implicit"),
            ca_file=str(cyrus.authority.ca_file),
        ),
        password=cyruses.ANYBODY,
        connect=lambda: cyrus_imap(cyrus, user),
        folder=tmp_path,
        sent="INBOX/Sent",
    )
    yield office
    office.close()


@pytest.fixture(params=["embedded", "dovecot", "cyrus"])
def post_office(request: pytest.FixtureRequest) -> PostOffice:
    """The same mail on every server."""
    found: PostOffice = request.getfixturevalue(f"{request.param}_office")
    return found

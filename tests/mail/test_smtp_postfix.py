"""The same transport against a real Postfix: sign-in, encryption, refusals, and what arrives in the end."""

import time
from datetime import UTC, datetime

import pytest

from inbox_tui.config import Account, Server, Tls
from inbox_tui.core.letter import Letter, compose, new_message_id
from inbox_tui.core.message import Address
from inbox_tui.mail.smtp import SmtpTransport
from inbox_tui.ports import Accepted, AccountStopped, Refused
from tests.servers.postfix import BUSY_USER, NO_SUCH_USER, SIZE_LIMIT, Postfix


def transport(postfix: Postfix, user: str, *, tls: Tls = "starttls", wrong: str = "") -> SmtpTransport:
    port = postfix.submission_port if tls == "starttls" else postfix.submissions_port
    server = Server(host="localhost", port=port, tls=tls)
    account = Account(email=user, imap=server, smtp=server, ca_file=str(postfix.authority.ca_file))
    password = wrong or postfix.dovecot.password(user)
    return SmtpTransport(name="shop", account=account, password=lambda: password, timeout=60)


def letter(owner: str, customer: str) -> bytes:
    return compose(
        Letter(
            from_name="Töpferei Kim",
            from_addr=owner,
            to=Address(name="Dana Reed", email=customer),
            subject="Re: Ihre Schüssel – Bestellung 5309",
            text=".\nHello Dana,\n" + "a long line with ü in it " * 60 + "\n.\nFrom Kim\n",
            message_id=new_message_id("shop.example", "postfix-test"),
            date=datetime(2026, 11, 24, 11, 20, tzinfo=UTC),
        )
    )


def arrived(postfix: Postfix, user: str, *, count: int) -> list[bytes]:
    """The messages in a user's inbox, waiting up to a minute for ``count``."""
    folder = postfix.dovecot.home(user) / "new"
    for _ in range(600):
        found = list(folder.glob("*")) if folder.exists() else []
        if len(found) >= count:
            break
        time.sleep(0.1)
    return [path.read_bytes().replace(b"\r\n", b"\n") for path in found]


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
async def test_letters_arrive_as_they_were_written(postfix: Postfix, tls: Tls) -> None:
    owner, customer = postfix.dovecot.fresh(), postfix.dovecot.fresh("dana")
    raw = letter(owner, customer)
    smtp = transport(postfix, owner, tls=tls)
    assert any(one.startswith("AUTH") for one in await smtp.connect())
    for _ in range(2):
        result = await smtp.deliver(sender=owner, to=[customer], raw=raw)
        assert isinstance(result, Accepted), result
        assert "queued as" in result.reply
    await smtp.close()
    found = arrived(postfix, customer, count=2)
    assert len(found) == 2
    assert all(one.endswith(raw.replace(b"\r\n", b"\n")) for one in found)


async def test_a_wrong_password_stops_the_account(postfix: Postfix) -> None:
    owner = postfix.dovecot.fresh()
    result = await transport(postfix, owner, wrong="not-it").deliver(sender=owner, to=[owner], raw=b"x\r\n")
    assert isinstance(result, AccountStopped)
    assert "refused the sign-in" in result.reason


@pytest.mark.parametrize(("customer", "permanent"), [(NO_SUCH_USER, True), (BUSY_USER, False)])
async def test_refusals_are_told_apart(postfix: Postfix, customer: str, permanent: bool) -> None:
    owner = postfix.dovecot.fresh()
    smtp = transport(postfix, owner)
    result = await smtp.deliver(sender=owner, to=[customer], raw=letter(owner, customer))
    assert isinstance(result, Refused)
    assert result.permanent is permanent
    both = await smtp.deliver(sender=owner, to=[customer, owner], raw=letter(owner, owner))
    assert isinstance(both, Accepted)
    assert list(both.refused) == [customer]
    await smtp.close()


async def test_a_message_beyond_its_limit_is_not_even_offered(postfix: Postfix) -> None:
    owner = postfix.dovecot.fresh()
    smtp = transport(postfix, owner)
    raw = b"Subject: x\r\n\r\n" + (b"x" * 70 + b"\r\n") * (SIZE_LIMIT // 70)
    result = await smtp.deliver(sender=owner, to=[owner], raw=raw)
    assert isinstance(result, Refused)
    assert result.permanent
    assert f"{SIZE_LIMIT:,}" in result.reply
    await smtp.close()


async def test_submission_without_encryption_is_refused_by_postfix_and_said(postfix: Postfix) -> None:
    owner = postfix.dovecot.fresh()
    server = Server(host="127.0.0.1", port=postfix.submission_port, tls="off")
    account = Account(email=owner, imap=server, smtp=server)
    smtp = SmtpTransport(name="shop", account=account, password=lambda: "x", timeout=60)
    result = await smtp.deliver(sender=owner, to=[owner], raw=b"x\r\n")
    assert isinstance(result, AccountStopped)
    assert "530" in result.reason
    await smtp.close()

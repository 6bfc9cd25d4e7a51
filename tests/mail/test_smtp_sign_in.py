"""Getting in to an SMTP server: passwords, encryption, certificates; one refusal stops the account."""

from pathlib import Path

import pytest

from inbox_tui.config import Account, Server, Tls
from inbox_tui.errors import AuthorityError, CertificateError, SecretError, SignInError
from inbox_tui.mail.smtp import SmtpTransport
from inbox_tui.ports import Accepted, AccountStopped
from tests.mail.smtp_server import Behaviour, faulty_server
from tests.servers.certificates import Authority, Certificate, make_authority

from .test_smtp import OWNER, outcome, send, server_tls, transport


async def test_the_password_is_used_once_and_may_be_in_any_script() -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour, sign_in=True) as port:
        smtp = transport(port)
        assert isinstance(await send(smtp), Accepted)
        assert isinstance(await send(smtp), Accepted)
        await smtp.close()
    assert (behaviour.logins, behaviour.connections) == (1, 1)


async def test_a_wrong_password_is_tried_once_and_stops_the_account() -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour, sign_in=True) as port:
        smtp = transport(port, password="wrong")
        result = await send(smtp)
        assert isinstance(result, AccountStopped)
        assert "refused the sign-in of owner@shop.example" in result.reason
        assert "wrong" not in result.reason
        assert behaviour.logins == 1
        with pytest.raises(SignInError):
            await smtp.connect()
    assert behaviour.received == []


async def test_no_password_where_one_is_wanted_stops_the_account() -> None:
    async with faulty_server(Behaviour(), sign_in=True) as port:
        result = await send(transport(port, password=None))
    assert isinstance(result, AccountStopped)
    assert "“shop” has none" in result.reason


async def test_a_keyring_that_cannot_be_opened_stops_the_account() -> None:
    def locked() -> str | None:
        raise SecretError("The keyring is locked.")

    async with faulty_server(Behaviour(), sign_in=True) as port:
        server = Server(host="127.0.0.1", port=port, tls="off")
        account = Account(email=OWNER, imap=server, smtp=server)
        smtp = SmtpTransport(name="shop", account=account, password=locked)
        assert await send(smtp) == AccountStopped(reason="The keyring is locked.")


async def test_a_server_without_auth_is_used_without_signing_in() -> None:
    def never() -> str | None:
        raise AssertionError("nobody asked for a password")

    async with faulty_server(Behaviour()) as port:
        server = Server(host="127.0.0.1", port=port, tls="off")
        account = Account(email=OWNER, imap=server, smtp=server)
        smtp = SmtpTransport(name="shop", account=account, password=never)
        extensions = await smtp.connect()
        assert any(one.startswith("SIZE ") for one in extensions)
        assert isinstance(await send(smtp), Accepted)
        await smtp.close()


async def test_a_server_that_wants_a_sign_in_but_offers_none() -> None:
    result, _ = await outcome("530 mail")
    assert isinstance(result, AccountStopped)


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
async def test_an_encrypted_delivery(authority: Authority, tls: Tls) -> None:
    behaviour = Behaviour()
    context = server_tls(authority, Certificate.GOOD)
    wrap = {"starttls": context} if tls == "starttls" else {"implicit": context}
    async with faulty_server(behaviour, sign_in=True, **wrap) as port:
        smtp = transport(port, tls=tls, host="localhost", ca_file=authority.ca_file)
        extensions = await smtp.connect()
        assert any(one.startswith("AUTH") for one in extensions)
        assert isinstance(await send(smtp), Accepted)
        await smtp.close()
    assert behaviour.logins == 1


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
@pytest.mark.parametrize("which", [Certificate.SELF_SIGNED, Certificate.EXPIRED, Certificate.WRONG_HOST])
async def test_a_bad_certificate_stops_the_account(
    authority: Authority, tls: Tls, which: Certificate
) -> None:
    behaviour = Behaviour()
    context = server_tls(authority, which)
    wrap = {"starttls": context} if tls == "starttls" else {"implicit": context}
    async with faulty_server(behaviour, sign_in=True, **wrap) as port:
        smtp = transport(port, tls=tls, host="localhost", ca_file=authority.ca_file)
        result = await send(smtp)
        assert isinstance(result, AccountStopped), result
        assert "localhost could not prove who it is: " in result.reason
        with pytest.raises(CertificateError) as error:
            await smtp.connect()
        assert isinstance(error.value, AuthorityError) is (which is Certificate.SELF_SIGNED)
    assert (behaviour.logins, behaviour.received) == (0, [])


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
async def test_where_an_authority_is_named_no_other_is_trusted(
    authority: Authority, tls: Tls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever names their own wants to be safe from the hundred others that a computer knows."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
    named = make_authority(tmp_path / "named")
    behaviour = Behaviour()
    context = server_tls(authority, Certificate.GOOD)
    wrap = {"starttls": context} if tls == "starttls" else {"implicit": context}
    async with faulty_server(behaviour, sign_in=True, **wrap) as port:
        assert isinstance(await send(transport(port, tls=tls, host="localhost")), Accepted)
        result = await send(transport(port, tls=tls, host="localhost", ca_file=named.ca_file))
    assert isinstance(result, AccountStopped), result
    assert behaviour.logins == 1


async def test_starttls_taken_away_sends_nothing() -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour, sign_in=True) as port:
        result = await send(transport(port, tls="starttls"))
    assert isinstance(result, AccountStopped)
    assert "no encryption" in result.reason
    assert (behaviour.logins, behaviour.received) == (0, [])


async def test_implicit_tls_on_a_plain_port_says_so() -> None:
    async with faulty_server(Behaviour()) as port:
        result = await send(transport(port, tls="implicit"))
    assert isinstance(result, AccountStopped)
    assert "Check the port" in result.reason


async def test_no_plain_connection_leaves_this_computer() -> None:
    result = await send(transport(25, host="mail.shop.example"))
    assert isinstance(result, AccountStopped)
    assert "Without encryption" in result.reason


async def test_a_missing_ca_file_is_named() -> None:
    smtp = transport(25, tls="starttls", ca_file=Path("/nonexistent/ca.pem"))
    with pytest.raises(CertificateError, match=r"/nonexistent/ca\.pem"):
        await smtp.connect()

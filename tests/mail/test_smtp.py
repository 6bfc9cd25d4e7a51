"""Every way in which a delivery can end, on real sockets: the outcome says exactly what is known."""

import asyncio
import socket
import ssl
import subprocess
import sys
from pathlib import Path

import pytest

from inbox_tui.config import Account, Server, Tls
from inbox_tui.errors import CertificateError, SecretError, SignInError, UnreachableError
from inbox_tui.mail.smtp import SmtpTransport
from inbox_tui.ports import Accepted, AccountStopped, Outcome, Refused, Unknown, Unreachable
from tests.mail.smtp_server import PASSWORD, Behaviour, faulty_server
from tests.servers.certificates import Authority, Certificate

OWNER = "owner@shop.example"
DANA = "dana@buyer.example"
LETTER = b"From: owner@shop.example\r\nSubject: Sorry\r\n\r\nHello\r\n.\r\n..two dots\r\nBye\r\n"


def transport(
    port: int,
    *,
    tls: Tls = "off",
    host: str = "127.0.0.1",
    password: str | None = PASSWORD,
    ca_file: Path | None = None,
    timeout: float = 5,
) -> SmtpTransport:
    server = Server(host=host, port=port, tls=tls)
    account = Account(email=OWNER, imap=server, smtp=server, ca_file=str(ca_file or ""))
    return SmtpTransport(
        name="shop", account=account, password=lambda: password, timeout=timeout, dot_timeout=timeout
    )


async def send(smtp: SmtpTransport, *to: str, raw: bytes = LETTER, sender: str = OWNER) -> Outcome:
    return await smtp.deliver(sender=sender, to=to or (DANA,), raw=raw)


async def outcome(fault: str, *to: str, seconds: float = 5) -> tuple[Outcome, Behaviour]:
    behaviour = Behaviour(fault=fault)
    async with faulty_server(behaviour) as port:
        smtp = transport(port, timeout=seconds)
        result = await send(smtp, *to)
        await smtp.close()
    return result, behaviour


def server_tls(authority: Authority, which: Certificate) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.certificate(which), authority.key(which))
    return context


async def test_what_is_accepted_arrives_byte_for_byte() -> None:
    result, behaviour = await outcome("")
    assert result == Accepted(reply="250 2.0.0 Queued as 12345", refused={})
    [envelope] = behaviour.received
    assert envelope.content == LETTER
    assert (envelope.mail_from, envelope.rcpt_tos) == (OWNER, [DANA])


async def test_bare_line_ends_cannot_smuggle_a_second_message() -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        smtp = transport(port)
        raw = b"Subject: x\r\n\r\na\n.\nMAIL FROM:<eve@x.example>\r.\r\nend"
        assert isinstance(await send(smtp, raw=raw), Accepted)
        await smtp.close()
    assert len(behaviour.received) == 1
    assert behaviour.received[0].content == (
        b"Subject: x\r\n\r\na\r\n.\r\nMAIL FROM:<eve@x.example>\r\n.\r\nend\r\n"
    )


async def test_one_refused_recipient_among_several_is_told() -> None:
    result, behaviour = await outcome("", "gone@töpfe.example", DANA)
    assert isinstance(result, Accepted)
    assert list(result.refused) == ["gone@töpfe.example"]
    assert result.refused["gone@töpfe.example"].startswith("550 5.1.1 No such user")
    assert "\x1b" not in result.refused["gone@töpfe.example"]
    assert behaviour.received[0].rcpt_tos == [DANA]


@pytest.mark.parametrize(
    ("to", "permanent"),
    [
        (["gone@buyer.example"], True),
        (["later@buyer.example"], False),
        (["gone@buyer.example", "later@buyer.example"], False),
    ],
)
async def test_nobody_left_to_send_to(to: list[str], permanent: bool) -> None:
    result, behaviour = await outcome("", *to)
    assert isinstance(result, Refused)
    assert result.permanent is permanent
    assert behaviour.received == []


@pytest.mark.parametrize(
    ("fault", "permanent"),
    [
        ("550 mail", True),
        ("451 mail", False),
        ("451 at data", False),
        ("554 at data", True),
        ("421 after dot", False),
        ("451 after dot", False),
        ("554 after dot", True),
    ],
)
async def test_the_server_says_no(fault: str, permanent: bool) -> None:
    result, behaviour = await outcome(fault)
    assert isinstance(result, Refused)
    assert result.permanent is permanent
    assert result.reply.startswith(fault[:3])
    assert behaviour.received == []


@pytest.mark.parametrize("fault", ["drop at once", "no room", "drop at rcpt", "drop at data"])
async def test_a_break_before_the_text_means_that_it_did_not_go(fault: str) -> None:
    result, behaviour = await outcome(fault)
    assert isinstance(result, Unreachable), result
    assert result.reason
    assert behaviour.received == []


async def test_silence_at_data_means_that_it_did_not_go() -> None:
    result, behaviour = await outcome("silent at data", seconds=0.3)
    assert isinstance(result, Unreachable)
    assert behaviour.received == []


@pytest.mark.parametrize("fault", ["drop after dot", "drop before dot", "nonsense after dot"])
async def test_a_break_after_the_text_means_that_nobody_knows(fault: str) -> None:
    result, _ = await outcome(fault)
    assert isinstance(result, Unknown)


async def test_silence_after_the_dot_means_that_nobody_knows() -> None:
    result, behaviour = await outcome("slow dot", seconds=0.3)
    assert isinstance(result, Unknown)
    assert len(behaviour.received) == 1


async def test_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        result = await send(transport(taken.getsockname()[1]))
    assert isinstance(result, Unreachable)
    assert "127.0.0.1 port" in result.reason


async def test_a_server_that_never_greets() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        result = await send(transport(silent.getsockname()[1], timeout=0.2))
    assert isinstance(result, Unreachable)


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
        assert "certificate of localhost" in result.reason
        with pytest.raises(CertificateError):
            await smtp.connect()
    assert (behaviour.logins, behaviour.received) == (0, [])


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
    assert "without encryption" in result.reason


async def test_a_missing_ca_file_is_named() -> None:
    smtp = transport(25, tls="starttls", ca_file=Path("/nonexistent/ca.pem"))
    with pytest.raises(CertificateError, match=r"/nonexistent/ca\.pem"):
        await smtp.connect()


async def test_too_large_is_said_before_anything_is_sent() -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour, data_size_limit=1000) as port:
        smtp = transport(port)
        result = await send(smtp, raw=LETTER + b"x" * 1000)
        assert isinstance(result, Refused)
        assert result.permanent
        assert "takes 1,000 at most" in result.reply
        assert behaviour.commands == []
        assert isinstance(await send(smtp), Accepted)
        await smtp.close()


async def test_a_local_part_beyond_ascii_needs_smtputf8() -> None:
    async with faulty_server(Behaviour()) as port:
        smtp = transport(port)
        result = await send(smtp, "jürgen@buyer.example")
        assert isinstance(result, Refused)
        assert result.permanent
        await smtp.close()
    behaviour = Behaviour()
    async with faulty_server(behaviour, enable_SMTPUTF8=True) as port:
        smtp = transport(port)
        assert isinstance(await send(smtp, "jürgen@töpfe.example"), Accepted)
        await smtp.close()
    assert behaviour.received[0].rcpt_tos == ["jürgen@xn--tpfe-5qa.example"]
    assert "SMTPUTF8" in behaviour.commands[0]


@pytest.mark.parametrize("to", ["", "dana", "a@b.example>\r\nRCPT TO:<c@d.example", "a@b.example SIZE=1"])
async def test_what_is_no_address_never_reaches_the_server(to: str) -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        result = await send(transport(port), to)
    assert isinstance(result, Refused)
    assert result.permanent
    assert behaviour.connections == 0


async def test_an_empty_list_of_recipients_is_refused() -> None:
    result = await transport(25).deliver(sender=OWNER, to=(), raw=LETTER)
    assert isinstance(result, Refused)


async def test_a_connection_that_went_stale_is_replaced() -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour, timeout=0.2) as port:
        smtp = transport(port)
        assert isinstance(await send(smtp), Accepted)
        await asyncio.sleep(0.5)
        assert isinstance(await send(smtp), Accepted)
        await smtp.close()
    assert behaviour.connections == 2
    assert len(behaviour.received) == 2


async def test_a_server_that_wants_one_connection_for_each_message() -> None:
    behaviour = Behaviour(fault="421 second mail")
    async with faulty_server(behaviour) as port:
        smtp = transport(port)
        assert isinstance(await send(smtp), Accepted)
        assert isinstance(await send(smtp), Accepted)
        await smtp.close()
    assert behaviour.connections == 2
    assert len(behaviour.received) == 2


async def test_a_refusal_leaves_nothing_of_its_envelope_behind() -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        smtp = transport(port)
        assert isinstance(await send(smtp, "gone@buyer.example"), Refused)
        assert isinstance(await send(smtp), Accepted)
        await smtp.close()
    assert behaviour.connections == 1
    assert behaviour.received[0].rcpt_tos == [DANA]


async def test_two_deliveries_at_once_take_turns() -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        smtp = transport(port)
        results = await asyncio.gather(*(send(smtp, f"c{n}@buyer.example") for n in range(5)))
        await smtp.close()
    assert all(isinstance(one, Accepted) for one in results)
    assert [one.rcpt_tos for one in behaviour.received] == [[f"c{n}@buyer.example"] for n in range(5)]


async def test_a_cancelled_delivery_hangs_up() -> None:
    behaviour = Behaviour(fault="slow dot")
    async with faulty_server(behaviour) as port:
        smtp = transport(port)
        task = asyncio.create_task(send(smtp))
        await asyncio.wait_for(behaviour.took_one.wait(), 5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        behaviour.fault = ""
        assert isinstance(await send(smtp), Accepted)
        await smtp.close()
    assert behaviour.connections == 2


async def test_everything_before_the_text_is_bounded_together() -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 hello\r\n")
        while line := await reader.readline():
            await asyncio.sleep(0.15)
            writer.write(b"250 yes\r\n" if not line.startswith(b"DATA") else b"354 go\r\n")
        writer.close()

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    smtp = transport(server.sockets[0].getsockname()[1], timeout=0.2)
    many = [f"c{n}@buyer.example" for n in range(50)]
    started = asyncio.get_running_loop().time()
    result = await send(smtp, *many)
    assert isinstance(result, Unreachable)
    assert asyncio.get_running_loop().time() - started < 2
    server.close()


async def test_connect_tells_unreachable() -> None:
    with pytest.raises(UnreachableError):
        await transport(1).connect()


async def test_close_without_a_connection_is_no_error() -> None:
    smtp = transport(1)
    await smtp.close()
    assert isinstance(await send(smtp), Unreachable)


def test_a_transport_may_be_used_in_one_event_loop_after_another() -> None:
    async def once(smtp: SmtpTransport | None) -> SmtpTransport:
        async with faulty_server(Behaviour()) as port:
            found = smtp or transport(port)
            result = await send(found)
            assert isinstance(result, Accepted if smtp is None else Unreachable)
            await found.close()
        return found

    asyncio.run(once(asyncio.run(once(None))))


def test_the_library_is_loaded_only_when_mail_is_sent() -> None:
    code = "import sys, inbox_tui.mail.smtp; print('aiosmtplib' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert found.stdout == "False\n"

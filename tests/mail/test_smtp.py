"""Every way in which a delivery can end, on real sockets: the outcome says exactly what is known."""

import socket
import ssl
from pathlib import Path

import pytest

from inbox_tui.config import Account, Server, Tls
from inbox_tui.mail.smtp import SmtpTransport
from inbox_tui.ports import Accepted, Outcome, Refused, Unknown, Unreachable
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
    timeout: float = 60,
    dot_timeout: float = 60,
) -> SmtpTransport:
    server = Server(host=host, port=port, tls=tls)
    account = Account(email=OWNER, imap=server, smtp=server, ca_file=str(ca_file or ""))
    return SmtpTransport(
        name="shop", account=account, password=lambda: password, timeout=timeout, dot_timeout=dot_timeout
    )


async def send(smtp: SmtpTransport, *to: str, raw: bytes = LETTER, sender: str = OWNER) -> Outcome:
    return await smtp.deliver(sender=sender, to=to or (DANA,), raw=raw)


async def outcome(
    fault: str, *to: str, seconds: float = 60, dot_seconds: float = 60
) -> tuple[Outcome, Behaviour]:
    behaviour = Behaviour(fault=fault)
    async with faulty_server(behaviour) as port:
        smtp = transport(port, timeout=seconds, dot_timeout=dot_seconds)
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
    result, behaviour = await outcome("slow dot", dot_seconds=0.3)
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

"""One connection for many messages: reused, replaced when it went stale, shared in turns, hung up."""

import asyncio
import subprocess
import sys

import pytest

from inbox_tui.errors import UnreachableError
from inbox_tui.mail.smtp import SmtpTransport
from inbox_tui.ports import Accepted, Refused, Unreachable
from tests.mail.smtp_server import Behaviour, faulty_server

from .test_smtp import DANA, send, transport


async def test_a_connection_that_went_stale_is_replaced() -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        smtp = transport(port)
        assert isinstance(await send(smtp), Accepted)
        behaviour.lines[0].close()
        await asyncio.sleep(0.1)
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
        await asyncio.wait_for(behaviour.took_one.wait(), 60)
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
    assert asyncio.get_running_loop().time() - started < 5
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

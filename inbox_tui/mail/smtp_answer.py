"""Waiting for the one answer that matters most: what became of a message."""

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiosmtplib.protocol import SMTPProtocol

LAST_LOOK = 0.2
"""Seconds for an answer that lies here unread: a program that was suspended hears its own alarm first."""


async def answer_within(patience: float, protocol: "SMTPProtocol") -> tuple[int, str]:
    """The server's answer within so many seconds. Raises the errors of aiosmtplib."""
    from aiosmtplib import SMTPReadTimeoutError

    # Not with its own timeout, which may win over an answer that came in the same moment.
    reading = asyncio.ensure_future(protocol.read_response())
    try:
        for seconds in (patience, LAST_LOOK):
            await asyncio.wait({reading}, timeout=seconds)
            if reading.done():
                code, message = reading.result()
                return code, message
    finally:
        reading.cancel()
    raise SMTPReadTimeoutError("Timed out waiting for server response")

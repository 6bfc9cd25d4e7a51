"""A mail server as a process of its own, which counts what it took: run with the file for the count.

Prints its port. Each line of the file is the Message-ID of a message that it answered with 250; it is
written before the answer, so that a client that never hears it is counted all the same.
"""

import asyncio
import sys
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope

SLOW = 0.002


class Counting:
    """Takes everything."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("a", buffering=1)

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        """Count it, and think about it for a moment, in which the client may end."""
        content = envelope.content
        assert isinstance(content, bytes)
        (name,) = (line for line in content.split(b"\r\n") if line.startswith(b"Message-ID: "))
        self._file.write(name.decode().removeprefix("Message-ID: ") + "\n")
        await asyncio.sleep(SLOW)
        return "250 taken"


async def main(file: Path) -> None:
    """Serve until killed."""
    loop = asyncio.get_running_loop()
    handler = Counting(file)
    server = await loop.create_server(
        lambda: SMTP(handler, loop=loop, hostname="mail.shop.example"), "127.0.0.1", 0
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))

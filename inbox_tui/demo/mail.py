"""The door to the demo's two servers: one daemon thread with its own event loop, everything in memory."""

import asyncio
import logging
import secrets
import threading
from collections.abc import Coroutine
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

if TYPE_CHECKING:
    from .imap import MemoryImap
    from .smtp import MemorySmtp

T = TypeVar("T")

OWNER = "owner@shop.example"
CUSTOMERS = "customer@buyer.example"
"""Whoever signs in under this name (with the same password) reads what the shop sent to customers."""
HOST = "127.0.0.1"
MAILBOXES = ("Sent", "Drafts")
SECONDS = 60.0
"""Only a fault takes this long. Opening is half a second of work, imports and letters, and a busy computer
takes its time for that."""
STOP_SECONDS = 10.0
"""How long the way out waits, for a fault too."""
_LOG = logging.getLogger("inbox_tui.demo")


class DemoMail:
    """A mail account of the sample shop that exists while the program runs. Made by ``start``.

    Mail to the owner lands in INBOX; mail to anybody else is kept in ``outgoing`` and in the INBOX of
    ``CUSTOMERS``. The attributes may be read, and the methods called, from any thread.
    """

    imap_host = HOST
    smtp_host = HOST
    user = OWNER

    def __init__(self) -> None:
        self.password = secrets.token_urlsafe(12)
        self.imap_port = 0
        self.smtp_port = 0
        self._outgoing: list[tuple[str, list[str], bytes]] = []
        self._imap: MemoryImap | None = None
        self._smtp: MemorySmtp | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True, name="demo-mail")

    @classmethod
    def start(cls, sample: Path, now: datetime) -> Self:
        """Servers on free ports of loopback, filled from ``sample``; the letters' ages count from ``now``."""
        _keep_quiet()
        demo = cls()
        demo._loop.set_exception_handler(_note)
        demo._thread.start()
        try:
            demo._do(demo._open(sample, now))
        except BaseException:
            demo.stop()
            raise
        return demo

    @property
    def outgoing(self) -> list[tuple[str, list[str], bytes]]:
        """What was handed to SMTP so far: sender and recipients of the envelope, and the bytes."""
        return list(self._outgoing)

    def deliver(self, raw: bytes, mailbox: str = "INBOX", when: datetime | None = None) -> int:
        """Put a message into one of the owner's mailboxes, as if it had just come in; its UID.

        ``when`` (aware) is its INTERNALDATE, now if there is none.
        """
        assert self._imap is not None  # noqa: S101  # start() has opened it
        return self._do(self._imap.put(OWNER, mailbox, raw, at=when))

    def stop(self) -> None:
        """Hang up on everybody and forget everything. May be called twice."""
        if self._loop.is_closed():
            return
        with suppress(TookTooLong):
            self._do(self._close(), seconds=STOP_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(STOP_SECONDS)
        if not self._thread.is_alive():
            self._loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def _do(self, step: Coroutine[Any, Any, T], *, seconds: float = SECONDS) -> T:
        return asyncio.run_coroutine_threadsafe(step, self._loop).result(seconds)

    async def _open(self, sample: Path, now: datetime) -> None:
        # Imported here: the two servers cost a third of a second that only the demo should pay.
        from .imap import MemoryImap
        from .letters import letters
        from .smtp import MemorySmtp

        passwords = {OWNER: self.password, CUSTOMERS: self.password}
        self._imap, self._smtp = MemoryImap(passwords), MemorySmtp(passwords, self._take)
        await self._imap.open(HOST, MAILBOXES)
        for letter in letters(sample, now):
            await self._imap.put(OWNER, letter.mailbox, letter.raw, at=letter.at, flags=letter.flags)
        await self._smtp.open(HOST)
        self.imap_port, self.smtp_port = self._imap.port, self._smtp.port

    async def _take(self, sender: str, to: list[str], raw: bytes) -> None:
        assert self._imap is not None  # noqa: S101  # SMTP is opened after it
        self._outgoing.append((sender, to, raw))
        inside = [one for one in to if one.lower() == OWNER]
        if inside:
            await self._imap.put(OWNER, "INBOX", raw)
        if len(inside) < len(to):
            await self._imap.put(CUSTOMERS, "INBOX", raw)

    async def _close(self) -> None:
        for server in (self._imap, self._smtp):
            if server is not None:
                server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        # One more turn, in which the broken connections are taken down.
        await asyncio.sleep(0)


def _keep_quiet() -> None:
    """Nothing that the servers' libraries remark may be written across the screen."""
    for name in ("pymap", "proxyprotocol", "mail"):
        logger = logging.getLogger(name)
        logger.addHandler(logging.NullHandler())
        logger.propagate = False


def _note(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    _LOG.debug("%s", context.get("message"), exc_info=context.get("exception"))

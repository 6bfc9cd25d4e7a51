"""The demo's IMAP side: pymap with everything in memory, which also says which mailbox is for what."""

import asyncio
import ssl
from argparse import Namespace
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from proxyprotocol.noop import ProxyProtocolNoop
from proxyprotocol.result import ProxyResultLocal
from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import Config, Login
from pymap.backend.dict.filter import FilterSet
from pymap.concurrent import Subsystem
from pymap.config import BackendCapability
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials.flag import Flag
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

from .mailboxes import ShopMailboxes

LINE_LIMIT = 1 << 20
"""A client may name thousands of UIDs in one command; the default of 64 KiB would hang up on it."""


class MemoryImap:
    """IMAP on loopback for a few users. Lives on one event loop; only ``port`` may be read elsewhere."""

    def __init__(self, passwords: dict[str, str]) -> None:
        self.port = 0
        self._config = _ShopConfig(
            Namespace(),
            host=None,
            port=0,
            demo_data=False,
            demo_user="",
            demo_password="",
            tls_enabled=False,
            ssl_context=ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER),
            # A random password for one afternoon on loopback: half a second of hashing would guard nothing.
            hash_context=Cleartext(),
            cpu_subsystem=Subsystem.for_asyncio(),
            proxy_protocol=ProxyProtocolNoop(),
            invalid_user_sleep=0.0,
        )
        self._login = Login(self._config)
        for user, password in passwords.items():
            self._login.users_dict[user] = UserMetadata(self._config, user, password=password)
        self._wires: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def open(self, host: str, mailboxes: Iterable[str]) -> None:
        """Give every user the mailboxes beside INBOX, and listen on a free port."""
        names = list(mailboxes)
        for user in self._login.users_dict:
            boxes = ShopMailboxes()
            for name in names:
                await boxes.add_mailbox(name)
                await boxes.set_subscribed(name, True)
            self._config.set_cache[user] = (boxes, FilterSet())
        self._server = await asyncio.start_server(self._talk, host, 0, limit=LINE_LIMIT)
        self.port = self._server.sockets[0].getsockname()[1]

    async def put(
        self, user: str, mailbox: str, raw: bytes, *, at: datetime | None = None, flags: Sequence[str] = ()
    ) -> int:
        """File a message and wake everybody who waits in IDLE; its UID. ``at`` is aware; None for now."""
        boxes, _ = self._config.set_cache[user]
        box = await boxes.get_mailbox(mailbox)
        when = (at or datetime.now(UTC)).replace(microsecond=0)
        message = await box.append(AppendMessage(raw, when, frozenset(Flag(flag) for flag in flags)))
        return message.uid

    def close(self) -> None:
        """Stop listening and hang up on everybody."""
        if self._server is not None:
            self._server.close()
        for writer in list(self._wires):
            writer.transport.abort()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._wires.add(writer)
        seat = SocketInfo.get(writer, ProxyResultLocal(), unique_id=uuid4().bytes)
        whole = _WholeAnswers(
            writer.transport, writer.transport.get_protocol(), reader, asyncio.get_running_loop()
        )
        try:
            # Without the PROXY reader of pymap, whose connection task nobody keeps a reference to.
            with suppress(ConnectionError):
                await IMAPServer(self._login, self._config)(reader, whole, seat)
        finally:
            self._wires.discard(writer)


class _WholeAnswers(asyncio.StreamWriter):
    """Sends each answer in one piece: pymap writes it word by word, and a client that looks for news
    without waiting (imapclient in IDLE) takes half a line for the end of the connection."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._pieces = bytearray()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Keep it until the answer is complete."""
        self._pieces += data

    async def drain(self) -> None:
        """Called by pymap after each whole answer."""
        self._send()
        await super().drain()

    def close(self) -> None:
        """The last words first."""
        self._send()
        super().close()

    def _send(self) -> None:
        if self._pieces and not self.transport.is_closing():
            super().write(bytes(self._pieces))
        self._pieces.clear()


class _ShopConfig(Config):
    @property
    def greeting(self) -> bytes:
        """Without the name of this computer, which can take seconds to find out."""
        return b"Demo mail, nothing leaves this computer"

    @property
    def backend_capability(self) -> BackendCapability:
        """What pymap's memory can do, and SPECIAL-USE (RFC 6154)."""
        return BackendCapability(idle=True, object_id=True, multi_append=True, custom=[b"SPECIAL-USE"])

"""The demo's IMAP side: pymap with everything in memory, which also says which mailbox is for what."""

import asyncio
import ssl
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from uuid import uuid4

from proxyprotocol.noop import ProxyProtocolNoop
from proxyprotocol.result import ProxyResultLocal
from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import Config, Login
from pymap.backend.dict.filter import FilterSet
from pymap.backend.dict.mailbox import MailboxSet
from pymap.concurrent import Subsystem
from pymap.config import BackendCapability
from pymap.imap import IMAPServer
from pymap.listtree import ListEntry, ListTree
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials.flag import Flag
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

LINE_LIMIT = 1 << 20
"""A client may name thousands of UIDs in one command; the default of 64 KiB would hang up on it."""
USES = {"Sent": b"Sent", "Drafts": b"Drafts"}


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
            boxes = _ShopMailboxes()
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
        try:
            # Without the PROXY reader of pymap, whose connection task nobody keeps a reference to.
            with suppress(ConnectionError):
                await IMAPServer(self._login, self._config)(reader, writer, seat)
        finally:
            self._wires.discard(writer)


class _ShopConfig(Config):
    @property
    def greeting(self) -> bytes:
        """Without the name of this computer, which can take seconds to find out."""
        return b"Demo mail, nothing leaves this computer"

    @property
    def backend_capability(self) -> BackendCapability:
        """What pymap's memory can do, and SPECIAL-USE (RFC 6154)."""
        return BackendCapability(idle=True, object_id=True, multi_append=True, custom=[b"SPECIAL-USE"])


class _ShopMailboxes(MailboxSet):
    async def list_mailboxes(self) -> ListTree:
        """The same tree, its entries knowing their use."""
        plain = await super().list_mailboxes()
        return _ShopTree(self.delimiter).update(*(entry.name for entry in plain.list()))


class _ShopTree(ListTree):
    def list(self) -> Iterator[ListEntry]:
        """Every entry with its SPECIAL-USE attribute."""
        for entry in super().list():
            yield _UsedEntry(entry.name, entry.exists, entry.marked, entry.has_children)


class _UsedEntry(ListEntry):
    @property
    def attributes(self) -> Sequence[bytes]:
        use = USES.get(self.name)
        return [*super().attributes, *([use] if use else [])]

"""Bringing the mail in: newest first, in batches, and again only what changed.

The cache is brought in step with the server by comparing UIDs, which is right on every server; a
mailbox whose UIDVALIDITY changed is read anew. An interrupted sync goes on where it stopped.
"""

import asyncio
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from time import monotonic

from ..config import Account
from ..core.message import CachedMessage, Direction, Message
from ..core.threads import place
from ..ports import Fetched, MailboxStatus, MailServer, Runner
from .intake import Intake, TakenIn
from .office import Office

HEADER_BATCH = 300
BODY_BATCH = 25


@dataclass(frozen=True, kw_only=True)
class Line:
    """A mail server and the thread that its calls run on.

    ``lock`` is held over a select and everything that relies on it: fetching and filing share the line.
    """

    server: MailServer
    runner: Runner
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a sync has come."""

    mailbox: str
    done: int
    total: int


@dataclass(frozen=True, kw_only=True)
class Pulled:
    """What a sync did to the cache of one account."""

    name: str
    new: int
    changed: int
    gone: int
    seconds: float
    taken_in: TakenIn


Report = Callable[[Progress], None]


class Sync:
    """Brings the cache and the cases in step with a server."""

    def __init__(
        self, office: Office, intake: Intake, *, stores: Runner, lines: Callable[[str], Line]
    ) -> None:
        self._office = office
        self._intake = intake
        self._stores = stores
        self._lines = lines

    async def pull(self, name: str, *, full: bool = False, progress: Report = lambda _: None) -> Pulled:
        """Fetch INBOX, Sent and the mailboxes named in the config. Raises the MailErrors of ``errors``;
        what was fetched until then is kept. ``full`` drops the cache of the account first."""
        start = monotonic()
        line = self._lines(name)
        async with line.lock:
            pulled = await self._pull(name, line, full=full, progress=progress)
        return replace(pulled, seconds=monotonic() - start)

    async def _pull(self, name: str, line: Line, *, full: bool, progress: Report) -> Pulled:
        account = self._office.account(name)
        sent = await line.runner.run(line.server.sent_mailbox)
        boxes = dict.fromkeys(filter(None, ("INBOX", sent, *account.mailboxes)))
        new = changed = gone = 0
        touched: list[str] = []
        for box in boxes:
            status = await line.runner.run(line.server.select, box)
            if full:
                await self._stores.run(self._office.cache.forget_mailbox, name, box)
            one = _Mailbox(self._office, self._stores, line, name, account, status, is_sent=box == sent)
            new += await one.fetch(touched, progress)
            changed += one.changed
            gone += one.gone
        taken = await self._stores.run(self._intake.take_in, name, touched)
        return Pulled(name=name, new=new, changed=changed, gone=gone, seconds=0, taken_in=taken)


class _Mailbox:
    """One mailbox being brought in step."""

    def __init__(
        self,
        office: Office,
        stores: Runner,
        line: Line,
        name: str,
        account: Account,
        status: MailboxStatus,
        *,
        is_sent: bool,
    ) -> None:
        self._office, self._stores, self._line = office, stores, line
        self._name, self._account, self._status, self._is_sent = name, account, status, is_sent
        self.changed = 0
        self.gone = 0

    async def fetch(self, touched: list[str], progress: Report) -> int:
        """Returns how many messages were new; the conversations they belong to go into ``touched``."""
        box = self._status.name
        held = await self._stores.run(self._held)
        there = await self._line.runner.run(self._line.server.uids)
        there_set = set(there)
        lost = held.keys() - there_set
        if lost:
            await self._stores.run(self._office.cache.remove, self._name, box, lost)
        self.gone = len(lost)
        fresh = sorted(there_set - held.keys(), reverse=True)
        kept = sorted(held.keys() & there_set, reverse=True)
        done = 0
        for batch in _batches(fresh, HEADER_BATCH):
            mails = await self._line.runner.run(self._headers, batch)
            await self._stores.run(self._put, mails)
            wanted = [mail.ref.uid for mail in mails if self._is_recent(mail)]
            touched += await self._bodies(wanted)
            done += len(batch)
            progress(Progress(mailbox=box, done=done, total=len(fresh)))
        half = [uid for uid in kept if not held[uid]]
        touched += await self._bodies(await self._stores.run(self._recent_of, half))
        if kept:
            flags = await self._line.runner.run(self._line.server.flags, kept)
            self.changed = await self._stores.run(self._office.cache.set_flags, self._name, box, flags)
        await self._stores.run(self._office.cache.remember_mailbox, self._name, self._status)
        return len(fresh)

    def _held(self) -> dict[int, bool]:
        cache, box = self._office.cache, self._status.name
        before = cache.mailbox(self._name, box)
        if before is not None and before.uidvalidity != self._status.uidvalidity:
            cache.forget_mailbox(self._name, box)
        return cache.uids(self._name, box)

    def _headers(self, uids: Sequence[int]) -> list[Fetched]:
        return list(self._line.server.headers(uids))

    def _messages(self, uids: Sequence[int]) -> list[Fetched]:
        return list(self._line.server.messages(uids))

    async def _bodies(self, uids: Sequence[int]) -> list[str]:
        touched: list[str] = []
        for batch in _batches(uids, BODY_BATCH):
            mails = await self._line.runner.run(self._messages, batch)
            touched += await self._stores.run(self._put, mails)
        return touched

    def _is_recent(self, mail: Fetched) -> bool:
        horizon = self._office.now() - timedelta(days=self._office.config.desk.download_days)
        return mail.received_at >= horizon

    def _recent_of(self, uids: Sequence[int]) -> list[int]:
        """Those whose bodies an interrupted sync still owes; the cache knows their dates."""
        if not uids:
            return []
        return self._office.cache.uids_since(
            self._name,
            self._status.name,
            uids,
            self._office.now() - timedelta(days=self._office.config.desk.download_days),
        )

    def _put(self, mails: Sequence[Fetched]) -> list[str]:
        """Parse, find the conversation, store; returns the conversations."""
        cache, book = self._office.cache, self._office.casebook
        parsed = [(mail, _named(self._office.parser.parse(mail.raw), mail)) for mail in mails]
        mentioned = {i for _, message in parsed for i in (message.message_id, *message.ancestors)}
        known: dict[str, str] = cache.conversations_of(self._name, mentioned)
        known |= book.cases_of(self._name, mentioned)
        rows: list[CachedMessage] = []
        pins: dict[str, str] = {}
        for mail, message in parsed:
            home = place(self._name, message.message_id, message.ancestors, known=known)
            known |= home.pins
            pins |= home.pins
            rows.append(
                CachedMessage(
                    ref=mail.ref,
                    conversation=home.conversation,
                    direction=self._direction(message),
                    received_at=mail.received_at,
                    flags=mail.flags,
                    size=mail.size,
                    message=message,
                    whole=mail.whole,
                )
            )
        cache.pin(self._name, pins)
        cache.put(rows, {mail.ref: mail.raw for mail in mails})
        return [row.conversation for row in rows]

    def _direction(self, message: Message) -> Direction:
        """Sent mail is ours. So is mail from our own address to somebody else, filed in the INBOX;
        but a web form that writes to us in our own name is a customer."""
        own = self._account.email.lower()
        to_others = any(each.email.lower() != own for each in (*message.to, *message.cc))
        ours = self._is_sent or (message.sender.email.lower() == own and to_others)
        return Direction.OUT if ours else Direction.IN


def _named(message: Message, mail: Fetched) -> Message:
    """Mail without a Message-ID gets one from what its header says, the same at every sync."""
    if message.message_id:
        return message
    said = (message.sender.email, message.subject, str(message.date), mail.received_at.isoformat())
    digest = hashlib.blake2b("\0".join(said).encode(), digest_size=12).hexdigest()
    return replace(message, message_id=f"<{digest}@no-message-id.invalid>")


def _batches(uids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (uids[start : start + size] for start in range(0, len(uids), size))

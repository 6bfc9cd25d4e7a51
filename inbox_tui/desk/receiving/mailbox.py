"""The headers and flags of one mailbox, brought in step with the server."""

import asyncio
from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from ...core.message import MailRef
from ...ports import MailboxStatus, Runner
from ..office import Office
from .arriving import Arrived, Arriving
from .line import Sitting, at_once

T = TypeVar("T")

SCREEN = 50
"""Headers that come before anything else: as many rows as a tall screen shows."""
HEADER_BATCH = 500
"""Headers fetched and stored together: what the first of many keys may have to wait for."""
SHORT_BATCH = 100
"""The same for each of the keys after it."""
LARGE_BATCH = 2000
"""The same where there are no keys: what is written for each transaction is written less often."""


class Mailbox:
    """One mailbox during one sync. ``report`` hears how many headers of how many are stored."""

    def __init__(
        self,
        office: Office,
        stores: Runner,
        sitting: Sitting,
        arriving: Arriving,
        *,
        account: str,
        name: str,
        is_sent: bool,
    ) -> None:
        self._office, self._stores, self._sitting, self._arriving = office, stores, sitting, arriving
        self._account, self.name, self.is_sent = account, name, is_sent
        self.new = 0
        self.changed = 0
        self.gone = 0
        self._lacks = 0

    async def first_screen(self, newest: Sequence[Arrived] | None = None) -> bool:
        """Store the newest headers, if this mailbox was never synced to its end; True when it did. They are
        fetched unless they have come already."""
        status = await self._sitting.open(self.name)
        if await self._stores.run(self._before, status) is not None or not status.messages:
            return False
        held = await self._stores.run(self._office.cache.uids, self._account, self.name)
        if newest is None:
            server = self._sitting.line.server
            newest = await self._run(lambda: self._arriving.read(server.newest(SCREEN)))
        await self._put([each for each in newest if each.mail.ref.uid not in held])
        return True

    async def rest(self, report: Callable[[int, int], None]) -> None:
        """Everything else that is new, changed or gone."""
        status = await self._sitting.open(self.name)
        before = await self._stores.run(self._before, status)
        if before == status and status.modseq is not None:
            return
        held = await self._stores.run(self._office.cache.uids, self._account, self.name)
        kept = list(held)
        # Additions raise UIDNEXT and removals lower the count: where both are as before, so are the UIDs.
        # A header that the server would not give is asked for again.
        stands = (status.uidnext, status.messages)
        if before is None or (before.uidnext, before.messages) != stands or len(held) != status.messages:
            kept = await self._compare(held, report)
        await self._flags(kept, before, status)
        # With a count of changes the next round would not even look.
        known = status if self._lacks == 0 else replace(status, modseq=None)
        await self._stores.run(self._office.cache.remember_mailbox, self._account, known)

    async def letters(self, refs: Sequence[MailRef]) -> None:
        """Fetch these messages whole and store them."""
        status = await self._sitting.open(self.name)
        uids = [ref.uid for ref in refs if ref.uidvalidity == status.uidvalidity]
        server = self._sitting.line.server
        await self._sitting.pause()
        await self._put(await self._run(lambda: self._arriving.read(server.messages(uids))), new=False)

    def _before(self, status: MailboxStatus) -> MailboxStatus | None:
        """How the mailbox stood at the end of the last sync, if it is still the same mailbox."""
        cache = self._office.cache
        before = cache.mailbox(self._account, self.name)
        if before is not None and before.uidvalidity != status.uidvalidity:
            cache.forget_mailbox(self._account, self.name)
            return None
        return before

    async def _compare(self, held: dict[int, bool], report: Callable[[int, int], None]) -> list[int]:
        """Drop what is gone, fetch what is new, newest first; returns what was here before and still is."""
        fresh, kept, lost = _compared(held, await self._run(self._sitting.line.server.uids))
        if lost:
            await self._stores.run(self._office.cache.remove, self._account, self.name, lost)
        self.gone = len(lost)
        before = self.new
        await self._fetch(fresh, report)
        self._lacks = len(fresh) - (self.new - before)
        return kept

    async def _fetch(self, fresh: Sequence[int], report: Callable[[int, int], None]) -> None:
        """Headers in batches. While one is stored the next comes in, unless somebody else wants the line or
        the processor."""
        coming: asyncio.Task[list[Arrived]] | None = None
        usual = LARGE_BATCH if self._sitting.pause is at_once else HEADER_BATCH
        batch, rest = fresh[:usual], fresh[usual:]
        try:
            while batch:
                arrived = await (coming or self._run(self._headers, batch))
                coming = None
                calm = await self._sitting.pause()
                size = usual if calm else SHORT_BATCH
                batch, rest = rest[:size], rest[size:]
                if calm and batch and not self._sitting.line.lock.waiting:
                    coming = asyncio.ensure_future(self._run(self._headers, batch))
                await self._store(arrived, calm=calm)
                report(self.new, len(fresh))
                if coming is None:
                    await self._sitting.breathe()
                    await self._sitting.open(self.name)
        finally:
            if coming is not None:
                coming.cancel()
                await asyncio.wait({coming})

    async def _store(self, arrived: list[Arrived], *, calm: bool) -> None:
        """All at once, or in short steps for as long as somebody types."""
        while arrived:
            size = len(arrived) if calm else SHORT_BATCH
            await self._put(arrived[:size])
            arrived = arrived[size:]
            if arrived:
                calm = await self._sitting.pause()

    async def _flags(self, kept: list[int], before: MailboxStatus | None, status: MailboxStatus) -> None:
        if not kept:
            return
        server = self._sitting.line.server
        since = before.modseq if before is not None and status.modseq is not None else None
        if since is None:
            flags = await self._run(lambda: server.flags(kept))
        else:
            flags = await self._run(lambda: server.flags(kept, since=since))
        self.changed = await self._stores.run(self._office.cache.set_flags, self._account, self.name, flags)

    def _headers(self, uids: Sequence[int]) -> list[Arrived]:
        return self._arriving.read(self._sitting.line.server.headers(uids))

    async def _put(self, arrived: list[Arrived], *, new: bool = True) -> None:
        if arrived:
            await self._stores.run(self._arriving.put, arrived, is_sent=self.is_sent)
            self.new += len(arrived) if new else 0

    async def _run(self, call: Callable[..., T], *args: object) -> T:
        return await self._sitting.line.runner.run(call, *args)


def _compared(held: dict[int, bool], uids: list[int]) -> tuple["array[int]", list[int], set[int]]:
    """The UIDs that are new, the newest first; those that were here and still are; those that are gone."""
    there = set(uids)
    # A first sync goes on for long, and keeps the new ones until its end.
    fresh = array("L", sorted(there - held.keys(), reverse=True))
    return fresh, sorted(held.keys() & there), held.keys() - there

"""The messages of one account on their way through one connection.

A few are claimed ahead in one commit, then handed over one after the other; what the server took is
written down while the next one is on the wire. Claimed is committed before a message is handed over, and
accepted is on its way to the disk as soon as the server has said 250.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

from ...core.outbox import HAND_OVER_WITHIN, WAITING, OutboxItem, State
from ...errors import InboxError, StaleError, StoreError
from ...ports import Accepted, AccountStopped, Marks, Runner, Transport
from ..office import Office
from .ledger import Ledger

AHEAD = 8
"""How many are claimed in one commit: a claim is a promise to send soon, so not the whole queue."""
QUICK = 0.5
"""Seconds for one message, up to which others are claimed ahead behind it."""
UNWRITTEN = 4
"""More 250s than this are not left waiting for the disk."""

Claim = tuple[OutboxItem, float]
"""A claimed message, and the moment of its claim on the clock that never jumps."""


@dataclass(kw_only=True)
class Leaving:
    """One round of one account. ``judged`` gives those of some messages that may leave now; ``told`` hears
    the state that each message came to, or None for one that was left alone; ``unclear`` looks for what
    became of one; an account that refuses us is added to ``stopped``, and its round ends."""

    office: Office
    ledger: Ledger
    marks: Marks
    stores: Runner
    transport: Transport
    owner: str
    judged: Callable[[Sequence[OutboxItem]], list[OutboxItem]]
    told: Callable[[State | None], None]
    unclear: Callable[[int], Awaitable[None]]
    stopped: dict[str, str]
    _ahead: int = 1
    _heard: list[tuple[OutboxItem, Accepted, datetime]] = field(default_factory=list)
    _writing: asyncio.Task[None] | None = None
    _queue: list[OutboxItem] = field(default_factory=list)

    async def send(self, items: Iterable[OutboxItem], *, each_by_itself: bool = False) -> None:
        """Hand these over, in order; ``each_by_itself`` judges one only when the one before is on the disk.
        Raises StoreError; what was claimed and not begun is given back then."""
        self._queue = list(items)
        claims: list[Claim] = []
        next_claims: asyncio.Task[list[Claim]] | None = None
        try:
            await self.stores.run(self.marks.open)
            while not self.stopped and (claims or next_claims or self._queue):
                if not claims:
                    if each_by_itself:
                        await self._written()
                    taking, next_claims = next_claims, None
                    claims = await (taking or self._take(1 if each_by_itself else self._ahead))
                    continue
                if next_claims is None and self._queue and self._ahead > 1 and not each_by_itself:
                    next_claims = asyncio.create_task(self._take(self._ahead))
                await self._hand_over(*claims.pop(0))
            await self._written()
        except InboxError:
            await self._give_back([*claims, *(await _arrived(next_claims))])
            with suppress(InboxError):
                await self._written()
            raise
        await self._give_back([*claims, *(await _arrived(next_claims))])

    async def _take(self, count: int) -> list[Claim]:
        """Judge and claim the next so many; each with the moment of its claim."""
        some, self._queue = self._queue[:count], self._queue[count:]
        wanted = await self.stores.run(self.judged, some)
        moment = monotonic()
        claimed = await self.stores.run(self._claim, wanted)
        if len(claimed) < len(wanted):
            self._queue = await self._elsewhere(self._queue)
        return [(claim, moment) for claim in claimed]

    def _claim(self, wanted: list[OutboxItem]) -> list[OutboxItem]:
        book, now = self.office.casebook, self.office.now()
        return book.claim([item.id for item in wanted], owner=self.owner, now=now) if wanted else []

    async def _elsewhere(self, queue: list[OutboxItem]) -> list[OutboxItem]:
        """Somebody else works through the same list: go on elsewhere in it, not right behind them."""
        left = {item.id for item in await self.stores.run(self.office.casebook.outbox, states=WAITING)}
        still = [item for item in queue if item.id in left]
        start = random.randrange(len(still)) if still else 0  # noqa: S311 - no secret
        return still[start:] + still[:start]

    async def _hand_over(self, claim: OutboxItem, claimed_at: float) -> None:
        began = monotonic()
        since = abs(self.office.now() - (claim.claimed_at or claim.send_at))
        if max(since, timedelta(seconds=began - claimed_at)) > HAND_OVER_WITHIN:
            # This program slept since it claimed; by now a person may have decided.
            await self._give_back([(claim, claimed_at)])
            return
        try:
            sender = self.office.account(claim.account).email
            self.marks.begun(claim.id, claim.attempts)
        except InboxError:
            await self._give_back([(claim, claimed_at)])
            raise
        outcome = await self.transport.deliver(sender=sender, to=[claim.to], raw=claim.raw)
        at = self.office.now()
        self._ahead = AHEAD if monotonic() - began < QUICK else 1
        if isinstance(outcome, Accepted):
            self.marks.taken(claim.id, claim.attempts, at)
            self._heard.append((claim, outcome, at))
            if self._writing is None or self._writing.done():
                await self._written()
                self._writing = asyncio.create_task(self._write())
            elif len(self._heard) > UNWRITTEN:
                await self._writing
            return
        await self._written()
        state = await self.stores.run(self.ledger.note, claim, outcome, at=at)
        self.told(state)
        if isinstance(outcome, AccountStopped):
            self.stopped[claim.account] = outcome.reason
        if state is State.UNKNOWN:
            await self.unclear(claim.id)

    async def _write(self) -> None:
        """One commit after the other, each for all that was heard while the one before was under way."""
        while self._heard:
            heard, self._heard = self._heard, []
            for state in await self.stores.run(self.ledger.note_accepted, heard):
                self.told(state)

    async def _written(self) -> None:
        """Everything that was heard is on disk. Raises what stood in the way."""
        if self._writing is not None:
            writing, self._writing = self._writing, None
            await writing

    async def _give_back(self, claims: list[Claim]) -> None:
        """Claimed, and surely not handed over."""
        for claim, _ in claims:
            with suppress(StaleError, StoreError):
                await self.stores.run(self.ledger.move, claim, State.SCHEDULED)


async def _arrived(taking: asyncio.Task[list[Claim]] | None) -> list[Claim]:
    """What was being claimed while the round ended; nothing where that failed."""
    if taking is None:
        return []
    with suppress(InboxError):
        return await taking
    return []

"""One round of sending: what is due leaves exactly once, what is not clear is asked about.

The order of steps is the whole point: claim and commit, hand over, commit what the server said. Filing
comes afterwards and elsewhere. Whatever stops the program in between, nothing is sent again by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from ...core.followups import (
    Go,
    Hold,
    Later,
    backlog,
    guard,
    is_late,
    needs_fresh_mail,
    too_late,
    waiting_for_mail,
)
from ...core.frozen import dataclass
from ...core.outbox import WAITING, OutboxItem, State, claim_is_stale, is_due
from ...errors import MailError, NotFoundError, SecretError, StaleError
from ...ports import Marks, Runner, Transport
from ..office import Office
from ..receiving.returned import Returned
from .filing import Filing
from .leaving import Leaving
from .ledger import Ledger
from .since import Happened
from .stops import Stops

if TYPE_CHECKING:
    from ..receiving.sync import Sync

GLANCE = 5.0
"""Seconds that replies wait for a look at the mailboxes: somebody said yes to them a moment ago, so a mail
server that is slow or silent does not keep them here."""


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What one round of sending did, in numbers of messages."""

    accepted: int = 0
    held: int = 0
    retrying: int = 0
    failed: int = 0
    unknown: int = 0
    filed: int = 0

    def plus(self, state: State | None) -> Tally:
        """One more message that came to ``state``; None for one that was left alone."""
        name = "" if state is None else state.value
        return replace(self, **{name: getattr(self, name) + 1}) if hasattr(self, name) else self


class Sending:
    """Delivers what is due and settles what was interrupted."""

    def __init__(
        self,
        office: Office,
        sync: Callable[[], Sync],
        filing: Filing,
        ledger: Ledger,
        stops: Stops,
        *,
        stores: Runner,
        transports: Callable[[str], Transport],
        owner: str,
        is_gone: Callable[[str], bool],
        marks: Marks,
    ) -> None:
        self._office = office
        self._sync = sync
        self._filing = filing
        self._ledger = ledger
        self._stops = stops
        self._stores = stores
        self._transports = transports
        self._owner = owner
        self._is_gone = is_gone
        self._marks = marks
        self._tally = Tally()
        self._happened = Happened(office)
        self._returned = Returned(office)
        self.stopped: dict[str, str] = {}
        """Accounts that refused us, and why."""
        self.waiting: dict[str, str] = {}
        """Accounts of which the mail could not be read, so that follow-ups wait, and why."""

    async def deliver(self) -> Tally:
        """A round. Raises StoreError only; what a network does ends in the state of a message."""
        office = self._office
        now = office.now()
        self.stopped.clear()
        self.waiting.clear()
        self._tally = Tally()
        lost = await self._stores.run(self._lost)
        items = await self._stores.run(office.casebook.outbox, states=WAITING)
        due = [item for item in items if is_due(item, now=now)]
        many = backlog(due, now=now)
        if many is not None:
            for item in due:
                if is_late(item, now=now):
                    await self._stores.run(self._hold, item, many)
            due = [item for item in due if not is_late(item, now=now)]
        for account in dict.fromkeys(item.account for item in due):
            await self._of_account(account, [i for i in due if i.account == account])
        for item in lost:
            await self._ask_about(item)
        return self._tally

    async def _of_account(self, account: str, items: list[OutboxItem]) -> None:
        why = await self._stores.run(self._stops.reason, account)
        if why:
            self.stopped[account] = why
            return
        try:
            transport = self._transports(account)
        except NotFoundError as error:
            for item in items:
                await self._stores.run(self._hold, item, Hold(reason=str(error)))
            return
        stopped: dict[str, str] = {}
        leaving = Leaving(
            office=self._office,
            ledger=self._ledger,
            marks=self._marks,
            stores=self._stores,
            transport=transport,
            owner=self._owner,
            judged=self._may_leave,
            told=self._count,
            unclear=self._look_for,
            stopped=stopped,
        )
        try:
            # Replies go first: they leave without the inbox where it cannot be read.
            replies = [item for item in items if not needs_fresh_mail(item)]
            if not all(item.guards_waived for item in replies):
                await self._glance(account, replies)
            await leaving.send(replies)
            guarded = [item for item in items if needs_fresh_mail(item)]
            trouble = await self._freshen(account, guarded) if guarded and not stopped else ""
            if trouble:
                self.waiting[account] = trouble
            for item in guarded if trouble else ():
                await self._wait_for_mail(item, trouble)
            # What left a moment ago may hold the next one of the same case.
            await leaving.send(guarded if not trouble else (), each_by_itself=True)
        finally:
            self.stopped |= stopped
            await transport.close()

    def _count(self, state: State | None) -> None:
        self._tally = self._tally.plus(state)

    def _may_leave(self, items: Sequence[OutboxItem]) -> list[OutboxItem]:
        """Those that may go now; the others are held or put off."""
        book = self._office.casebook
        bounced = book.bounces([item.to for item in items])
        ours: dict[str, list[OutboxItem]] = {}
        for each in book.outbox(case_ids={item.case_id for item in items}):
            ours.setdefault(each.case_id, []).append(each)
        return [
            item
            for item in items
            if self._judged(item, bounced.get(item.to.lower(), ""), ours.get(item.case_id, []))
        ]

    def _judged(self, item: OutboxItem, bounced: str, ours: Sequence[OutboxItem]) -> bool:
        verdict = self._verdict(item, bounced, ours)
        match verdict:
            case Hold():
                self._hold(item, verdict)
                return False
            case Later(at=at, reason=reason):
                put_off = replace(item, send_at=at, reason=reason)
                self._office.casebook.move_item(put_off, expected=item.state)
                return False
            case Go():
                return True
            case _:
                assert_never(verdict)

    def _verdict(self, item: OutboxItem, bounced: str, ours: Sequence[OutboxItem]) -> Go | Hold | Later:
        office = self._office
        now = office.now()
        late = too_late(item, now=now, hours=office.sending_hours)
        if late is not None:
            return late
        if item.guards_waived:
            return Go()
        return guard(item, self._happened.since(item, bounced=bounced, ours=ours), now=now, zone=office.zone)

    def _hold(self, item: OutboxItem, why: Hold) -> None:
        with suppress(StaleError):
            self._count(self._ledger.move(item, State.HELD, reason=why.reason, late=why.late).state)

    def _lost(self) -> list[OutboxItem]:
        """Claims whose holder ended or fell silent in the middle of a message. What it had not begun is due
        again: that surely did not go. What it had heard a 250 to is sent."""
        now = self._office.now()
        claims = self._office.casebook.outbox(states={State.CLAIMED})
        lost = []
        for item in claims:
            gone = self._is_gone(item.claimed_by)
            if not claim_is_stale(item, now=now, holder_is_gone=gone):
                continue
            begun = self._marks.begun_by(item.claimed_by) if gone else None
            claim = (item.id, item.attempts)
            if begun is None or begun.get(claim, now) is None:
                lost.append(item)
                continue
            taken = begun.get(claim)
            with suppress(StaleError):
                if taken is not None:
                    self._count(self._ledger.sent(item, at=taken).state)
                else:
                    self._ledger.move(item, State.SCHEDULED)
        self._marks.tidy(gone=self._is_gone, keep={item.claimed_by for item in claims})
        return lost

    async def _ask_about(self, item: OutboxItem) -> None:
        """It may have been delivered."""
        why = "the program stopped while it was leaving."
        with suppress(StaleError):
            self._count((await self._stores.run(self._ledger.move, item, State.UNKNOWN, reason=why)).state)
            await self._look_for(item.id)

    async def _look_for(self, item_id: int) -> None:
        """Add to the question what the mailboxes say."""
        item = await self._stores.run(self._office.outgoing, item_id)
        trace = await self._filing.trace(item)
        told = replace(item, reason=f"{item.reason} {trace}")
        await self._stores.run(self._office.casebook.move_item, told, expected=State.UNKNOWN)

    async def _glance(self, account: str, items: list[OutboxItem]) -> None:
        """Look whether a colleague answered from another program meanwhile, if the server says so soon."""
        looking = asyncio.ensure_future(self._freshen(account, items))
        await asyncio.wait({looking}, timeout=GLANCE)
        if looking.done():
            looking.result()
        else:
            # It goes on by itself, and whatever becomes of it is told by the next fetch.
            looking.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def _freshen(self, account: str, items: list[OutboxItem]) -> str:
        """Fetch INBOX and Sent, and read what came back; why not, if they cannot be had."""
        try:
            await self._sync().pull(account)
        except (MailError, SecretError) as error:
            return str(error)
        cases = frozenset(item.case_id for item in items)
        await self._stores.run(self._returned.look, account, cases)
        return ""

    async def _wait_for_mail(self, item: OutboxItem, why: str) -> None:
        """A follow-up is not sent blindly: without fresh mail it stays due, and is shown as late."""
        late = waiting_for_mail(item, why)
        await self._stores.run(self._office.casebook.move_item, late, expected=item.state)

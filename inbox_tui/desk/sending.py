"""One round of sending: what is due leaves exactly once, what is not clear is asked about.

The order of steps is the whole point: claim and commit, hand over, commit what the server said. Filing
comes afterwards and elsewhere. Whatever stops the program in between, nothing is sent again by itself.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING, assert_never

from ..core.followups import WAITS, Go, Hold, Later, backlog, guard, is_late, needs_fresh_mail, too_late
from ..core.outbox import HAND_OVER_WITHIN, WAITING, OutboxItem, State, claim_is_stale, is_due
from ..errors import MailError, NotFoundError, SecretError, StaleError
from ..ports import Claimed, Runner, Taken, Transport
from .filing import Filing
from .ledger import Ledger
from .office import Office
from .returned import Returned
from .since import Happened
from .stops import Stops

if TYPE_CHECKING:
    from .sync import Sync


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
        self._happened = Happened(office)
        self._returned = Returned(office)
        self.stopped: dict[str, str] = {}
        """Accounts that refused us, and why."""

    async def deliver(self) -> Tally:
        """A round. Raises StoreError only; what a network does ends in the state of a message."""
        office = self._office
        now = office.now()
        self.stopped.clear()
        items = await self._stores.run(office.casebook.outbox, states=WAITING | {State.CLAIMED})
        tally = Tally()
        due = [item for item in items if is_due(item, now=now)]
        many = backlog(due, now=now)
        if many is not None:
            late = [item for item in due if is_late(item, now=now)]
            due = [item for item in due if item not in late]
            for item in late:
                tally = tally.plus(await self._stores.run(self._hold, item, many.reason))
        for account in dict.fromkeys(item.account for item in due):
            tally = await self._of_account(account, [i for i in due if i.account == account], tally)
        for item in items:
            gone = item.state is State.CLAIMED and self._is_gone(item.claimed_by)
            if claim_is_stale(item, now=now, holder_is_gone=gone):
                tally = tally.plus(await self._ask_about(item))
        return tally

    async def _of_account(self, account: str, items: list[OutboxItem], tally: Tally) -> Tally:
        why = await self._stores.run(self._stops.reason, account)
        if why:
            self.stopped[account] = why
            return tally
        try:
            transport = self._transports(account)
        except NotFoundError as error:
            for item in items:
                tally = tally.plus(await self._stores.run(self._hold, item, str(error)))
            return tally
        try:
            # Replies go first: they need no inbox.
            tally = await self._one_by_one([i for i in items if not needs_fresh_mail(i)], transport, tally)
            guarded = [item for item in items if needs_fresh_mail(item)]
            trouble = await self._freshen(account, guarded) if guarded and account not in self.stopped else ""
            if trouble:
                for item in guarded:
                    await self._wait_for_mail(item, trouble)
                return tally
            return await self._one_by_one(guarded, transport, tally)
        finally:
            await transport.close()

    async def _one_by_one(self, items: Iterable[OutboxItem], transport: Transport, tally: Tally) -> Tally:
        queue = list(items)
        while queue and queue[0].account not in self.stopped:
            item = queue.pop(0)
            done = await self._send(item, transport)
            if isinstance(done, Taken):
                # Somebody else works through the same list: go on elsewhere in it, not right behind them.
                left = await self._stores.run(self._office.casebook.outbox, states=WAITING)
                still = {each.id for each in left}
                queue = [each for each in queue if each.id in still]
                start = random.randrange(len(queue)) if queue else 0  # noqa: S311 - no secret
                queue = queue[start:] + queue[:start]
            else:
                tally = tally.plus(done)
        return tally

    async def _send(self, item: OutboxItem, transport: Transport) -> State | Taken | None:
        """One message, from due to what the server said; None for one that waits."""
        began = monotonic()
        ready = await self._stores.run(self._made_ready, item)
        if not isinstance(ready, Claimed):
            return ready
        claim = ready.item
        slept = timedelta(seconds=monotonic() - began)
        asleep = abs(self._office.now() - (claim.claimed_at or claim.send_at))
        if max(slept, asleep) > HAND_OVER_WITHIN:
            await self._stores.run(self._give_back, claim)
            return None
        sender = self._office.account(claim.account).email
        outcome = await transport.deliver(sender=sender, to=[claim.to], raw=claim.raw)
        state = await self._stores.run(self._ledger.note, claim, outcome)
        why = await self._stores.run(self._stops.reason, claim.account) if state is State.RETRYING else ""
        if why:
            self.stopped[claim.account] = why
        if state is State.UNKNOWN:
            await self._look_for(claim.id)
        return state

    def _made_ready(self, item: OutboxItem) -> Claimed | Taken | State | None:
        """Judged and, if it may go, claimed."""
        now = self._office.now()
        verdict = self._verdict(item)
        match verdict:
            case Hold(reason=reason):
                return self._hold(item, reason)
            case Later(at=at, reason=reason):
                put_off = replace(item, send_at=at, reason=reason)
                self._office.casebook.move_item(put_off, expected=item.state)
                return None
            case Go():
                return self._office.casebook.claim(item.id, owner=self._owner, now=now)
            case _:
                assert_never(verdict)

    def _verdict(self, item: OutboxItem) -> Go | Hold | Later:
        office = self._office
        now = office.now()
        late = too_late(item, now=now, hours=office.sending_hours)
        if late is not None:
            return late
        if item.guards_waived:
            return Go()
        return guard(item, self._happened.since(item), now=now, zone=office.zone)

    def _hold(self, item: OutboxItem, reason: str) -> State | None:
        try:
            return self._ledger.move(item, State.HELD, reason=reason).state
        except StaleError:
            return None

    def _give_back(self, claim: OutboxItem) -> None:
        """This program slept between claim and hand-over; by now a person may have decided."""
        try:
            self._ledger.move(claim, State.SCHEDULED)
        except StaleError:
            return

    async def _ask_about(self, item: OutboxItem) -> State | None:
        """A claim whose holder ended or fell silent: it may have been delivered."""
        why = "the program stopped while it was leaving."
        try:
            state = (await self._stores.run(self._ledger.move, item, State.UNKNOWN, reason=why)).state
        except StaleError:
            return None
        await self._look_for(item.id)
        return state

    async def _look_for(self, item_id: int) -> None:
        """Add to the question what the mailboxes say."""
        item = await self._stores.run(self._office.outgoing, item_id)
        trace = await self._filing.trace(item)
        told = replace(item, reason=f"{item.reason} {trace}")
        await self._stores.run(self._office.casebook.move_item, told, expected=State.UNKNOWN)

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
        late = replace(item, reason=f"{WAITS}{why}")
        await self._stores.run(self._office.casebook.move_item, late, expected=item.state)

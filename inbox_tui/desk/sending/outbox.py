"""The outbox: what is on its way out, what a person decides about it, and the round that sends it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING

from ...core.outbox import LEASE, STATE_WORDS, WAITING, OutboxItem, State, claim_is_stale, is_due
from ...errors import RefusedError, StaleError
from ...ports import Marks, Runner, Transport
from ..facts import LAST_RUN
from ..office import Office
from ..views import OutboxRow
from .filing import Filing
from .ledger import Ledger
from .on_the_way import outbox_rows
from .sending import Sending, Tally
from .stops import Stops

if TYPE_CHECKING:
    from ..receiving.sync import Sync

__all__ = ["Outbox", "Tally"]

LOOK_AGAIN = 60.0
"""Seconds until a message that a round could do nothing about makes a reason for another round."""


class Outbox:
    """Everything on its way out. ``is_gone`` tells whether the holder of a claim has surely ended."""

    def __init__(
        self,
        office: Office,
        sync: Callable[[], Sync],
        filing: Filing,
        *,
        stores: Runner,
        transports: Callable[[str], Transport],
        owner: str,
        marks: Marks,
        is_gone: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._office = office
        self._filing = filing
        self._stores = stores
        self._owner = owner
        self._is_gone = is_gone
        self._stops = Stops(office)
        self._ledger = Ledger(office, self._stops)
        self._sending = Sending(
            office,
            sync,
            filing,
            self._ledger,
            self._stops,
            stores=stores,
            transports=transports,
            owner=owner,
            is_gone=is_gone,
            marks=marks,
        )
        self._left: dict[int, float] = {}

    @property
    def stopped(self) -> dict[str, str]:
        """Accounts that refused us, and why: they rest until somebody has seen to them."""
        return self._sending.stopped

    @property
    def waiting(self) -> dict[str, str]:
        """Accounts of which the last round could not read the mail, so that what is due waits; and why."""
        return self._sending.waiting

    # --- what a person sees and decides -----------------------------------------------------------

    def rows(self) -> list[OutboxRow]:
        """Everything that is or was on its way out, in the order in which it leaves."""
        return outbox_rows(self._office, self._office.casebook.outbox())

    def has_work(self) -> bool:
        """A cheap look: is anything due, unclear or unfiled that the last round did not just look at?"""
        now = self._office.now()
        book = self._office.casebook
        if not book.sending_is_due(now=now, stale=now - LEASE) and not self._deserted():
            return False
        items = book.outbox(states=WAITING | {State.CLAIMED, State.ACCEPTED})
        moment = monotonic()
        return any(self._is_work(item) and self._left.get(item.id, moment) <= moment for item in items)

    def settle(self, item_id: int, answer: str) -> OutboxItem:
        """A person says what became of a message: ``sent``, ``resend`` or ``drop``."""
        item = self._office.outgoing(item_id)
        now = self._office.now()
        match answer:
            case "sent":
                return self._ledger.sent(item, at=now, reason="you said it arrived")
            case "resend":
                again = replace(item, send_at=now, guards_waived=True, first_tried_at=None)
                self._stops.lift(item.account)
                return self._ledger.move(again, State.SCHEDULED)
            case "drop":
                gone = replace(item, cancelled_at=now)
                return self._ledger.move(gone, State.CANCELLED, reason="dropped by you")
            case _:
                raise RefusedError(f"“{answer}” is no answer. Say sent, resend or drop.")

    def retry(self, item_id: int) -> OutboxItem:
        """Try it again now: for what failed, waits for its next try, is held, or waits for an account that
        rests."""
        item = self._office.outgoing(item_id)
        again = replace(item, send_at=self._office.now(), first_tried_at=None)
        if item.state is State.RETRYING:
            if not self._office.casebook.move_item(again, expected=State.RETRYING):
                raise StaleError("This message has just moved on. Look again.")
        elif item.state in (State.FAILED, State.HELD):
            # A yes to a late one is no yes to whatever came in meanwhile: that is still looked at.
            again = self._ledger.move(replace(again, guards_waived=not item.held_late), State.SCHEDULED)
        elif item.state is State.SCHEDULED and self._stops.reason(item.account):
            again = item  # it waits for nothing but its account
        else:
            raise RefusedError(f"This message is {STATE_WORDS[item.state]}; there is nothing to try again.")
        self._stops.lift(item.account)
        self._left.clear()
        return again

    def retry_late(self) -> int:
        """Send all that is held only because it is late; how many. What the customer wrote meanwhile holds a
        message again; what somebody else decided meanwhile stays as it is."""
        count = 0
        for item in self._office.casebook.outbox(states={State.HELD}):
            if item.held_late:
                with suppress(RefusedError, StaleError):
                    self.retry(item.id)
                    count += 1
        return count

    def works_again(self, account: str) -> None:
        """Somebody signed in to this account: what waits for it leaves at the next round."""
        self._stops.lift(account)
        self._left.clear()

    # --- the round -------------------------------------------------------------------------------

    async def send_due(self) -> Tally:
        """Send what is due, settle what was interrupted, file what was sent. Quick when there is nothing.

        Raises StoreError only; what a network does ends in the state of a message.
        """
        tally = await self.deliver()
        tally = replace(tally, filed=await self.file_sent())
        await self._stores.run(self._note_what_is_left)
        return tally

    async def deliver(self) -> Tally:
        """Send what is due and settle what was interrupted. Replies go first: they need no inbox."""
        await self._stores.run(self.note_run)
        return await self._sending.deliver()

    async def file_sent(self) -> int:
        """Put copies of what was accepted into Sent; how many. Never sends anything."""
        items = await self._stores.run(self._office.casebook.outbox, states={State.ACCEPTED})
        dead = [owner for owner in {item.claimed_by for item in items} if owner and self._is_gone(owner)]
        filed = 0
        for account in dict.fromkeys(item.account for item in items):
            filed += await self._filing.file(account, owner=self._owner, dead=dead)
        return filed

    def note_run(self) -> None:
        """Keep when a round was made last, for “schedule status”."""
        self._office.casebook.set_value(LAST_RUN, self._office.now().isoformat())

    def _deserted(self) -> bool:
        """True when the program that held a claim ended without a word."""
        claimed = self._office.casebook.outbox(states={State.CLAIMED})
        return any(self._is_gone(item.claimed_by) for item in claimed)

    def _is_work(self, item: OutboxItem) -> bool:
        now = self._office.now()
        match item.state:
            case State.CLAIMED:
                return claim_is_stale(item, now=now, holder_is_gone=self._is_gone(item.claimed_by))
            case State.ACCEPTED:
                return item.claimed_at is None or now - item.claimed_at > LEASE
            case _:
                return is_due(item, now=now)

    def _note_what_is_left(self) -> None:
        """What a round could do nothing about, such as mail of an account that rests, is no work for a while:
        the look is made every second, a round must not be."""
        items = self._office.casebook.outbox(states=WAITING | {State.CLAIMED, State.ACCEPTED})
        moment = monotonic()
        self._left = {
            item.id: max(moment + LOOK_AGAIN, self._left.get(item.id, 0.0))
            for item in items
            if self._is_work(item)
        }

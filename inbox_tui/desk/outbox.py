"""The outbox: sends what is due, exactly once, and asks a person about everything that is not clear.

The order of steps is the whole point: claim and commit, hand over, commit what the server said, and
only then file the copy in Sent. Whatever stops the program in between, nothing is sent again by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from ..core import case as moves
from ..core.case import Moved
from ..core.followups import Go, Hold, Later, guard, needs_fresh_mail, too_late
from ..core.outbox import (
    WAITING,
    GiveUp,
    IllegalMove,
    Kind,
    OutboxItem,
    RetryAt,
    State,
    claim_is_stale,
    is_due,
    moved,
    next_try,
)
from ..errors import MailError, NotFoundError, RefusedError, StaleError
from ..ports import (
    Accepted,
    AccountStopped,
    Claimed,
    Outcome,
    Refused,
    Runner,
    Taken,
    Transport,
    Unknown,
    Unreachable,
)
from .filing import Filing
from .follow_ups import outbox_rows
from .office import Office
from .since import Happened
from .sync import Sync
from .views import OutboxRow

LAST_RUN = "send-due ran"


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What one round of sending did, in numbers of messages."""

    accepted: int = 0
    held: int = 0
    retrying: int = 0
    failed: int = 0
    unknown: int = 0
    filed: int = 0

    def plus(self, state: State | None) -> "Tally":
        """One more message that came to ``state``; None for one that was left alone."""
        name = "" if state is None else state.value
        return replace(self, **{name: getattr(self, name) + 1}) if hasattr(self, name) else self


class Outbox:
    """Everything on its way out."""

    def __init__(
        self,
        office: Office,
        sync: Sync,
        filing: Filing,
        *,
        stores: Runner,
        transports: Callable[[str], Transport],
        owner: str,
    ) -> None:
        self._office = office
        self._sync = sync
        self._filing = filing
        self._stores = stores
        self._transports = transports
        self._owner = owner
        self._happened = Happened(office)
        self.stopped: dict[str, str] = {}
        """Accounts that refused us, and why: they rest until the program starts again."""

    # --- what a person sees and decides -----------------------------------------------------------

    def rows(self) -> list[OutboxRow]:
        """Everything that is or was on its way out, in the order in which it leaves."""
        return outbox_rows(self._office, self._office.casebook.outbox())

    def has_work(self) -> bool:
        """A cheap look: is anything due, unclear or unfiled?"""
        now = self._office.now()
        states = WAITING | {State.CLAIMED, State.ACCEPTED}
        return any(
            is_due(item, now=now) or claim_is_stale(item, now=now) or item.state is State.ACCEPTED
            for item in self._office.casebook.outbox(states=states)
        )

    def settle(self, item_id: int, answer: str) -> OutboxItem:
        """A person says what became of a message: ``sent``, ``resend`` or ``drop``."""
        item = self._item(item_id)
        now = self._office.now()
        match answer:
            case "sent":
                done = self._move(
                    replace(item, accepted_at=now), State.ACCEPTED, reason="you said it arrived"
                )
                self._tell_case(done, at=now)
                return done
            case "resend":
                again = replace(item, send_at=now, guards_waived=True, first_tried_at=None)
                return self._move(again, State.SCHEDULED)
            case "drop":
                return self._move(item, State.CANCELLED, reason="dropped by you")
            case _:
                raise RefusedError(f"“{answer}” is no answer. Say sent, resend or drop.")

    def retry(self, item_id: int) -> OutboxItem:
        """Try it again now: for what failed, waits for its next try, or is held."""
        item = self._item(item_id)
        again = replace(item, send_at=self._office.now(), first_tried_at=None)
        if item.state is State.RETRYING:
            if not self._office.casebook.move_item(again, expected=State.RETRYING):
                raise StaleError("This message has just moved on. Look again.")
            return again
        if item.state not in (State.FAILED, State.HELD):
            raise RefusedError(f"This message is {item.state.value}; there is nothing to try again.")
        return self._move(replace(again, guards_waived=True), State.SCHEDULED)

    # --- the round -------------------------------------------------------------------------------

    async def send_due(self) -> Tally:
        """Send what is due, settle what was interrupted, file what was sent. Quick when there is nothing.

        Raises StoreError only; what a network does ends in the state of a message.
        """
        tally = await self.deliver()
        return replace(tally, filed=await self.file_sent())

    async def deliver(self) -> Tally:
        """Send what is due and settle what was interrupted. Replies go first: they need no inbox."""
        office = self._office
        now = office.now()
        await self._stores.run(office.casebook.set_value, LAST_RUN, now.isoformat())
        items = await self._stores.run(office.casebook.outbox, states=WAITING | {State.CLAIMED})
        tally = Tally()
        due = [item for item in items if is_due(item, now=now)]
        for account in dict.fromkeys(item.account for item in due):
            mine = [item for item in due if item.account == account]
            transport = self._transports(account)
            try:
                tally = await self._deliver(account, mine, transport, tally)
            finally:
                await transport.close()
        for item in items:
            if claim_is_stale(item, now=now):
                tally = tally.plus(await self._ask_about(item))
        return tally

    async def file_sent(self) -> int:
        """Put copies of what was accepted into Sent; how many. Never sends anything."""
        items = await self._stores.run(self._office.casebook.outbox, states={State.ACCEPTED})
        accounts = dict.fromkeys(item.account for item in items)
        return sum([await self._filing.file(account) for account in accounts])

    async def _deliver(
        self, account: str, items: list[OutboxItem], transport: Transport, tally: Tally
    ) -> Tally:
        guarded = [item for item in items if needs_fresh_mail(item)]
        for item in items:
            if item not in guarded and account not in self.stopped:
                tally = tally.plus(await self._send(item, transport))
        trouble = await self._freshen(account) if guarded else ""
        for item in guarded:
            if trouble:
                await self._wait_for_mail(item, trouble)
            elif account not in self.stopped:
                tally = tally.plus(await self._send(item, transport))
        return tally

    async def _send(self, item: OutboxItem, transport: Transport) -> State | None:
        """One message, from due to what the server said; None when somebody else has it."""
        office, book = self._office, self._office.casebook
        now = office.now()
        verdict = await self._stores.run(self._verdict, item, now)
        match verdict:
            case Hold(reason=reason):
                return await self._stores.run(self._hold, item, reason)
            case Later(at=at, reason=reason):
                put_off = replace(item, send_at=at, reason=reason)
                await self._stores.run(book.move_item, put_off, expected=item.state)
                return None
            case Go():
                pass
            case _:
                assert_never(verdict)
        claim = await self._stores.run(book.claim, item.id, owner=self._owner, now=now)
        if isinstance(claim, Taken):
            return None
        assert isinstance(claim, Claimed)  # noqa: S101 - narrows the outcome for the type checker
        sender = office.account(item.account).email
        outcome = await transport.deliver(sender=sender, to=[claim.item.to], raw=claim.item.raw)
        return await self._stores.run(self._note_outcome, claim.item, outcome)

    def _verdict(self, item: OutboxItem, now: datetime) -> Go | Hold | Later:
        late = too_late(item, now=now, hours=self._office.sending_hours)
        if late is not None:
            return late
        return guard(item, self._happened.since(item), now=now, zone=self._office.zone)

    def _note_outcome(self, item: OutboxItem, outcome: Outcome) -> State:
        """What the server said, committed before anything else happens."""
        now = self._office.now()
        match outcome:
            case Accepted():
                done = self._move(replace(item, accepted_at=now), State.ACCEPTED)
                self._tell_case(done, at=now)
                return done.state
            case Refused(permanent=True, reply=reply):
                return self._move(item, State.FAILED, reason=f"the server said no: {reply}").state
            case Refused(reply=reply):
                return self._try_later(item, f"the server said “not now”: {reply}")
            case Unreachable(reason=reason):
                return self._try_later(item, reason)
            case AccountStopped(reason=reason):
                self.stopped[item.account] = reason
                return self._try_later(item, reason)
            case Unknown(reason=reason):
                return self._move(item, State.UNKNOWN, reason=reason).state
            case _:
                assert_never(outcome)

    def _try_later(self, item: OutboxItem, reason: str) -> State:
        plan = next_try(item, now=self._office.now())
        match plan:
            case RetryAt(at=at):
                return self._move(replace(item, send_at=at), State.RETRYING, reason=reason).state
            case GiveUp(reason=why):
                return self._move(item, State.FAILED, reason=f"{why} Last answer: {reason}").state
            case _:
                assert_never(plan)

    async def _ask_about(self, item: OutboxItem) -> State:
        """A claim whose holder died: it may have been delivered, so look for traces and ask."""
        trace = await self._filing.trace(item)
        reason = f"the program stopped while it was leaving. {trace}"
        return (await self._stores.run(self._move, item, State.UNKNOWN, reason=reason)).state

    async def _freshen(self, account: str) -> str:
        """Fetch INBOX and Sent; why not, if they cannot be had."""
        try:
            await self._sync.pull(account)
        except MailError as error:
            return str(error)
        return ""

    async def _wait_for_mail(self, item: OutboxItem, why: str) -> None:
        """A follow-up is not sent blindly: without fresh mail it stays due, and is shown as late."""
        late = replace(item, reason=f"waits, because the inbox could not be read: {why}")
        await self._stores.run(self._office.casebook.move_item, late, expected=item.state)

    def _hold(self, item: OutboxItem, reason: str) -> State:
        return self._move(item, State.HELD, reason=reason).state

    def _tell_case(self, item: OutboxItem, *, at: datetime) -> None:
        """The case learns that we wrote; losing this race costs a clock, never a message."""
        book = self._office.casebook
        book.link(item.case_id, item.account, [item.message_id])
        for _ in range(3):
            case = book.case(item.case_id)
            if case is None:
                return
            move = moves.answered(case, at=at, by_person=item.kind is Kind.REPLY)
            if not isinstance(move, Moved):
                return
            try:
                self._office.record(case, move, undoable=False)
            except StaleError:
                continue
            return

    def _item(self, item_id: int) -> OutboxItem:
        item = self._office.casebook.outbox_item(item_id)
        if item is None:
            raise NotFoundError(f"There is no message number {item_id} in the outbox.")
        return item

    def _move(self, item: OutboxItem, wish: State, *, reason: str = "") -> OutboxItem:
        """One legal move, committed. Raises RefusedError or StaleError with nothing changed."""
        after = moved(item, wish, reason=reason)
        if isinstance(after, IllegalMove):
            raise RefusedError(after.reason)
        if not self._office.casebook.move_item(after, expected=item.state):
            raise StaleError("This message has just moved on. Nothing was changed; look again.")
        return after

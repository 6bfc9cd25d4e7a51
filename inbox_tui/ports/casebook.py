"""The casebook: what exists nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ..core.case import Case, CaseState
    from ..core.outbox import OutboxItem, State
    from ..core.promises import Promise, Promised, PromiseState
    from .records import Act, Changed, Draft, HistoryEntry, Note, Present, Recorded, Stale, Taken


class Casebook(Protocol):
    """What exists nowhere else. Every method is one transaction, on disk when it returns.

    Raises StoreError (disk full, read-only, newer schema) with nothing half-written. A claim is named by the
    item's number and its ``attempts``, which only ``claim`` counts up.
    """

    # cases
    def add_case(self, case: Case, entry: HistoryEntry) -> None:
        """A new case; adding one that exists changes nothing."""
        ...

    def case(self, case_id: str) -> Case | None:
        """One case."""
        ...

    def cases(
        self, *, states: Collection[str] | None = None, ids: Collection[str] | None = None
    ) -> list[Case]:
        """All cases, those in some states, or these; no particular order."""
        ...

    def case_ids(self) -> list[str]:
        """The names of all cases, the one that came in last first."""
        ...

    def count_cases(self, state: CaseState) -> int:
        """How many cases are in this state."""
        ...

    def cases_from(self, addresses: Collection[str]) -> list[Case]:
        """All cases of these customers, however their address is capitalised; no particular order."""
        ...

    def names_besides(self, address: str) -> set[str]:
        """The names of all customers who do not write from this address."""
        ...

    def change_case(self, case: Case, entry: HistoryEntry) -> Changed | Stale:
        """Store ``case`` if the stored version is still ``case.version``; counts the version up."""
        ...

    def change_cases(self, act: Act) -> list[Case] | Stale:
        """Carry out a whole act in one transaction; ``Stale``, with nothing changed, when a stored version is
        another one or a change was undone already. Gives the changed cases, in the order of the act."""
        ...

    def link(self, case_id: str, account: str, message_ids: Collection[str]) -> None:
        """Tie Message-IDs to a case for good: this survives any change on the server."""
        ...

    def cases_of(self, account: str, message_ids: Collection[str]) -> dict[str, str]:
        """Which of these Message-IDs belong to which case."""
        ...

    # words
    def draft(self, case_id: str) -> Draft | None:
        """The draft as last saved."""
        ...

    def drafts(self) -> dict[str, datetime]:
        """The cases that have a draft with words in it, and when it was saved."""
        ...

    def save_draft(self, draft: Draft) -> None:
        """Keep the words. An earlier, different text is kept as a version (the last 50)."""
        ...

    def draft_versions(self, case_id: str) -> list[Draft]:
        """Earlier texts, newest first."""
        ...

    def notes(self, case_id: str) -> list[Note]:
        """Remarks on a case, oldest first."""
        ...

    # history
    def history(self, case_id: str) -> list[HistoryEntry]:
        """The changes of a case, oldest first."""
        ...

    def last_undoable(self, *, actor: str = "") -> list[HistoryEntry]:
        """The newest act that can be undone and was not: its changes, newest first. With ``actor``, the
        newest of theirs, because nobody takes back what a colleague did."""
        ...

    def changes(self, whats: Collection[str], *, after: datetime | None, limit: int) -> list[HistoryEntry]:
        """The newest undoable changes of these kinds, of all cases, that were not undone, made later than
        ``after``; oldest first."""
        ...

    # outgoing mail
    def queue(self, item: OutboxItem, *, clear_draft: bool, promises: Sequence[Promised] = ()) -> OutboxItem:
        """Store the item, bytes and all, and in the same transaction what it promises, and empty the case's
        draft if asked. Returns it with its number."""
        ...

    def put_in_place(self, item: OutboxItem, *, gone: OutboxItem, expected: State) -> OutboxItem | None:
        """Store the cancelled ``gone`` if its stored state is still ``expected`` and, in the same
        transaction, queue ``item`` instead. None, with nothing changed, when somebody was quicker."""
        ...

    def outbox_item(self, item_id: int) -> OutboxItem | None:
        """One item."""
        ...

    def outbox(
        self,
        *,
        states: Collection[State] | None = None,
        case_id: str | None = None,
        case_ids: Collection[str] | None = None,
    ) -> list[OutboxItem]:
        """Items in the order in which they go out, without their bytes: ``raw`` is empty here, and full in
        ``outbox_item`` and ``claim``."""
        ...

    def sending_is_due(self, *, now: datetime, stale: datetime) -> bool:
        """True when something is due, or was claimed or accepted before ``stale`` and got no further."""
        ...

    def customers(self, case_ids: Collection[str]) -> dict[str, str]:
        """The names of the customers of these cases."""
        ...

    def claim_filing(
        self, account: str, *, owner: str, now: datetime, stale: datetime, dead: Collection[str] = ()
    ) -> list[OutboxItem]:
        """Take up for filing what was accepted for this account, unless somebody did after ``stale`` who is
        not one of the ``dead`` owners."""
        ...

    def claim(self, item_ids: Collection[int], *, owner: str, now: datetime) -> list[OutboxItem]:
        """Compare-and-set ``scheduled|retrying`` and due -> ``claimed`` for each of these; counts attempts.
        Those that the caller, and nobody else, may now send, in the order asked for."""
        ...

    def move_item(self, item: OutboxItem, *, expected: State) -> bool:
        """Store the item if its stored state is still ``expected`` (and, for a claim, its owner the same);
        False when somebody was quicker. What was fixed when it was queued is never written again."""
        ...

    def move_items(self, items: Collection[OutboxItem], *, expected: State) -> int:
        """The same for several in one transaction; how many were moved."""
        ...

    def record_sent(
        self, sent: Sequence[tuple[OutboxItem, tuple[Case, HistoryEntry] | None]], *, expected: State
    ) -> Recorded | Stale | Taken:
        """Store the accepted items, give their promises, tie their Message-IDs to their cases and store the
        changed cases, in this order: all in one transaction. ``Stale`` (another version of a case) and
        ``Taken`` leave everything as it was."""
        ...

    def cancel(self, item: OutboxItem, *, expected: State, words: str | None) -> bool:
        """Store the cancelled ``item`` if its stored state is still ``expected`` and, in the same
        transaction, put ``words`` back into the case's draft, in front of any newer words there.
        False, with nothing changed, when somebody was quicker."""
        ...

    # promises
    def promises(self, *, states: Collection[PromiseState] | None = None) -> list[Promise]:
        """Promises that were given, or those in some states, oldest first."""
        ...

    def promise(self, promise_id: int) -> Promise | None:
        """One promise, proposed ones too."""
        ...

    def change_promise(self, changed: Promise, *, expected: PromiseState) -> bool:
        """Store it if its stored state is still ``expected``; False when somebody was quicker."""
        ...

    # who is at the desk
    def be_present(self, case_id: str, *, program: str, person: str) -> None:
        """A sign of life: ``person`` writes on this case, and on no other, in this ``program``."""
        ...

    def be_absent(self, program: str) -> None:
        """Nobody writes there any more."""
        ...

    def present(self, *, within: timedelta) -> list[Present]:
        """Everybody of whom there was a sign of life within that time, by the database's own clock."""
        ...

    # what is known of addresses and of the background job
    def note_bounce(self, address: str, *, at: datetime, reason: str) -> None:
        """Mail to this address came back for good."""
        ...

    def bounces(self, addresses: Collection[str]) -> dict[str, str]:
        """Why mail to some of these addresses does not arrive, by address in lower case."""
        ...

    def suppress(self, address: str, *, at: datetime, reason: str) -> None:
        """No follow-up may reach this address."""
        ...

    def allow(self, address: str) -> bool:
        """Follow-ups may reach it again; False when they could before."""
        ...

    def suppressed(self) -> dict[str, str]:
        """The addresses, in lower case, that no follow-up may reach, and why."""
        ...

    def set_value(self, name: str, value: str) -> None:
        """Keep one small fact, such as when the background job ran last."""
        ...

    def value(self, name: str) -> str | None:
        """That fact."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...

"""Outgoing mail: the queue, claims, and moves that happen only if nobody was quicker.

A claim is named by (number, attempts). Only ``claim`` writes ``attempts``, and only upwards, so the
pair never comes back: a sender that slept through its lease, while a person said “send again” and
another process claimed anew, holds an old pair and cannot finish the new claim. Its ``claimed_by``
would not do: a move clears it before it gets here, and one process may claim the same item twice.

What was queued is what is sent: no method here writes an item's bytes, words or address a second time.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from ...core.case import Case
from ...core.outbox import WAITING, Kind, OutboxItem, State
from ...core.promises import Promised
from ...errors import StoreError
from ...ports import Claimed, HistoryEntry, Recorded, Stale, Taken
from .cases import find_case, write_case, write_link
from .part import Part, chunks
from .promises import give, propose
from .tables import cases, outbox
from .types import Instant
from .words import clear_draft as empty_draft
from .words import give_back

_LIGHT = [column for column in outbox.c if column.name != "raw"]
_MOVES = (
    "state", "send_at", "zone", "first_tried_at", "claimed_by", "claimed_at", "accepted_at", "filed_at",
    "reason", "guards_waived",
)  # fmt: skip
"""What a move may write."""


class Outgoing(Part):
    """The outbox table."""

    def queue(self, item: OutboxItem, *, clear_draft: bool, promises: Sequence[Promised] = ()) -> OutboxItem:
        """Store the item, bytes and all, and in the same transaction what it promises, and empty the case's
        draft if asked. Returns it with its number.

        Raises StoreError when its Message-ID is in the account's outbox already.
        """
        with self._database.writing() as connection:
            try:
                number = connection.execute(
                    sa.insert(outbox).values(_row(item)).returning(outbox.c.id)
                ).scalar_one()
            except IntegrityError as error:
                raise StoreError("This message is in the outbox already. Nothing was changed.") from error
            propose(connection, promises, case_id=item.case_id, outbox_id=number, at=item.created_at)
            if clear_draft:
                empty_draft(connection, item.case_id)
        return replace(item, id=number)

    def outbox_item(self, item_id: int) -> OutboxItem | None:
        """One item."""
        with self._database.reading() as connection:
            return _find(connection, item_id)

    def outbox(
        self, *, states: Collection[State] | None = None, case_id: str | None = None
    ) -> list[OutboxItem]:
        """Items in the order in which they go out, without their bytes (``raw`` is empty): lists are read
        every second, and a letter may weigh megabytes."""
        query = sa.select(*_LIGHT).order_by(outbox.c.send_at, outbox.c.id)
        if states is not None:
            query = query.where(outbox.c.state.in_(list(states)))
        if case_id is not None:
            query = query.where(outbox.c.case_id == case_id)
        with self._database.reading() as connection:
            return [_item(row) for row in connection.execute(query).mappings()]

    def sending_is_due(self, *, now: datetime, stale: datetime) -> bool:
        """True when something is due, or was claimed or accepted before ``stale`` and got no further;
        what was accepted and nobody has taken up for filing counts at once."""
        given_up = sa.or_(outbox.c.claimed_at.is_(None), outbox.c.claimed_at < stale)
        due = sa.or_(
            sa.and_(outbox.c.state.in_(list(WAITING)), outbox.c.send_at <= now),
            sa.and_(outbox.c.state.in_([State.CLAIMED, State.ACCEPTED]), given_up),
        )
        with self._database.reading() as connection:
            return connection.execute(sa.select(outbox.c.id).where(due).limit(1)).first() is not None

    def customers(self, case_ids: Collection[str]) -> dict[str, str]:
        """The names of the customers of these cases."""
        found: dict[str, str] = {}
        with self._database.reading() as connection:
            for some in chunks(case_ids):
                query = sa.select(cases.c.id, cases.c.from_name).where(cases.c.id.in_(some))
                found |= {row.id: row.from_name for row in connection.execute(query)}
        return found

    def claim(self, item_id: int, *, owner: str, now: datetime) -> Claimed | Taken:
        """Compare-and-set ``scheduled|retrying`` and due -> ``claimed``; counts the attempt.

        Notes the first attempt's time as well, from which giving up is reckoned.
        """
        change = (
            sa.update(outbox)
            .where(outbox.c.id == item_id, outbox.c.state.in_(list(WAITING)), outbox.c.send_at <= now)
            .values(
                state=State.CLAIMED,
                claimed_by=owner,
                claimed_at=now,
                attempts=outbox.c.attempts + 1,
                first_tried_at=sa.func.coalesce(outbox.c.first_tried_at, sa.literal(now, Instant())),
            )
        )
        with self._database.writing() as connection:
            if connection.execute(change).rowcount != 1:
                return Taken()
            item = _find(connection, item_id)
        return Taken() if item is None else Claimed(item=item)

    def claim_filing(
        self, account: str, *, owner: str, now: datetime, stale: datetime, dead: Collection[str] = ()
    ) -> list[OutboxItem]:
        """Take up for filing what was accepted for this account, unless somebody did after ``stale`` who is
        not one of the ``dead`` owners. Two programs that file at once would make two copies in Sent."""
        free = sa.or_(
            outbox.c.claimed_at.is_(None), outbox.c.claimed_at < stale, outbox.c.claimed_by.in_(list(dead))
        )
        mine = sa.and_(outbox.c.account == account, outbox.c.state == State.ACCEPTED)
        change = sa.update(outbox).where(mine, free).values(claimed_by=owner, claimed_at=now)
        query = sa.select(*_LIGHT).where(mine, outbox.c.claimed_by == owner, outbox.c.claimed_at == now)
        with self._database.writing() as connection:
            if connection.execute(change).rowcount == 0:
                return []
            rows = connection.execute(query.order_by(outbox.c.id)).mappings()
            return [_item(row) for row in rows]

    def move_item(self, item: OutboxItem, *, expected: State) -> bool:
        """Store the item if its stored state is still ``expected`` (and, for a claim, its ``attempts``,
        which name the claim); False when somebody was quicker. ``attempts`` is never written, nor
        anything that was fixed when it was queued.
        """
        with self._database.writing() as connection:
            return _move(connection, item, expected)

    def record_sent(
        self, item: OutboxItem, *, expected: State, change: tuple[Case, HistoryEntry] | None
    ) -> Recorded | Stale | Taken:
        """Store the accepted item, give its promises, tie its Message-ID to the case and store the changed
        case: all in one transaction. ``Stale`` and ``Taken`` leave everything as it was."""
        with self._database.writing() as connection:
            if change is not None and not write_case(connection, *change):
                stored = find_case(connection, item.case_id)
                if stored is not None:
                    return Stale(case=stored)
            if not _move(connection, item, expected):
                connection.rollback()
                return Taken()
            write_link(self._database, connection, item.case_id, item.account, [item.message_id])
            give(connection, outbox_id=item.id, at=item.accepted_at or item.send_at)
        return Recorded()

    def cancel(self, item: OutboxItem, *, expected: State, words: str | None) -> bool:
        """Store the cancelled ``item`` if its stored state is still ``expected`` and, in the same
        transaction, put ``words`` back into the case's draft, in front of any newer words there.
        False, with nothing changed, when somebody was quicker."""
        with self._database.writing() as connection:
            if not _move(connection, item, expected):
                return False
            if words is not None:
                give_back(self._database, connection, item.case_id, words, item.created_at)
        return True


def _move(connection: sa.Connection, item: OutboxItem, expected: State) -> bool:
    values = {name: getattr(item, name) for name in _MOVES}
    change = sa.update(outbox).where(outbox.c.id == item.id, outbox.c.state == expected).values(values)
    if expected is State.CLAIMED:
        change = change.where(outbox.c.attempts == item.attempts)
    return connection.execute(change).rowcount == 1


def _find(connection: sa.Connection, item_id: int) -> OutboxItem | None:
    row = connection.execute(sa.select(outbox).where(outbox.c.id == item_id)).mappings().first()
    return None if row is None else _item(row)


def _row(item: OutboxItem) -> dict[str, Any]:
    values = asdict(item)
    del values["id"]
    return values


def _item(row: sa.RowMapping) -> OutboxItem:
    fields: dict[str, Any] = dict(row)
    raw = bytes(fields.get("raw", b""))
    typed = {"kind": Kind(row["kind"]), "state": State(row["state"]), "raw": raw}
    return OutboxItem(**fields | typed)

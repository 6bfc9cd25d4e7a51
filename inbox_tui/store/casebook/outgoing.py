"""Outgoing mail: the queue, claims, and moves that happen only if nobody was quicker.

A claim is named by (number, attempts). Only ``claim`` writes ``attempts``, and only upwards, so the
pair never comes back: a sender that slept through its lease, while a person said “send again” and
another process claimed anew, holds an old pair and cannot finish the new claim. Its ``claimed_by``
would not do: a move clears it before it gets here, and one process may claim the same item twice.

What was queued is what is sent: no method here writes an item's bytes, words or address a second time.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from ...core.case import Case
from ...core.outbox import WAITING, Kind, OutboxItem, State
from ...core.promises import Promised
from ...errors import StoreError
from ...ports import HistoryEntry, Recorded, Stale, Taken
from .cases import change_cases, find_case, write_links
from .history import write_entries
from .part import Part, chunks
from .promises import give, propose
from .tables import cases, letter, outbox
from .types import Instant
from .words import clear_draft as empty_draft
from .words import give_back

_OF_STATES = outbox.c.state.in_(sa.bindparam("states", expanding=True))
_OF_CASES = outbox.c.case_id.in_(sa.bindparam("cases", expanding=True))
_LIST = sa.select(outbox).order_by(outbox.c.send_at, outbox.c.id)
_LISTS = {
    (False, False): _LIST,
    (True, False): _LIST.where(_OF_STATES),
    (False, True): _LIST.where(_OF_CASES),
    (True, True): _LIST.where(_OF_STATES, _OF_CASES),
}
"""By whether states and cases are asked for. Built once, as the moves below: SQLAlchemy takes five times as
long to build a statement as SQLite takes to carry it out."""
_MOVES = (
    "state", "send_at", "zone", "first_tried_at", "claimed_by", "claimed_at", "accepted_at", "filed_at",
    "cancelled_at", "reason", "guards_waived", "held_late",
)  # fmt: skip
"""What a move may write."""

_MOVE = (
    sa.update(outbox)
    .where(outbox.c.id == sa.bindparam("this"), outbox.c.state == sa.bindparam("was"))
    .values({name: sa.bindparam(f"new_{name}") for name in _MOVES})
)
_MOVE_CLAIM = _MOVE.where(outbox.c.attempts == sa.bindparam("claim"))
_CLAIM = (
    sa.update(outbox)
    .where(
        outbox.c.id.in_(sa.bindparam("these", expanding=True)),
        outbox.c.state.in_(list(WAITING)),
        outbox.c.send_at <= sa.bindparam("at"),
    )
    .values(
        state=State.CLAIMED,
        claimed_by=sa.bindparam("owner"),
        claimed_at=sa.bindparam("at"),
        attempts=outbox.c.attempts + 1,
        first_tried_at=sa.func.coalesce(outbox.c.first_tried_at, sa.bindparam("tried", type_=Instant())),
    )
    .returning(*outbox.c)
)
_WHOLE = (
    sa.select(outbox, letter.c.raw)
    .join(letter, letter.c.outbox_id == outbox.c.id)
    .where(outbox.c.id == sa.bindparam("this"))
)
_LETTERS = sa.select(letter).where(letter.c.outbox_id.in_(sa.bindparam("these", expanding=True)))


class Outgoing(Part):
    """The outbox table."""

    def queue(self, item: OutboxItem, *, clear_draft: bool, promises: Sequence[Promised] = ()) -> OutboxItem:
        """Store the item, bytes and all, and in the same transaction what it promises, and empty the case's
        draft if asked. Returns it with its number.

        Raises StoreError when its Message-ID is in the account's outbox already.
        """
        with self._database.writing() as connection:
            number = _add(connection, item)
            propose(connection, promises, case_id=item.case_id, outbox_id=number, at=item.created_at)
            if clear_draft:
                empty_draft(connection, item.case_id)
        return replace(item, id=number)

    def put_in_place(self, item: OutboxItem, *, gone: OutboxItem, expected: State) -> OutboxItem | None:
        """Store the cancelled ``gone`` if its stored state is still ``expected`` and, in the same
        transaction, queue ``item`` instead. None, with nothing changed, when somebody was quicker."""
        with self._database.writing() as connection:
            if _move(connection, [gone], expected) == 0:
                return None
            number = _add(connection, item)
        return replace(item, id=number)

    def outbox_item(self, item_id: int) -> OutboxItem | None:
        """One item."""
        with self._database.reading() as connection:
            return _find(connection, item_id)

    def outbox(
        self,
        *,
        states: Collection[State] | None = None,
        case_id: str | None = None,
        case_ids: Collection[str] | None = None,
    ) -> list[OutboxItem]:
        """Items in the order in which they go out, without their bytes (``raw`` is empty): lists are read
        every second, and a letter may weigh megabytes."""
        wanted = case_ids if case_id is None else [case_id]
        query = _LISTS[states is not None, wanted is not None]
        asked = {"states": list(states or ()), "cases": list(wanted or ())}
        with self._database.reading() as connection:
            return [_item(row) for row in connection.execute(query, asked).mappings()]

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

    def claim(self, item_ids: Collection[int], *, owner: str, now: datetime) -> list[OutboxItem]:
        """Compare-and-set ``scheduled|retrying`` and due -> ``claimed``, for each of these items; counts the
        attempt. Returns those that the caller, and nobody else, may now send, in the order asked for.

        Notes the first attempt's time as well, from which giving up is reckoned.
        """
        asked = {"these": list(item_ids), "owner": owner, "at": now, "tried": now}
        with self._database.writing() as connection:
            rows = connection.execute(_CLAIM, asked).mappings().all()
            raws = _raws(connection, [row["id"] for row in rows])
        mine = {row["id"]: replace(_item(row), raw=raws[row["id"]]) for row in rows}
        return [mine[each] for each in item_ids if each in mine]

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
        query = sa.select(outbox).where(mine, outbox.c.claimed_by == owner, outbox.c.claimed_at == now)
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
        return self.move_items([item], expected=expected) == 1

    def move_items(self, items: Collection[OutboxItem], *, expected: State) -> int:
        """The same for several in one transaction; how many were moved."""
        with self._database.writing() as connection:
            return _move(connection, list(items), expected)

    def record_sent(
        self, sent: Sequence[tuple[OutboxItem, tuple[Case, HistoryEntry] | None]], *, expected: State
    ) -> Recorded | Stale | Taken:
        """Store the accepted items, give their promises, tie their Message-IDs to their cases and store the
        changed cases, in this order: all in one transaction. ``Stale`` and ``Taken`` leave everything as it
        was."""
        changes = [change for _, change in sent if change is not None]
        with self._database.writing() as connection:
            if not change_cases(connection, [case for case, _ in changes]):
                connection.rollback()
                return self._stale([case for case, _ in changes])
            if _move(connection, [item for item, _ in sent], expected) != len(sent):
                connection.rollback()
                return Taken()
            write_entries(connection, [entry for _, entry in changes])
            links = {(item.account, item.message_id): item.case_id for item, _ in sent}
            write_links(self._database, connection, links)
            give(connection, [item.id for item, _ in sent])
        return Recorded()

    def _stale(self, changed: Sequence[Case]) -> Stale:
        """One of these cases that is not as it was believed to be, as it stands now."""
        with self._database.reading() as connection:
            stored = [each for case in changed if (each := find_case(connection, case.id)) is not None]
        was = {case.id: case.version for case in reversed(changed)}
        stored.sort(key=lambda each: each.version == was[each.id])
        return Stale(case=[*stored, *changed][0])

    def cancel(self, item: OutboxItem, *, expected: State, words: str | None) -> bool:
        """Store the cancelled ``item`` if its stored state is still ``expected`` and, in the same
        transaction, put ``words`` back into the case's draft, in front of any newer words there.
        False, with nothing changed, when somebody was quicker."""
        with self._database.writing() as connection:
            if _move(connection, [item], expected) == 0:
                return False
            if words is not None:
                give_back(self._database, connection, item.case_id, words, item.created_at)
        return True


def _add(connection: sa.Connection, item: OutboxItem) -> int:
    """The number of a new item, which is stored with its bytes."""
    insert = sa.insert(outbox).values(_row(item)).returning(outbox.c.id)
    try:
        number: int = connection.execute(insert).scalar_one()
    except IntegrityError as error:
        raise StoreError("This message is in the outbox already. Nothing was changed.") from error
    connection.execute(sa.insert(letter).values(outbox_id=number, raw=item.raw))
    return number


def _move(connection: sa.Connection, items: Sequence[OutboxItem], expected: State) -> int:
    """How many of them stood as expected and were moved."""
    if not items:
        return 0
    rows = [
        {f"new_{name}": getattr(item, name) for name in _MOVES}
        | {"this": item.id, "was": expected, "claim": item.attempts}
        for item in items
    ]
    return connection.execute(_MOVE_CLAIM if expected is State.CLAIMED else _MOVE, rows).rowcount


def _find(connection: sa.Connection, item_id: int) -> OutboxItem | None:
    row = connection.execute(_WHOLE, {"this": item_id}).mappings().first()
    return None if row is None else _item(row)


def _raws(connection: sa.Connection, item_ids: Collection[int]) -> dict[int, bytes]:
    rows = connection.execute(_LETTERS, {"these": list(item_ids)}) if item_ids else ()
    return {row.outbox_id: bytes(row.raw) for row in rows}


def _row(item: OutboxItem) -> dict[str, Any]:
    return {column.name: getattr(item, column.name) for column in outbox.c if column.name != "id"}


def _item(row: sa.RowMapping) -> OutboxItem:
    fields: dict[str, Any] = dict(row)
    fields["kind"], fields["state"] = Kind(fields["kind"]), State(fields["state"])
    fields["raw"] = bytes(fields.get("raw", b""))
    return OutboxItem(**fields)

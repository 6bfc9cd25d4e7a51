"""Outgoing mail: the queue, claims, and moves that happen only if nobody was quicker.

A claim is named by (number, attempts). Only ``claim`` writes ``attempts``, and only upwards, so the
pair never comes back: a sender that slept through its lease, while a person said “send again” and
another process claimed anew, holds an old pair and cannot finish the new claim. Its ``claimed_by``
would not do: a move clears it before it gets here, and one process may claim the same item twice.
"""

from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from ...core.outbox import WAITING, Kind, OutboxItem, State
from ...errors import StoreError
from ...ports import Claimed, Taken
from .part import Part
from .tables import outbox
from .types import Instant
from .words import clear_draft as empty_draft
from .words import give_back


class Outgoing(Part):
    """The outbox table."""

    def queue(self, item: OutboxItem, *, clear_draft: bool) -> OutboxItem:
        """Store the item, bytes and all, and in the same transaction empty the case's draft if asked.
        Returns it with its number.

        Raises StoreError when its Message-ID is in the account's outbox already.
        """
        with self._database.writing() as connection:
            try:
                number = connection.execute(
                    sa.insert(outbox).values(_row(item)).returning(outbox.c.id)
                ).scalar_one()
            except IntegrityError as error:
                raise StoreError("This message is in the outbox already. Nothing was changed.") from error
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
        """Items in the order in which they go out."""
        query = sa.select(outbox).order_by(outbox.c.send_at, outbox.c.id)
        if states is not None:
            query = query.where(outbox.c.state.in_(list(states)))
        if case_id is not None:
            query = query.where(outbox.c.case_id == case_id)
        with self._database.reading() as connection:
            return [_item(row) for row in connection.execute(query).mappings()]

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

    def move_item(self, item: OutboxItem, *, expected: State) -> bool:
        """Store the item if its stored state is still ``expected`` (and, for a claim, its ``attempts``,
        which name the claim); False when somebody was quicker. ``attempts`` is never written.
        """
        with self._database.writing() as connection:
            return _move(connection, item, expected)

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
    values = _row(item)
    del values["attempts"]
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
    typed = {"kind": Kind(row["kind"]), "state": State(row["state"]), "raw": bytes(row["raw"])}
    return OutboxItem(**fields | typed)

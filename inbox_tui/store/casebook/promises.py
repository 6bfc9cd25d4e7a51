"""What the shop promised: proposed when a reply is queued, given when the mail server has it."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ...core.promises import Promise, Promised, PromiseState
from .part import Part
from .tables import outbox, promise

_LEFT_AT = (
    sa.select(sa.func.coalesce(outbox.c.accepted_at, outbox.c.send_at))
    .where(outbox.c.id == promise.c.outbox_id)
    .scalar_subquery()
)
_GIVE = (
    sa.update(promise)
    .where(
        promise.c.outbox_id.in_(sa.bindparam("letters", expanding=True)),
        promise.c.state == PromiseState.PROPOSED,
    )
    .values(state=PromiseState.OPEN, made_at=_LEFT_AT)
)


class Promises(Part):
    """The table of promises."""

    def promises(self, *, states: Collection[PromiseState] | None = None) -> list[Promise]:
        """Promises that were given, or those in some states, oldest first."""
        wanted = set(PromiseState) - {PromiseState.PROPOSED} if states is None else set(states)
        query = sa.select(promise).where(promise.c.state.in_(sorted(wanted))).order_by(promise.c.id)
        with self._database.reading() as connection:
            return [_promise(row) for row in connection.execute(query).mappings()]

    def promise(self, promise_id: int) -> Promise | None:
        """One promise, proposed ones too."""
        with self._database.reading() as connection:
            row = connection.execute(sa.select(promise).where(promise.c.id == promise_id)).mappings().first()
        return None if row is None else _promise(row)

    def change_promise(self, changed: Promise, *, expected: PromiseState) -> bool:
        """Store it if its stored state is still ``expected``; False when somebody was quicker."""
        values = {"state": changed.state, "settled_at": changed.settled_at, "due_at": changed.due_at}
        change = (
            sa.update(promise).where(promise.c.id == changed.id, promise.c.state == expected).values(values)
        )
        with self._database.writing() as connection:
            return connection.execute(change).rowcount == 1


def propose(
    connection: sa.Connection, found: Sequence[Promised], *, case_id: str, outbox_id: int, at: datetime
) -> None:
    """Keep what a queued reply promises; inside the caller's transaction."""
    for one in found:
        row = Promise(
            case_id=case_id,
            outbox_id=outbox_id,
            text=one.text,
            due_at=one.due_at,
            made_at=at,
            state=PromiseState.PROPOSED,
        )
        values = asdict(row)
        del values["id"]
        connection.execute(sa.insert(promise).values(values))


def give(connection: sa.Connection, outbox_ids: Collection[int]) -> None:
    """These replies have left, so their promises are given; inside the caller's transaction."""
    connection.execute(_GIVE, {"letters": list(outbox_ids)})


def _promise(row: sa.RowMapping) -> Promise:
    fields: dict[str, Any] = dict(row)
    return Promise(**fields | {"state": PromiseState(row["state"])})

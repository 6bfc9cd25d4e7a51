"""The trail of changes, and which of them can be taken back."""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec
import sqlalchemy as sa

from ...core.case import Case
from ...ports import HistoryEntry
from ..texts import storable_all
from .part import Part
from .tables import history

_ADD = sa.insert(history)


class History(Part):
    """The history table."""

    def history(self, case_id: str) -> list[HistoryEntry]:
        """The changes of a case, oldest first."""
        query = sa.select(history).where(history.c.case_id == case_id).order_by(history.c.id)
        with self._database.reading() as connection:
            return [_entry(row) for row in connection.execute(query).mappings()]

    def last_undoable(self, *, actor: str = "") -> list[HistoryEntry]:
        """The newest act that can be undone and was not: its changes, newest first. With ``actor``, the
        newest of theirs."""
        wanted: list[sa.ColumnElement[bool]] = [history.c.before.is_not(None), history.c.undone.is_(False)]
        if actor:
            wanted.append(history.c.actor == actor)
        query = sa.select(history).where(*wanted).order_by(history.c.id.desc())
        with self._database.reading() as connection:
            newest = connection.execute(query.limit(1)).mappings().first()
            if newest is None:
                return []
            if not newest["together"]:
                return [_entry(newest)]
            act = query.where(history.c.together == newest["together"])
            return [_entry(row) for row in connection.execute(act).mappings()]

    def changes(self, whats: Collection[str], *, after: datetime | None, limit: int) -> list[HistoryEntry]:
        """The newest undoable changes of these kinds, of all cases, that were not undone, made later than
        ``after``; oldest first."""
        query = (
            sa.select(history)
            .where(
                history.c.what.in_(sorted(whats)), history.c.before.is_not(None), history.c.undone.is_(False)
            )
            .order_by(history.c.id.desc())
            .limit(limit)
        )
        if after is not None:
            query = query.where(history.c.at > after)
        with self._database.reading() as connection:
            rows = list(connection.execute(query).mappings())
        return [_entry(row) for row in reversed(rows)]


def write_entries(connection: sa.Connection, entries: Sequence[HistoryEntry]) -> None:
    """Add to the trail, in this order; inside the caller's transaction."""
    if entries:
        connection.execute(_ADD, [_row(entry) for entry in entries])


def _row(entry: HistoryEntry) -> dict[str, object]:
    return {
        "case_id": entry.case_id,
        "at": entry.at,
        "actor": entry.actor,
        "what": entry.what,
        "detail": entry.detail,
        "before": None if entry.before is None else _case_text(entry.before),
        "after": None if entry.after is None else _case_text(entry.after),
        "together": entry.together,
        "undone": False,
    }


def strike(connection: sa.Connection, entry_ids: Collection[int]) -> bool:
    """Mark changes as undone; False when one of them was already. Inside the caller's transaction."""
    change = (
        sa.update(history)
        .where(history.c.id.in_(list(entry_ids)), history.c.undone.is_(False))
        .values(undone=True)
    )
    return connection.execute(change).rowcount == len(set(entry_ids))


def _case_text(case: Case) -> str:
    return msgspec.json.encode(storable_all(msgspec.to_builtins(case))).decode()


def _entry(row: sa.RowMapping) -> HistoryEntry:
    before, after = row["before"], row["after"]
    return HistoryEntry(
        id=row["id"],
        case_id=row["case_id"],
        at=row["at"],
        actor=row["actor"],
        what=row["what"],
        detail=row["detail"],
        before=None if before is None else msgspec.json.decode(before, type=Case),
        after=None if after is None else msgspec.json.decode(after, type=Case),
        together=row["together"],
    )

"""The trail of changes, and which of them can be taken back."""

from collections.abc import Sequence

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

    def last_undoable(self) -> HistoryEntry | None:
        """The newest change, of any case, that can be undone and was not."""
        query = (
            sa.select(history)
            .where(history.c.before.is_not(None), history.c.undone.is_(False))
            .order_by(history.c.id.desc())
            .limit(1)
        )
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else _entry(row)

    def mark_undone(self, entry_id: int) -> None:
        """That change was taken back."""
        change = sa.update(history).where(history.c.id == entry_id).values(undone=True)
        with self._database.writing() as connection:
            connection.execute(change)


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
        "undone": False,
    }


def _case_text(case: Case) -> str:
    return msgspec.json.encode(storable_all(msgspec.to_builtins(case))).decode()


def _entry(row: sa.RowMapping) -> HistoryEntry:
    before = row["before"]
    return HistoryEntry(
        id=row["id"],
        case_id=row["case_id"],
        at=row["at"],
        actor=row["actor"],
        what=row["what"],
        detail=row["detail"],
        before=None if before is None else msgspec.json.decode(before, type=Case),
    )

"""Who is writing on which case right now.

A sign of life is stamped and judged by the database's clock alone: two people's computers need not agree
about the time.
"""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from ...ports import Present
from .part import Part
from .tables import presence

_SINCE = sa.select(presence).where(presence.c.at > sa.bindparam("oldest"))
_SQLITE_NOW: sa.Select[tuple[Any]] = sa.select((sa.func.julianday("now") - 2440587.5) * 86_400_000_000.0)
_SERVER_NOW: sa.Select[tuple[Any]] = sa.select(sa.extract("epoch", sa.func.clock_timestamp()) * 1_000_000)


class Presences(Part):
    """The table of signs of life."""

    def be_present(self, case_id: str, *, program: str, person: str) -> None:
        """A sign of life: ``person`` writes on this case, and on no other, in this ``program``."""
        row = {"program": program, "case_id": case_id, "person": person}
        with self._database.writing() as connection:
            now = int(connection.scalar(self._now()) or 0)
            self._database.put(connection, presence, row | {"at": now})

    def be_absent(self, program: str) -> None:
        """Nobody writes there any more."""
        with self._database.writing() as connection:
            connection.execute(sa.delete(presence).where(presence.c.program == program))

    def present(self, *, within: timedelta) -> list[Present]:
        """Everybody of whom there was a sign of life within that time."""
        with self._database.reading() as connection:
            now = int(connection.scalar(self._now()) or 0)
            oldest = now - within // timedelta(microseconds=1)
            rows = connection.execute(_SINCE, {"oldest": oldest})
            return [
                Present(case_id=row.case_id, program=row.program, person=row.person) for row in rows.all()
            ]

    def _now(self) -> sa.Select[tuple[Any]]:
        """Microseconds since 1970 by the database's clock."""
        return _SQLITE_NOW if self._database.is_sqlite else _SERVER_NOW

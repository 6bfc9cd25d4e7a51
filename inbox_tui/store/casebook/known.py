"""Small facts: addresses that bounce, and when the background job ran."""

from datetime import datetime

import sqlalchemy as sa

from .part import Part
from .tables import bounce, fact


class Known(Part):
    """The tables of bounces and of single values."""

    def note_bounce(self, address: str, *, at: datetime, reason: str) -> None:
        """Mail to this address came back for good."""
        row = {"address": address.lower(), "at": at, "reason": reason}
        with self._database.writing() as connection:
            self._database.put(connection, bounce, row)

    def bounce_of(self, address: str) -> str | None:
        """Why mail to this address does not arrive, or None."""
        query = sa.select(bounce.c.reason).where(bounce.c.address == address.lower())
        with self._database.reading() as connection:
            return connection.execute(query).scalar()

    def set_value(self, name: str, value: str) -> None:
        """Keep one small fact, such as when the background job ran last."""
        with self._database.writing() as connection:
            self._database.put(connection, fact, {"name": name, "value": value})

    def value(self, name: str) -> str | None:
        """That fact."""
        with self._database.reading() as connection:
            return connection.execute(sa.select(fact.c.value).where(fact.c.name == name)).scalar()

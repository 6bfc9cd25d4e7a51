"""Small facts: addresses that bounce, and when the background job ran."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from .part import Part
from .tables import bounce, fact, suppressed

_BOUNCES = sa.select(bounce).where(bounce.c.address.in_(sa.bindparam("these", expanding=True)))
_VALUE = sa.select(fact.c.value).where(fact.c.name == sa.bindparam("called"))


class Known(Part):
    """The tables of bounces and of single values."""

    def note_bounce(self, address: str, *, at: datetime, reason: str) -> None:
        """Mail to this address came back for good."""
        row = {"address": address.lower(), "at": at, "reason": reason}
        with self._database.writing() as connection:
            self._database.put(connection, bounce, row)

    def bounces(self, addresses: Collection[str]) -> dict[str, str]:
        """Why mail to some of these addresses does not arrive, by address in lower case."""
        these = list({address.lower() for address in addresses})
        with self._database.reading() as connection:
            return {row.address: row.reason for row in connection.execute(_BOUNCES, {"these": these})}

    def suppress(self, address: str, *, at: datetime, reason: str) -> None:
        """No follow-up may reach this address."""
        row = {"address": address.lower(), "at": at, "reason": reason}
        with self._database.writing() as connection:
            self._database.put(connection, suppressed, row)

    def allow(self, address: str) -> bool:
        """Follow-ups may reach it again; False when they could before."""
        change = sa.delete(suppressed).where(suppressed.c.address == address.lower())
        with self._database.writing() as connection:
            return connection.execute(change).rowcount > 0

    def suppressed(self) -> dict[str, str]:
        """The addresses, in lower case, that no follow-up may reach, and why."""
        with self._database.reading() as connection:
            return {row.address: row.reason for row in connection.execute(sa.select(suppressed))}

    def set_value(self, name: str, value: str) -> None:
        """Keep one small fact, such as when the background job ran last."""
        with self._database.writing() as connection:
            self._database.put(connection, fact, {"name": name, "value": value})

    def value(self, name: str) -> str | None:
        """That fact."""
        with self._database.reading() as connection:
            return connection.execute(_VALUE, {"called": name}).scalar()

"""The connection to the casebook: one way to read, one way to write, errors in words."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from ..log import write_ahead
from .troubles import trouble

BUSY_SECONDS = 5
_WRITES = "inbox_tui_writes"
Row = sa.RowMapping


class Database:
    """An engine with the promises of the casebook: each block is one transaction, durable at its end."""

    def __init__(self, engine: sa.Engine, *, path: Path | None) -> None:
        self.engine = engine
        self.path = path
        """The file, on SQLite."""
        self.writer = engine.execution_options(**{_WRITES: True})
        self._puts: dict[tuple[str, ...], sa.Executable] = {}

    @property
    def is_sqlite(self) -> bool:
        """False on a server."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A consistent look."""
        with self.told(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """All of it, or nothing."""
        with self.told(), self.writer.begin() as connection:
            yield connection

    @contextmanager
    def told(self) -> Iterator[None]:
        """The library's errors as StoreError."""
        try:
            yield
        except DBAPIError as error:
            raise trouble(error.orig, path=self.path) from error
        except (sqlite3.Error, PoolTimeoutError) as error:
            raise trouble(error, path=self.path) from error

    def add_missing(self, connection: sa.Connection, table: sa.Table, values: Mapping[str, Any]) -> bool:
        """Insert a row unless its primary key is there; True when it was inserted."""
        insert = self._insert(table).values(**values).on_conflict_do_nothing()
        # The row itself tells: drivers do not agree on how to count an insert that did nothing.
        return connection.execute(insert.returning(*table.primary_key)).first() is not None

    def put(
        self,
        connection: sa.Connection,
        table: sa.Table,
        values: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    ) -> None:
        """Insert a row, or several with the same columns, or replace those with their primary keys."""
        rows = [values] if isinstance(values, Mapping) else values
        shape = (table.name, *rows[0])
        if shape not in self._puts:
            # Built once for a table and its columns: building costs more than carrying it out.
            insert = self._insert(table)
            keys = [column.name for column in table.primary_key]
            rest = {name: insert.excluded[name] for name in rows[0] if name not in keys}
            self._puts[shape] = insert.on_conflict_do_update(index_elements=keys, set_=rest)
        connection.execute(self._puts[shape], rows)

    def _insert(self, table: sa.Table) -> Any:
        # Both spell ON CONFLICT the same way, but share no type that says so. That of PostgreSQL is a tenth
        # of what loading SQLAlchemy takes, and most shops have no use for it.
        if self.is_sqlite:
            from sqlalchemy.dialects.sqlite import insert

            return insert(table)
        from sqlalchemy.dialects.postgresql import insert as insert_there

        return insert_there(table)


def sqlite_habits(engine: sa.Engine) -> None:
    """WAL, fsync at every commit, foreign keys, and transactions that we begin ourselves.

    Python's own begin waits until the first write, so a look and a change after it would not be one
    step; BEGIN IMMEDIATE takes the write lock first, and waiting for it replaces failing halfway.
    """

    def on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        write_ahead(connection, patience=BUSY_SECONDS)
        for habit in ("synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {habit}").close()

    def on_begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    sa.event.listen(engine, "connect", on_connect)
    sa.event.listen(engine, "begin", on_begin)

"""Bringing a casebook to the tables that this program knows, or refusing to touch it.

Alembic is imported only when there is something to migrate: its import would be the slowest part of
every start.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from ...errors import StoreError
from ..revision import HEAD
from .database import Database
from .tables import metadata, stamp

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
_LOCK = 7_246_021
"""Any number that no other program on the server uses, so that only one process makes or migrates."""


def settle(
    database: Database, *, backups: Path | None, head: str = HEAD, migrations: Path = MIGRATIONS
) -> None:
    """Make the tables of a new casebook, migrate an older one, and leave a current one alone.

    Before a SQLite file is migrated, a copy goes to ``backups`` (None: no copy). Raises StoreError,
    with nothing changed, for a newer casebook and for a database of another program.
    """
    with database.reading() as connection:
        found = _revision(connection)
    if found == head:
        return
    if found is not None and found not in _known(migrations):
        raise StoreError(
            f"The casebook was written by a newer version of inbox-tui (revision {found}); nothing was "
            "changed. Install the newest version, then open it again."
        )
    if found is None:
        with database.writing() as connection:
            _only_one(connection)
            if _revision(connection) is None:
                _create(connection)
        return
    with _migrating(database) as connection:
        _only_one(connection)
        found = _revision(connection)
        if found is not None and found != head:
            if database.path is not None and backups is not None:
                back_up(database.path, backups, revision=found)
            _upgrade(connection, migrations)


def _revision(connection: sa.Connection) -> str | None:
    """The stored revision; None for a database without tables of ours."""
    if not sa.inspect(connection).has_table(stamp.name):
        return None
    return connection.execute(sa.select(stamp.c.version_num)).scalar()


def _known(migrations: Path) -> frozenset[str]:
    """The revisions that this program has steps for; each file's name begins with its own."""
    return frozenset(file.stem.partition("_")[0] for file in (migrations / "versions").glob("*_*.py"))


def _only_one(connection: sa.Connection) -> None:
    """SQLite's write lock is held already; a server needs a lock of its own."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))


def _create(connection: sa.Connection) -> None:
    present = set(sa.inspect(connection).get_table_names())
    if present & set(metadata.tables) or (present and connection.dialect.name == "sqlite"):
        raise StoreError(
            "The casebook's address holds a database of another program; nothing was changed. "
            "Choose another file or database for the casebook."
        )
    metadata.create_all(connection)
    stamp.create(connection, checkfirst=True)
    connection.execute(sa.insert(stamp).values(version_num=HEAD))


@contextmanager
def _migrating(database: Database) -> Iterator[sa.Connection]:
    """One transaction, with SQLite's foreign keys asleep: changing a table there means building it anew."""
    with database.told(), database.writer.connect() as connection:
        driver = connection.connection.driver_connection
        asleep = isinstance(driver, sqlite3.Connection)
        if isinstance(driver, sqlite3.Connection):
            driver.execute("PRAGMA foreign_keys = OFF").close()
        try:
            with connection.begin():
                yield connection
                if asleep and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise StoreError(
                        "The casebook could not be brought up to date: rows would have lost their case. "
                        "Nothing was changed."
                    )
        finally:
            if isinstance(driver, sqlite3.Connection):
                driver.execute("PRAGMA foreign_keys = ON").close()


def _upgrade(connection: sa.Connection, migrations: Path) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def back_up(path: Path, backups: Path, *, revision: str) -> Path:
    """Copy the casebook, log included, to ``backups/casebook-REVISION-DATE.db`` and return that path."""
    moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    copy = backups / f"casebook-{revision}-{moment}.db"
    unfinished = copy.with_suffix(".part")
    try:
        backups.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(unfinished)) as target:
            source.backup(target)
        unfinished.replace(copy)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise StoreError(
            f"The casebook must be brought up to date, but no backup could be written to {backups} "
            f"({error}). Nothing was changed. Make room there and try again."
        ) from error
    return copy

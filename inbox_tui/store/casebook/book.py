"""The casebook as a whole, and how it is opened."""

from pathlib import Path

from .cases import Cases
from .database import Database
from .history import History
from .known import Known
from .opening import database
from .outgoing import Outgoing
from .presence import Presences
from .promises import Promises
from .schema import settle
from .words import Writing


class SqlCasebook(Cases, Writing, History, Outgoing, Promises, Known, Presences):
    """``ports.Casebook`` on SQLite or PostgreSQL. Safe to use from any thread.

    Every method is one transaction, on disk when it returns, and raises StoreError with nothing
    half-written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def close(self) -> None:
        """Let go of the database."""
        self._database.engine.dispose()


def open_casebook(url_or_path: str | Path, *, backups: Path | None) -> SqlCasebook:
    """The casebook at a file or a ``postgresql://`` URL, made or migrated if need be.

    A SQLite file is copied to ``backups`` (None: not at all) before it is migrated; a server's keeper
    has backups of their own. Raises StoreError, with nothing changed, when it cannot be opened or was
    written by a newer version.
    """
    found = database(url_or_path)
    try:
        settle(found, backups=backups)
    except BaseException:
        found.engine.dispose()
        raise
    return SqlCasebook(found)

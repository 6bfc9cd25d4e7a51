"""SQLite's write-ahead log, turned on whoever else is doing the same."""

import sqlite3
import time

from .sentences import primary_code

_PAUSE = 0.005
"""Seconds between two tries."""


def write_ahead(connection: sqlite3.Connection, *, patience: float) -> None:
    """Turn the log on, trying for ``patience`` seconds; raises sqlite3.OperationalError after them.

    A file that is new has no log yet. While another program writes to it, SQLite refuses to change that at
    once instead of asking its own time-out, because two who wait for each other would wait for ever.
    """
    until = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
        except sqlite3.OperationalError as error:
            if primary_code(error) != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(_PAUSE)
        else:
            return

"""The file of the mail cache: its transactions, its errors in words, and its end when it is damaged."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import StoreError
from .cache_schema import discard, open_file
from .sentences import is_damage, store_error


class CacheFile:
    """A connection to the file at ``path``, or to one in memory where that is None. Every use of it raises
    StoreError when the disk does not do its part."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._connection = open_file(path)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it, or nothing."""
        with self.reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """SQLite's errors as StoreError; a file found damaged is made anew at once."""
        try:
            yield self._connection
        except (sqlite3.Error, UnicodeEncodeError) as error:
            if is_damage(error) and self._path is not None:
                self._rebuild()
                raise StoreError(
                    "The copy of your mail was damaged and has been dropped. Sync to fetch it again; "
                    "nothing else was touched."
                ) from error
            raise store_error(error, what="mail cache", path=self._path) from error

    def close(self) -> None:
        """Let go of it."""
        with suppress(sqlite3.Error):
            self._connection.close()

    def _rebuild(self) -> None:
        self.close()
        if self._path is not None:
            with suppress(OSError):
                discard(self._path)
        self._connection = open_file(self._path)

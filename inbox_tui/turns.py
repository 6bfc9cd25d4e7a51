"""Programs on one home take turns at what two of them must not do together.

SQLite's lock on a file is the one that every system knows and lets go of when its holder dies.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from errno import ETIMEDOUT
from pathlib import Path


@contextmanager
def turn(file: Path, *, patience: float) -> Iterator[None]:
    """Inside, no other program of this computer is inside with the same ``file``, which stays empty.

    Waits for it ``patience`` seconds, then raises TimeoutError (an OSError). Where there can be no lock, as
    on some network shares, one goes in without.
    """
    with closing(_locked(file, patience)):
        yield


def _locked(file: Path, patience: float) -> sqlite3.Connection:
    try:
        lock = sqlite3.connect(file, timeout=patience, isolation_level=None)
    except sqlite3.Error:
        return sqlite3.connect(":memory:")
    try:
        lock.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            lock.close()
            raise TimeoutError(ETIMEDOUT, "another program is at it") from error
    return lock

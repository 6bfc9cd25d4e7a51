"""Another program that writes to a new store, for a moment."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MOMENT = 0.1
"""Seconds."""


@contextmanager
def written_to_by_another(path: Path) -> Iterator[None]:
    """From here on somebody writes to the file at ``path``, which is made for it, and soon lets go.

    It has no log yet: here SQLite says no at once, whatever its time-out.
    """
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(MOMENT, lambda: other.execute("COMMIT"))
    release.start()
    try:
        yield
    finally:
        release.join()
        other.close()

"""Many rows in few steps of the database.

SQLite works without Python's lock, but ``executemany`` takes it again for each row, and waits for it as long
as another thread computes. A step of many rows leaves the lock alone: meanwhile the next mail is read, and
a key is answered.
"""

import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

ROWS = 100
"""Rows in one step, so that the lock is asked for a hundredth as often."""


def insert_all(
    connection: sqlite3.Connection,
    into: str,
    rows: Sequence[Sequence[object]],
    then: str = "",
    *,
    step: int = ROWS,
) -> None:
    """Insert the rows; ``into`` is the statement up to its columns, ``then`` what follows the values;
    ``step`` rows in each step."""
    if not rows:
        return
    width = len(rows[0])
    room = connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) // width
    step = min(step, room)
    whole = len(rows) // step * step
    for start in range(0, whole, step):
        values = list(chain.from_iterable(rows[start : start + step]))
        connection.execute(_statement(into, width, step, then), values)
    connection.executemany(_statement(into, width, 1, then), rows[whole:])


@lru_cache(maxsize=50)
def _statement(into: str, width: int, rows: int, then: str) -> str:
    row = f"({', '.join('?' * width)})"
    return f"{into} VALUES {', '.join([row] * rows)} {then}"

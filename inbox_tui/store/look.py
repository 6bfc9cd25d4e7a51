"""A look at a casebook on SQLite without the library that it is otherwise read with.

The background job runs every few minutes, all year, and hardly ever has anything to do; loading a
database toolkit to find that out would be most of its work. Whatever this look does not understand is
left to the real one.
"""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from .revision import HEAD

_BUSY_SECONDS = 2
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DUE = """
SELECT EXISTS (SELECT 1 FROM outbox WHERE state IN ('scheduled', 'retrying') AND send_at <= :now)
    OR EXISTS (SELECT 1 FROM outbox WHERE state IN ('claimed', 'accepted'))
    OR EXISTS (SELECT 1 FROM cases WHERE state = 'snoozed' AND snoozed_until <= :now)
"""
_WAKES = "SELECT EXISTS (SELECT 1 FROM cases WHERE state = 'snoozed' AND snoozed_until <= :now)"
_NOTE = "INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"


def nothing_to_do(file: Path, *, now: datetime, ran: str) -> bool:
    """True when the casebook is current and nothing in it is due, under way or waking up at ``now`` (aware);
    then the fact ``ran`` says that somebody looked. False for any doubt."""
    return _finds_nothing(file, _DUE, now=now, ran=ran)


def nobody_wakes(file: Path, *, now: datetime) -> bool:
    """True when the casebook is current and nothing that sleeps in it should be awake at ``now`` (aware).
    False for any doubt."""
    return _finds_nothing(file, _WAKES, now=now)


def _finds_nothing(file: Path, question: str, *, now: datetime, ran: str = "") -> bool:
    if not file.is_file():
        return False
    try:
        with closing(sqlite3.connect(file, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
            if connection.execute("SELECT version_num FROM alembic_version").fetchall() != [(HEAD,)]:
                return False
            moment = (now - _EPOCH) // timedelta(microseconds=1)
            if connection.execute(question, {"now": moment}).fetchone() != (0,):
                return False
            if ran:
                connection.execute(_NOTE, (ran, now.isoformat()))
            return True
    except sqlite3.Error:
        return False

"""What is still to do about messages: bodies to fetch, conversations to take in.

It is read from the messages themselves, so nothing is forgotten however a sync ended.
"""

import sqlite3
from collections.abc import Collection
from datetime import datetime

from ..core.message import MailRef
from .rows import json_text, micros


def owed(
    connection: sqlite3.Connection, account: str, *, since: datetime, limit: int
) -> list[tuple[str, MailRef]]:
    """See ``ports.MailCache.owed``."""
    rows = connection.execute(
        "WITH newest AS (SELECT conversation, max(received_at) AS at FROM message"
        " WHERE whole = 0 AND account = ?1 AND received_at >= ?2"
        " GROUP BY conversation ORDER BY at DESC LIMIT ?3)"
        " SELECT m.conversation, m.account, m.mailbox, m.uidvalidity, m.uid FROM newest"
        " CROSS JOIN message m ON m.conversation = newest.conversation"
        " WHERE m.whole = 0 AND m.account = ?1 AND m.received_at >= ?2"
        " ORDER BY newest.at DESC, m.conversation, m.received_at DESC",
        (account, micros(since), limit),
    )
    return [(row[0], _ref(row[1:])) for row in rows]


def count_owed(connection: sqlite3.Connection, account: str, *, since: datetime) -> int:
    """See ``ports.MailCache.count_owed``."""
    rows = connection.execute(
        "SELECT count(*) FROM message WHERE whole = 0 AND account = ? AND received_at >= ?",
        (account, micros(since)),
    )
    return int(rows.fetchone()[0])


def unsettled(connection: sqlite3.Connection, account: str, *, limit: int) -> list[str]:
    """See ``ports.MailCache.unsettled``."""
    rows = connection.execute(
        "SELECT DISTINCT conversation FROM message WHERE whole = 1 AND settled = 0 AND account = ? LIMIT ?",
        (account, limit),
    )
    return [row[0] for row in rows]


def settle(connection: sqlite3.Connection, account: str, conversations: Collection[str]) -> None:
    """See ``ports.MailCache.settle``; inside the caller's transaction."""
    connection.execute(
        "UPDATE message SET settled = 1 WHERE whole = 1 AND settled = 0 AND account = ?"
        " AND conversation IN (SELECT value FROM json_each(?))",
        (account, json_text(conversations)),
    )


def _ref(row: tuple[str, str, int, int]) -> MailRef:
    account, mailbox, uidvalidity, uid = row
    return MailRef(account=account, mailbox=mailbox, uidvalidity=uidvalidity, uid=uid)

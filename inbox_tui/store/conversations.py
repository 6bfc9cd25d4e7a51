"""One row for each conversation, kept up to date with every write, so that lists cost one index read."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from ..core.message import Direction
from ..ports import Conversation
from .rows import instant

_COLUMNS = (
    "id, account, from_name, from_addr, subject, received_at, last_at, messages, unread, category,"
    " automatic, is_complaint"
)


class _Line(NamedTuple):
    """What a conversation's row needs to know of one message."""

    conversation: str
    id: int
    account: str
    message_id: str
    direction: str
    received_at: int
    seen: int
    whole: int
    from_name: str
    from_addr: str
    subject: str
    is_complaint: int
    category: str
    automatic: str

    @property
    def inbound(self) -> bool:
        return self.direction == Direction.IN


_LINES = (
    "SELECT conversation, id, account, message_id, direction, received_at, seen, whole, from_name,"
    " from_addr, subject, is_complaint, category, automatic FROM message"
    " WHERE conversation IN (SELECT value FROM json_each(?) WHERE value NOT IN (SELECT id FROM conversation))"
    " ORDER BY conversation, received_at, mailbox, uid"
)
_SINGLE = (
    f"INSERT INTO conversation ({_COLUMNS}) SELECT"  # noqa: S608
    "  conversation, account, from_name, from_addr, subject, received_at,"
    " received_at, 1, direction = 'in' AND seen = 0, category, automatic,"
    " direction = 'in' AND is_complaint FROM message"
    " WHERE conversation IN (SELECT value FROM json_each(?)) GROUP BY conversation HAVING count(*) = 1"
)


def refresh(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Reckon the rows of these conversations anew; inside the caller's transaction."""
    wanted = json.dumps(sorted(set(ids)))
    connection.execute("DELETE FROM conversation WHERE id IN (SELECT value FROM json_each(?))", (wanted,))
    # Most are of one letter, and this runs for every one of a first sync.
    connection.execute(_SINGLE, (wanted,))
    lines = map(_Line._make, connection.execute(_LINES, (wanted,)).fetchall())
    rows = [_row(list(group)) for _, group in groupby(lines, key=lambda line: line.conversation)]
    connection.executemany(
        f"INSERT INTO conversation ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        rows,
    )


def _row(lines: Sequence[_Line]) -> tuple[Any, ...]:
    """The conversation of ``lines`` (oldest first). Copies of one Message-ID count once."""
    copies: dict[str | int, list[_Line]] = {}
    for line in lines:
        copies.setdefault(line.message_id or line.id, []).append(line)
    inbound = [line for line in lines if line.inbound]
    first = inbound[0] if inbound else lines[0]
    complaints = [line for line in inbound if line.is_complaint]
    speaks = complaints[0] if complaints else first
    unread = sum(
        1
        for same in copies.values()
        if any(line.inbound for line in same) and not any(line.seen for line in same)
    )
    return (
        first.conversation,
        first.account,
        first.from_name,
        first.from_addr,
        first.subject,
        first.received_at,
        lines[-1].received_at,
        len(copies),
        unread,
        speaks.category,
        speaks.automatic,
        int(bool(complaints)),
    )


def select(
    connection: sqlite3.Connection, *, ids: Collection[str] | None, limit: int | None, offset: int
) -> list[Conversation]:
    """Conversations, newest first; only ``ids`` when given."""
    where, values = (
        ("", [])
        if ids is None
        else ("WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(sorted(ids))])
    )
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM conversation {where} ORDER BY last_at DESC, id LIMIT ? OFFSET ?",  # noqa: S608
        (*values, -1 if limit is None else limit, offset),
    )
    return [_conversation(row) for row in rows]


def _conversation(row: tuple[Any, ...]) -> Conversation:
    name, account, from_name, from_addr, subject, received_at, last_at, messages, unread, *verdict = row
    category, automatic, is_complaint = verdict
    return Conversation(
        id=name,
        account=account,
        from_name=from_name,
        from_addr=from_addr,
        subject=subject,
        received_at=instant(received_at),
        last_at=instant(last_at),
        messages=messages,
        unread=unread,
        category=category,
        automatic=automatic,
        is_complaint=bool(is_complaint),
    )

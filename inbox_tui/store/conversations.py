"""One row for each conversation, kept up to date with every write, so that lists cost one index read."""

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from ..core.message import Direction
from ..ports import Conversation
from .rows import instant, json_text
from .steps import insert_all

_COLUMNS = (
    "id, account, from_name, from_addr, subject, received_at, last_at, messages, unread, category,"
    " automatic, is_complaint"
)


class Line(NamedTuple):
    """What a conversation's row needs to know of one message; lines in order are in the order of time."""

    conversation: str
    received_at: int
    mailbox: str
    uid: int
    id: int
    account: str
    message_id: str
    direction: str
    seen: int
    from_name: str
    from_addr: str
    subject: str
    is_complaint: int = 0
    category: str = ""
    automatic: str = ""


class _Row(NamedTuple):
    """A row of the table: whom the list names, and what there is."""

    id: str
    account: str
    from_name: str
    from_addr: str
    subject: str
    received_at: int
    last_at: int
    messages: int
    unread: int
    category: str
    automatic: str
    is_complaint: int
    inbound: int
    """Messages from outside: where there is one, the list names the first of them."""


_LINES = (
    "SELECT conversation, received_at, mailbox, uid, id, account, message_id, direction, seen, from_name,"
    " from_addr, subject, is_complaint, category, automatic FROM message"
    " WHERE conversation IN (SELECT value FROM json_each(?)) ORDER BY conversation, received_at, mailbox, uid"
)
_KNOWN = f"SELECT {_COLUMNS}, inbound FROM conversation WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608
_PUT = f"INSERT INTO conversation ({_COLUMNS}, inbound)"
_IN_PLACE = (
    # In its old place: names are digests, and rows in their order would lie all over the file.
    "ON CONFLICT (id) DO UPDATE SET account = excluded.account, from_name = excluded.from_name,"
    " from_addr = excluded.from_addr, subject = excluded.subject, received_at = excluded.received_at,"
    " last_at = excluded.last_at, messages = excluded.messages, unread = excluded.unread,"
    " category = excluded.category, automatic = excluded.automatic, is_complaint = excluded.is_complaint,"
    " inbound = excluded.inbound"
)


def refresh(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Reckon the rows of these conversations anew; inside the caller's transaction."""
    wanted = json_text(set(ids))
    connection.execute("DELETE FROM conversation WHERE id IN (SELECT value FROM json_each(?))", (wanted,))
    lines = map(Line._make, connection.execute(_LINES, (wanted,)).fetchall())
    rows = [_row(list(group)) for _, group in groupby(lines, key=lambda line: line.conversation)]
    insert_all(connection, _PUT, rows, _IN_PLACE)


def grow(connection: sqlite3.Connection, added: Iterable[Line]) -> None:
    """Bring the rows of conversations up to date of which ``added`` is all that happened; inside the caller's
    transaction. None of the messages may be a copy of an earlier one.

    A first sync adds 100,000 messages, and to read a conversation again for each would be half of its work.
    """
    groups: dict[str, list[Line]] = {}
    for line in added:
        groups.setdefault(line.conversation, []).append(line)
    known = {row[0]: _Row._make(row) for row in connection.execute(_KNOWN, (json_text(groups),))}
    rows: list[_Row] = []
    unclear: list[str] = []
    for name, lines in groups.items():
        if len(lines) > 1:
            lines.sort()
        old = known.get(name)
        row = _row(lines) if old is None else _grown(old, lines)
        if row is None:
            unclear.append(name)
        else:
            rows.append(row)
    insert_all(connection, _PUT, rows, _IN_PLACE)
    if unclear:
        refresh(connection, unclear)


def _row(lines: Sequence[Line]) -> _Row:
    """The conversation of ``lines`` (oldest first). Copies of one Message-ID count once."""
    if len(lines) == 1:
        return _row_of_one(lines[0])
    inbound = [line for line in lines if line.direction == Direction.IN]
    first = inbound[0] if inbound else lines[0]
    speaks = next((line for line in inbound if line.is_complaint), first)
    seen: dict[str | int, bool] = {}
    for line in lines:
        name = line.message_id or line.id
        seen[name] = seen.get(name, False) or bool(line.seen)
    return _Row(
        first.conversation,
        first.account,
        first.from_name,
        first.from_addr,
        first.subject,
        first.received_at,
        lines[-1].received_at,
        len(seen),
        sum(not seen[name] for name in {line.message_id or line.id for line in inbound}),
        speaks.category,
        speaks.automatic,
        int(bool(inbound) and bool(speaks.is_complaint)),
        len(inbound),
    )


def _row_of_one(line: Line) -> _Row:
    """The same of a single message, as most conversations begin."""
    inbound = int(line.direction == Direction.IN)
    return _Row(
        line.conversation,
        line.account,
        line.from_name,
        line.from_addr,
        line.subject,
        line.received_at,
        line.received_at,
        1,
        inbound and int(not line.seen),
        line.category,
        line.automatic,
        inbound and int(bool(line.is_complaint)),
        inbound,
    )


def _grown(old: _Row, lines: Sequence[Line]) -> _Row | None:
    """``old`` with more messages, which nobody has judged yet; None where only the whole conversation can
    tell which came first."""
    new = _row(lines)
    if old.inbound and not new.inbound:
        first = old
    elif new.inbound and not old.inbound:
        first = new
    elif old.received_at == new.received_at:
        return None
    else:
        first = old if old.received_at < new.received_at else new
    speaks = old if old.is_complaint else first
    return _Row(
        old.id,
        old.account,
        first.from_name,
        first.from_addr,
        first.subject,
        first.received_at,
        max(old.last_at, new.last_at),
        old.messages + new.messages,
        old.unread + new.unread,
        speaks.category,
        speaks.automatic,
        old.is_complaint,
        old.inbound + new.inbound,
    )


def select(
    connection: sqlite3.Connection, *, ids: Collection[str] | None, limit: int | None
) -> list[Conversation]:
    """Conversations, newest first; only ``ids`` when given."""
    where, values = (
        ("", []) if ids is None else ("WHERE id IN (SELECT value FROM json_each(?))", [json_text(ids)])
    )
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM conversation {where} ORDER BY last_at DESC, id LIMIT ?",  # noqa: S608
        (*values, -1 if limit is None else limit),
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

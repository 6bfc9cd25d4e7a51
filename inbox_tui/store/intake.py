"""How messages get into the cache and out of it, always with their index entries.

The search index keeps no texts of its own, which halves the file; so what was put in must be named
word for word when it is taken out, and it is read back from the stored message.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from ..core.message import CachedMessage, MailRef
from . import conversations
from .rows import content, flag_text, free_number, micros, stored_message
from .search import indexed
from .texts import storable

_INSERT = (
    "INSERT INTO message (id, account, mailbox, uidvalidity, uid, conversation, message_id, direction,"
    " received_at, flags, seen, size, whole, from_name, from_addr, subject)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_UPDATE = (
    "UPDATE message SET conversation = ?, message_id = ?, direction = ?, received_at = ?, flags = ?,"
    " seen = ?, size = ?, whole = ?, from_name = ?, from_addr = ?, subject = ? WHERE id = ?"
)


def take_in(
    connection: sqlite3.Connection, arrived: Sequence[CachedMessage], raws: Mapping[MailRef, bytes]
) -> None:
    """Add or complete messages; inside the caller's transaction."""
    touched: set[str] = set()
    outdated: dict[int, tuple[str, str, str] | None] = {}
    entries: dict[int, tuple[str, str, str]] = {}
    for item in arrived:
        touched.add(item.conversation)
        number = _store(connection, item, touched)
        if number is None:
            continue
        outdated.setdefault(number, _in_index(connection, number))
        entries[number] = indexed(item.message)
        connection.execute("INSERT OR REPLACE INTO content VALUES (?, ?)", (number, content(item.message)))
        if item.whole and item.ref in raws:
            connection.execute("INSERT OR REPLACE INTO raw VALUES (?, ?)", (number, raws[item.ref]))
    # Ascending: the index flushes to disk each time a number is lower than the one before.
    for number in sorted(entries):
        _take_out_of_index(connection, number, outdated[number])
        connection.execute(
            "INSERT INTO words (rowid, subject, sender, body) VALUES (?, ?, ?, ?)", (number, *entries[number])
        )
    pin(connection, ((item.ref.account, item.message.message_id, item.conversation) for item in arrived))
    conversations.refresh(connection, touched)


def _store(connection: sqlite3.Connection, item: CachedMessage, touched: set[str]) -> int | None:
    """Write the message's row; its number, or None when what is held already is more complete."""
    ref, message = item.ref, item.message
    values = (
        item.conversation,
        storable(message.message_id),
        item.direction.value,
        micros(item.received_at),
        flag_text(item.flags),
        int(item.seen),
        item.size,
        int(item.whole),
        storable(message.sender.name),
        storable(message.sender.email),
        storable(message.subject),
    )
    held = connection.execute(
        "SELECT id, whole, conversation FROM message"
        " WHERE account = ? AND mailbox = ? AND uid = ? AND uidvalidity = ?",
        (ref.account, ref.mailbox, ref.uid, ref.uidvalidity),
    ).fetchone()
    if held is None:
        number = free_number(connection, item.received_at)
        connection.execute(_INSERT, (number, ref.account, ref.mailbox, ref.uidvalidity, ref.uid, *values))
        return number
    number, whole, conversation = held
    touched.add(conversation)
    if whole and not item.whole:
        connection.execute(
            "UPDATE message SET conversation = ?, flags = ?, seen = ? WHERE id = ?",
            (item.conversation, flag_text(item.flags), int(item.seen), number),
        )
        return None
    connection.execute(_UPDATE, (*values, number))
    return int(number)


def drop(connection: sqlite3.Connection, where: str, values: tuple[object, ...]) -> None:
    """Remove the messages that ``where`` selects; inside the caller's transaction."""
    rows = connection.execute(
        f"SELECT id, conversation FROM message WHERE {where} ORDER BY id",  # noqa: S608
        values,
    ).fetchall()
    for number, _ in rows:
        _take_out_of_index(connection, number, _in_index(connection, number))
    numbers = [(number,) for number, _ in rows]
    for table in ("message", "content", "raw"):
        connection.executemany(f"DELETE FROM {table} WHERE id = ?", numbers)  # noqa: S608
    conversations.refresh(connection, (conversation for _, conversation in rows))


def pin(connection: sqlite3.Connection, pins: Iterable[tuple[str, str, str]]) -> None:
    """Keep (account, Message-ID, conversation); inside the caller's transaction."""
    connection.executemany(
        "INSERT OR REPLACE INTO pin VALUES (?, ?, ?)",
        [(account, storable(name), conversation) for account, name, conversation in pins if name],
    )


def _in_index(connection: sqlite3.Connection, number: int) -> tuple[str, str, str] | None:
    row = connection.execute("SELECT message FROM content WHERE id = ?", (number,)).fetchone()
    return None if row is None else indexed(stored_message(row[0]))


def _take_out_of_index(
    connection: sqlite3.Connection, number: int, entry: tuple[str, str, str] | None
) -> None:
    if entry is not None:
        connection.execute(
            "INSERT INTO words (words, rowid, subject, sender, body) VALUES ('delete', ?, ?, ?, ?)",
            (number, *entry),
        )

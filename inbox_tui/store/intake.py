"""How messages get into the cache and out of it, always with their index entries.

The search index keeps no texts of its own, which halves the file; so what was put in must be named
word for word when it is taken out, and it is read back from the stored message.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from ..core.message import CachedMessage, MailRef
from . import conversations
from .new_rows import held, index, insert
from .rows import content, flag_text, free_numbers, micros, stored_message
from .search import folded, indexed
from .texts import storable

_UPDATE = (
    "UPDATE message SET conversation = ?, message_id = ?, direction = ?, received_at = ?, flags = ?,"
    " seen = ?, size = ?, whole = ?, from_name = ?, from_addr = ?, subject = ?, settled = 0 WHERE id = ?"
)


def take_in(
    connection: sqlite3.Connection, arrived: Sequence[CachedMessage], raws: Mapping[MailRef, bytes]
) -> None:
    """Add or complete messages; inside the caller's transaction."""
    # Of two in one batch the later one is the more complete, and a whole one is never taken back.
    latest: dict[MailRef, CachedMessage] = {}
    for item in arrived:
        before = latest.get(item.ref)
        latest[item.ref] = item if before is None or item.whole or not before.whole else before
    here = held(connection, latest)
    touched = {latest[ref].conversation for ref in here}
    touched.update(conversation for _, _, conversation in here.values())
    new = [item for ref, item in latest.items() if ref not in here] if here else list(latest.values())
    fresh = list(zip(free_numbers(connection, [item.received_at for item in new]), new, strict=True))
    completed: list[tuple[int, CachedMessage]] = []
    for ref, (number, whole, _) in here.items():
        item = latest[ref]
        if whole and not item.whole:
            connection.execute(
                "UPDATE message SET conversation = ?, flags = ?, seen = ? WHERE id = ?",
                (item.conversation, flag_text(item.flags), int(item.seen), number),
            )
        else:
            completed.append((number, item))
    fresh.sort(key=_number)
    completed.sort(key=_number)
    touched = insert(
        connection, [(number, *item.ref, *_values(item)) for number, item in fresh], touched=touched
    )
    for number, _ in completed:  # while its row still says what the index holds of it
        _take_out_of_index(connection, number, _in_index(connection, number))
    connection.executemany(_UPDATE, [(*_values(item), number) for number, item in completed])
    both = sorted((*fresh, *completed), key=_number) if completed else fresh
    index(connection, [(number, *indexed(item.message)) for number, item in both])
    connection.executemany(
        "INSERT OR REPLACE INTO content VALUES (?, ?)", [(number, content(item)) for number, item in both]
    )
    connection.executemany(
        "INSERT OR REPLACE INTO raw VALUES (?, ?)",
        [(number, raws[item.ref]) for number, item in both if item.whole and item.ref in raws],
    )
    if touched:
        conversations.refresh(connection, touched)


def _number(entry: tuple[int, CachedMessage]) -> int:
    return entry[0]


def _values(item: CachedMessage) -> tuple[object, ...]:
    message = item.message
    return (
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


def drop(connection: sqlite3.Connection, where: str, values: tuple[object, ...]) -> None:
    """Remove the messages that ``where`` selects; inside the caller's transaction.

    Their Message-IDs stay pinned: mail that was only moved comes back into its conversation.
    """
    held = connection.execute(
        f"SELECT id, conversation, account, message_id FROM message WHERE {where} ORDER BY id",  # noqa: S608
        values,
    ).fetchall()
    pin(connection, ((account, name, home) for _, home, account, name in held))
    rows = [(number, home) for number, home, _, _ in held]
    for number, _ in rows:
        _take_out_of_index(connection, number, _in_index(connection, number))
    numbers = [(number,) for number, _ in rows]
    for table in ("message", "content", "raw"):
        connection.executemany(f"DELETE FROM {table} WHERE id = ?", numbers)  # noqa: S608
    conversations.refresh(connection, (conversation for _, conversation in rows))


def pin(connection: sqlite3.Connection, pins: Iterable[tuple[str, str, str]]) -> None:
    """Keep (account, Message-ID, conversation); inside the caller's transaction."""
    connection.executemany(
        "INSERT INTO pin VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET conversation = excluded.conversation"
        " WHERE conversation <> excluded.conversation",
        [(account, storable(name), conversation) for account, name, conversation in pins if name],
    )


def join(connection: sqlite3.Connection, account: str, joined: Mapping[str, str]) -> None:
    """Let conversations go on in others, one after the other; inside the caller's transaction."""
    for gone, home in joined.items():
        place = (home, account, gone)
        for change in (
            "UPDATE message SET conversation = ?, settled = 0 WHERE account = ? AND conversation = ?",
            "UPDATE pin SET conversation = ? WHERE account = ? AND conversation = ?",
        ):
            connection.execute(change, place)
    conversations.refresh(connection, {*joined, *joined.values()})


def _in_index(connection: sqlite3.Connection, number: int) -> tuple[str, str, str] | None:
    row = connection.execute(
        "SELECT c.message, m.subject, m.from_name, m.from_addr FROM content c JOIN message m ON m.id = c.id"
        " WHERE c.id = ?",
        (number,),
    ).fetchone()
    if row is None:
        return None
    body, subject, name, email = row
    if isinstance(body, str):
        return indexed(stored_message(body))
    return folded(subject), folded(f"{name} {email}"), ""


def _take_out_of_index(
    connection: sqlite3.Connection, number: int, entry: tuple[str, str, str] | None
) -> None:
    if entry is not None:
        connection.execute(
            "INSERT INTO words (words, rowid, subject, sender, body) VALUES ('delete', ?, ?, ?, ?)",
            (number, *entry),
        )

"""How headers get into the cache by the hundred: a first sync brings 100,000 of them.

Only what lists, threads and the search need is spelled out; the rest stays in the bytes of the header.
"""

import sqlite3
from collections.abc import Sequence
from operator import itemgetter

from ..core.message import CachedHeader
from . import conversations
from .new_rows import Row, held, index, insert
from .rows import flag_text, free_numbers, micros
from .search import folded
from .steps import insert_all
from .texts import storable


def add(connection: sqlite3.Connection, headers: Sequence[CachedHeader]) -> None:
    """See ``ports.MailCache.put_headers``; inside the caller's transaction."""
    fresh = {header.ref: header for header in headers}
    for ref in held(connection, fresh):
        del fresh[ref]
    numbers = free_numbers(connection, [header.received_at for header in fresh.values()])
    numbered = sorted(zip(numbers, fresh.values(), strict=True), key=itemgetter(0))
    rows = [_row(number, header) for number, header in numbered]
    anew = insert(connection, rows)
    index(connection, [(row[0], folded(row[15]), folded(f"{row[13]} {row[14]}"), "") for row in rows])
    insert_all(connection, "INSERT INTO content", [(number, header.raw) for number, header in numbered])
    if anew:
        conversations.refresh(connection, anew)


def _row(number: int, header: CachedHeader) -> Row:
    ref, conversation, direction, received_at, flags, size, outline, _ = header
    texts = outline.message_id, outline.from_name, outline.from_addr, outline.subject
    message_id, name, address, subject = texts if "".join(texts).isascii() else map(storable, texts)
    return (
        number,
        *ref,
        conversation,
        message_id,
        direction.value,
        micros(received_at),
        flag_text(flags),
        int("\\Seen" in flags),
        size,
        0,
        name,
        address,
        subject,
    )

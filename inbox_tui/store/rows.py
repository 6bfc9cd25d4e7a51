"""A cached message as rows, and rows as a cached message."""

import json
import sqlite3
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import msgspec

from ..core.message import CachedMessage, Direction, MailRef, Message
from .texts import storable, storable_all

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_COUNTER_BITS = 24
"""Room for 16 million messages in one second: a moved mailbox may carry one date on all its mail."""
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Message).decode
_decode_flags = msgspec.json.Decoder(frozenset[str]).decode

SELECT = (
    "SELECT m.account, m.mailbox, m.uidvalidity, m.uid, m.conversation, m.direction, m.received_at,"
    " m.flags, m.size, m.whole, m.message_id, c.message FROM message m JOIN content c ON c.id = m.id "
)

WRITTEN = (
    "SELECT message FROM content WHERE id IN (SELECT id FROM message WHERE direction = 'out'"
    " AND whole = 1 AND automatic = '' ORDER BY id DESC LIMIT ?) ORDER BY id DESC"
)

HeaderReader = Callable[[bytes], Message]
"""Makes a message of a header as it came."""


def json_text(values: Collection[str] | Collection[int]) -> str:
    """A list for ``json_each``: one value for the database, whatever their number."""
    try:
        return _encode(list(values)).decode()
    except UnicodeEncodeError:
        return json.dumps(list(values))


def micros(instant: datetime) -> int:
    """Microseconds since 1970 of an aware instant."""
    return (instant - EPOCH) // _MICROSECOND


def instant(value: int) -> datetime:
    """The aware UTC instant of ``micros``."""
    return EPOCH + timedelta(microseconds=value)


def cached(row: tuple[Any, ...], read_header: HeaderReader) -> CachedMessage:
    """The message of a row of ``SELECT``."""
    account, mailbox, uidvalidity, uid, conversation, direction, received_at, flags, size, *rest = row
    whole, message_id, body = rest
    if isinstance(body, bytes):
        message = read_header(body)
        if storable(message.message_id) != message_id:
            # Here it goes by the name that it was given, because its own was taken or missing.
            message = replace(message, message_id=message_id)
    else:
        message = _decode(body)
    return CachedMessage(
        ref=MailRef(account=account, mailbox=mailbox, uidvalidity=uidvalidity, uid=uid),
        conversation=conversation,
        direction=Direction(direction),
        received_at=instant(received_at),
        flags=_decode_flags(flags),
        size=size,
        message=message,
        whole=bool(whole),
    )


def content(item: CachedMessage) -> str:
    """The message as stored; of a header alone its bytes are, which are read when somebody asks.

    Half surrogate pairs, which UTF-8 cannot hold, become question marks.
    """
    try:
        return _encode(item.message).decode()
    except UnicodeEncodeError:
        return msgspec.json.encode(storable_all(msgspec.to_builtins(item.message))).decode()


def stored_message(body: str) -> Message:
    """The letter of ``content``."""
    return _decode(body)


@lru_cache(maxsize=500)
def flag_text(flags: frozenset[str]) -> str:
    """Flags as stored: sorted, so that equal sets are equal texts."""
    return _encode(sorted(flags)).decode()


def free_numbers(connection: sqlite3.Connection, arrivals: Sequence[datetime]) -> list[int]:
    """A free number for each arrival, in its second. One question to the table, whatever their number."""
    firsts = [(micros(at) // 1_000_000) << _COUNTER_BITS for at in arrivals]
    rows = connection.execute(
        "SELECT value, (SELECT max(id) FROM message WHERE id >= value AND id < value + ?) FROM json_each(?)",
        (1 << _COUNTER_BITS, json_text(sorted(set(firsts)))),
    )
    following = {first: first if last is None else last + 1 for first, last in rows}
    numbers = []
    for first in firsts:
        numbers.append(following[first])
        following[first] += 1
    return numbers

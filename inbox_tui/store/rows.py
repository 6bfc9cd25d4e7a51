"""A cached message as rows, and rows as a cached message."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import msgspec

from ..core.message import CachedMessage, Direction, MailRef, Message
from .texts import storable_all

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_COUNTER_BITS = 24
"""Room for 16 million messages in one second: a moved mailbox may carry one date on all its mail."""
_decode = msgspec.json.Decoder(Message).decode
_decode_flags = msgspec.json.Decoder(frozenset[str]).decode

SELECT = (
    "SELECT m.account, m.mailbox, m.uidvalidity, m.uid, m.conversation, m.direction, m.received_at,"
    " m.flags, m.size, m.whole, c.message FROM message m JOIN content c ON c.id = m.id "
)


def micros(instant: datetime) -> int:
    """Microseconds since 1970 of an aware instant."""
    return (instant - EPOCH) // _MICROSECOND


def instant(value: int) -> datetime:
    """The aware UTC instant of ``micros``."""
    return EPOCH + timedelta(microseconds=value)


def cached(row: tuple[Any, ...]) -> CachedMessage:
    """The message of a row of ``SELECT``."""
    account, mailbox, uidvalidity, uid, conversation, direction, received_at, flags, size, whole, body = row
    return CachedMessage(
        ref=MailRef(account=account, mailbox=mailbox, uidvalidity=uidvalidity, uid=uid),
        conversation=conversation,
        direction=Direction(direction),
        received_at=instant(received_at),
        flags=_decode_flags(flags),
        size=size,
        message=_decode(body),
        whole=bool(whole),
    )


def content(message: Message) -> bytes:
    """The message as stored. Half surrogate pairs, which UTF-8 cannot hold, become question marks."""
    try:
        return msgspec.json.encode(message)
    except UnicodeEncodeError:
        return msgspec.json.encode(storable_all(msgspec.to_builtins(message)))


def stored_message(body: bytes) -> Message:
    """The message of ``content``."""
    return _decode(body)


@lru_cache(maxsize=500)
def flag_text(flags: frozenset[str]) -> str:
    """Flags as stored: sorted, so that equal sets are equal texts."""
    return msgspec.json.encode(sorted(flags)).decode()


def free_numbers(connection: sqlite3.Connection, arrivals: Sequence[datetime]) -> list[int]:
    """A free number for each arrival, in its second. One question to the table, whatever their number."""
    firsts = [(micros(at) // 1_000_000) << _COUNTER_BITS for at in arrivals]
    rows = connection.execute(
        "SELECT value, (SELECT max(id) FROM message WHERE id >= value AND id < value + ?) FROM json_each(?)",
        (1 << _COUNTER_BITS, json.dumps(sorted(set(firsts)))),
    )
    following = {first: first if last is None else last + 1 for first, last in rows}
    numbers = []
    for first in firsts:
        numbers.append(following[first])
        following[first] += 1
    return numbers

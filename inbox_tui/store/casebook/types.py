"""Column types that come back from SQLite and from PostgreSQL exactly as they went in."""

import json
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from ...core.record import Record, from_mapping
from ..texts import storable as encodable

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """An aware instant as whole microseconds since 1970, UTC.

    SQLite has no type for instants and PostgreSQL's is shown in the session's zone; a number compares
    and sorts the same on both. Raises ValueError for a naive datetime, which names no instant.
    """

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Microseconds."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Aware UTC."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class Words(TypeDecorator[str]):
    """Text. NUL and half surrogate pairs, which a database cannot hold, become U+FFFD and “?”.

    A draft must never fail to be saved over one character that nobody can see.
    """

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """A plain ``str``, also for the members of an enumeration."""
        return None if value is None else storable(value)

    # Comes back as it is: a step for each of twenty columns of every row would be most of reading a row.


def storable(text: str) -> str:
    """``text`` as ``Words`` keeps it."""
    return encodable(text).replace("\0", "\ufffd")


class WordTuple(TypeDecorator[tuple[str, ...]]):
    """A tuple of texts, in order, as a JSON array."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Collection[str] | None, dialect: Dialect) -> str:
        """A JSON array in ASCII, so that any character fits."""
        return json.dumps(list(value or ()))

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...]:
        """The tuple."""
        return () if not value or value == "[]" else tuple(json.loads(value))


class RecordText(TypeDecorator[Any]):
    """A complaint record as a JSON object of what was said; a field more needs no new column."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        """From a record or its fields: a JSON object in ASCII, without the fields that say nothing."""
        said = vars(value) if isinstance(value, Record) else (value or {})
        return json.dumps({name: words for name, words in said.items() if words})

    def process_result_value(self, value: Any, dialect: Dialect) -> Record:
        """The record."""
        return from_mapping(json.loads(value)) if value else Record()

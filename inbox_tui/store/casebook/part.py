"""What every part of the casebook stands on."""

from collections.abc import Collection, Iterator

from .database import Database

_CHUNK = 500


class Part:
    """A group of the casebook's methods on one database."""

    _database: Database


def chunks(names: Collection[str]) -> Iterator[list[str]]:
    """``names`` without doubles, in pieces that fit into one question."""
    each = list(dict.fromkeys(names))
    for start in range(0, len(each), _CHUNK):
        yield each[start : start + _CHUNK]

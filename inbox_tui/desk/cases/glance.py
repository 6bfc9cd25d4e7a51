"""The list as it was last shown, for the moment before the casebook is open.

A database driver takes longer to load than the whole first screen to paint. So the rows that fit on a
screen are kept beside the mail cache and shown at once; the true list follows in the same second and
corrects them. Disposable: an unreadable glance is no glance.
"""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from functools import cached_property
from typing import Any

from ...core.deadlines import Due, Pace
from ...ports import Shelf
from ..views import Row

NAME = "first-list"
ROWS = 60
"""More rows than this are on no terminal."""

_NAMES = frozenset(field.name for field in fields(Row))
_INSTANTS = tuple(field.name for field in fields(Row) if field.type in (datetime, datetime | None))


class Glance:
    """Keeps and gives back the top of the list."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._kept = ""

    @cached_property
    def is_first(self) -> bool:
        """Whether no list was ever shown here, as it was when somebody first asked."""
        return self._shelf.read(NAME) is None

    def rows(self) -> list[Row] | None:
        """The rows as they were; None where no list was ever shown here."""
        text = self._shelf.read(NAME)
        if text is None:
            return None
        import json  # not on a first start, which has nothing to read

        try:
            return [_row(each) for each in json.loads(text)]
        except (ValueError, TypeError, KeyError, AttributeError):
            return []

    def keep(self, rows: Sequence[Row]) -> None:
        """Remember the top of the list, if it is another one than before."""
        import json

        text = json.dumps([asdict(row) for row in rows[:ROWS]], default=_plain, ensure_ascii=False)
        if text != self._kept:
            self._kept = text
            self._shelf.write(NAME, text)


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    # A length of time: what is left is reckoned anew from the deadline when it is shown.
    return None


def _row(found: dict[str, Any]) -> Row:
    row = {name: value for name, value in found.items() if name in _NAMES}
    for name in _INSTANTS:
        row[name] = _instant(row.get(name))
    row["order_numbers"] = tuple(row["order_numbers"])
    row["due"] = Due(pace=Pace(row["due"]["pace"]), at=_instant(row["due"]["at"]))
    return Row(**row)


def _instant(text: str | None) -> datetime | None:
    at = datetime.fromisoformat(text) if text else None
    if at is not None and at.tzinfo is None:
        raise ValueError("an instant without a zone")
    return at

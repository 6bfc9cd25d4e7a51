"""What a person typed into the search line: words, and operators such as ``from:ann after:2026-03-01``."""

from dataclasses import field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from ...core.frozen import dataclass

_MOST_CHARACTERS = 400


@dataclass(frozen=True, kw_only=True)
class Query:
    """A search. Instants are aware UTC; ``before`` is exclusive and ``after`` inclusive."""

    words: str = ""
    sender: str = ""
    before: datetime | None = None
    after: datetime | None = None
    categories: frozenset[str] = field(default_factory=frozenset)
    states: frozenset[str] = field(default_factory=frozenset)


def read_query(typed: str, zone: tzinfo, *, today: date | None = None) -> Query:
    """The search in ``typed``. Days are those of ``zone``, as ``today`` is. What has no sense as an operator
    is a word."""
    words: list[str] = []
    senders: list[str] = []
    days: dict[str, datetime] = {}
    sets: dict[str, set[str]] = {"category": set(), "state": set()}
    for piece in typed[:_MOST_CHARACTERS].split():
        name, _, value = piece.partition(":")
        name = name.lower()
        if not value:
            # While somebody types “from:”, the word before it goes on being found.
            words += [] if piece.lower() in _BEGUN else [piece]
        elif name == "from":
            senders.append(value)
        elif name in ("before", "after") and (day := _day(value, today)) is not None:
            days[name] = datetime.combine(day, time(0), tzinfo=zone).astimezone(UTC)
        elif name in sets:
            sets[name].add(value.lower().replace("-", "_"))
        else:
            words.append(piece)
    return Query(
        words=" ".join(words),
        sender=" ".join(senders),
        before=days.get("before"),
        after=days.get("after"),
        categories=frozenset(sets["category"]),
        states=frozenset(sets["state"]),
    )


_BEGUN = frozenset({"from:", "before:", "after:", "category:", "state:"})


def _day(value: str, today: date | None) -> date | None:
    """The first day of ``2026``, ``2026-03`` or ``2026-03-01``; ``1.3.2026``, ``today`` and ``yesterday``."""
    if today is not None and value.lower() in ("today", "yesterday"):
        return today - timedelta(days=value.lower() == "yesterday")
    parts = value.split("-")
    if value.count(".") == 2:
        # With dots the day comes first wherever that is written.
        parts = [part.zfill(4 if place == 0 else 1) for place, part in enumerate(reversed(value.split(".")))]
    if len(parts) > 3 or not all(part.isascii() and part.isdigit() for part in parts) or len(parts[0]) != 4:
        return None
    year, month, day = (int(part) for part in (*parts, "1", "1")[:3])
    # A day at the very edge of the calendar has no instant in another zone.
    if not 1900 <= year <= 9000:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None

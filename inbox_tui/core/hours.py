"""When the shop is open: the hours of each weekday, without holidays and the shop's own closed days.

Wall times are the shop's. A clock change makes a night shorter or longer, never an opening hour wrong: all
lengths are reckoned between instants.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from .frozen import dataclass

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FARTHEST = 400
"""Days after which a search for opening hours gives up: such a shop is closed for good."""

_SPAN = re.compile(r"(\d{1,2}):(\d\d)\s*[-–]\s*(\d{1,2}):(\d\d)")
_DAY = 24 * 60

Minutes = tuple[int, int]
"""From and until, in minutes after midnight."""


@dataclass(frozen=True, kw_only=True)
class OpeningHours:
    """The opening hours of a week, Monday first. ``is_closed`` knows holidays and the shop's own days off."""

    week: tuple[tuple[Minutes, ...], ...]
    zone: tzinfo
    is_closed: Callable[[date], bool]

    def is_open_on(self, day: date) -> bool:
        """Whether the shop works on this day at all."""
        return bool(self.week[day.weekday()]) and not self.is_closed(day)

    def later(self, since: datetime, by: timedelta) -> datetime:
        """The instant (UTC) at which the shop will have been open for ``by`` since ``since`` (aware)."""
        left = by
        for start, end in self._open(since):
            if left <= end - start:
                return start + left
            left -= end - start
        return since.astimezone(UTC) + by

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How long the shop is open between two instants (aware)."""
        total = timedelta(0)
        for opens, closes in self._open(start):
            if opens >= end:
                break
            total += min(closes, end) - opens
        return total

    def _open(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The open spans from ``since`` on, as instants."""
        # The day before may reach past midnight by a clock change; it costs nothing to look.
        first = since.astimezone(self.zone).date()
        for ahead in range(FARTHEST):
            day = first + timedelta(days=ahead)
            if self.is_closed(day):
                continue
            for opens, closes in self.week[day.weekday()]:
                start, end = (_instant(day, minutes, self.zone) for minutes in (opens, closes))
                if end > since:
                    yield max(start, since.astimezone(UTC)), end


def at_wall(wall: datetime, zone: tzinfo) -> datetime:
    """The instant of a wall time in a zone; a skipped one moves forward, a doubled one is the first."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC).astimezone(zone)


def weekdays(day: date) -> bool:
    """Monday to Friday: the working days of a shop that has not said otherwise."""
    return day.weekday() < 5


def _instant(day: date, minutes: int, zone: tzinfo) -> datetime:
    wall = datetime.combine(day, time.min) + timedelta(minutes=minutes)
    return at_wall(wall, zone).astimezone(UTC)


def read_week(days: Mapping[str, str]) -> tuple[tuple[Minutes, ...], ...]:
    """The week from texts such as ``09:00-12:30, 13:30-17:00`` by ``DAYS``; an empty one is a closed day.

    Raises ValueError that names the day and says how to write it.
    """
    return tuple(_read_day(name, days.get(name, "")) for name in DAYS)


def _read_day(name: str, text: str) -> tuple[Minutes, ...]:
    spans: list[Minutes] = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        found = _SPAN.fullmatch(part)
        if found is None:
            raise ValueError(f'{name}: “{part}” is no span of hours; write a text such as "09:00-17:30"')
        hours = [int(group) for group in found.groups()]
        opens, closes = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
        if max(hours[1], hours[3]) > 59 or closes > _DAY or opens >= closes:
            raise ValueError(f'{name}: “{part}” does not run forward within one day; write "09:00-17:30"')
        if spans and opens < spans[-1][1]:
            raise ValueError(f"{name}: “{part}” begins before the hours in front of it have ended")
        spans.append((opens, closes))
    return tuple(spans)


def read_closed(days: Sequence[str]) -> Callable[[date], bool]:
    """The shop's own days off, from ``2026-12-24`` and ``2026-12-27..2027-01-02``. Raises ValueError."""
    spans = [_read_off(text) for text in days]
    return lambda day: any(first <= day <= last for first, last in spans)


def _read_off(text: str) -> tuple[date, date]:
    first, _, last = text.partition("..")
    try:
        found = date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
    except ValueError:
        raise ValueError(
            f"closed: “{text}” is no day; write a list of texts such as "
            '["2026-12-24", "2026-12-27..2027-01-02"]'
        ) from None
    if found[0] > found[1]:
        raise ValueError(f"closed: “{text}” ends before it begins")
    return found

"""Times as a person types them: ``in 3 days``, ``fri 9am``, ``2026-12-01 09:00``, ``+15s``.

What could be read in two ways is refused, not guessed. No library is used: those that were tried skip
words that they do not know, and read “the day after tomorrow” as tomorrow. Whatever is accepted is
shown as a resolved instant before anything happens. A wall time that a clock change skips moves
forward; one that comes twice means the first (RFC 5545, 3.3.5).
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from .frozen import dataclass
from .hours import at_wall, weekdays
from .time_of_day import names_either_half, time_of_day, time_on_a_day

MORNING = time(9, 0)
"""What a day without a time of day means."""

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_WORDS = {
    "second": "s", "sec": "s", "s": "s",
    "minute": "m", "min": "m", "m": "m",
    "hour": "h", "hr": "h", "h": "h",
    "day": "d", "d": "d",
    "week": "w", "w": "w",
}  # fmt: skip
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NEAR_DAYS = ("today", "tomorrow", "tmrw")
_FULL_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_SHORT = re.compile(r"\+(\d{1,6})([smhdw])")
_IN = re.compile(r"in (\d{1,6}|[a-z]+) (business |working )?([a-z]+)")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ t](.+))?")
_ZONED = re.compile(r"\d{4}-\d\d-\d\dt\d\d:\d\d(:\d\d(\.\d+)?)?(z|[+-]\d\d:?\d\d)")
_SLASHED = re.compile(r"\d{1,2}[/.]\d{1,2}([/.]\d{2,4})?\b")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NAMED = "|".join(f"{name}|{name[:3]}" for name in _MONTHS) + "|sept"
_MONTH_DAY = re.compile(
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_NAMED})"
    rf"|(?P<month2>{_NAMED}) (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)"
    r"(?: (?P<year>\d{4}))?(?: (?P<rest>.+))?"
)
_AFTER_TOMORROW = re.compile(r"(?:the )?day after tomorrow\b")
_SPANS = "Say it as “in 3 days”, “in 2 business days” or “in 90 minutes”."

IsOpen = Callable[[date], bool]
"""Whether the shop works on a day; weekends and holidays are the shop's to say."""


@dataclass(frozen=True, kw_only=True)
class Resolved:
    """The instant that was meant, aware, in the person's zone."""

    at: datetime
    instead_of: datetime | None = None
    """What was said, where the shop is closed then."""
    remark: str = ""
    """What the person may not have thought of."""

    @property
    def words(self) -> str:
        """``Sat 28 Nov 2026 10:00``, for showing before it is accepted."""
        words = f"{self.at:%a} {self.at.day} {self.at:%b %Y %H:%M}"
        if self.remark:
            words += f" ({self.remark})"
        said = self.instead_of
        return words if said is None else f"{said:%a} {said.day} {said:%b %H:%M} → {words} (closed {said:%a})"


@dataclass(frozen=True, kw_only=True)
class Unclear:
    """It cannot be read in exactly one way; ``reason`` says what would work."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class UntilTheyAnswer:
    """No instant: whenever the customer writes again."""

    words: str = "until they answer"


_ANSWER = re.compile(
    r"(?:until |till |when )?(?:(?:they|she|he|the customer) )?(?:answers?|repl(?:y|ies)|writes?)"
)


def resolve_or_answer(
    text: str, *, now: datetime, zone: tzinfo, is_open: IsOpen
) -> Resolved | UntilTheyAnswer | Unclear:
    """As ``resolve``, and “until they answer” too."""
    if _ANSWER.fullmatch(" ".join(text.lower().split())):
        return UntilTheyAnswer()
    return resolve(text, now=now, zone=zone, is_open=is_open)


def resolve(
    text: str,
    *,
    now: datetime,
    zone: tzinfo,
    is_open: IsOpen = weekdays,
) -> Resolved | Unclear:
    """The instant that ``text`` means at ``now`` (aware) for a person in ``zone``; always in the future."""
    words = " ".join(text.lower().replace(",", " ").split())
    if not words:
        return Unclear(reason="Give a time, such as “in 3 days” or “fri 9am”.")
    if _ZONED.fullmatch(words):
        return _ahead(datetime.fromisoformat(text.strip().upper()).astimezone(zone), now)
    if words.startswith("in ") and _IN.match(words) is None:
        return Unclear(reason=_SPANS)
    if _SLASHED.search(words):
        return Unclear(reason=f"“{text.strip()}” can be read in two ways. Write it as 2026-12-01.")
    here = now.astimezone(zone)
    if (span := _SHORT.fullmatch(words)) is not None:
        return _ahead(_later(now, int(span[1]), span[2], zone), now)
    if (span := _IN.match(words)) is not None:
        return _in_span(span, words, now=now, zone=zone, is_open=is_open)
    if (unsure := _next_or_this(words, here.date())) is not None:
        return unsure
    wall = _day_and_time(words, here)
    if wall is None and names_either_half(words) and _day_and_time(f"{words}am", here):
        return _either_half(words)
    if wall is None:
        known = "“in 3 days”, “fri 9am”, “2026-12-01 09:00”"
        return Unclear(reason=f"“{text.strip()}” is not a time I know. Try {known}.")
    return _ahead(at_wall(wall, zone), now)


def counts_days(text: str) -> bool:
    """True for a span of days or weeks, such as “in 3 days”: the day that comes of it was not chosen."""
    words = " ".join(text.lower().replace(",", " ").split())
    if (short := _SHORT.fullmatch(words)) is not None:
        return short[2] in "dw"
    span = _IN.match(words)
    unit = (_WORDS.get(span[3]) or _WORDS.get(span[3].removesuffix("s"), "")) if span else ""
    return bool(unit) and unit in "dw"


def _ahead(at: datetime, now: datetime) -> Resolved | Unclear:
    if at <= now:
        return Unclear(reason=f"{Resolved(at=at).words} has passed. Give a time in the future.")
    return Resolved(at=at)


def _later(now: datetime, count: int, unit: str, zone: tzinfo) -> datetime:
    """Days and weeks keep the wall time across a clock change; shorter spans are exact."""
    if unit in "dw":
        wall = now.astimezone(zone).replace(tzinfo=None)
        try:
            return at_wall(wall + timedelta(seconds=count * _UNITS[unit]), zone)
        except OverflowError:
            return datetime.max.replace(tzinfo=UTC)
    return (now + timedelta(seconds=count * _UNITS[unit])).astimezone(zone)


def _in_span(
    span: re.Match[str], words: str, *, now: datetime, zone: tzinfo, is_open: IsOpen
) -> Resolved | Unclear:
    count = int(span[1]) if span[1].isdigit() else _NUMBERS.get(span[1])
    unit = _WORDS.get(span[3]) or _WORDS.get(span[3].removesuffix("s"))
    if count is None or unit is None or (span[2] and unit != "d"):
        return Unclear(reason=_SPANS)
    if count * _UNITS[unit] > 3660 * 86400:
        return Unclear(reason="That is more than ten years away. Give a nearer time.")
    rest = words[span.end() :].removeprefix(" at").strip()
    at = _business(now, count, zone, is_open) if span[2] else _later(now, count, unit, zone)
    if rest:
        clock = time_on_a_day(rest)
        if clock is None and unit in "dw" and names_either_half(words):
            return _either_half(words)
        if clock is None or unit not in "dw":
            return Unclear(reason=f"“{rest}” is not a time of day I know. Try “9am” or “14:30”.")
        at = at_wall(datetime.combine(at.date(), clock), zone)
    return _ahead(at, now)


def _business(now: datetime, count: int, zone: tzinfo, is_open: IsOpen) -> datetime:
    wall = now.astimezone(zone).replace(tzinfo=None)
    for _ in range(10_000):
        if count <= 0:
            break
        wall += timedelta(days=1)
        count -= is_open(wall.date())
    return at_wall(wall, zone)


def _next_or_this(words: str, today: date) -> Unclear | None:
    """“next fri” on a Wednesday is in two days for some, and in nine for others."""
    first, _, rest = words.partition(" ")
    word = rest.partition(" ")[0]
    day = _named_day(word, today) if first == "next" and word not in _NEAR_DAYS else None
    if day is None or not 0 < (day - today).days <= 6 - today.weekday():
        return None
    later = day + timedelta(days=7)
    return Unclear(
        reason=f"“{first} {word}” can be {day.day} {day:%b} or {later.day} {later:%b}. "
        f"Write “{word}” or “{later.day} {later:%b}”."
    )


def _day_and_time(words: str, here: datetime) -> datetime | None:
    """A wall time from ``tomorrow 10:00``, ``fri 9am``, ``2026-12-01 09:00``, ``next week``, ``9am``."""
    today = here.date()
    words = _AFTER_TOMORROW.sub(lambda _: (today + timedelta(days=2)).isoformat(), words)
    if (iso := _ISO.fullmatch(words)) is not None:
        return _calendar_day(iso[1], iso[2], iso[3], iso[4])
    if (month := _MONTH_DAY.fullmatch(words)) is not None:
        return _in_month(month, here)
    first, _, rest = words.partition(" ")
    part = rest if first == "this" and rest in ("morning", "afternoon", "evening") else ""
    if (words == "tonight" or part) and (clock := time_of_day(part or words)):
        return datetime.combine(today, clock)
    if words == "next week":
        return datetime.combine(today + timedelta(days=7 - today.weekday()), MORNING)
    said = first
    if first in ("next", "on", "this") and rest:
        first, _, rest = rest.partition(" ")
    if said == "next" and first in _NEAR_DAYS:
        return None
    named = _named_day(first, today)
    if named == today and said == "next":
        named += timedelta(days=7)
    if named is not None:
        clock = time_on_a_day(rest.removeprefix("at ")) if rest else MORNING
        if clock is None:
            return None
        wall = datetime.combine(named, clock)
        is_weekday = first not in _NEAR_DAYS
        return wall + timedelta(days=7) if is_weekday and wall <= here.replace(tzinfo=None) else wall
    clock = time_of_day(words.removeprefix("at "))
    if clock is None:
        return None
    wall = datetime.combine(today, clock)
    return wall if wall > here.replace(tzinfo=None) else wall + timedelta(days=1)


def _calendar_day(year: str | int, month: str | int, day: str | int, rest: str | None) -> datetime | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    clock = time_on_a_day(rest.removeprefix("at ")) if rest else MORNING
    return datetime.combine(found, clock) if clock else None


def _in_month(match: re.Match[str], here: datetime) -> datetime | None:
    """``5 december 10am`` or ``dec 5``: without a year, the next one that is still to come."""
    named = match["month"] or match["month2"]
    month = next((i for i, name in enumerate(_MONTHS, 1) if name.startswith(named[:3])), 0)
    day, rest = match["day"] or match["day2"], match["rest"]
    if match["year"]:
        return _calendar_day(match["year"], month, day, rest)
    wall = _calendar_day(here.year, month, day, rest)
    if wall is not None and wall > here.replace(tzinfo=None):
        return wall
    return _calendar_day(here.year + 1, month, day, rest)


def _named_day(word: str, today: date) -> date | None:
    if word == "today":
        return today
    if word in ("tomorrow", "tmrw"):
        return today + timedelta(days=1)
    day = word[:3] if word in _FULL_DAYS or word in ("tues", "weds", "thur", "thurs") else word
    if day not in _DAYS:
        return None
    return today + timedelta(days=(_DAYS.index(day) - today.weekday()) % 7)


def _either_half(said: str) -> Unclear:
    return Unclear(reason=f"“{said}” can be morning or afternoon. Write “{said}am” or “{said}pm”.")

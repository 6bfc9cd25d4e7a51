"""The day on which a person who is away will be back, as an absence note says it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from inbox_tui.core.triage.absence_words import (
    BACK,
    DAYS,
    LASTING,
    MONTHS,
    NEXT_WEEK,
    NUMBERS,
    OTHER_HALF,
    RANGE_END,
    THERE_AGAIN,
    TOMORROW,
    UNTIL,
)
from inbox_tui.core.triage.words import fold

_DATE = re.compile(
    r"(?P<iso>\b\d{4}-\d{2}-\d{2}\b)"
    r"|\b(?P<d1>\d{1,2})(?:st|nd|rd|th|er|\.|º)?\s{1,2}(?:of |de "
    r"|den )?(?P<m1>[^\W\d_]{3,12})\.?(?:,?\s{1,2}(?:de )?(?P<y1>\d{4}))?\b"
    r"|\bthe (?P<d5>\d{1,2})(?:st|nd|rd|th)\b(?=\s*(?:[.,;!)\n]|$|and\b|at\b|with\b))"
    r"|\b(?P<m2>[^\W\d_]{3,10})\.?\s{1,2}(?P<d2>\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s{1,2}(?P<y2>\d{4}))?"
    r"|\b(?:in|im|en|em|w) (?P<m4>[^\W\d_]{3,12})(?: (?P<y4>20\d\d))?\b"
    r"|\b(?P<d3>\d{1,2})[./](?P<m3>\d{1,2})[./]?(?P<y3>\d{4}|\d{2})?"
    r"|\b(?P<day>[^\W\d_]{5,10})\b"
)
_BESIDE = re.compile(r"[\s,.(]{1,4}(?:(?:the|den|dem|der|le|el|il|d\.) ?){0,1}")
"""What stands between a weekday and its date: “Monday, the 7th of December”."""
_SENTENCE = re.compile(r"[!?\n]|(?<!\d)[.;](?=\s+[^\W\d_]{3})")
_REACH = 60  # characters between the cue and its date
_LONGEST = timedelta(days=400)
_SLASHED = re.compile(r"\b(\d{1,2})/(\d{1,2})\b")


def return_date(text: str, received: datetime) -> date | None:
    """The first day back, in the calendar of `received`, or None when no date is stated or it makes no sense.

    A date without a year is the next one to come. "12/1" with both parts under 13 is refused, not guessed,
    unless the text separates by dots as German does, or another date in it shows which part is the month.
    """
    text = text[:4000]
    today = received.date()
    reading = _Reading(today, month_first=_month_first(text))
    for found, added in _told(text, reading):
        back = found + timedelta(days=added)
        if today <= back <= today + _LONGEST:
            return back
    for match in RANGE_END.finditer(text):
        last = _last_of_range(reading, text[: match.start()][-25:], text[match.end() :][:25])
        if last is not None and today <= last <= today + _LONGEST:
            return last + timedelta(days=1)
    return _roughly(text, today)


def _told(text: str, reading: _Reading) -> Iterator[tuple[date, int]]:
    """Dates beside words about the end of an absence, and how many days later the person is there."""
    for cue, added in ((BACK, 0), (THERE_AGAIN, 0), (UNTIL, 1)):
        for match in cue.finditer(text):
            if cue is THERE_AGAIN:
                before = text[max(0, match.start() - _REACH) : match.start()]
                found = reading.last(OTHER_HALF.split(before)[-1])
            else:
                found = reading.first(text[match.end() : match.end() + _REACH])
            if found is not None:
                yield found, added


def _last_of_range(reading: _Reading, before: str, after: str) -> date | None:
    """The second date of "20 November to 4 December", "20 to 30 November" or "November 20-30"."""
    first, last = reading.first(before, anywhere=True), reading.first(after)
    if last is not None and (first is not None or re.search(r"\b\d{1,2}\.?\s{0,3}$", before)):
        return last
    day = re.match(r"\s{0,3}(\d{1,2})\b(?![./:-]\d)", after)
    if first is None or day is None:
        return None
    try:
        return first.replace(day=int(day[1]))
    except ValueError:
        return None


def _roughly(text: str, today: date) -> date | None:
    """ "Next week" is its Monday; "for two weeks" counts from the day on which the note came."""
    for match in BACK.finditer(text):
        if NEXT_WEEK.search(text, match.end(), match.end() + _REACH):
            return today + timedelta(days=7 - today.weekday())
    if (lasting := LASTING.search(text)) is None:
        return None
    many = int(lasting["many"]) if lasting["many"].isdigit() else NUMBERS.get(lasting["many"].casefold(), 0)
    return today + timedelta(days=many * (7 if lasting["weeks"] else 1)) if many else None


def _month_first(text: str) -> bool | None:
    """Which part of "12/4" is the month, where another date of the text shows it."""
    pairs = [(int(one), int(two)) for one, two in _SLASHED.findall(text)]
    shown = {two > 12 for one, two in pairs if (one > 12) != (two > 12)}
    return shown.pop() if len(shown) == 1 else None


@dataclass(frozen=True)
class _Reading:
    """Reads dates as somebody does who sees the note on the day `today`."""

    today: date
    month_first: bool | None

    def first(self, text: str, *, anywhere: bool = False) -> date | None:
        """The first thing in this stretch that is a date; other words are passed over, sentences are not."""
        stretch = text if anywhere else _SENTENCE.split(text, maxsplit=1)[0]
        return next(self._all(stretch), None)

    def last(self, text: str) -> date | None:
        """The last date of this stretch, sentences before its last one left out."""
        return max(enumerate(self._all(_SENTENCE.split(text)[-1])), default=(0, None))[1]

    def _all(self, stretch: str) -> Iterator[date]:
        at = 0
        while (match := _DATE.search(stretch, at)) is not None:
            found = self.read(match)
            if found is not None and match["day"]:
                beside = _BESIDE.match(stretch, match.end())
                dated = _DATE.match(stretch, beside.end()) if beside else None
                if dated is not None and not dated["day"] and (exact := self.read(dated)) is not None:
                    found, match = exact, dated
            if found is not None:
                yield found
            at = match.start() + 1
            while at < len(stretch) and stretch[at].isalnum():
                at += 1

    def read(self, match: re.Match[str]) -> date | None:
        """The date that a match of `_DATE` stands for."""
        if match["iso"]:
            try:
                return date.fromisoformat(match["iso"])
            except ValueError:
                return None
        if match["d5"]:
            return self.day_of_month(int(match["d5"]))
        if match["day"]:
            return self.weekday(fold(match["day"]))
        if match["d3"]:
            return self.numeric(int(match["d3"]), int(match["m3"]), match["y3"], dotted="." in match.group())
        if match["m4"]:
            month = MONTHS.get(fold(match["m4"]))
            return None if month is None else self.dated(1, month, match["y4"])
        day_text, name, year = (
            (match["d1"], match["m1"], match["y1"])
            if match["d1"]
            else (match["d2"], match["m2"], match["y2"])
        )
        number = MONTHS.get(fold(name))
        return None if number is None else self.dated(int(day_text), number, year)

    def weekday(self, name: str) -> date | None:
        """The next day of that name."""
        if name in TOMORROW:
            return self.today + timedelta(days=1)
        weekday = DAYS.get(name)
        return (
            None
            if weekday is None
            else self.today + timedelta(days=(weekday - self.today.weekday() - 1) % 7 + 1)
        )

    def day_of_month(self, day: int) -> date | None:
        """The next day of that number, this month or the next."""
        for first in (self.today.replace(day=1), self.today.replace(day=1) + timedelta(days=31)):
            try:
                found = first.replace(day=day)
            except ValueError:
                continue
            if found >= self.today:
                return found
        return None

    def numeric(self, first: int, second: int, year: str | None, *, dotted: bool) -> date | None:
        """ "30.11." or "11/30"."""
        if not dotted and first <= 12 and second <= 12 and first != second and self.month_first is None:
            return None
        day_first = second <= 12 and (dotted or first > 12 or not self.month_first)
        day, month = (first, second) if day_first else (second, first)
        return self.dated(day, month, year)

    def dated(self, day: int, month: int, year: str | None) -> date | None:
        """That day; without a year the next one to come, or one of the last month."""
        try:
            if year:
                return date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
            this_year = date(self.today.year, month, day)
            past = this_year < self.today - timedelta(days=31)
            return date(self.today.year + 1, month, day) if past else this_year
        except ValueError:
            return None

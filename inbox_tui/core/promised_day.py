"""The day by which a promise must be kept, read from its words in a reply.

Kinder to the writer than what is typed into a prompt: "at 4" from a shop means the afternoon, and the owner
sees the day in the review before anything leaves.
"""

import re
from datetime import date, datetime, time, timedelta, tzinfo

from .hours import at_wall
from .when import Resolved, resolve

END_OF_DAY = time(18, 0)
"""“By Friday” means before the shop closes on Friday."""

_LEADING = re.compile(r"(?:by|before|on|until|from|at|this|next|the)\s+(?=\S)", re.IGNORECASE)
_WITHIN = re.compile(r"within (?:the |a |an )?(?:next )?", re.IGNORECASE)
_END_OF = re.compile(r"(?:by )?the end of (?:the |this )?(day|week)|this (week)$", re.IGNORECASE)
_PART_OF_DAY = re.compile(
    r"\s+(?:morning|afternoon|evening|lunch|night)$|,? (?:the )?\d{1,2}(?:st|nd|rd|th)$"
)
_CLOCK = re.compile(r"(?:,?\s+)(?:at|by|before|after)\s+(\d{1,2}(?:[:.]\d\d)? ?(?:am|pm)?)$", re.IGNORECASE)
_BARE_HOUR = re.compile(r"\d{1,2}")
_DAY_OF_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)")
_NAMED_DAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day,? (?=\d{1,2}\b|[a-z]{3,9} \d)")
_PARTS = dict.fromkeys(("tonight", "evening", "afternoon", "noon", "midday", "lunchtime"), "today")


def due_instant(words: str, *, now: datetime, zone: tzinfo) -> datetime | None:
    """The instant by which “by Friday”, “within two days” or “tomorrow by 3pm” must be done; None for words
    that name no day."""
    said = " ".join(words.lower().split())
    if not said:
        return None
    here = now.astimezone(zone)
    if (end := _END_OF.search(said)) is not None:
        ahead = 0 if end[1] == "day" else (4 - here.weekday()) % 7
        return _closing(here.date() + timedelta(days=ahead), now=now, zone=zone)
    if (within := _WITHIN.match(said)) is not None:
        rest = said[within.end() :]
        said = f"in {rest}" if re.match(r"\d|[a-z]+ [a-z]", rest) else f"in a {rest}"
    clock = _CLOCK.search(said)
    said = said[: clock.start()] if clock else said
    while (leading := _LEADING.match(said)) is not None and said != "next week":
        said = said[leading.end() :]
    said = _NAMED_DAY.sub("", said)
    said = said if said.startswith("in ") else _PART_OF_DAY.sub("", said)
    said = _PARTS.get(said, said)
    if clock is not None:
        return _instant(f"{said} {_in_shop_hours(clock[1])}", now=now, zone=zone)
    if (day := _DAY_OF_MONTH.fullmatch(said)) is not None:
        return _next_such_day(int(day[1]), now=now, zone=zone)
    if said == "next week":
        return _closing(here.date() + timedelta(days=11 - here.weekday()), now=now, zone=zone)
    if said.startswith("in ") and not re.search(r"hour|minute", said):
        found = _instant(said, now=now, zone=zone)
        return found and _closing(found.astimezone(zone).date(), now=now, zone=zone)
    if re.fullmatch(r"\d{1,2}(?:[:.]\d\d)? ?(?:am|pm)", said) or said.startswith("in "):
        return _instant(said, now=now, zone=zone)
    if said == "today":
        return _closing(here.date(), now=now, zone=zone)
    return _instant(f"{said} {END_OF_DAY:%H:%M}", now=now, zone=zone)


def _in_shop_hours(clock: str) -> str:
    """“At 4” said by a shop is in the afternoon, “at 9” in the morning."""
    if not _BARE_HOUR.fullmatch(clock):
        return clock
    hour = int(clock)
    return f"{hour + 12 if 1 <= hour <= 6 else hour}:00"


def _next_such_day(number: int, *, now: datetime, zone: tzinfo) -> datetime | None:
    """“By the 3rd” is the next 3rd there is; None where no month has such a day."""
    today = now.astimezone(zone).date()
    days = (today + timedelta(days=ahead) for ahead in range(62))
    return next((_closing(day, now=now, zone=zone) for day in days if day.day == number), None)


def _closing(day: date, *, now: datetime, zone: tzinfo) -> datetime:
    """The end of the working day, or of the day itself when that has passed."""
    closing = at_wall(datetime.combine(day, END_OF_DAY), zone)
    return closing if closing > now else at_wall(datetime.combine(day, time(23, 59)), zone)


def _instant(words: str, *, now: datetime, zone: tzinfo) -> datetime | None:
    found = resolve(words, now=now, zone=zone)
    return found.at if isinstance(found, Resolved) else None

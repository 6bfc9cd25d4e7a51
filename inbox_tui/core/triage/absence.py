"""The day on which a person who is away will be back, as an absence note says it."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from inbox_tui.core.triage.words import fold

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier janv enero ene gennaio januari",
            "february feb februar fevrier fevr febrero febbraio februari",
            "march mar marz maerz mrz mars marzo maart",
            "april apr avril avr abril abr aprile",
            "may mai mayo maggio mei",
            "june jun juni juin junio giugno",
            "july jul juli juillet juil julio luglio",
            "august aug aout agosto augustus",
            "september sep sept septembre septiembre settembre",
            "october oct oktober okt octobre octubre ottobre",
            "november nov novembre noviembre",
            "december dec dezember dez decembre diciembre dic dicembre",
        ),
        start=1,
    )
    for name in names.split()
}
_DAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday montag lundi lunes",
            "tuesday dienstag mardi martes",
            "wednesday mittwoch mercredi miercoles",
            "thursday donnerstag jeudi jueves",
            "friday freitag vendredi viernes",
            "saturday samstag sonnabend samedi sabado",
            "sunday sonntag dimanche domingo",
        )
    )
    for name in names.split()
}
# "back on" names the day itself; "until" the last day away, so the person is there the day after.
_BACK = re.compile(
    r"\b(?:return(?:ing|s)?(?: to (?:the office|work|my desk))?|back(?: (?:in|at)(?: the)? (?:office"
    r"|work|desk))?|available again|wieder (?:da|im büro"
    r"|im haus|erreichbar|für sie da)|zurück|de retour|serai de retour|reprendrai|retour|(?:estaré"
    r"|estare) de (?:vuelta|regreso)"
    r"|de vuelta|regreso|volveré|volvere|vuelvo|regresaré|ab(?: dem)?)\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(?:until|till|thr(?:ough|u)|up to|bis(?: (?:zum|einschließlich|einschliesslich|inklusive))*"
    r"|jusqu['’]?(?:au|à|a)|hasta(?: el)?)\b",
    re.IGNORECASE,
)
_RANGE_END = re.compile(r"(?:\bto\b|\bau\b|\bal\b|–|—|\s-\s)", re.IGNORECASE)
_DATE = re.compile(
    r"(?P<iso>\b\d{4}-\d{2}-\d{2}\b)"
    r"|\b(?P<d1>\d{1,2})(?:st|nd|rd|th|er|\.|º)?\s{1,2}(?:of |de "
    r"|den )?(?P<m1>[^\W\d_]{3,12})\.?(?:,?\s{1,2}(?:de )?(?P<y1>\d{4}))?\b"
    r"|\b(?P<m2>[^\W\d_]{3,10})\.?\s{1,2}(?P<d2>\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s{1,2}(?P<y2>\d{4}))?"
    r"|\b(?P<d3>\d{1,2})[./](?P<m3>\d{1,2})[./]?(?P<y3>\d{4}|\d{2})?"
    r"|\b(?P<day>[^\W\d_]{5,10})\b"
)
_REACH = 60  # characters between the cue and its date
_LONGEST = timedelta(days=400)


def return_date(text: str, received: datetime) -> date | None:
    """The first day back, in the calendar of `received`, or None when no date is stated or it makes no sense.

    A date without a year is the next one to come. "12/1" with both parts under 13 is refused, not guessed,
    unless the text separates by dots as German does.
    """
    today = received.date()
    text = text[:4000]
    for cue, added in ((_BACK, 0), (_UNTIL, 1)):
        for match in cue.finditer(text):
            found = _first_date(text[match.end() : match.end() + _REACH], today)
            if found is not None:
                back = found + timedelta(days=added)
                if today <= back <= today + _LONGEST:
                    return back
    for match in _RANGE_END.finditer(text):
        before = _first_date(text[max(0, match.start() - 25) : match.start()], today, anywhere=True)
        after = _first_date(text[match.end() : match.end() + 25], today)
        if before is not None and after is not None and today <= after <= today + _LONGEST:
            return after + timedelta(days=1)
    return None


def _first_date(text: str, today: date, *, anywhere: bool = False) -> date | None:
    """The first thing in this stretch that is a date; other words are passed over, sentences are not."""
    stretch = text if anywhere else re.split(r"[!?\n]|(?<!\d)[.;](?=\s+[^\W\d_]{3})", text, maxsplit=1)[0]
    at = 0
    while (match := _DATE.search(stretch, at)) is not None:
        found = _as_date(match, today)
        if found is not None:
            return found
        at = match.start() + 1
        while at < len(stretch) and stretch[at].isalnum():
            at += 1
    return None


def _as_date(match: re.Match[str], today: date) -> date | None:
    if match["iso"]:
        try:
            return date.fromisoformat(match["iso"])
        except ValueError:
            return None
    if match["day"]:
        weekday = _DAYS.get(fold(match["day"]))
        return None if weekday is None else today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    if match["d3"]:
        first, second, year = int(match["d3"]), int(match["m3"]), match["y3"]
        dotted = "." in match.group()
        if not dotted and first <= 12 and second <= 12 and first != second:
            return None
        day, month = (first, second) if second <= 12 else (second, first)
        return _dated(day, month, year, today)
    day_text, name, year = (
        (match["d1"], match["m1"], match["y1"]) if match["d1"] else (match["d2"], match["m2"], match["y2"])
    )
    number = _MONTHS.get(fold(name))
    return None if number is None else _dated(int(day_text), number, year, today)


def _dated(day: int, month: int, year: str | None, today: date) -> date | None:
    try:
        if year:
            return date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
        this_year = date(today.year, month, day)
        return this_year if this_year >= today - timedelta(days=31) else date(today.year + 1, month, day)
    except ValueError:
        return None

"""Times of day as a person types them: ``9am``, ``14:30``, ``noon``, and after a day ``9`` too."""

import re
from datetime import time

_PARTS = {"morning": time(9, 0), "noon": time(12, 0), "midday": time(12, 0), "afternoon": time(14, 0),
          "evening": time(18, 0), "tonight": time(18, 0)}  # fmt: skip
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(am|pm)?")
_BARE_HOUR = re.compile(r"0[1-9]|[89]|1\d|2[0-3]")
"""An hour that means itself after a day: by “fri 9” no shop means the night, and “mon 14” or “mon 07” says
one thing."""
_EITHER_HALF = re.compile(r".+ [1-7]")
"""So small an hour may as well be one of the afternoon."""


def time_of_day(words: str) -> time | None:
    """``9am``, ``9:30 pm``, ``14:00``, ``noon``; a bare ``9`` could be morning or evening, so it is None."""
    if words in _PARTS:
        return _PARTS[words]
    match = _CLOCK.fullmatch(words.replace(" ", ""))
    if match is None or (match[2] is None and match[3] is None):
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[3] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def time_on_a_day(words: str) -> time | None:
    """What may follow a day: a time of day, or a bare hour from 8 to 23, or from 01 on."""
    return time(int(words)) if _BARE_HOUR.fullmatch(words) else time_of_day(words)


def names_either_half(words: str) -> bool:
    """True for words that end in a bare hour from 1 to 7."""
    return _EITHER_HALF.fullmatch(words) is not None

"""Days and hours as people write them in a promise."""

from __future__ import annotations

import re
from dataclasses import replace

from .document import Outcome
from .reading import Reading

_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow|tonight|noon|midday|lunchtime)"
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}"
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?"
    r"|\d{4}-\d\d-\d\d|the \d{1,2}(?:st|nd|rd|th))"
)
DUE = re.compile(
    rf"\b(?:(?:by|before|on|until|from|at|this|next|every) )?(?:the )?(?:{_DAY}|{_DATE})"
    rf"(?:,? (?:the )?{_DATE})?(?: (?:morning|afternoon|evening|lunch|noon|night))?"
    r"(?:,? (?:at|by|before|after) \d{1,2}(?:[:.]\d\d)?(?: ?(?:am|pm))?)?"
    r"|\bthis (?:week|evening|afternoon)\b(?!')"
    r"|\bwithin (?:the |a |an |\w+ )?(?:hours?|days?|weeks?|minutes?|working days?|business days?)\b"
    r"|\bin (?:\d{1,3}|\w+) (?:hours?|days?|weeks?|working days?|business days?)\b"
    r"|\bby (?:the end of (?:the )?\w+|\d{1,2}(?:[:.]\d\d)? ?(?:am|pm))\b",
    re.IGNORECASE,
)
"""A date or a span of time by which something is promised."""


def dated(reading: Reading, follow_up: Outcome) -> Outcome:
    """A promise to come back, found only where some sentence that makes it says when."""
    for read in reading.sentences:
        end = read.start + len(read.text)
        if any(a < end and read.start < b for a, b in follow_up.spans) and DUE.search(read.text):
            return follow_up
    return replace(follow_up, found=False, case="undated")

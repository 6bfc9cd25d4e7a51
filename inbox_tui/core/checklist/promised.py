"""What a draft promises, so that it can be shown back and kept."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from .document import Outcome
from .lexicon import lexicon
from .matching import counted
from .model import Answer, Promise
from .reading import Reader, Reading
from .rules import index

_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow|tonight|noon|midday|lunchtime)"
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}"
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?"
    r"|\d{4}-\d\d-\d\d|the \d{1,2}(?:st|nd|rd|th))"
)
_DUE = re.compile(
    rf"\b(?:(?:by|before|on|until|from|at|this|next|every) )?(?:the )?(?:{_DAY}|{_DATE})"
    rf"(?:,? (?:the )?{_DATE})?(?: (?:morning|afternoon|evening|lunch|noon|night))?"
    r"(?:,? (?:at|by|before|after) \d{1,2}(?:[:.]\d\d)? ?(?:am|pm)?)?"
    r"|\bwithin (?:the |a |an |\w+ )?(?:hours?|days?|weeks?|minutes?|working days?|business days?)\b"
    r"|\bin (?:\d{1,3}|\w+) (?:hours?|days?|weeks?|working days?|business days?)\b"
    r"|\bby (?:the end of (?:the )?\w+|\d{1,2}(?:[:.]\d\d)? ?(?:am|pm))\b",
    re.IGNORECASE,
)
_CHECKS = ("solution", "follow_up")


def dated(reading: Reading, follow_up: Outcome) -> Outcome:
    """A promise to come back, found only where some sentence that makes it says when."""
    for read in reading.sentences:
        end = read.start + len(read.text)
        if any(a < end and read.start < b for a, b in follow_up.spans) and _DUE.search(read.text):
            return follow_up
    return replace(follow_up, found=False, case="undated")


@cache
def _reader() -> Reader:
    return Reader(index("en"), lexicon("en"))


def promises(answer: Answer) -> tuple[Promise, ...]:
    """Remedies and promises to come back, one per sentence, in the order of the draft."""
    source = f"{answer.complaint.subject}\n{answer.complaint.text}" if answer.complaint else ""
    reading = _reader().read(answer.text, source)
    found = []
    for read in reading.sentences:
        said = [hit for check in _CHECKS for hit in counted(read.hits, check) if hit.rule.weight > 0]
        if not said:
            continue
        due = _DUE.search(read.text, min(hit.start for hit in said)) or _DUE.search(read.text)
        span = reading.plain.span(read.start, read.start + len(read.text))
        due_span = reading.plain.span(read.start + due.start(), read.start + due.end()) if due else None
        found.append(
            Promise(
                what=answer.text[slice(*span)],
                due=answer.text[slice(*due_span)] if due_span else "",
                span=span,
                due_span=due_span,
            )
        )
    return tuple(found)

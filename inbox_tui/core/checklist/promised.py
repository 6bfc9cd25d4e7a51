"""What a draft promises, so that it can be shown back and kept."""

from __future__ import annotations

from functools import cache

from .due import DUE
from .engine import Checklist
from .model import Answer, Promise

_CHECKS = ("solution", "follow_up")


@cache
def _checklist() -> Checklist:
    return Checklist()


def promises(answer: Answer) -> tuple[Promise, ...]:
    """Remedies and promises to come back, one per sentence, in the order of the draft."""
    checklist = _checklist()
    findings = [each for each in checklist.check(answer).findings if each.check in _CHECKS]
    pointed = [span for finding in findings for span in finding.spans]
    reading = checklist.observe(answer).reading
    found = []
    for read in reading.sentences:
        span = reading.plain.span(read.start, read.start + len(read.text))
        begins = [start for start, end in pointed if start < span[1] and span[0] < end]
        if not begins:
            continue
        # A day before the promise may be that of the failure, so look behind its words first.
        offset = max(0, min(begins) - span[0])
        due = DUE.search(read.text, offset) or DUE.search(read.text)
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

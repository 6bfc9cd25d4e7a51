"""Whether the reply is written to this person: the right name, and nobody else's."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .document import Outcome
from .model import Answer
from .normalise import plain
from .reading import Reading

_NAME = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_TITLES = frozenset(
    ("mr mrs ms miss mx dr prof sir madam the and of le la de van von der den el al team").split()  # noqa: SIM905
)


def names(text: str) -> frozenset[str]:
    """The words of a name in lower case, without titles and initials."""
    found = (m.group().lower() for m in _NAME.finditer(plain(text).text))
    return frozenset(w for w in found if len(w) > 1 and w not in _TITLES)


def wrong_name(reading: Reading, answer: Answer) -> Outcome:
    """Another customer's name, outside the signature and not one that the complaint itself speaks of."""
    complaint = answer.complaint
    fine = names(answer.customer_name)
    if complaint is not None:
        fine |= names(complaint.from_name) | names(complaint.subject) | names(complaint.text)
    others = (
        frozenset().union(*(names(n) for n in answer.other_names)) - fine
        if answer.other_names
        else frozenset()
    )
    if not others:
        return Outcome(False)
    spans = []
    greeted = reading.greeting
    for match in _NAME.finditer(reading.text, 0, reading.signature):
        word = match.group()
        if word.lower() in others and (word[0].isupper() or greeted[0] <= match.start() < greeted[1]):
            spans.append(match.span())
    if not spans:
        return Outcome(False)
    said = tuple(reading.text[a:b].lower() for a, b in spans)
    return Outcome(True, tuple(spans), said, ("personalised/other-name",), "wrong_name")


def personalised(reading: Reading, answer: Answer, details: Iterable[Outcome]) -> Outcome:
    """The customer's name in the greeting and at least one particular of the case."""
    wrong = wrong_name(reading, answer)
    if wrong.found:
        return Outcome(False, wrong.spans, wrong.said, wrong.rules, wrong.case)
    customer = names(answer.customer_name) or names(answer.complaint.from_name if answer.complaint else "")
    if not customer and answer.complaint is None:
        return Outcome(None)
    begin, end = reading.greeting
    spans = [m.span() for m in _NAME.finditer(reading.text, begin, end) if m.group().lower() in customer]
    has_detail = any(d.found for d in details)
    if customer and not spans:
        return Outcome(False, case="no_name")
    if not has_detail:
        return Outcome(False, tuple(spans), case="no_detail")
    return Outcome(True, tuple(spans), rules=("personalised/name-and-detail",))

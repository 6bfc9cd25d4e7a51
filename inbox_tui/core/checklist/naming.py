"""Whether the reply is written to this person: the right name, and nobody else's.

A shop with thousands of customers has one of every name, so a name in the middle of a letter is another
customer's only where somebody is spoken to by it, or where first and last name stand together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from .document import Outcome
from .model import Answer
from .normalise import plain
from .reading import Reading

_NAME = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_TITLES = frozenset(
    (  # noqa: SIM905
        "mr mrs ms miss mx dr prof sir madam the and of le la de van von der den el al team herr frau"
        " customer customers client guest kunde kundin ltd limited inc gmbh shop company"
    ).split()
)
_ADDRESSED = re.compile(r"(?:\b(?:mr|mrs|ms|miss|mx|dr|herr|frau)\.? |(?<=[,;] )|\bsorry )$", re.IGNORECASE)
_ENDS = re.compile(r" ?[,!.?;:]|$", re.MULTILINE)
_SIGNED = 60
"""The last characters of a letter, in which its writer may have put another name than the sender's."""


def names(text: str) -> frozenset[str]:
    """The words of a name in lower case, without titles and initials."""
    found = (m.group().lower().removesuffix("'s") for m in _NAME.finditer(plain(text).text))
    return frozenset(w for w in found if len(w) > 1 and w not in _TITLES)


@lru_cache(maxsize=4)
def _strangers(people: frozenset[str]) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    """All words of these names, and the pairs of words that stand side by side in one of them."""
    each = [[m.group().lower() for m in _NAME.finditer(plain(name).text)] for name in people]
    kept = [[word for word in name if len(word) > 1 and word not in _TITLES] for name in each]
    pairs = {(name[at], name[at + 1]) for name in kept for at in range(len(name) - 1)}
    return frozenset(word for name in kept for word in name), frozenset(pairs)


def wrong_name(reading: Reading, answer: Answer) -> Outcome:
    """Another customer's name, outside the signature and not one that the complaint itself speaks of."""
    if not answer.other_names:
        return Outcome(False)
    complaint = answer.complaint
    fine = names(answer.customer_name).union(*(names(name) for name in answer.own_names))
    if complaint is not None:
        fine |= names(complaint.from_name) | names(complaint.subject) | names(complaint.text)
    others, pairs = _strangers(answer.other_names)
    text, greeted = reading.text, reading.greeting
    found = list(_NAME.finditer(text, 0, max(reading.signature, greeted[1])))
    spans: list[tuple[int, int]] = []
    for at, match in enumerate(found):
        word = match.group().lower()
        if word not in others or word in fine:
            continue
        if greeted[0] <= match.start() < greeted[1]:
            spans.append(match.span())
            continue
        follows = found[at + 1] if at + 1 < len(found) else None
        if not match.group()[0].isupper():
            continue
        if _ADDRESSED.search(text, max(0, match.start() - 8), match.start()) and _ENDS.match(
            text, match.end()
        ):
            spans.append(match.span())
        elif (
            follows is not None
            and follows.group()[0].isupper()
            and follows.start() == match.end() + 1
            and follows.group().lower() not in fine
            and (word, follows.group().lower()) in pairs
        ):
            spans.append((match.start(), follows.end()))
    if not spans:
        return Outcome(False)
    said = tuple(text[a:b].lower() for a, b in spans)
    return Outcome(True, tuple(spans), said, ("personalised/other-name",), "wrong_name")


def personalised(reading: Reading, answer: Answer, details: Iterable[Outcome]) -> Outcome:
    """The customer's name in the greeting and at least one particular of the case."""
    wrong = wrong_name(reading, answer)
    if wrong.found:
        return Outcome(False, wrong.spans, wrong.said, wrong.rules, wrong.case)
    customer = names(answer.customer_name) or names(answer.complaint.from_name if answer.complaint else "")
    if customer and answer.complaint is not None:
        customer |= _signed(answer.complaint.text)
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


def _signed(text: str) -> frozenset[str]:
    """The name under a letter, which is what its writer wants to be called."""
    last = text.rstrip()[-_SIGNED:].split("\n")[-1].strip()
    words = last.split()
    alone = "\n" in text.strip() and 0 < len(words) <= 3 and all(word[0].isupper() for word in words)
    return names(last) if alone else frozenset()

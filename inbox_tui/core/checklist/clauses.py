"""The clauses of a sentence, so that a part is seen that shares its sentence with another.

"From today every pot goes in two boxes, and I will write on Friday" is a change and a promise; read as one
sentence, the words of either speak against the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .lexicon import Lexicon

_HARD = re.compile(r" *(?:;|:(?=\s)|--?(?= )(?<= -|--)) *")
_PRONOUN = (
    r"(?:i|we|you|he|she|it|they)(?:'\w+)?\b|(?:this|that|there|which)(?: is|'s| was| were| will| has)\b"
)
_SUBJECT = (
    rf"{_PRONOUN}|(?:the|an?|my|our|your|his|her|their|its|this|that|these|those|every|each|all|both|some"
    r"|no|nobody|nothing|no one|one|two|three|someone|somebody|everyone|everything|from|as of|starting|until"
    r"|next|tomorrow|today|tonight|\w+day)\b|£|\$|€"
)
_SOFT = re.compile(
    rf"\s*,\s*(?:(?:and|but|so|yet)(?:,? (?:then|now|also|yes|still))?,?\s+(?={_SUBJECT})|(?=which\b))"
    rf"|\s+(?:and|but|so)(?: then| now| also)?\s+(?={_PRONOUN})",
    re.IGNORECASE,
)
# What is only told of others, denied as a whole or wished for stays one with what follows it.
_REPORTED = re.compile(
    r"\b(?:you|he|she|they|customers?)(?:'ve| have| had| also| both| still)? (?:say|said|wrote|write|told"
    r"|tell|claim|claimed|think|thought|feel|felt|believe|believed|mention|mentioned|ask|asked)\b"
    r"|\b(?:not|never|cannot|n't) (?:\w+ )?(?:accept|agree|think|say|saying|mean|believe|claim|promise"
    r"|guarantee|suggest|pretend)\b"
    r"|\b(?:hope|hoped|wish|imagine|suppose|pretend|whether|as though|had we|had i|would have)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_FEWEST = 2


def clauses(text: str, lexicon: Lexicon) -> tuple[tuple[int, int], ...]:
    """Half-open ranges of the clauses of a sentence, without what joins them; none where it is a single one.

    A question stays whole, and so does whatever follows a condition, a report or a denial up to the next
    strong mark: its end would otherwise read as plain fact.
    """
    if text.rstrip("\"') ").endswith("?"):
        return ()
    found: list[tuple[int, int]] = []
    for start, end in _segments(text):
        at = start
        for match in _SOFT.finditer(text, start, end):
            before = text[start : match.start()]
            if _binds(before, lexicon):
                break
            if _long(text, at, match.start()) and _long(text, match.end(), end):
                found.append((at, match.start()))
                at = match.end()
        found.append((at, end))
    return tuple(found) if len(found) > 1 else ()


def _segments(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in _HARD.finditer(text):
        if match.start() < at or _REPORTED.search(text, at, match.start()):
            continue
        if _long(text, at, match.start()) and _long(text, match.end(), len(text)):
            yield at, match.start()
            at = match.end()
    yield at, len(text)


def _binds(before: str, lexicon: Lexicon) -> bool:
    said = {word.lower() for word in _WORD.findall(before)}
    return not lexicon.conditionals.isdisjoint(said) or _REPORTED.search(before) is not None


def _long(text: str, start: int, end: int) -> bool:
    return sum(1 for _ in _WORD.finditer(text, start, end)) >= _FEWEST

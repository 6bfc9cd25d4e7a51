"""What a draft promises, so that it can be shown back and kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from .clauses import clauses
from .due import DUE
from .lexicon import build_words, lexicon
from .model import Promise
from .reading import Read, Reading

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_AHEAD = re.compile(
    r"\b(?:will|shall|going to|can|could|may|let me|would (?:like|love)|(?:to|should) (?:be|arrive|reach)"
    r"|on its way|next"
    r"|tomorrow|tonight|within|by|arrives?|due|i bring)\b|'(?:ll|d)\b",
    re.IGNORECASE,
)
_WILL = re.compile(r"\b(?:i|we|he|she|they|it|you)(?: will|'ll) (?!not\b|never\b)|\bi shall\b", re.IGNORECASE)
_JOINT = re.compile(
    r",? and (?:then |also )?(?=[a-z']+ (?!(?:by|before|on|at|until|from|the|this|next)\b)\w)", re.IGNORECASE
)
_DONE = frozenset(
    {"went", "gone", "came", "gave", "given", "got", "put", "made", "told", "done", "was", "were"}
)


def promised(text: str, reading: Reading, pointed: Sequence[tuple[int, int]]) -> tuple[Promise, ...]:
    """Remedies and promises to come back, one for each day that a sentence names, in the order of the draft.

    ``pointed`` are the words of the remedies and of coming back, in the draft as it was read. What is told as
    done already ("I have refunded your £34 today") promises nothing more, and its day is not the day of what
    else the sentence promises.
    """
    found = []
    for read in reading.sentences:
        begin, end = read.start, read.start + len(read.text)
        begins = [start - begin for start, stop in pointed if start < end and begin < stop]
        ahead = _ahead(read.text, tuple(begins), reading.language) if begins else ()
        if ahead:
            found += [
                _promise(text, reading, read, part, begins) for part in _by_day(read.text, ahead, reading)
            ]
    return tuple(found)


def _by_day(
    said: str, ahead: Sequence[tuple[int, int]], reading: Reading
) -> Iterator[Sequence[tuple[int, int]]]:
    """What lies ahead in a sentence, parted where another thing is promised for another day."""
    kept: list[tuple[int, int]] = []
    for start, end in ahead:
        at = start
        days = list(DUE.finditer(said, start, end))
        for first, second in pairwise(days):
            joint = _JOINT.search(said, first.end(), second.start())
            if joint and not _has_past(said[joint.end() : second.end()], reading.language):
                yield [*kept, (at, joint.start())]
                kept, at = [], joint.end()
        kept.append((at, end))
    yield kept


def _promise(
    text: str, reading: Reading, read: Read, ahead: Sequence[tuple[int, int]], begins: list[int]
) -> Promise:
    span = reading.plain.span(read.start + ahead[0][0], read.start + ahead[-1][1])
    due_span = None
    for start, end in ahead:
        # A day before the promise may be that of the failure, so look behind its words first.
        offset = min((at for at in begins if start <= at < end), default=start)
        due = DUE.search(read.text, offset, end) or DUE.search(read.text, start, end)
        if due:
            due_span = reading.plain.span(read.start + due.start(), read.start + due.end())
            break
    return Promise(
        what=text[slice(*span)],
        due=text[slice(*due_span)] if due_span else "",
        span=span,
        due_span=due_span,
    )


@lru_cache(maxsize=512)
def _ahead(said: str, begins: tuple[int, ...], language: str) -> tuple[tuple[int, int], ...]:
    """The clauses of a sentence that promise: pointed at, with a day or in the future, and not done yet."""
    found = []
    for start, end in clauses(said, lexicon(language)) or ((0, len(said)),):
        clause = said[start:end]
        says = any(start <= at < end for at in begins) or DUE.search(clause) or _WILL.search(clause)
        if says and not _is_done(clause, language):
            found.append((start, end))
    return tuple(found)


def _is_done(clause: str, language: str) -> bool:
    return _AHEAD.search(clause) is None and _has_past(clause, language)


def _has_past(clause: str, language: str) -> bool:
    past = build_words(language)["past"] | _DONE
    words = _WORD.findall(clause.lower())
    return any(word in past or (word.endswith("ed") and len(word) > 4) for word in words)

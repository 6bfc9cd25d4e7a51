"""Whether the remedy fits: a customer who asks for a refund wants to read a yes or a no."""

from __future__ import annotations

import re
from functools import cache

from .lexicon import lexicon
from .model import Complaint
from .normalise import plain
from .patterns import compiled
from .reading import Reading
from .rules import rule_files
from .sentences import sentences, words

_LONGEST = 20_000
_OTHERS = ("replacement", "repair")
_CLAUSE = re.compile(r"(?<= )(?=(?:[;:,-]|and|but|so) )")


@cache
def _cues(name: str) -> tuple[re.Pattern[str], ...]:
    patterns = rule_files()["solution"].settings[name]
    return tuple(compiled(pattern, lexicon("en")) for pattern in patterns)


def _said(line: str, name: str, unless: str) -> bool:
    return any(cue.search(line) for cue in _cues(name)) and not any(cue.search(line) for cue in _cues(unless))


@cache
def _asked(complaint: Complaint) -> frozenset[str]:
    """Which remedies a complaint asks for, wherever it says so."""
    text = plain(f"{complaint.subject}\n{complaint.text}").text[:_LONGEST]
    lines = [words(sentence.text, lexicon("en")).line for sentence in sentences(text)]
    return frozenset(
        remedy
        for remedy in ("refund", *_OTHERS)
        if any(_said(line, f"{remedy}_asked", f"{remedy}_not_asked") for line in lines)
    )


def refund_unanswered(reading: Reading, complaint: Complaint | None) -> bool:
    """Whether the complaint asks for money back and the draft says nothing of money, neither yes nor no.

    Who asks for a new one or their money back has their answer with either.
    """
    asked = _asked(complaint) if complaint is not None else frozenset[str]()
    if "refund" not in asked:
        return False
    lines = [read.words.line for read in reading.sentences]
    if any(cue.search(line) for line in lines for cue in _cues("refund_answered")):
        return False
    return not any(
        _said(clause, f"{remedy}_given", f"{remedy}_not_given")
        for remedy in _OTHERS
        if remedy in asked
        for line in lines
        for clause in _CLAUSE.split(line)
    )

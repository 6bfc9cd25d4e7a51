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


@cache
def _cues(name: str) -> tuple[re.Pattern[str], ...]:
    patterns = rule_files()["solution"].settings[name]
    return tuple(compiled(pattern, lexicon("en")) for pattern in patterns)


@cache
def _asks_for_refund(complaint: Complaint) -> bool:
    text = plain(f"{complaint.subject}\n{complaint.text}").text[:_LONGEST]
    for sentence in sentences(text):
        line = words(sentence.text, lexicon("en")).line
        if any(cue.search(line) for cue in _cues("refund_asked")) and not any(
            cue.search(line) for cue in _cues("refund_not_asked")
        ):
            return True
    return False


def refund_unanswered(reading: Reading, complaint: Complaint | None) -> bool:
    """Whether the complaint asks for money back and the draft says nothing of money, neither yes nor no."""
    if complaint is None or not _asks_for_refund(complaint):
        return False
    return not any(
        cue.search(read.words.line) for read in reading.sentences for cue in _cues("refund_answered")
    )

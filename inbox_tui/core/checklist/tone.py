"""Whether the reply reads as a person wrote it: a hint, never a verdict."""

from __future__ import annotations

from .document import Outcome, outcome, placed
from .reading import Reading

_LONG_SENTENCE = 25
_ENOUGH_WORDS = 30
_FIRST_PERSON = frozenset({"i", "we", "my", "our", "me", "us"})


def tone(reading: Reading) -> Outcome:
    """False for office phrases, long sentences or nobody speaking; None while there is too little to hear."""
    stiff = outcome(placed(reading, "tone"))
    if stiff.found:
        return Outcome(False, stiff.spans, stiff.said, stiff.rules, "stiff")
    lengths = [n for read in reading.sentences if (n := sum(w[0].isalnum() for w in read.words.words)) > 3]
    if sum(lengths) < _ENOUGH_WORDS:
        return Outcome(None)
    if sum(lengths) / len(lengths) > _LONG_SENTENCE:
        return Outcome(False, case="long")
    if not any(_FIRST_PERSON & set(read.words.words) for read in reading.sentences):
        return Outcome(False, case="nobody")
    return Outcome(True)

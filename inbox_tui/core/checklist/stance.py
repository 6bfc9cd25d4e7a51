"""Guessing how far a draft takes the failure as its own, where the owner has not said."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import islice

from ..linear import Dense
from .context import LABELS, STANCES
from .document import Outcome
from .matching import counted
from .model import Stance
from .reading import Reading

_LOOKING = "looking"
"""The tag of what may be said while looking into it, and just as well by who makes it good at once."""
_CLIP = 6.0
_FEWEST = 4
"""With fewer sentences, the greeting among them, there is too little to guess from."""
_TAGS = (f"stance:{Stance.NOT_OURS}", f"stance:{Stance.UNKNOWN}", _LOOKING)

GUESSED: tuple[Stance, ...] = (Stance.NOT_OURS, Stance.UNKNOWN)
"""What is learned about; a share is heard from the rules alone, and all else is the shop's own."""

STANCE_NAMES: tuple[str, ...] = (
    *(f"best {said}" for said in (*LABELS, *STANCES)),
    *(f"best {said} beyond 0" for said in (*LABELS, *STANCES)),
    *_TAGS,
    "sentences",
)
"""What each place of a draft's row holds, for the guess."""


_UNSURE = STANCE_NAMES.index("best unsure")
_SOME_SIGN = -3.0
"""The log-odds from which a sentence is some sign at all."""


def guessed(reading: Reading, fault: Outcome, model: Dense | None) -> Stance:
    """The stance that the words of the draft suggest; OURS while they suggest nothing.

    Rules of any check may carry a `stance:NAME` tag. A share needs some ownership. Ownership in so many
    words wins over a refusal and over not knowing yet; ownership that is only likely does not. Where the
    rules are silent, what was learned of whole drafts speaks.
    """
    tags = {tag.removeprefix("stance:") for read in reading.sentences for tag in read.tags}
    if Stance.SHARED in tags and fault.found:
        return Stance.SHARED
    if fault.found and any(not rule.endswith("/learned") for rule in fault.rules):
        return Stance.OURS
    if Stance.NOT_OURS in tags:
        return Stance.NOT_OURS
    if Stance.UNKNOWN in tags or (_LOOKING in tags and not _makes_good(reading)):
        return Stance.UNKNOWN
    if model is None or len(reading.sentences) < _FEWEST:
        return Stance.OURS
    row = stance_row(reading, [read.odds for read in reading.sentences])
    odds = {stance: model.score(k, row) for k, stance in enumerate(GUESSED)}
    if row[_UNSURE] < _SOME_SIGN:
        # Empty words are much like those of who does not know yet, so some sentence must say that much.
        del odds[Stance.UNKNOWN]
    likeliest = max(odds, key=lambda stance: odds[stance])
    return likeliest if odds[likeliest] > 0 else Stance.OURS


def stance_row(reading: Reading, odds: Sequence[Sequence[float]]) -> list[float]:
    """The row of a draft from the log-odds of its sentences' words, in the order of STANCE_NAMES."""
    said = islice(zip(*odds, strict=True), len(LABELS) + len(STANCES))
    best = [max(-_CLIP, min(_CLIP, max(each))) for each in said]
    tags = frozenset[str]().union(*(read.tags for read in reading.sentences))
    return [
        *best,
        *(max(0.0, score) for score in best),
        *(1.0 if tag in tags else 0.0 for tag in _TAGS),
        math.log(len(reading.sentences)),
    ]


def _makes_good(reading: Reading) -> bool:
    """Whether the draft offers something in return, as one does who knows enough."""
    return any(counted(read.of, "solution") for read in reading.sentences)

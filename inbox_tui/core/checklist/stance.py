"""Guessing how far a draft takes the failure as its own, where the owner has not said."""

from __future__ import annotations

from .document import Outcome
from .model import Stance
from .reading import Reading


def guessed(reading: Reading, fault: Outcome) -> Stance:
    """The stance that the words of the draft suggest; OURS while they suggest nothing.

    Rules of any check may carry a `stance:NAME` tag. Ownership wins over the others: a reply that owns one
    thing and declines another is at least shared.
    """
    tags = {
        tag.removeprefix("stance:")
        for read in reading.sentences
        for hit in read.hits
        for tag in hit.rule.tags
    }
    if Stance.SHARED in tags:
        return Stance.SHARED
    if fault.found:
        return Stance.OURS
    if Stance.NOT_OURS in tags:
        return Stance.NOT_OURS
    if Stance.UNKNOWN in tags:
        return Stance.UNKNOWN
    return Stance.OURS

"""Guessing how far a draft takes the failure as its own, where the owner has not said."""

from __future__ import annotations

from .document import Outcome
from .matching import counted
from .model import Stance
from .reading import Reading

_LOOKING = "looking"
"""The tag of what may be said while looking into it, and just as well by who makes it good at once."""


def guessed(reading: Reading, fault: Outcome) -> Stance:
    """The stance that the words of the draft suggest; OURS while they suggest nothing.

    Rules of any check may carry a `stance:NAME` tag. A share needs some ownership. Ownership in so many
    words wins over a refusal and over not knowing yet; ownership that is only likely does not.
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
    return Stance.OURS


def _makes_good(reading: Reading) -> bool:
    """Whether the draft offers something in return, as one does who knows enough."""
    return any(counted(read.of, "solution") for read in reading.sentences)

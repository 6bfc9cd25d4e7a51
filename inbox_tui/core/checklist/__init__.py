"""The live checklist: which parts of a good apology a draft has, and which mistakes.

Pure, offline and deterministic. It checks wording, not sincerity, and never writes a sentence for anybody.
"""

from __future__ import annotations

from functools import cache

from .engine import Checklist
from .model import CHECKS, MISTAKES, Answer, Complaint, Finding, Level, Promise, Report, Stance
from .promises import promises

__all__ = [
    "CHECKS",
    "MISTAKES",
    "Answer",
    "Checklist",
    "Complaint",
    "Finding",
    "Level",
    "Promise",
    "Report",
    "Stance",
    "check",
    "promises",
]


@cache
def _shared() -> Checklist:
    return Checklist()


def check(answer: Answer) -> Report:
    """Check one draft with the built-in rules; keep a Checklist of your own to check while somebody types."""
    return _shared().check(answer)

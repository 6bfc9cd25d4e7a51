"""The live checklist: which parts of a good apology a draft has, and which mistakes.

Pure, offline and deterministic. It checks wording, not sincerity, and never writes a sentence for anybody.
The engine is imported when it is first asked for: lists and senders need only the names of things.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from .likeness import SentBefore
from .model import CHECKS, MISTAKES, Answer, Check, Complaint, Finding, Level, Promise, Report, Stance
from .order import Part, is_open, ordered, part_of

if TYPE_CHECKING:
    from .engine import Checklist

__all__ = [
    "CHECKS",
    "MISTAKES",
    "Answer",
    "Check",
    "Checklist",
    "Complaint",
    "Finding",
    "Level",
    "Part",
    "Promise",
    "Report",
    "SentBefore",
    "Stance",
    "check",
    "is_open",
    "ordered",
    "part_of",
    "promises",
]


def __getattr__(name: str) -> Any:
    """``Checklist``, on its first use (PEP 562)."""
    if name == "Checklist":
        from .engine import Checklist

        return Checklist
    raise AttributeError(name)


@cache
def _shared() -> Checklist:
    from .engine import Checklist

    return Checklist()


def check(answer: Answer) -> Report:
    """Check one draft with the built-in rules; keep a Checklist of your own to check while somebody types."""
    return _shared().check(answer)


def promises(answer: Answer) -> tuple[Promise, ...]:
    """What one draft promises, in the order of its sentences."""
    return check(answer).promises

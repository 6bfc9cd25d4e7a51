"""Reading the mail: what kind it is, what went wrong, what is asked for, and what cannot wait.

The reader and its word lists are imported when mail is first read: a list needs only the names of things.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .model import (
    LOOK_FIRST,
    Category,
    Incoming,
    Remedy,
    Triage,
    TriageConfig,
    Urgency,
    dangers,
)

if TYPE_CHECKING:
    from .reader import triage

__all__ = [
    "LOOK_FIRST",
    "Category",
    "Incoming",
    "Remedy",
    "Triage",
    "TriageConfig",
    "Urgency",
    "dangers",
    "triage",
]


def __getattr__(name: str) -> Any:
    """``triage``, on its first use (PEP 562)."""
    if name == "triage":
        from .reader import triage

        return triage
    raise AttributeError(name)

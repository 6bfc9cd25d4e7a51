"""Promptness: the age of the message, and an apology for the wait when the reply is late."""

from __future__ import annotations

from .document import Outcome, positive
from .reading import Reading

TARGET = 24.0
"""Hours within which a first reply is due."""
WARN = 0.8 * TARGET
"""Hours after which the clock turns amber."""


def promptness(reading: Reading, hours: float | None) -> Outcome:
    """None without a clock; in time, nearly late, or late with or without words about the wait."""
    if hours is None:
        return Outcome(None)
    if hours < WARN:
        return Outcome(True, case="in_time")
    if hours <= TARGET:
        return Outcome(True, case="amber")
    sorry = positive(reading, "promptness")
    if sorry.found:
        return Outcome(True, sorry.spans, sorry.said, sorry.rules, "late_said")
    return Outcome(False, case="late")

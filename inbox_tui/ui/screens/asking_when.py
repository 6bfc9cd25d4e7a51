"""Asking for a time: what it is taken to mean is shown before it is accepted."""

from collections.abc import Callable
from datetime import datetime, tzinfo

from ...core.when import Resolved, Unclear
from ..show import Showable
from .prompt import NotYet, Prompt, Reading, Understood

When = Callable[[str], Resolved | Unclear]


def ask_when(question: Showable, when: When, *, value: str = "", hint: Showable = "") -> Prompt[datetime]:
    """A prompt for a time, which shows the resolved date before it is accepted."""

    def read(text: str) -> Reading[datetime]:
        match when(text):
            case Resolved(at=at) as known:
                return Understood(value=at, words=known.words)
            case Unclear(reason=reason):
                return NotYet(words=reason)

    return Prompt(question, read, value=value, hint=hint)


def ask_day(
    question: Showable, when: When, *, due: datetime | None, zone: tzinfo, hint: Showable = ""
) -> Prompt[datetime]:
    """The same for the day of a promise. What stands in the line is the day that was given, or tomorrow where
    there is none, or it has passed."""
    given = f"{due.astimezone(zone):%Y-%m-%d %H:%M}" if due is not None else ""
    value = given if isinstance(when(given), Resolved) else "tomorrow"
    return ask_when(question, when, value=value, hint=hint)

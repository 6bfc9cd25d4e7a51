"""Asking for a time: what it is taken to mean is shown before it is accepted."""

from collections.abc import Callable
from datetime import datetime

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

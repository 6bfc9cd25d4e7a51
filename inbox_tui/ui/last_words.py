"""Words that were typed a moment ago are waited for on the way out, and what cannot be saved is handed over.

A full disk or a casebook that does not answer must cost nobody a sentence. So the first wish to leave is
answered with what would be lost, and whoever leaves all the same finds the words in the terminal."""

import asyncio
from collections.abc import Iterable
from typing import Any

from textual.screen import Screen

from .mishaps import LOGGER

LAST_WORDS = 1.0
"""How long a screen may take to keep its words: seconds."""


class KeepsWords:
    """What a screen in which one writes has to be: it has words that are perhaps not saved yet."""

    async def keep_words(self) -> None:
        """Save them now."""
        raise NotImplementedError

    def unsaved_words(self) -> str:
        """Those that are on no disk; empty when all are."""
        raise NotImplementedError


async def keep_last_words(screens: Iterable[Screen[Any]]) -> str:
    """Have every screen keep its words; what could not be kept, or not in time.

    Of a screen that cannot say, all that was typed into it counts as not saved: asking once too often costs
    less than a sentence.
    """
    from textual.widgets import TextArea  # not before the first screen, which has none

    lost = []
    for screen in screens:
        if isinstance(screen, KeepsWords):
            try:
                await asyncio.wait_for(screen.keep_words(), LAST_WORDS)
            except TimeoutError:
                LOGGER.warning("The last words of a draft could not be kept before leaving.")
            lost.append(screen.unsaved_words())
        else:
            lost += [area.text.strip() for area in screen.query(TextArea) if not area.read_only]
    return "\n\n".join(filter(None, lost))

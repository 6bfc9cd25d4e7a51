"""Words that were typed a moment ago are waited for on the way out, and not for long."""

import asyncio
from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from .mishaps import LOGGER

LAST_WORDS = 1.0
"""How long a screen may take to keep its words: seconds."""


@runtime_checkable
class KeepsWords(Protocol):
    """A screen with words that are perhaps not saved yet."""

    async def keep_words(self) -> None:
        """Save them now."""
        ...


async def keep_last_words(screens: Iterable[object]) -> None:
    """Have every screen keep its words."""
    for screen in screens:
        if isinstance(screen, KeepsWords):
            try:
                await asyncio.wait_for(screen.keep_words(), LAST_WORDS)
            except TimeoutError:
                LOGGER.warning("The last words of a draft could not be kept before leaving.")

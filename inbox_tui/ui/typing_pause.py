"""Keys first: what works behind the screens waits while somebody types.

Threads of one Python process take turns, so a batch of mail that is being read and stored makes a key wait.
Between two batches the sync asks here, and goes on when the keys have rested, or after a while all the same
with a smaller one.
"""

import asyncio
from collections.abc import Callable
from time import monotonic

RESTED = 0.15
"""Seconds after a key in which the next one may come: a key held down comes 30 times a second."""
LONGEST = 3.0
"""Seconds that a batch waits at most, so that mail comes in while somebody writes a letter. The key that
meets it is slower than at rest: one in a hundred where they come fastest."""


class TypingPause:
    """Knows when the last key came. For one event loop; ``clock`` counts seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._last = float("-inf")

    def key_came(self) -> None:
        """A key was pressed, just now."""
        self._last = self._clock()

    @property
    def is_over(self) -> bool:
        """Nobody has typed for a moment."""
        return self._last + RESTED <= self._clock()

    async def over(self) -> bool:
        """Return once nobody has typed for a moment; False when somebody still does after ``LONGEST``."""
        end = self._clock() + LONGEST
        while True:
            left = min(self._last + RESTED, end) - self._clock()
            if left <= 0:
                return self.is_over
            await asyncio.sleep(left)

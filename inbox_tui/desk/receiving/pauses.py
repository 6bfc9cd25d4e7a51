"""How long to wait before a server that did not answer is tried again; apart, because the first screen needs
it before anything else of the mail."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

LONGEST_PAUSE = 30.0


@dataclass(kw_only=True)
class Pauses:
    """Growing pauses between tries, never over ``LONGEST_PAUSE`` seconds and never the same for all shops:
    after an outage a server must not meet everybody in the same second."""

    tries: int = 0
    chance: Callable[[], float] = field(default=random.random)

    def next(self) -> float:
        """Seconds until the next try."""
        self.tries += 1
        longest = min(LONGEST_PAUSE, 2.0 ** min(self.tries, 10))
        return longest * (0.5 + self.chance() / 2)

    def reset(self) -> None:
        """It worked."""
        self.tries = 0

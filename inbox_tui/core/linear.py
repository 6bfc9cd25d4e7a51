"""Dense linear models in plain Python, for rows of a few hundred numbers.

Training needs a library and happens in the workshop; what is shipped are rounded weights, and adding them up
needs nothing. What speaks of words has a table of its own, see ``table.py``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul


def probability(log_odds: float) -> float:
    """Between 0 and 1, without overflow at either end."""
    if log_odds < -30.0:
        return 0.0
    return 1.0 / (1.0 + math.exp(-log_odds)) if log_odds < 30.0 else 1.0


@dataclass(frozen=True, slots=True)
class Dense:
    """Several labels over one row of numbers whose places have names."""

    names: tuple[str, ...]
    bias: tuple[float, ...]
    weights: tuple[tuple[float, ...], ...]

    def score(self, label: int, row: Sequence[float]) -> float:
        """The log-odds of one label."""
        return sum(map(mul, self.weights[label], row), self.bias[label])


def dense(data: Mapping[str, object], names: Sequence[str]) -> Dense:
    """A dense model from its stored form; raises ValueError if it was made for other places than `names`."""
    match data:
        case {"names": list(own), "bias": list(bias), "weights": list(weights)}:
            if tuple(own) != tuple(names) or len(bias) != len(weights):
                raise ValueError("the model was made for other features than these")
            return Dense(tuple(own), tuple(bias), tuple(tuple(row) for row in weights))
        case _:
            raise ValueError("not a stored dense model: names, bias and weights are needed")

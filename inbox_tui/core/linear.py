"""Linear models over sparse named features, read from compact text and evaluated in plain Python.

Training needs a library and happens in the workshop; what is shipped are rounded weights, and adding them up
needs nothing.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from operator import mul

_PLACE = 32
"""Bits for the sum of one label, its sign included: millions of the largest weights fit."""
_MOST = (1 << _PLACE) - 1
_SIGN = 1 << (_PLACE - 1)


@dataclass(frozen=True)
class Linear:
    """Several labels that share their features.

    `weights` holds for each feature its labels and whole-number weights in turn (label, weight, label,
    weight ...); a weight times `scale` is what it adds to the score, which is the log-odds of the label.
    """

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    scale: float
    weights: Mapping[str, Sequence[int]]

    @cached_property
    def _packed(self) -> dict[str, int]:
        """For each feature the weights of all labels side by side in one integer.

        Adding up such integers adds up all labels at once, which is several times as fast as a loop.
        """
        shifts = [_PLACE * label for label in range(len(self.labels))]
        return {
            name: pairs[1] << shifts[pairs[0]]
            if len(pairs) == 2
            else sum([w << shifts[k] for k, w in zip(pairs[::2], pairs[1::2], strict=True)])
            for name, pairs in self.weights.items()
        }

    def scores(self, features: Iterable[str]) -> list[float]:
        """The log-odds of every label, each feature counting once per mention; unknown ones add nothing."""
        total = sum(map(self._packed.get, features, repeat(0)))
        found = []
        for bias in self.bias:
            # The lowest place as a signed number; what it borrowed from the next one is given back.
            part = ((total & _MOST) ^ _SIGN) - _SIGN
            total = (total - part) >> _PLACE
            found.append(bias + part * self.scale)
        return found


def restored(data: Mapping[str, object]) -> Linear:
    """A model from its stored form; raises ValueError where parts are missing or do not fit together."""
    match data:
        case {
            "labels": list(labels),
            "bias": list(bias),
            "scale": float(scale),
            "features": str(features),
            "weights": list(weights),
        }:
            names = unfolded(features)
            if len(names) != len(weights) or len(labels) != len(bias):
                raise ValueError("features and weights, or labels and biases, are not equally many")
            return Linear(tuple(labels), tuple(bias), scale, dict(zip(names, weights, strict=True)))
        case _:
            raise ValueError(
                "not a stored linear model: labels, bias, scale, features and weights are needed"
            )


def stored(model: Linear) -> dict[str, object]:
    """The form that `restored` reads, with features in order so that equal models are equal files."""
    names = sorted(model.weights)
    return {
        "labels": list(model.labels),
        "bias": [round(b, 4) for b in model.bias],
        "scale": model.scale,
        "features": folded(names),
        "weights": [list(model.weights[name]) for name in names],
    }


_FIRST = ord("0")
_LONGEST = 70


def folded(names: Iterable[str]) -> str:
    """Names in order as lines that begin with how much they share with the line before: half the bytes.

    The share is one character, "0" for nothing.
    """
    lines: list[str] = []
    last = ""
    for name in names:
        shared = 0
        for one, other in zip(name[:_LONGEST], last, strict=False):
            if one != other:
                break
            shared += 1
        lines.append(chr(_FIRST + shared) + name[shared:])
        last = name
    return "\n".join(lines)


def unfolded(text: str) -> list[str]:
    """The names that `folded` wrote."""
    names: list[str] = []
    last = ""
    for line in text.split("\n") if text else ():
        last = last[: ord(line[0]) - _FIRST] + line[1:]
        names.append(last)
    return names


def read(text: str) -> Linear:
    """A model from JSON text; raises ValueError where it is none."""
    data = json.loads(text)
    if not isinstance(data, dict):
        raise ValueError("not a stored linear model: an object is needed")
    return restored(data)


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

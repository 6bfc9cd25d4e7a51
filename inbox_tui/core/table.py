"""Linear models that keep every weight, small ones too: a byte each, read from compressed text.

Most of what such a model knows are faint hints in rare words; leaving those out for want of room costs more
than rounding all of them. Adding up is plain Python.
"""

from __future__ import annotations

import binascii
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

_BYTES = 3
_PLACE = 8 * _BYTES
_MOST = (1 << _PLACE) - 1
_ZERO = 128
"""How a weight of nothing is written: a byte has no sign. The sums of 65,000 features fit a place."""


@dataclass(frozen=True)
class Table:
    """Several labels that share their features.

    `rows` holds for each feature one integer with the weights of all labels side by side and a 1 above them,
    so that adding up such integers adds up all labels at once and counts the features. A weight times `scale`
    is what it adds to the score, which is the log-odds of the label.
    """

    labels: tuple[str, ...]
    bias: tuple[float, ...]
    scale: float
    rows: Mapping[str, int]

    def scores(self, features: Iterable[str]) -> list[float]:
        """The log-odds of every label, each feature counting once per mention; unknown ones add nothing."""
        total = sum(map(self.rows.get, features, repeat(0)))
        nothing = _ZERO * (total >> (_PLACE * len(self.labels)))
        found = []
        for bias in self.bias:
            found.append(bias + ((total & _MOST) - nothing) * self.scale)
            total >>= _PLACE
        return found

    def weight(self, feature: str, label: int) -> int:
        """The weight of a feature for one label; raises KeyError for a feature that is not known."""
        return ((self.rows[feature] >> (_PLACE * label)) & _MOST) - _ZERO

    def weights(self, feature: str) -> list[int]:
        """The same for each label."""
        return [self.weight(feature, label) for label in range(len(self.labels))]


def stored(
    labels: Sequence[str], bias: Sequence[float], scale: float, weights: Mapping[str, Sequence[int]]
) -> dict[str, object]:
    """The form that `restored` reads; `weights` holds for each feature one from -128 to 127 per label."""
    names = sorted(weights)
    planes = bytes(weights[name][label] + _ZERO for label in range(len(labels)) for name in names)
    return {
        "labels": list(labels),
        "bias": [round(float(b), 4) for b in bias],
        "scale": scale,
        "features": _packed("\n".join(names).encode()),
        "weights": _packed(planes),
    }


def restored(data: Mapping[str, object]) -> Table:
    """A model from its stored form; raises ValueError where parts are missing or do not fit together."""
    match data:
        case {
            "labels": list(labels),
            "bias": list(bias),
            "scale": float(scale),
            "features": str(features),
            "weights": str(weights),
        }:
            text = _unpacked(features).decode()
            names = text.split("\n") if text else []
            planes = _unpacked(weights)
            if len(planes) != len(names) * len(labels) or len(labels) != len(bias):
                raise ValueError("features and weights, or labels and biases, are not equally many")
            return Table(tuple(labels), tuple(bias), scale, _rows(names, planes, len(labels)))
        case _:
            raise ValueError("not a stored table: labels, bias, scale, features and weights are needed")


def _rows(names: Sequence[str], planes: bytes, labels: int) -> dict[str, int]:
    """Weights that lie label by label, laid side by side for each feature."""
    count = len(names)
    width = _BYTES * labels + 1
    beside = bytearray(width * count)
    for label in range(labels):
        beside[_BYTES * label :: width] = planes[count * label : count * (label + 1)]
    beside[width - 1 :: width] = b"\1" * count
    starts = range(0, width * count, width)
    return {
        name: int.from_bytes(beside[at : at + width], "little")
        for name, at in zip(names, starts, strict=True)
    }


def _packed(data: bytes) -> str:
    return b64encode(zlib.compress(data, 9)).decode("ascii")


def _unpacked(text: str) -> bytes:
    try:
        return zlib.decompress(b64decode(text, validate=True))
    except (binascii.Error, zlib.error) as error:
        raise ValueError("the table is damaged") from error

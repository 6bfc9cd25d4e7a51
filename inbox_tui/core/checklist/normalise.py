"""One plain form of a text for matching, with the way back to the text as it was typed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Typographic forms that NFKC leaves alone, and the plain sign that the rules are written with.
_PLAIN = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "`": "'", "´": "'", "′": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
        "–": "-", "—": "-", "‒": "-", "―": "-", "−": "-", "‐": "-", "‑": "-",
        "\u00a0": " ", "\u200b": " ", "\ufeff": " ", "\u2028": "\n", "\u2029": "\n", "\r": " ", "\x00": " ",
    }
)  # fmt: skip
_BLANK = "\n\n"
_MARK = re.compile(r"[\u0300-\u036f]")
_CLUSTER = re.compile(r"[^\x00-\x7f][\u0300-\u036f]*|[\x00-\x7f][\u0300-\u036f]+")


@dataclass(frozen=True, slots=True)
class Plain:
    """Normalised text; `back` maps its offsets and its end to the original, None when they agree."""

    text: str
    back: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original range that a half-open normalised range came from."""
        if self.back is None:
            return start, end
        return self.back[start], self.back[end]


def plain(text: str) -> Plain:
    """Normalise compatibility forms, quotes, dashes and spaces.

    Where signs are only swapped one for one, the common case while typing, no map is needed. Paragraphs are
    remembered, because all but one stay the same while somebody types.
    """
    if text.isascii():
        return Plain(text.translate(_PLAIN), None)
    swapped = [_swapped(paragraph) for paragraph in text.split(_BLANK)]
    if None not in swapped:
        return Plain(_BLANK.join(part for part in swapped if part is not None), None)
    pieces: list[str] = []
    back: list[int] = []
    at = 0
    for match in _CLUSTER.finditer(text):
        start, end = match.span()
        pieces.append(text[at:start].translate(_PLAIN))
        back.extend(range(at, start))
        folded = _fold(match.group())
        pieces.append(folded)
        back.extend([start] * len(folded))
        at = end
    pieces.append(text[at:].translate(_PLAIN))
    back.extend(range(at, len(text) + 1))
    # A range that ends inside a folded cluster (the "f" of a ligature) must still reach its end, so map the
    # end of a range through the next different offset: `span` reads back[end], which is already past it
    # unless the cut is inside, where it points at the cluster start and the range only gets shorter.
    return Plain("".join(pieces), tuple(back))


@lru_cache(maxsize=512)
def _swapped(text: str) -> str | None:
    """A text in which signs need only be swapped one for one, plain; None where more is to be done."""
    swapped = text.translate(_PLAIN)
    return None if _MARK.search(text) or not unicodedata.is_normalized("NFKC", swapped) else swapped


def _fold(cluster: str) -> str:
    swapped = cluster.translate(_PLAIN)
    if swapped != cluster:
        return swapped
    return unicodedata.normalize("NFKC", cluster).translate(_PLAIN) or " "

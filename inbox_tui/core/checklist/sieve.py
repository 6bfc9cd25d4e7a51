"""Which of many patterns are worth trying on a sentence, by the words that they cannot do without.

One integer per word holds a bit for every pattern that the word serves. Joining the integers of a sentence's
words tells for all patterns at once whether it has what they need, which costs less than trying one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from .patterns import STEM, Anchor

_DEPTH = 4
"""So many needs of a pattern are looked at, the rarest first; few have more."""


class Sieve:
    """Patterns numbered from 0, each with what a sentence must have before it can match."""

    def __init__(self, needs: Sequence[Sequence[Anchor]]) -> None:
        self._count = len(needs)
        self._all = (1 << self._count) - 1
        self._always = 0
        self._by_word: dict[str, int] = {}
        self._by_stem: dict[str, int] = {}
        for number, anchors in enumerate(needs):
            for depth in range(_DEPTH):
                bit = 1 << (number + depth * self._count)
                if depth >= len(anchors):
                    self._always |= bit
                    continue
                for word in anchors[depth].words:
                    self._by_word[word] = self._by_word.get(word, 0) | bit
                for stem in anchors[depth].stems:
                    self._by_stem[stem] = self._by_stem.get(stem, 0) | bit

    def passing(self, words: Sequence[str]) -> int:
        """The patterns whose every need these words in a row meet, a bit for each."""
        met = self._always
        by_word, by_stem = self._by_word, self._by_stem
        for word in {*words, *map("_".join, pairwise(words))}:
            if word in by_word:
                met |= by_word[word]
        for head in {word[:STEM] for word in words}:
            if head in by_stem:
                met |= by_stem[head]
        live = self._all
        for _ in range(_DEPTH):
            live &= met
            met >>= self._count
        return live


def numbers(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set, in order."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest

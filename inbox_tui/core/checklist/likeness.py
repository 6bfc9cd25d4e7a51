"""How much of a draft stood in a reply that this shop has sent before.

Five words in a row are compared, and only those that begin with one of the words that a checksum picks: an
eighth of them finds the few replies worth reading whole, so five thousand of them cost a keystroke nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d[\d.,:/-]*")
_RUN = 5
_PICKED = 4
_SHORTEST = 5
_FEWEST_RUNS = 8
_MOSTLY = 0.6
_READ_WHOLE = 4
_WORTH_READING = 0.4
_REMEMBERED = 16
_LONGEST = 20_000

Span = tuple[int, int]
Run = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """The ranges of a draft that stand in one earlier reply, and how much of the draft they are (0 to 1)."""

    share: float
    spans: tuple[Span, ...] = ()


class SentBefore:
    """What the shop has sent, ready to compare with.

    The texts are read when the first draft is compared, which for thousands of them takes a moment: let
    that be on the thread of the checks. Threads may share one, and one of them may add to it.
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._texts = list(texts)
        self._index: dict[Run, list[int]] | None = None
        self._whole: dict[int, frozenset[Run]] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def add(self, text: str) -> None:
        """One more that was sent."""
        self._texts.append(text)
        if self._index is not None:
            _enter(self._index, len(self._texts) - 1, text)

    def nearest(self, text: str) -> Alike:
        """The earlier reply that holds most of `text`."""
        if not self._texts:
            return Alike(0.0)
        said = _words(text)
        own = _runs([word for word, _ in said])
        if len(own) < _FEWEST_RUNS:
            return Alike(0.0)
        index = self._index if self._index is not None else self._made()
        counts: Counter[int] = Counter()
        picked = {run for run in own if _picked(run[0])}
        for run in picked:
            counts.update(index.get(run, ()))
        best = Alike(0.0)
        for number, shared in counts.most_common(_READ_WHOLE):
            if shared < _WORTH_READING * len(picked):
                break
            earlier = self._runs_of(number)
            there = [at for at, run in enumerate(own) if run in earlier]
            share = len(there) / len(own)
            if share > best.share:
                best = Alike(share, _joined([(said[at][1][0], said[at + _RUN - 1][1][1]) for at in there]))
        return best

    def copied(self, text: str) -> tuple[Span, ...]:
        """The ranges that stand in one earlier reply, when they are most of the draft; else none."""
        alike = self.nearest(text)
        return alike.spans if alike.share >= _MOSTLY else ()

    def _runs_of(self, number: int) -> frozenset[Run]:
        known = self._whole.get(number)
        if known is None:
            if len(self._whole) >= _REMEMBERED:
                self._whole = {}
            known = self._whole[number] = frozenset(_runs([word for word, _ in _words(self._texts[number])]))
        return known

    def _made(self) -> dict[Run, list[int]]:
        index: dict[Run, list[int]] = {}
        for number, text in enumerate(tuple(self._texts)):
            _enter(index, number, text)
        self._index = index
        return index


def _enter(index: dict[Run, list[int]], number: int, text: str) -> None:
    words = [match.group().lower() for match in _WORD.finditer(text[:_LONGEST])]
    for at in range(len(words) - _RUN + 1):
        if _picked(words[at]):
            known = index.setdefault(_plain(words[at : at + _RUN]), [])
            if not known or known[-1] != number:
                known.append(number)


_picks: dict[str, bool] = {}


def _picked(word: str) -> bool:
    """Whether runs that begin with this word are looked up: the same in every process, and never a number."""
    known = _picks.get(word)
    if known is None:
        if len(_picks) > 50_000:
            _picks.clear()
        checksum = crc32(word.encode("utf-8", "replace"))
        known = len(word) >= _SHORTEST and not word[0].isdigit() and checksum % _PICKED == 0
        _picks[word] = known
    return known


def _plain(words: Sequence[str]) -> Run:
    """A run in which all numbers are alike: another order number makes no other letter."""
    return tuple("#" if word[0].isdigit() else word for word in words)


def _words(text: str) -> list[tuple[str, Span]]:
    return [(match.group().lower(), match.span()) for match in _WORD.finditer(text[:_LONGEST])]


def _runs(words: Sequence[str]) -> list[Run]:
    plain = _plain(words)
    return [plain[at : at + _RUN] for at in range(len(plain) - _RUN + 1)]


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Ranges that touch or overlap as one."""
    if not spans:
        return ()
    found = [spans[0]]
    for _, (start, end) in pairwise(spans):
        if start <= found[-1][1] + 2:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)

"""Whether a reply takes up this complaint: the particulars that it shares with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from .asking import only_asks
from .lexicon import lexicon
from .model import Complaint
from .normalise import plain

_WORD = re.compile(r"[^\W_]+(?:[.:,]\d+)*")
_COUNTING = (
    "zero|one|two twice both couple|three thrice|four|five|six|seven|eight|nine|ten|eleven|twelve dozen"
    "|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty"
)
_NUMBERS = {word: str(value) for value, names in enumerate(_COUNTING.split("|")) for word in names.split()}
_NUMBERS |= {
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "seventy": "70",
    "eighty": "80",
    "ninety": "90",
}
_ENDINGS = ("ings", "ing", "edly", "ed", "ies", "ied", "es", "ly", "er", "s", "e", "y")
_SHORTEST = 3
_FUZZY = 6
_REMEMBERED = 2_048


def stem(word: str) -> str:
    """A crude common form, so that "smashed" and "smashing" meet; both sides are cut the same way."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            cut = word[: -len(ending)]
            return cut[:-1] if len(cut) > _SHORTEST and cut[-1] == cut[-2] else cut
    return word


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is special about one complaint: stems and numbers, each with its weight.

    `asks` says that it is none, only a question.
    """

    weights: Mapping[str, float]
    asks: bool = False
    _seen: dict[str, tuple[float, list[tuple[int, int]]]] = field(default_factory=dict, compare=False)

    def shared(self, text: str) -> tuple[float, list[tuple[int, int]]]:
        """Summed weight of the particulars that a sentence takes up, and where they stand in it."""
        known = self._seen.get(text)
        if known is None:
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            known = self._seen[text] = self._count(text)
        return known

    def _count(self, text: str) -> tuple[float, list[tuple[int, int]]]:
        total = 0.0
        seen: set[str] = set()
        spans: list[tuple[int, int]] = []
        for match in _WORD.finditer(text):
            key = _key(match.group().lower())
            weight = self.weights.get(key) or self._near(key)
            if weight:
                spans.append(match.span())
                if key not in seen:
                    seen.add(key)
                    total += weight
        return total, spans

    def _near(self, key: str) -> float:
        """The weight of a particular that was misspelt by one letter."""
        if len(key) < _FUZZY:
            return 0.0
        return next((w for own, w in self.weights.items() if len(own) >= _FUZZY and _one_off(own, key)), 0.0)


def _key(word: str) -> str:
    if word[0].isdigit():
        return (
            word.replace(".", ":").removesuffix(":00")
            if ":" in word or "." in word
            else word.replace(",", "")
        )
    return _NUMBERS.get(word) or stem(word)


def _one_off(a: str, b: str) -> bool:
    """Whether two words differ by one letter changed, added or dropped."""
    if a[:2] != b[:2] or abs(len(a) - len(b)) > 1:
        return False
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) == 1
    short, long = sorted((a, b), key=len)
    at = next((i for i, c in enumerate(short) if c != long[i]), len(short))
    return short[at:] == long[at + 1 :]


@lru_cache(maxsize=64)
def particulars(
    complaint: Complaint, common: frozenset[str], synonyms: tuple[frozenset[str], ...], language: str
) -> Particulars:
    """The particulars of a complaint; `common` words fit any complaint and weigh nothing."""
    text = plain(f"{complaint.subject}\n{complaint.text}").text
    names = {stem(w) for w in plain(complaint.from_name).text.lower().split()}
    dull = {stem(w) for w in common} | names
    weights: dict[str, float] = {}
    for match in _WORD.finditer(text):
        word = match.group()
        key = _key(word.lower())
        if key[0].isdigit():
            weights[key] = 0.3 if key == "1" else 0.8
            continue
        if len(word) < 3 or key in dull:
            continue
        before = text[max(0, match.start() - 2) : match.start()]
        proper = word[0].isupper() and not word.isupper() and before[-1:] == " " and before[:1] not in ".!?\n"
        weights[key] = 1.0 if proper else 0.65
        for group in synonyms:
            if key in group:
                for other in group:
                    weights.setdefault(other, 0.6)
    return Particulars(weights, only_asks(text, lexicon(language)))

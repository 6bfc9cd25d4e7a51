"""A small phrase language and its matcher: the engine under the word lists.

One phrase per line: words in order, `a|b` for either, `stem*` for any ending, `word?` may be absent, `~`
for up to four words between and `~N` for up to N, `#` for a number, `<name>` for a named list. A phrase stays
inside one sentence. Each is tried only where its first word stands and gaps are short, so time grows
with the text only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from inbox_tui.core.triage.words import Word, fold

_GAP = 4
_STEM_KEY = 2  # stems are looked up by this many letters


@dataclass(frozen=True, slots=True)
class _Slot:
    """One place in a phrase: what fits, how far ahead it may stand, whether it may be absent."""

    exact: frozenset[str]
    stems: tuple[str, ...]
    number: bool
    reach: int
    optional: bool

    def fits(self, word: str) -> bool:
        if word in self.exact:
            return True
        if self.stems and word.startswith(self.stems):
            return True
        return self.number and word[0].isdigit()


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase of a list found in the words [first, last]."""

    name: str
    first: int
    last: int


class PhraseBook:
    """Named lists of phrases, searched together."""

    def __init__(self, lists: Mapping[str, str], classes: Mapping[str, str]) -> None:
        """Read the lists; a line that names an unknown class raises KeyError."""
        self._exact: dict[str, list[tuple[str, tuple[_Slot, ...]]]] = {}
        self._stems: dict[str, list[tuple[str, str, tuple[_Slot, ...]]]] = {}
        self._numbers: list[tuple[str, tuple[_Slot, ...]]] = []
        named = {name: _alternatives(text.split(), {}) for name, text in classes.items()}
        # The same item stands in many lines: it is read once.
        known: dict[str, tuple[frozenset[str], tuple[str, ...], bool]] = {}
        for name, text in lists.items():
            for line in text.splitlines():
                if line.strip() and not line.startswith("%"):
                    self._add(name, _slots(line.split(), named, known))

    def _add(self, name: str, slots: tuple[_Slot, ...]) -> None:
        entry = (name, slots)
        for word in slots[0].exact:
            self._exact.setdefault(word, []).append(entry)
        for stem in slots[0].stems:
            self._stems.setdefault(stem[:_STEM_KEY], []).append((stem, *entry))
        if slots[0].number:
            self._numbers.append(entry)

    def hits(self, words: Sequence[Word]) -> Iterable[Hit]:
        """Every phrase that is found, in order of its first word."""
        for at, word in enumerate(words):
            text = word.text
            entries = list(self._exact.get(text, ()))
            for stem, name, slots in self._stems.get(text[:_STEM_KEY], ()):
                if text.startswith(stem):
                    entries.append((name, slots))
            if text[0].isdigit():
                entries += self._numbers
            for name, slots in entries:
                last = _follow(words, at, slots, 1)
                if last is not None:
                    yield Hit(name, at, last)


def _follow(words: Sequence[Word], at: int, slots: tuple[_Slot, ...], place: int) -> int | None:
    """Index of the last word of the phrase that continues after word `at`, or None."""
    if place == len(slots):
        return at
    slot = slots[place]
    sentence = words[at].sentence
    for ahead, word in enumerate(words[at + 1 : at + 2 + slot.reach], at + 1):
        if word.sentence != sentence:
            break
        if slot.fits(word.text):
            last = _follow(words, ahead, slots, place + 1)
            if last is not None:
                return last
    return _follow(words, at, slots, place + 1) if slot.optional else None


def _slots(
    items: Sequence[str],
    named: Mapping[str, tuple[frozenset[str], tuple[str, ...], bool]],
    known: dict[str, tuple[frozenset[str], tuple[str, ...], bool]],
) -> tuple[_Slot, ...]:
    slots: list[_Slot] = []
    reach = 0
    for item in items:
        if item[0] == "~":
            reach = int(item[1:] or _GAP)
            continue
        optional = item[-1] == "?"
        item = item.rstrip("?")
        if item not in known:
            known[item] = _alternatives(item.split("|"), named)
        exact, stems, number = known[item]
        slots.append(_Slot(exact, stems, number, reach, optional))
        reach = 0
    return tuple(slots)


def _alternatives(
    items: Iterable[str], named: Mapping[str, tuple[frozenset[str], tuple[str, ...], bool]]
) -> tuple[frozenset[str], tuple[str, ...], bool]:
    exact: set[str] = set()
    stems: list[str] = []
    number = False
    for item in items:
        if item[0] == "<":
            more, more_stems, more_number = named[item[1:-1]]
            exact |= more
            stems += more_stems
            number |= more_number
        elif item == "#":
            number = True
        elif item[-1] == "*":
            stems.append(fold(item[:-1]))
        else:
            exact.add(fold(item))
    return frozenset(exact), tuple(stems), number

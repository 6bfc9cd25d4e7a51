"""What a learned model sees of one sentence: words, its build with names and things left out, what fired.

The build ("X" for a thing, "Xed" for what was done to it) carries over from trade to trade; the words alone
would mostly learn what bakeries sell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, pairwise

from .lexicon import Lexicon, build_words, lexicon, themes
from .masking import MASK
from .matching import Fired
from .sentences import Words

_SHAPED = ("feeling", "agent", "weather", "system", "slip", "repair_noun", "month", "number", "carrier_name")
_LONGEST = 90
_REMEMBERED = 8_192


@cache
def shapes(language: str) -> dict[str, str]:
    """The class by which a content word stands in the build of a sentence."""
    known: dict[str, str] = {}
    kept = build_words(language)["kept"]
    classes = lexicon(language).classes
    for name in _SHAPED:
        for word in classes.get(name, ()):
            if "_" not in word and word not in kept:
                known.setdefault(word, f"<{name}>")
    for word in classes.get("day", ()):
        if word not in kept:
            known[word] = "<day>"
    return known


def _shape(word: str, language: str) -> str:
    kept, past = build_words(language)["kept"], build_words(language)["past"]
    if word in kept or not word[0].isalpha():
        return "#" if word[0].isdigit() else word
    known = shapes(language)
    named = known.get(word) or next((known[head] for head in _heads(word) if head in known), None)
    if named:
        return named
    if word in past or word.endswith("ed"):
        return "Xed"
    if word.endswith(("er", "ers", "or", "ors", "ist", "ists", "man", "men")) and len(word) > 5:
        return "Xer"
    if word.endswith("ing"):
        return "Xing"
    if word.endswith("ly"):
        return "Xly"
    return "Xs" if word.endswith("s") and not word.endswith("ss") else "X"


def _heads(word: str) -> Iterator[str]:
    return (word[:n] + "*" for n in range(min(len(word), 10), 3, -1))


def local(words: Words, rules: Fired, lex: Lexicon) -> list[str]:
    """The features of one sentence, without its neighbours; each is named at most once."""
    said = ("^", *words.words[:_LONGEST], "$")
    seen = [_seen(word, lex.language) for word in said]
    built = [one.shape for one in seen]
    found: set[str] = set()
    about: set[str] = set()
    for one in seen:
        found.update(one.features)
        about.update(one.themes)
    openers = _openers(lex.language)
    for first, second in pairwise(said):
        if first in openers:
            about.update(openers[first].get(second, ()))
    found.update([f"2 {a} {b}" for a, b in pairwise(said)])
    found.update([f"3 {a} {b} {c}" for a, b, c in zip(said, said[1:], said[2:], strict=False)])
    found.update([f"s {a} {b}" for a, b in zip(said, said[2:], strict=False)])
    found.update([f"s {a} {b}" for a, b in zip(said, said[3:], strict=False)])
    found.update([f"b2 {a} {b}" for a, b in pairwise(built)])
    flags = list(_flags(words, lex))
    found.update(flags)
    found.update([f"t {theme}" for theme in about])
    found.update([f"tt {first} {second}" for first, second in combinations(sorted(about), 2)])
    telling = [flag[2:] for flag in flags if flag in _TELLING]
    found.update([f"t {theme} {flag}" for theme in about for flag in telling])
    weights: dict[str, float] = {}
    for hit in rules.hits:
        found.add(f"r {hit.rule.check}/{hit.rule.id}")
        if not hit.rule.when:
            weights[hit.rule.check] = weights.get(hit.rule.check, 0.0) + hit.rule.weight
        else:
            found.add(f"w {hit.rule.check} {hit.rule.when}")
    found.update([f"k {check}" if weight >= 1 else f"h {check}" for check, weight in weights.items()])
    found.update([f"n {check}" for check in rules.denied])
    found.update([f"q {check}" for check in rules.supposed])
    return list(found)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one word brings by itself."""

    features: tuple[str, ...]
    shape: str
    themes: tuple[str, ...]


@lru_cache(maxsize=_REMEMBERED)
def _seen(word: str, language: str) -> _Seen:
    known = themes(language)
    return _Seen(
        (f"1 {word}", f"5 {word[:5]}") if len(word) > 5 else (f"1 {word}",),
        word if word in "^$" else _shape(word, language),
        known.get(word, ()) + tuple(t for head in _heads(word) for t in known.get(head, ())),
    )


@cache
def _openers(language: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """The themes of phrases of two words, by their first word."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for phrase, named in themes(language).items():
        first, _, second = phrase.partition("_")
        if second:
            found.setdefault(first, {})[second] = named
    return found


def _flags(words: Words, lex: Lexicon) -> Iterator[str]:
    have = set(words.words)
    count = len(words.words)
    yield "f short" if count < 5 else "f middling" if count < 12 else "f long" if count < 24 else "f endless"
    if "?" in have:
        yield "f asks"
    if "!" in have:
        yield "f exclaims"
    if not lex.negators.isdisjoint(have):
        yield "f negates"
    if not lex.conditionals.isdisjoint(have):
        yield "f supposes"
    if MASK in words.line:
        yield "f quotes"
    for name, group in _PERSONS:
        if not group.isdisjoint(have):
            yield name
    if have.isdisjoint(_FIRST):
        yield "f nobody speaks"
    if not _FUTURE.isdisjoint(have):
        yield "f future"
    past = build_words(lex.language)["past"]
    if any(w in past or (w.endswith("ed") and len(w) > 4) for w in have):
        yield "f past"


_TELLING = frozenset({"f i", "f we", "f you", "f they", "f nobody speaks", "f negates", "f past", "f future"})
_FIRST = frozenset({"i", "we", "me", "us", "my", "our", "ours", "mine"})
_FUTURE = frozenset({"will", "shall"})
_PERSONS = (
    ("f i", frozenset({"i", "me", "my", "mine"})),
    ("f we", frozenset({"we", "us", "our", "ours"})),
    ("f you", frozenset({"you", "your", "yours"})),
    ("f they", frozenset({"he", "she", "they", "him", "her", "them"})),
)

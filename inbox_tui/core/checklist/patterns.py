"""The small language in which rules are written, compiled to regular expressions that cannot run away.

A pattern is a row of elements, one per word:

    refund      the word            refund*      words that begin so       *ed   words that end so
    a|b|<cls>   one of several      word?        may be missing            !a|b  the next is none of these
    ..3         up to 3 words, none of them punctuation                    ~3    up to 3 of any kind
    #           a number            £            an amount of money        ^ $   start and end of a clause
    let_you     a phrase, `_` for its spaces         a|$          the word or the end of a clause

Gaps are bounded and nothing nests, so the work per word has a fixed limit whatever the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .lexicon import Lexicon
from .masking import MASK

_START = "(?<![^ ])"
_CLAUSE_START = "(?:(?<![\\s\\S])|(?<=[,;:(.!?-] ))"
_CLAUSE_END = "(?=$|[,;:).!?-] )"
_GAP = "(?:[^ ,;:().!?" + MASK + "-][^ ]* ){0,%d}?"
_WIDE_GAP = "(?:[^ " + MASK + "]+ ){0,%d}?"
_NUMBER = "\\d[^ ]*"
STEM = 4


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a sentence must hold one of before a pattern is worth trying.

    `words` are words, or two in a row joined by `_`; `stems` are heads of words.
    """

    words: frozenset[str]
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a pattern: its expression, and its words when they are known."""

    expression: str
    words: frozenset[str] | None
    stems: frozenset[str] = frozenset()
    cost: float = 1e9


def elements(pattern: str, lexicon: Lexicon) -> list[Element]:
    """Translate a pattern; raises KeyError for an unknown class, ValueError for a malformed element."""
    return [_element(text, lexicon) for text in pattern.split()]


def compiled(pattern: str, lexicon: Lexicon) -> re.Pattern[str]:
    """The regular expression of a pattern, to be searched in `Words.line`."""
    body = "".join(e.expression for e in elements(pattern, lexicon))
    return re.compile(body if body.startswith(_CLAUSE_START) else _START + body)


def anchors(pattern: str, lexicon: Lexicon) -> tuple[Anchor, ...]:
    """The elements that a match cannot do without, the rarest first; none where each may be anything."""
    known = sorted((e for e in elements(pattern, lexicon) if e.words is not None), key=lambda e: e.cost)
    return tuple(Anchor(e.words or frozenset(), e.stems) for e in known)


def _element(text: str, lexicon: Lexicon) -> Element:
    if text == "^":
        return Element(_CLAUSE_START, None)
    if text == "$":
        return Element(_CLAUSE_END, None)
    if text.startswith("..") and text[2:].isdigit():
        return Element(_GAP % int(text[2:]), None)
    if text.startswith("~") and text[1:].isdigit():
        return Element(_WIDE_GAP % int(text[1:]), None)
    if text.startswith("!"):
        return Element("(?!" + _choice(text[1:], lexicon)[0] + " )", None)
    if text.endswith("|$"):
        return Element(f"(?:{_choice(text[:-2], lexicon)[0]} |{_CLAUSE_END})", None)
    optional = len(text) > 1 and text.endswith("?")
    expression, words, stems, fixed = _choice(text.removesuffix("?") if optional else text, lexicon)
    if optional:
        return Element(f"(?:{expression} )?", None)
    if not fixed:
        return Element(f"{expression} ", None)
    cost = sum(200.0 if w in lexicon.common else 1.0 for w in words) + 5 * len(stems)
    return Element(f"{expression} ", words, stems, cost)


def _choice(text: str, lexicon: Lexicon) -> tuple[str, frozenset[str], frozenset[str], bool]:
    """Expression, first words or pairs of them, stems, and whether these are all that can start it."""
    entries: list[str] = []
    for part in text.split("|"):
        if not part:
            raise ValueError(f"empty alternative in {text!r}")
        entries.extend(lexicon.classes[part[1:-1]] if part[0] == "<" and part[-1] == ">" else [part])
    words: set[str] = set()
    stems: set[str] = set()
    fixed = True
    expressions: list[str] = []
    for entry in sorted(set(entries), key=len, reverse=True):
        expressions.append(_word(entry))
        first, _, rest = entry.partition("_")
        second = rest.partition("_")[0]
        if entry == "#" or first.startswith("*"):
            fixed = False
        elif first.endswith("*"):
            fixed = fixed and len(first) > STEM
            stems.add(first[:STEM])
        else:
            words.add(f"{first}_{second}" if second and "*" not in second else first)
    return "(?:" + "|".join(expressions) + ")", frozenset(words), frozenset(stems), fixed


def _word(entry: str) -> str:
    if entry == "#":
        return _NUMBER
    pieces = []
    for piece in entry.split("_"):
        if piece.startswith("*"):
            pieces.append("[^ ]+" + re.escape(piece[1:]))
        elif piece.endswith("*"):
            pieces.append(re.escape(piece[:-1]) + "[^ ]*")
        else:
            pieces.append(re.escape(piece))
    return " ".join(pieces)

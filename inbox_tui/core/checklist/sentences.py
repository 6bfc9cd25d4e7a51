"""Cutting a draft into sentences, and a sentence into words.

Bullets, line breaks and colons at a line's end are boundaries; a hard-wrapped paragraph is not cut in the
middle.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from .lexicon import Lexicon
from .masking import MASK

_STOP = re.compile(r"[.!?]+[\"')\]]*(?=\s)|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|st|no|vs|approx|e\.g|i\.e|etc|a\.m|p\.m|rs|inc|ltd|[a-z]))\.$", re.IGNORECASE
)
_BULLET = re.compile(r"\s*(?:[-*\u2022]|\d{1,2}[.)])\s")
_BLANK = "\n\n"
_WRAPPED = 48
_LONGEST = 600

_SIGNS = "£$€₹₦₵₱₪¥"
_CODES = "usd|eur|gbp|inr|nok|sek|dkk|chf"
_MONEY = (
    rf"(?:[{_SIGNS}]|\b(?:rs\.?|{_CODES}|aud|ngn|kes|ksh|zar|cad|nzd|sgd)\b) ?\d[\d,.]*"
    rf"|\b\d[\d,.]* ?(?:[{_SIGNS}]|(?:euros?|pounds?|dollars?|quid|naira|rand|shillings|{_CODES}|rupees)\b)"
)
_TOKEN = re.compile(
    rf"(?P<money>{_MONEY})|(?P<mask>{MASK}+)|(?P<word>[^\W\d_]+(?:['.-][^\W_]+)*'?)"
    r"|(?P<number>\d[\d.,:/]*(?:[a-z]{1,3}\b)?%?)|(?P<mark>[^\w\s])",
    re.IGNORECASE,
)
_OPENERS = frozenset({",", ".", ";", ":", "-", "!", "and", "so", "but", "then"})
_PUNCTUATION = re.compile(r"(?<=\d)[.,:]+$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of normalised text and where it starts there."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence as words in one canonical spelling: lower case, contractions opened, money marked.

    `line` is the words joined by single spaces, each followed by one, which is what rules are matched
    against. `spans` gives each word's place in the sentence, `starts` its place in `line`.
    """

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    line: str
    starts: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """First and one-past-last word of a range of `line`."""
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, max(start, end - 2)) - 1
        return first, last + 1


def sentences(text: str) -> list[Sentence]:
    """All sentences of the normalised text, in order; pathological runs are cut at a fixed length."""
    found: list[Sentence] = []
    start = 0
    for paragraph in text.split(_BLANK):
        found += [Sentence(start + at, said) for at, said in _cut(paragraph)]
        start += len(paragraph) + len(_BLANK)
    return found


@lru_cache(maxsize=512)
def _cut(text: str) -> tuple[tuple[int, str], ...]:
    """The sentences of one paragraph; the others stay the same while somebody types."""
    found: list[tuple[int, str]] = []
    start = 0
    for match in _STOP.finditer(text):
        end = match.end()
        if text[match.start()] == "\n":
            if _is_wrapped(text, start, match):
                continue
        elif match.group() == "." and (
            _ABBREVIATION.search(text, max(start, end - 8), end) or text[start : end - 1].strip().isdigit()
        ):
            continue
        _add(found, text, start, end)
        start = end
    _add(found, text, start, len(text))
    return tuple(found)


def _is_wrapped(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a line break only wraps a long line of one paragraph."""
    at = match.start()
    if match.end() - at > 1 or at == start:
        return False
    begin = max(text.rfind("\n", 0, at) + 1, 0)
    if at - begin < _WRAPPED or text[at - 1] in ":;.!?":
        return False
    after = match.end()
    return after < len(text) and not _BULLET.match(text, after) and text[after] not in ">" + MASK


def _add(found: list[tuple[int, str]], text: str, start: int, end: int) -> None:
    while start < end:
        piece = text[start : min(end, start + _LONGEST)]
        cut = len(piece)
        if start + cut < end:
            cut = piece.rfind(" ", _LONGEST // 2) + 1 or cut
        stripped = piece[:cut].strip()
        if stripped:
            lead = len(piece[:cut]) - len(piece[:cut].lstrip())
            bullet = _BULLET.match(stripped)
            if bullet:
                lead += bullet.end()
                stripped = stripped[bullet.end() :]
            found.append((start + lead, stripped))
        start += cut


def words(text: str, lexicon: Lexicon) -> Words:
    """The canonical words of one sentence."""
    out: list[str] = []
    spans: list[tuple[int, int]] = []
    opened = lexicon.opened
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        raw = match.group()
        start, end = match.span()
        if kind == "word":
            word = raw.lower()
            pieces = opened.get(word)
            if pieces is None:
                pieces = lexicon.open(word) if "'" in word or "." in word or "-" in word else (word,)
            if len(pieces) == 1:
                out.append(pieces[0])
                spans.append((start, end))
            else:
                out.extend(pieces)
                spans.extend([(start, end)] * len(pieces))
        elif kind == "number":
            out.append(_PUNCTUATION.sub("", raw.lower()))
            spans.append((start, end))
        elif kind != "mark" or raw.isascii() or unicodedata.category(raw)[0] != "S":
            # Smileys and the like stand where a new sentence begins and would hide its first word.
            out.append("£" if kind == "money" else MASK if kind == "mask" else raw)
            spans.append((start, end))
    if "of" in out:
        for i in range(1, len(out)):
            if out[i] == "of" and out[i - 1] in lexicon.have_before_of:
                out[i] = "have"
    if not lexicon.bare_will.keys().isdisjoint(out):
        for i in range(len(out) - 2, -1, -1):
            speaker = lexicon.bare_will.get(out[i])
            if speaker and out[i + 1] in lexicon.acts and (not i or out[i - 1] in _OPENERS):
                out[i : i + 1] = [speaker, "will"]
                spans[i : i + 1] = [spans[i]] * 2
    starts: list[int] = []
    at = 0
    for word in out:
        starts.append(at)
        at += len(word) + 1
    return Words(tuple(out), tuple(spans), " ".join(out) + " " if out else "", tuple(starts))

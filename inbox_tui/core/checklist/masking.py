"""The words in a draft that are not the writer's own.

Text quoted from the customer, addresses and signatures must neither tick a box nor raise a warning. Masked
characters become MASK one for one, so that every offset stays true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

MASK = "\u00a4"

_QUOTE_LINE = re.compile(r"^[ \t]{0,8}>[^\n]*", re.MULTILINE)
# The quotation mark comes before the look behind it: a search skips to what begins with a fixed sign.
_QUOTED = re.compile(r'"[^"\n]{2,600}"|\'(?<!\w\')[^\'\n]{2,300}\'(?!\w)')
_ADDRESS = re.compile(
    r"https?://[^\s<>]{1,2000}|www\.[^\s<>]{1,2000}|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,6}"
)
_DASHES = re.compile(r"^-- ?$", re.MULTILINE)
_WROTE = re.compile(
    r"^(?:on .{6,80} wrote:|-{3,} ?original message.*|from: .{1,200})$", re.MULTILINE | re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_LIFT = 5


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Ranges of quotation: `>` lines, words in quotation marks and everything under a reply header."""
    spans = [match.span() for match in _QUOTE_LINE.finditer(text)]
    spans += [match.span() for match in _QUOTED.finditer(text)]
    header = _WROTE.search(text)
    if header:
        spans.append((header.start(), len(text)))
    return spans


def address_spans(text: str) -> list[tuple[int, int]]:
    """Ranges of links and mail addresses, and of a signature below its `-- ` line."""
    spans = (
        [match.span() for match in _ADDRESS.finditer(text)]
        if "@" in text or "www." in text or "://" in text
        else []
    )
    dashes = _DASHES.search(text)
    if dashes:
        spans.append((dashes.start(), len(text)))
    return spans


def lifted_spans(text: str, source: str) -> list[tuple[int, int]]:
    """Ranges of at least five words in a row that stand just so in the customer's own message."""
    if not source:
        return []
    runs = _runs(source)
    if not runs:
        return []
    lowered = [word.lower() for word in _WORD.findall(text)]
    if runs.isdisjoint(zip(*(lowered[n:] for n in range(_LIFT)), strict=False)):
        return []
    found = list(_WORD.finditer(text))
    return [
        (found[i].start(), found[i + _LIFT - 1].end())
        for i in range(len(found) - _LIFT + 1)
        if tuple(lowered[i : i + _LIFT]) in runs
    ]


@lru_cache(maxsize=64)
def _runs(source: str) -> frozenset[tuple[str, ...]]:
    """Every five words in a row; a complaint stays the same while somebody answers it."""
    words = [m.group().lower() for m in _WORD.finditer(source)]
    return frozenset(tuple(words[i : i + _LIFT]) for i in range(len(words) - _LIFT + 1))


def masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with those ranges blanked out; line breaks stay, because they end sentences."""
    pieces: list[str] = []
    at = 0
    for start, end in sorted(spans):
        begin = max(start, at)
        if begin >= end:
            continue
        pieces.append(text[at:begin])
        pieces.append("".join(c if c == "\n" else MASK for c in text[begin:end]))
        at = end
    pieces.append(text[at:])
    return "".join(pieces)

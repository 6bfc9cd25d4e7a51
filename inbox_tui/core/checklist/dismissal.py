"""How a finding that was put aside is known again: by the words it spoke of, not by where they stand.

A few words must be the same; of a whole sentence most must be, so that a mended typo does not bring back
what the owner has judged already. Other words are another finding, and are shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache

_LONG = 7
"""From so many words on, a passage is known by most of them."""
_MARKS = 8
_ALIKE = 5


def key(check: str, said: Sequence[str], case: str) -> str:
    """The name of a finding in `Answer.dismissed`."""
    return f"{check}:{'+'.join(_parts(said, case))}"


def is_dismissed(check: str, said: Sequence[str], case: str, dismissed: Iterable[str]) -> bool:
    """Whether everything that a finding speaks of was put aside before."""
    known = [
        part
        for each in dismissed
        if each.startswith(f"{check}:")
        for part in each.partition(":")[2].split("+")
    ]
    return bool(known) and all(any(_same(part, old) for old in known) for part in _parts(said, case))


def _parts(said: Sequence[str], case: str) -> list[str]:
    return sorted({_mark(words) for words in said}) if said else [case or "missing"]


@lru_cache(maxsize=2_048)
def _mark(words: str) -> str:
    each = words.split()
    if len(each) < _LONG:
        return _digest(words, 5)
    # The smallest of several checksums of the words: two passages share as many as they share words.
    marks = (min(_digest(f"{turn}{word}", 2) for word in each) for turn in range(_MARKS))
    return f"~{'.'.join(marks)}"


def _same(part: str, old: str) -> bool:
    if not (part.startswith("~") and old.startswith("~")):
        return part == old
    pairs = zip(part[1:].split("."), old[1:].split("."), strict=False)
    return sum(a == b for a, b in pairs) >= _ALIKE


def _digest(words: str, size: int) -> str:
    return hashlib.blake2s(words.encode("utf-8", "surrogatepass"), digest_size=size).hexdigest()

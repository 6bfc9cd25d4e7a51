"""A shop's own order numbers, as regular expressions from its config; bad ones are known before they harm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from time import thread_time

_LONGEST = 200  # characters of a pattern
_WINDOW = 300  # characters that a pattern is given at a time: what is slow on long text stays bearable
_OVERLAP = 40  # an order number longer than this may be cut
_SLOW = 0.02  # seconds of work on one piece of text, where an honest pattern takes a thousandth of it
_NESTED = re.compile(r"[+*}]\??\)(?:[+*]|\{\d*,)")
_STEPS = range(8, _WINDOW, 2)


def trouble(pattern: str) -> str:
    """What is wrong with a pattern, in words that follow it; "" for one that may be used."""
    if len(pattern) > _LONGEST:
        return f"is longer than {_LONGEST} characters"
    try:
        found = re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        return f"is no regular expression ({error})"
    if found.match("") is not None:
        return "fits on nothing at all, so it would fit everywhere"
    if _NESTED.search(pattern) or _is_slow(found, pattern):
        return "could take for ever on some mail: do not repeat what is already repeated"
    return ""


@lru_cache(maxsize=32)
def _usable(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns if not trouble(pattern))


def own_numbers(text: str, patterns: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The places of what the patterns fit; where a pattern has one group, that is the number.

    A pattern with trouble is left out: mail must be read all the same.
    """
    for pattern in _usable(tuple(patterns)):
        group = 1 if pattern.groups == 1 else 0
        for start in range(0, max(len(text), 1), _WINDOW - _OVERLAP):
            for match in pattern.finditer(text, start, min(start + _WINDOW, len(text))):
                first, last = match.span(group)
                if last > first and text[first:last].strip():
                    yield first, last


def _is_slow(pattern: re.Pattern[str], written: str) -> bool:
    """Whether growing runs of what the pattern is made of take more and more time.

    Short steps: each takes a few times as long as the one before, so that the first too slow one ends soon.
    """
    made_of = list(dict.fromkeys([*"1A a-", *(c for c in written if c.isalnum() or c in "/#.:_")]))[:24]
    for unit in (*made_of, "1A", "A1", "1-", "A-1"):
        for length in _STEPS:
            probe = (unit * length)[:length] + "!"
            began = thread_time()
            pattern.search(probe)
            if thread_time() - began > _SLOW:
                return True
    return False

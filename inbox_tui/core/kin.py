"""Words that lie near one another in meaning, so that a word never met is read like its kin.

The groups come from `kin.txt`, which tests/training/make_kin.py writes: a group on a line, its commonest word
first. It is read when the first word is asked about.
"""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def _known() -> dict[str, str]:
    text = resources.files("inbox_tui.core").joinpath("kin.txt").read_text(encoding="ascii")
    known: dict[str, str] = {}
    for line in text.splitlines():
        group = line.split()
        known.update(dict.fromkeys(group, group[0]))
    return known


def kin_of(word: str) -> str | None:
    """The commonest word of the group of a word in lower case without accents or apostrophes; None for one
    that is not known."""
    return _known().get(word)

"""Words that lie near one another in meaning, so that a word never met is read like its kin.

The groups come from `kin.txt`, which tests/training/make_kin.py writes: a group on a line, its commonest word
first, and an empty line between clans of groups. It is read when the first word is asked about.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import NamedTuple


class Kin(NamedTuple):
    """The group and the clan of a word, each named by its commonest word."""

    group: str
    clan: str


@cache
def _known() -> dict[str, Kin]:
    text = resources.files("inbox_tui.core").joinpath("kin.txt").read_text(encoding="ascii")
    known: dict[str, Kin] = {}
    for clan in text.split("\n\n"):
        groups = [line.split() for line in clan.splitlines()]
        for group in groups:
            known.update(dict.fromkeys(group, Kin(group[0], groups[0][0])))
    return known


def kin_of(word: str) -> Kin | None:
    """The kin of a word in lower case without accents or apostrophes; None for one that is not known."""
    return _known().get(word)

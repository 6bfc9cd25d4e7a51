"""Families of words with one meaning, for letters that say a known thing in new words."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib import resources

from inbox_tui.core.triage.words import fold

_LEAST = 2  # letters of the shortest stem


@cache
def _families() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]], int]:
    path = resources.files("inbox_tui.core.triage").joinpath("rules", "meanings.toml")
    exact: dict[str, set[str]] = {}
    stems: dict[str, set[str]] = {}
    for family, listed in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for word in str(listed).split():
            place, key = (stems, fold(word[:-1])) if word.endswith("*") else (exact, fold(word))
            place.setdefault(key, set()).add(family)
    longest = max(len(stem) for stem in stems)
    return (
        {word: tuple(sorted(found)) for word, found in exact.items()},
        {stem: tuple(sorted(found)) for stem, found in stems.items()},
        longest,
    )


@lru_cache(maxsize=8192)
def families_of(word: str) -> tuple[str, ...]:
    """The families that a folded word belongs to, in the order of their names; none for most words."""
    exact, stems, longest = _families()
    found = set(exact.get(word, ()))
    for end in range(_LEAST, min(len(word), longest) + 1):
        more = stems.get(word[:end])
        if more:
            found.update(more)
    return tuple(sorted(found)) if found else ()

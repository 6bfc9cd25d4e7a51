"""The word lists, read from the package once and kept."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from inbox_tui.core.triage.phrases import Hit, PhraseBook
from inbox_tui.core.triage.words import Word


@dataclass(frozen=True, kw_only=True)
class ListInfo:
    """What a list of phrases stands for; category "" adds to a complaint without naming a kind, and a
    topic helps to name the kind without making a complaint.
    """

    category: str
    weight: float
    negatable: bool
    topic: bool


@dataclass(frozen=True)
class Rulebook:
    """One file of lists, ready to search."""

    book: PhraseBook
    info: Mapping[str, ListInfo]

    def hits(self, words: list[Word]) -> list[Hit]:
        """All phrases found in these words."""
        return list(self.book.hits(words))


@cache
def rulebook(name: str) -> Rulebook:
    """The lists of rules/NAME.toml; reading all files takes a few hundredths of a second, once."""
    lists: dict[str, Any] = _read(name)
    info = {
        key: ListInfo(
            category=value.get("category", ""),
            weight=float(value.get("weight", 0)),
            negatable=bool(value.get("negatable", False)),
            topic=bool(value.get("topic", False)),
        )
        for key, value in lists.items()
    }
    phrases = {key: str(value["phrases"]) for key, value in lists.items()}
    return Rulebook(PhraseBook(phrases, _classes()), info)


@cache
def _classes() -> dict[str, Any]:
    return _read("classes")


def _read(name: str) -> dict[str, Any]:
    path = resources.files("inbox_tui.core.triage").joinpath("rules", f"{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))

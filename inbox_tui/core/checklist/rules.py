"""The rules as they stand in rules/NAME.toml, read once and compiled when first needed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib import resources
from typing import Any

from .lexicon import Lexicon, lexicon
from .model import CHECKS
from .patterns import STEM, Anchor, anchors, compiled

GUARDS: frozenset[str] = frozenset({"negated", "question", "conditional"})
"""Readings in which a rule may ask not to fire."""

HOME = "en"
"""The language of the files that lie in no folder of their own, and of all words for the owner."""

_FIELDS = frozenset(
    ("id", "patterns", "unless", "guards", "weight", "keep", "when", "tags", "why", "examples", "language")
)

WHEN: frozenset[str] = frozenset({"", "owned", "disowned"})
"""Replies in which a rule counts at all: any, those that own the failure, those that do not."""


@dataclass(frozen=True)
class Rule:
    """One rule of one check.

    It fires on a sentence in which one of `patterns` matches, none of `unless` does and no guard objects.
    Rules lighter than 1 need company: a sentence counts when the weights found in it add up to 1. `keep`
    marks a mistake that ownership close by does not excuse. `right` are sentences in which it must fire,
    `wrong` ones in which it must not.
    """

    id: str
    check: str
    language: str
    patterns: tuple[str, ...]
    unless: tuple[str, ...] = ()
    guards: frozenset[str] = frozenset()
    weight: float = 1.0
    keep: bool = False
    when: str = ""
    tags: frozenset[str] = frozenset()
    why: str = ""
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()

    @cached_property
    def lexicon(self) -> Lexicon:
        """The word classes that the patterns speak of."""
        return lexicon(self.language)

    @cached_property
    def expressions(self) -> tuple[re.Pattern[str], ...]:
        """The patterns, ready to search."""
        return tuple(compiled(p, self.lexicon) for p in self.patterns)

    @cached_property
    def objections(self) -> tuple[re.Pattern[str], ...]:
        """The antipatterns, ready to search."""
        return tuple(compiled(p, self.lexicon) for p in self.unless)

    @cached_property
    def anchors(self) -> tuple[tuple[Anchor, ...], ...]:
        """For each pattern the words without which it cannot match, the rarest first."""
        return tuple(anchors(p, self.lexicon) for p in self.patterns)


@dataclass(frozen=True)
class Wording:
    """What a check says: on a part that is missing or a mistake that is there, and when all is well.

    `better` is an example about another case; it never is a sentence for this one.
    """

    missing: str
    present: str
    suggestion: str
    why: str
    short: str
    better: str


@dataclass(frozen=True)
class RuleFile:
    """One check: its words for the owner, its rules in all languages, its settings and examples in each."""

    check: str
    wording: Wording
    rules: tuple[Rule, ...]
    settings: Mapping[str, Any]
    settings_in: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    better_in: Mapping[str, str] = field(default_factory=dict)

    def better(self, language: str) -> str:
        """The example of something better, in the language of the draft where there is one."""
        return self.better_in.get(language, self.wording.better)

    def spoken(self, language: str) -> Mapping[str, Any]:
        """The settings that depend on the language; none where nobody wrote any."""
        return self.settings if language == HOME else self.settings_in.get(language, {})


def parsed(check: str, text: str) -> RuleFile:
    """A rule file from its TOML; raises KeyError or ValueError where a field is missing or unknown."""
    data = tomllib.loads(text)
    wording = Wording(
        missing=data.get("missing", ""),
        present=data["present"],
        suggestion=data["suggestion"],
        why=data["why"],
        short=data["short"],
        better=data.get("better", ""),
    )
    rules = tuple(rule_of(check, entry, data) for entry in data.get("rule", []))
    return RuleFile(check=check, wording=wording, rules=rules, settings=data.get("settings", {}))


def rule_of(check: str, entry: Mapping[str, Any], file: Mapping[str, Any]) -> Rule:
    """One `[[rule]]` of a file, whose own settings count for all; raises KeyError or ValueError."""
    surplus = set(entry) - _FIELDS
    if surplus:
        raise ValueError(f"rules/{check}.toml, rule {entry.get('id')}: unknown {', '.join(sorted(surplus))}")
    guards = frozenset(entry.get("guards", file.get("guards", [])))
    if guards - GUARDS:
        raise ValueError(
            f"rules/{check}.toml, rule {entry['id']}: unknown guard {', '.join(guards - GUARDS)}"
        )
    if entry.get("when", "") not in WHEN:
        raise ValueError(f"rules/{check}.toml, rule {entry['id']}: unknown when {entry['when']}")
    examples = entry.get("examples", {})
    return Rule(
        id=entry["id"],
        check=check,
        language=entry.get("language", file.get("language", HOME)),
        patterns=tuple(entry["patterns"]),
        unless=tuple(entry.get("unless", [])) + tuple(file.get("unless", [])),
        guards=guards,
        weight=entry.get("weight", 1.0),
        keep=entry.get("keep", False),
        when=entry.get("when", ""),
        tags=frozenset(entry.get("tags", [])),
        why=entry.get("why", file.get("why", "")),
        right=tuple(examples.get("right", [])),
        wrong=tuple(examples.get("wrong", [])),
    )


@cache
def rule_files() -> dict[str, RuleFile]:
    """All sixteen checks, from the package: `NAME.toml` and, for each language, `LANGUAGE/NAME.toml`."""
    folder = resources.files(__package__).joinpath("rules")
    found = {
        check: parsed(check, folder.joinpath(f"{check}.toml").read_text(encoding="utf-8")) for check in CHECKS
    }
    for each in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if each.is_dir() and not each.name.startswith("_"):
            for check in CHECKS:
                file = each.joinpath(f"{check}.toml")
                if file.is_file():
                    found[check] = translated(found[check], each.name, file.read_text(encoding="utf-8"))
    return found


def translated(file: RuleFile, language: str, text: str) -> RuleFile:
    """A check with the rules of one more language; raises KeyError or ValueError as `parsed` does."""
    data = {**tomllib.loads(text), "language": language}
    return replace(
        file,
        rules=(*file.rules, *(rule_of(file.check, entry, data) for entry in data.get("rule", []))),
        settings_in={**file.settings_in, language: data.get("settings", {})},
        better_in={**file.better_in, **({language: data["better"]} if "better" in data else {})},
    )


class RuleIndex:
    """The rules of one language, found by the words that they cannot do without."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self._by_word: dict[str, list[tuple[int, int]]] = {}
        self._by_stem: dict[str, list[tuple[int, int]]] = {}
        self._always: list[tuple[int, int]] = []
        self._also: dict[tuple[int, int], Anchor] = {}
        for number, rule in enumerate(self.rules):
            for which, found in enumerate(rule.anchors):
                entry = (number, which)
                if not found:
                    self._always.append(entry)
                    continue
                for word in found[0].words:
                    self._by_word.setdefault(word, []).append(entry)
                for stem in found[0].stems:
                    self._by_stem.setdefault(stem, []).append(entry)
                if len(found) > 1:
                    self._also[entry] = found[1]

    def candidates(self, words: Set[str]) -> list[tuple[int, int]]:
        """Rule and pattern numbers worth trying on a sentence with these words, in order."""
        found = set(self._always)
        by_word, by_stem, also = self._by_word, self._by_stem, self._also
        heads = {word[:STEM] for word in words}
        for word in words:
            if word in by_word:
                found.update(by_word[word])
        for head in heads:
            if head in by_stem:
                found.update(by_stem[head])
        return sorted(
            entry
            for entry in found
            if entry not in also
            or not also[entry].words.isdisjoint(words)
            or not also[entry].stems.isdisjoint(heads)
        )


@cache
def index(language: str) -> RuleIndex:
    """The rules of a language, all checks together; empty where nobody wrote any."""
    return RuleIndex(
        rule for file in rule_files().values() for rule in file.rules if rule.language == language
    )

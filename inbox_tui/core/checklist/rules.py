"""The rules as they stand in rules/NAME.toml, read once and compiled when first needed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib import resources
from typing import Any

from .lexicon import Lexicon, lexicon
from .model import CHECKS
from .patterns import Anchor, anchors, compiled
from .sieve import Sieve, numbers

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
        self._tries = [
            (number, which) for number, rule in enumerate(self.rules) for which in range(len(rule.patterns))
        ]
        needs = [self.rules[number].anchors[which] for number, which in self._tries]
        self._places: dict[str, int] = {}
        for rule in self.rules:
            for pattern in rule.unless:
                if pattern not in self._places:
                    self._places[pattern] = len(needs)
                    needs.append(anchors(pattern, rule.lexicon))
        self._sieve = Sieve(needs)

    def passing(self, words: Sequence[str]) -> int:
        """The patterns and antipatterns that are worth trying on these words in a row, a bit for each."""
        return self._sieve.passing(words)

    def tries(self, passing: int) -> Iterator[tuple[int, int]]:
        """Rule and pattern numbers of the patterns among them, in order."""
        return (self._tries[bit] for bit in numbers(passing & ((1 << len(self._tries)) - 1)))

    def objects(self, number: int, line: str, passing: int) -> bool:
        """Whether one of the antipatterns among them is one of this rule's, and matches."""
        rule = self.rules[number]
        return any(
            against.search(line)
            for pattern, against in zip(rule.unless, rule.objections, strict=True)
            if passing >> self._places[pattern] & 1
        )


@cache
def index(language: str) -> RuleIndex:
    """The rules of a language, all checks together; empty where nobody wrote any."""
    return RuleIndex(
        rule for file in rule_files().values() for rule in file.rules if rule.language == language
    )

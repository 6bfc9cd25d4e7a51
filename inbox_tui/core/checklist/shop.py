"""What a shop changes about its checklist: levels, stock phrases and rules of its own, from one TOML file.

    stock_phrases = ["warm kiln greetings"]

    [levels]
    tone = "off"            # or hint, should, must, error
    commitment = "must"

    [[rule]]
    id = "kiln-queue"
    check = "excuse"
    patterns = ["kiln ..2 full|busy"]
    examples.right = ["The kiln was full that week."]
    examples.wrong = ["The kiln is in the yard."]

Patterns are those of the built-in rules (``patterns.py``). Examples of a shop's own rule are optional, but
where they stand they must hold: a rule that does not do what its author meant is worse than none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any

from ..frozen import dataclass
from .lexicon import lexicon
from .matching import hits
from .model import CHECKS, Level
from .rules import HOME, Rule, RuleIndex, rule_of
from .sentences import sentences, words

LARGEST = 200_000
"""Characters of a file that are read."""
_MOST_RULES = 500
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)")
_PUNCTUATION = re.compile(r"[^\w'£#]+")


@dataclass(frozen=True, kw_only=True)
class ShopRules:
    """``levels`` is None for a check that is turned off; ``rules`` come on top of the built-in ones."""

    levels: Mapping[str, Level | None] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BadShopRules:
    """A file that cannot be used: which line, and why. 0 where no line is to blame."""

    line: int
    reason: str


def read_shop_rules(text: str) -> ShopRules | BadShopRules:
    """The rules in a file; any text gives one or the other."""
    if len(text) > LARGEST:
        return BadShopRules(line=0, reason=f"it is longer than {LARGEST:,} characters")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        at = _AT_LINE.search(said)
        return BadShopRules(line=int(at[1]) if at else 0, reason=_AT_LINE.sub("", said))
    try:
        return _made(data)
    except _WrongError as wrong:
        return BadShopRules(line=_line_of(text, wrong.word), reason=wrong.reason)


class _WrongError(Exception):
    """``word`` stands in the line that is to blame."""

    def __init__(self, word: str, reason: str) -> None:
        super().__init__(reason)
        self.word, self.reason = word, reason


def _made(data: Mapping[str, Any]) -> ShopRules:
    for key in data:
        if key not in ("levels", "stock_phrases", "rule"):
            raise _WrongError(key, f"“{key}” is not known; there are levels, stock_phrases and rule")
    rules = [*_stock(data.get("stock_phrases", [])), *map(_rule, _tables(data.get("rule", [])))]
    if len(rules) > _MOST_RULES:
        raise _WrongError("rule", f"there are more than {_MOST_RULES} rules")
    return ShopRules(levels=_levels(data.get("levels", {})), rules=tuple(rules))


def _levels(wanted: object) -> dict[str, Level | None]:
    if not isinstance(wanted, dict):
        raise _WrongError("levels", "write levels as a table: [levels]")
    found: dict[str, Level | None] = {}
    for check, level in wanted.items():
        if check not in CHECKS:
            raise _WrongError(str(check), f"“{check}” is no check; there are {', '.join(CHECKS)}")
        if level not in ("off", "hint", "should", "must", "error"):
            raise _WrongError(
                str(check), f"{check}: “{level}” is no level; there are off, hint, should, must, error"
            )
        if check == "placeholder" and level != "error":
            # Scaffolds rely on it: an unanswered question must never leave.
            raise _WrongError("placeholder", "placeholder stays an error, so that no open gap can leave")
        found[check] = None if level == "off" else Level(level)
    return found


def _stock(phrases: object) -> list[Rule]:
    if not isinstance(phrases, list) or not all(isinstance(each, str) for each in phrases):
        raise _WrongError("stock_phrases", 'write stock_phrases as a list of texts: ["our pleasure"]')
    found = []
    for number, phrase in enumerate(phrases, 1):
        said = " ".join(_PUNCTUATION.sub(" ", phrase.lower()).split())
        if not said:
            raise _WrongError(phrase or "stock_phrases", "a stock phrase has no words")
        found.append(_checked({"id": f"shop-phrase-{number}", "check": "canned", "patterns": [said]}))
    return found


def _tables(rules: object) -> list[Mapping[str, Any]]:
    if not isinstance(rules, list) or not all(isinstance(each, dict) for each in rules):
        raise _WrongError("rule", "write each rule as a table: [[rule]]")
    return rules


def _rule(entry: Mapping[str, Any]) -> Rule:
    named = str(entry.get("id", "rule"))
    check = entry.get("check")
    if check not in CHECKS:
        raise _WrongError(
            str(check or named), f"rule {named}: “{check}” is no check; there are {', '.join(CHECKS)}"
        )
    for key in ("patterns", "unless", "guards", "tags"):
        each = entry.get(key, [])
        if not isinstance(each, list) or not all(isinstance(text, str) and text.strip() for text in each):
            raise _WrongError(key, f"rule {named}: write {key} as a list of texts")
    if not entry.get("patterns"):
        raise _WrongError(named, f"rule {named} has no patterns")
    return _checked(entry)


def _checked(entry: Mapping[str, Any]) -> Rule:
    """A rule whose patterns compile and whose examples hold; what a shop says has the last word."""
    named = str(entry.get("id", "rule"))
    try:
        inner = {key: value for key, value in entry.items() if key != "check"}
        rule = rule_of(str(entry["check"]), {"id": named, **inner}, {})
        rule = replace(rule, id=f"shop/{rule.id}", tags=rule.tags | {"certain"})
        _ = rule.expressions, rule.objections, rule.anchors
    except (KeyError, ValueError, TypeError, AttributeError, FileNotFoundError, re.error) as error:
        raise _WrongError(named, f"rule {named} cannot be read: {error}") from error
    for wanted, texts in ((True, rule.right), (False, rule.wrong)):
        for text in texts:
            if _fires(rule, str(text)) is not wanted:
                must = "must find" if wanted else "must not find"
                raise _WrongError(
                    str(text), f"rule {named} {must} its example “{text}”, and it does the opposite"
                )
    return rule


def _fires(rule: Rule, text: str) -> bool:
    index = RuleIndex([rule])
    words_of = lexicon(rule.language)
    return any(hits(words(each.text, words_of), index) for each in sentences(text))


def _line_of(text: str, word: str) -> int:
    lines = text.splitlines()
    return next((number for number, line in enumerate(lines, 1) if word and word in line), 0)


NO_CHANGES = ShopRules()
"""A shop that takes the checklist as it is."""

__all__ = ["HOME", "LARGEST", "NO_CHANGES", "BadShopRules", "ShopRules", "read_shop_rules"]

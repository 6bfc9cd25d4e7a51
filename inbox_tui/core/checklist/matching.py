"""Running the rules over one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .model import MISTAKES
from .rules import Rule, RuleIndex
from .sentences import Words

_CLAUSE_MARKS = frozenset({";", ":", "-", "(", ")", "."})
_REACH = 4
_APOLOGIES = frozenset((word, "if") for word in ("sorry", "apologies", "apologise", "regret"))
# Checks whose exceptions name the very thing that looks like them ("we cannot guarantee"); in the others an
# exception only says that one rule has nothing to go by.
_EXACT = MISTAKES | {"fault"}


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that fired: which, on which words of the sentence, and where these stand in it."""

    rule: Rule
    first: int
    last: int
    start: int
    end: int
    said: str


@dataclass(frozen=True, slots=True)
class Fired:
    """What the rules say of a sentence.

    `hits` has every rule that fires, each with its first match, weak ones as well: `counted` drops those
    that stay alone. `denied` are the checks whose words stand there, but negated or named as an exception,
    `supposed` those whose words are only asked about or conditional.
    """

    hits: tuple[Hit, ...]
    denied: frozenset[str]
    supposed: frozenset[str]


def hits(words: Words, index: RuleIndex) -> tuple[Hit, ...]:
    """Every rule that fires in a sentence."""
    return fired(words, index).hits


def fired(words: Words, index: RuleIndex) -> Fired:
    """Try all rules on a sentence."""
    found: list[Hit] = []
    barred: dict[str, set[str]] = {reason: set() for reason in ("negated", "question", "conditional")}
    line = words.line
    done: set[int] = set()
    passing = index.passing(words.words)
    for number, which in index.tries(passing):
        if number in done:
            continue
        rule = index.rules[number]
        # Most patterns match nowhere, and a search that finds nothing costs less than an iterator that does.
        search = rule.expressions[which].search
        match = search(line)
        while match is not None:
            first, last = words.place(match.start(), match.end())
            objection = _objected(rule, words, first, last)
            if objection:
                barred[objection].add(rule.check)
                match = search(line, match.end())
                continue
            if index.objects(number, line, passing):
                if rule.check in _EXACT and not rule.when:
                    barred["negated"].add(rule.check)
                break
            done.add(number)
            start, end = words.spans[first][0], words.spans[last - 1][1]
            found.append(Hit(rule, first, last, start, end, line[match.start() : match.end()].strip()))
            break
    there = {hit.rule.check for hit in found if hit.rule.weight > 0}
    barred["negated"].update(hit.rule.check for hit in found if "denies" in hit.rule.tags)
    return Fired(
        tuple(found),
        frozenset(barred["negated"] - there),
        frozenset((barred["question"] | barred["conditional"]) - there),
    )


def by_check(found: Iterable[Hit]) -> dict[str, tuple[Hit, ...]]:
    """The hits of each check that has any."""
    sorted_out: dict[str, list[Hit]] = {}
    for hit in found:
        sorted_out.setdefault(hit.rule.check, []).append(hit)
    return {check: tuple(own) for check, own in sorted_out.items()}


def counted(found: Mapping[str, tuple[Hit, ...]], check: str, when: str = "") -> tuple[Hit, ...]:
    """The hits of one check in one sentence, or none when together they weigh less than 1.

    `found` are those of every check. Rules that ask for replies of one kind count only where `when` names
    that kind.
    """
    if check not in found:
        return ()
    own = tuple([hit for hit in found[check] if hit.rule.when in ("", when)])
    return own if own and sum([hit.rule.weight for hit in own]) >= 1 else ()


def _objected(rule: Rule, words: Words, first: int, last: int) -> str:
    """The guard that objects to how the sentence reads, empty where none does."""
    if not rule.guards:
        return ""
    said = words.words
    if "question" in rule.guards and said[-1] == "?":
        return "question"
    if "negated" in rule.guards:
        begin = first
        while (
            begin > max(0, first - _REACH) and said[begin - 1] not in _CLAUSE_MARKS and said[begin - 1] != ","
        ):
            begin -= 1
        if not rule.lexicon.negators.isdisjoint(said[begin:last]):
            return "negated"
    if "conditional" in rule.guards:
        begin = first
        while begin > 0 and said[begin - 1] not in _CLAUSE_MARKS:
            begin -= 1
        if any(word in rule.lexicon.conditionals for word in _after_apology(said[begin:last], first - begin)):
            return "conditional"
    return ""


def _after_apology(said: tuple[str, ...], first: int) -> tuple[str, ...]:
    """What may set a condition: "sorry if it was late, the roads were closed" sets none for the roads."""
    for at in range(first, 0, -1):
        if said[at - 1] == ",":
            before = said[: at - 1]
            if any(before[n : n + 2] in _APOLOGIES for n in range(len(before))):
                return said[at:]
    return said

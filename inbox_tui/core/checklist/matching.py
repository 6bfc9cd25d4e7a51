"""Running the rules over one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from .rules import Rule, RuleIndex
from .sentences import Words

_CLAUSE_MARKS = frozenset({";", ":", "-", "(", ")", "."})
_REACH = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that fired: which, on which words of the sentence, and where these stand in it."""

    rule: Rule
    first: int
    last: int
    start: int
    end: int
    said: str


def hits(words: Words, index: RuleIndex) -> tuple[Hit, ...]:
    """Every rule that fires in a sentence, each with its first match.

    Weak rules are kept as well: `counted` drops those that stay alone.
    """
    found: list[Hit] = []
    line = words.line
    done: set[int] = set()
    for number, which in sorted(index.candidates(set(words.words))):
        if number in done:
            continue
        rule = index.rules[number]
        for match in rule.expressions[which].finditer(line):
            first, last = words.place(match.start(), match.end())
            if _objected(rule, words, first, last):
                continue
            if any(objection.search(line) for objection in rule.objections):
                break
            done.add(number)
            start, end = words.spans[first][0], words.spans[last - 1][1]
            found.append(Hit(rule, first, last, start, end, line[match.start() : match.end()].strip()))
            break
    return tuple(found)


def counted(found: tuple[Hit, ...], check: str, when: str = "") -> tuple[Hit, ...]:
    """The hits of one check in one sentence, or none when together they weigh less than 1.

    Rules that ask for replies of one kind count only where `when` names that kind.
    """
    own = tuple(hit for hit in found if hit.rule.check == check and hit.rule.when in ("", when))
    return own if sum(hit.rule.weight for hit in own) >= 1 else ()


def _objected(rule: Rule, words: Words, first: int, last: int) -> bool:
    """Whether the sentence reads in a way that the rule does not want."""
    if not rule.guards:
        return False
    said = words.words
    if "question" in rule.guards and said[-1] == "?":
        return True
    if "negated" in rule.guards:
        begin = first
        while (
            begin > max(0, first - _REACH) and said[begin - 1] not in _CLAUSE_MARKS and said[begin - 1] != ","
        ):
            begin -= 1
        if not rule.lexicon.negators.isdisjoint(said[begin:last]):
            return True
    if "conditional" in rule.guards:
        begin = first
        while begin > 0 and said[begin - 1] not in _CLAUSE_MARKS:
            begin -= 1
        if not rule.lexicon.conditionals.isdisjoint(said[begin:last]):
            return True
    return False

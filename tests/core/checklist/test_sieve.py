"""Patterns that are passed over must be those that cannot match."""

from __future__ import annotations

from inbox_tui.core.checklist.lexicon import lexicon
from inbox_tui.core.checklist.patterns import anchors, compiled
from inbox_tui.core.checklist.rules import index
from inbox_tui.core.checklist.sentences import sentences, words
from inbox_tui.core.checklist.sieve import Sieve, numbers
from tests.training.corpus import unseen

ENGLISH = lexicon("en")
PATTERNS = (
    "sorry if",
    "refund* ..3 <day>",
    "let_you|by_mistake ..2 down|late",
    "let_us*",
    "*ed ..3 #",
    "by? the",
)


def passing(text: str) -> list[int]:
    sieve = Sieve([anchors(pattern, ENGLISH) for pattern in PATTERNS])
    return list(numbers(sieve.passing(words(text, ENGLISH).words)))


def test_only_what_has_all_its_words_is_tried() -> None:
    # What may begin and end with anything is always tried, and of "let us*" only the first word is asked for.
    assert passing("Hello there.") == [4]
    assert passing("Sorry, if I may.") == [0, 4]
    assert passing("Refunded by Monday.") == [1, 4]
    assert passing("We let you go down.") == [2, 3, 4]
    assert passing("You let go, down by you.") == [3, 4]
    assert passing("Let us go by the sea.") == [3, 4, 5]


def test_nothing_that_would_match_is_passed_over() -> None:
    rules = index("en")
    said = [
        words(sentence.text, ENGLISH) for reply in unseen()[::6] for sentence in sentences(reply.answer.text)
    ]
    assert len(said) > 80
    matches = 0
    for each in said:
        bits = rules.passing(each.words)
        tried = set(rules.tries(bits))
        for number, rule in enumerate(rules.rules):
            for which, expression in enumerate(rule.expressions):
                if (number, which) not in tried:
                    assert not expression.search(each.line), (rule.id, rule.patterns[which], each.line)
            if any(against.search(each.line) for against in rule.objections):
                matches += 1
                assert rules.objects(number, each.line, bits)
    assert matches > 5


def test_a_pattern_matches_where_it_is_let_through() -> None:
    assert compiled(PATTERNS[2], ENGLISH).search(words("This let you all down.", ENGLISH).line)

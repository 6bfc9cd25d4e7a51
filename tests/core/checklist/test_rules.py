"""Every rule carries its own examples, and they hold."""

from __future__ import annotations

import pytest

from inbox_tui.core.checklist.lexicon import lexicon
from inbox_tui.core.checklist.matching import hits
from inbox_tui.core.checklist.model import CHECKS
from inbox_tui.core.checklist.rules import Rule, RuleIndex, parsed, rule_files
from inbox_tui.core.checklist.sentences import sentences, words

RULES = [rule for file in rule_files().values() for rule in file.rules]


def fires(rule: Rule, text: str) -> bool:
    index = RuleIndex([rule])
    return any(hits(words(s.text, lexicon(rule.language)), index) for s in sentences(text))


def test_there_is_one_file_for_each_check() -> None:
    assert tuple(rule_files()) == CHECKS
    assert len(CHECKS) == 16


def test_rule_names_are_unique_within_their_check() -> None:
    names = [(rule.check, rule.id) for rule in RULES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.check}/{rule.id}")
def test_a_rule_fires_on_its_right_examples_and_not_on_its_wrong_ones(rule: Rule) -> None:
    assert rule.right, "a rule without a right example cannot be trusted"
    assert rule.wrong, "a rule without a wrong example cannot be trusted"
    for text in rule.right:
        assert fires(rule, text), f"must fire: {text}"
    for text in rule.wrong:
        assert not fires(rule, text), f"must not fire: {text}"


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_speaks_kindly_and_never_writes_the_sentence(check: str) -> None:
    wording = rule_files()[check].wording
    assert wording.why.endswith(".")
    assert "?" in wording.suggestion
    assert "failed" not in wording.missing.lower()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            'present=""\nsuggestion=""\nwhy=""\nshort=""\n[[rule]]\nid="a"\npatterns=["x"]\nfoo=1',
            "unknown foo",
        ),
        (
            'present=""\nsuggestion=""\nwhy=""\nshort=""\n[[rule]]\nid="a"\npatterns=["x"]\nguards=["sad"]',
            "unknown guard sad",
        ),
    ],
)
def test_a_misspelt_rule_file_says_where_it_is_wrong(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        parsed("empathy", text)


def test_a_rule_in_another_language_needs_no_code() -> None:
    file = parsed(
        "fault",
        'present="da"\nsuggestion="was?"\nwhy="weil."\nshort="sag es"\n'
        '[[rule]]\nid="unser-fehler"\nlanguage="de"\npatterns=["unser|mein fehler"]\n'
        'examples.right=["Das war unser Fehler."]\nexamples.wrong=["Das war teuer."]',
    )
    assert file.rules[0].language == "de"
    assert file.rules[0].right == ("Das war unser Fehler.",)

"""Kin of words: near in meaning, and nothing said of a word that is not known."""

from __future__ import annotations

import pytest

from inbox_tui.core.kin import kin_of


@pytest.mark.parametrize(
    ("one", "other"),
    [("broken", "smashed"), ("mother", "mothers"), ("roses", "bouquet"), ("writes", "penned")],
)
def test_words_of_one_meaning_are_kin(one: str, other: str) -> None:
    assert kin_of(one) == kin_of(other) is not None


@pytest.mark.parametrize(
    ("one", "other"), [("broken", "lovely"), ("courier", "hospital"), ("mother", "roses")]
)
def test_words_of_other_meanings_are_not(one: str, other: str) -> None:
    first, second = kin_of(one), kin_of(other)
    assert first is not None and second is not None
    assert first != second


@pytest.mark.parametrize("word", ["", "zxqv", "Broken", "broken smashed", "\n"])
def test_nothing_is_said_of_a_word_that_is_not_known(word: str) -> None:
    assert kin_of(word) is None


def test_a_group_is_named_by_a_word_of_its_own() -> None:
    kin = kin_of("smashed")
    assert kin is not None and kin_of(kin) == kin

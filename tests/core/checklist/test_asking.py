"""Whether a customer has a complaint or only a question."""

from __future__ import annotations

import pytest

from inbox_tui.core.checklist.asking import only_asks
from inbox_tui.core.checklist.lexicon import lexicon


@pytest.mark.parametrize(
    "text",
    [
        "Are you open on Whit Monday?",
        "Opening hours\nHello, do you have the blue one in a size 38? Thank you, Ines",
        "Could you send me the recipe of the soup?",
        "Which bus stops at your door?",
    ],
)
def test_a_plain_question_is_one(text: str) -> None:
    assert only_asks(text, lexicon("en"))


@pytest.mark.parametrize(
    "text",
    [
        "Where is my parcel?",
        "My lamp came without its plug.",
        "Why did nobody ring me?",
        "Can you tell me when the second chair comes? It was due weeks ago.",
        "Do you call this soup?! It was cold.",
        "Could I have a refund?",
        "The zip broke, can you mend it?",
        "",
    ],
)
def test_trouble_makes_it_more_than_a_question(text: str) -> None:
    assert not only_asks(text, lexicon("en"))


def test_a_language_without_words_for_trouble_has_no_plain_questions() -> None:
    assert not only_asks("Haben Sie am Montag auf?", lexicon("de"))

"""Whether a customer has a complaint or only a question."""

from __future__ import annotations

import pytest

from inbox_tui.core.checklist import Answer, Complaint, Level, Report, Stance, check
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


def answered(text: str, stance: Stance | None = None) -> Report:
    return check(Answer(text=text, complaint=Complaint(text="Do you mend umbrellas as well?"), stance=stance))


def needed(report: Report) -> set[str]:
    return {f.check for f in report.findings if f.level in (Level.MUST, Level.SHOULD)}


def test_an_answer_to_a_plain_question_needs_nothing_that_a_complaint_needs() -> None:
    report = answered("Dear Ines,\n\nWe do, on Thursdays. A new spoke costs four euros.")
    assert not needed(report)
    assert report.ready


def test_who_owns_a_failure_in_answer_to_a_question_still_offers_something() -> None:
    assert "solution" in needed(answered("Dear Ines,\n\nIt was my mistake, I lost your umbrella."))


def test_a_stance_that_the_owner_set_says_that_there_is_something_to_own() -> None:
    assert "fault" in needed(answered("Dear Ines,\n\nWe do, on Thursdays.", Stance.OURS))


def test_mistakes_stay_mistakes_in_answer_to_a_question() -> None:
    assert {f.check for f in answered("We are sorry that you feel that way.").errors} == {"argue"}

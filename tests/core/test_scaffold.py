"""Scaffolds ask; what is not answered, and what cannot be filled, is a gap that stops sending."""

import pytest

from inbox_tui.core.checklist import Answer, Checklist
from inbox_tui.core.scaffold import (
    BROKEN_PROMISE,
    FIELDS,
    UNRESOLVED,
    BadScaffold,
    Scaffold,
    below,
    chosen,
    outline,
    read_scaffold,
    shipped,
    without_questions,
)
from inbox_tui.core.triage import Category

ALL = dict.fromkeys(FIELDS, "Dana")
COMPLAINTS = ("late_delivery", "faulty_product", "wrong_or_missing_item", "poor_service", "billing", "other")


def made(text: str, name: str = "billing") -> Scaffold:
    found = read_scaffold(name, text)
    assert isinstance(found, Scaffold), found
    return found


def gaps(text: str) -> list[str]:
    found = [f for f in Checklist().check(Answer(text=text)).errors if f.check == "placeholder"]
    return [text[a:b] for finding in found for a, b in finding.spans]


def test_there_is_one_for_every_kind_of_complaint() -> None:
    assert {each.category for each in shipped()} == {*COMPLAINTS, UNRESOLVED, BROKEN_PROMISE}
    assert all(len(each.questions) >= 5 for each in shipped() if each.category != UNRESOLVED)


def test_the_way_to_an_ombudsman_is_found_by_its_name_alone() -> None:
    found = chosen(shipped(), "ombudsman")
    assert found is not None
    assert gaps(outline(found, ALL)) == [
        f"[? {question.replace('{order}', 'Dana')}]" for question in found.questions
    ]
    others = [chosen(shipped(), category) for category in Category]
    assert "ombudsman" not in {each.name for each in others if each}


@pytest.mark.parametrize("name", COMPLAINTS)
def test_every_unanswered_question_stops_sending(name: str) -> None:
    scaffold = chosen(shipped(), name)
    assert scaffold is not None
    text = outline(scaffold, ALL)
    assert gaps(text) == [f"[? {question}]" for question in scaffold.questions]
    assert "Dear Dana," in text


def test_a_long_question_and_one_with_brackets_stop_sending_too() -> None:
    text = outline(made("? " + "why " * 60 + "[or not]?"), ALL)
    assert gaps(text) == [text]


def test_a_field_that_cannot_be_filled_stays_and_stops_sending() -> None:
    scaffold = made("Order {order}, dear {first_name}.\n? Why?")
    text = outline(scaffold, {"first_name": "  Dana\n ", "order": " "})
    assert text == "Order {order}, dear Dana.\n[? Why?]"
    assert gaps(text) == ["{order}", "[? Why?]"]


def test_a_question_is_no_promise() -> None:
    text = "I send a new one on Friday.\n[? When will you write again?]\nDana"
    assert without_questions(text) == "I send a new one on Friday.\n\nDana"


def test_the_head_and_remarks_are_no_words_of_the_letter() -> None:
    found = made("# ours\ncategory: other\ntitle: Noise: at night\n\nHello,\n# remark\n\n? Who?\n", "noise")
    assert (found.title, found.lines) == ("Noise: at night", ("Hello,", "", "? Who?"))
    assert found.category == "other"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("category: weather\n\n? Why?", 1, "no category"),
        ("title: x\n\nDear {nmae},\n? Why?", 3, "{nmae} is no field"),
        ("Dear {},\n? Why?", 1, "is no field"),
        ("? Why?\n?  ", 2, "no words"),
        ("? " + "x" * 300, 1, "longer than"),
        ("category: other\n\nDear customer, we are sorry.", 1, "asks nothing"),
        ("", 1, "asks nothing"),
    ],
)
def test_a_bad_file_is_told_with_its_line(text: str, line: int, words: str) -> None:
    found = read_scaffold("billing", text)
    assert isinstance(found, BadScaffold)
    assert (found.line, words in found.reason) == (line, True), found


def test_a_file_whose_name_is_no_category_must_say_which() -> None:
    found = read_scaffold("noise", "? Why?")
    assert isinstance(found, BadScaffold)
    assert "category:" in found.reason


def test_by_name_then_by_category_then_the_one_for_anything() -> None:
    own = made("category: billing\n\n? Own?", "refunds")
    both = (own, *shipped())
    assert chosen(both, "billing") is next(each for each in shipped() if each.name == "billing")
    assert chosen(both, "refunds") is own
    praise = chosen(both, "praise")
    assert praise is not None
    assert praise.category == "other"
    assert chosen(both, "nothing such") is None


OUTLINE = "Dear Dana,\n\n[? What broke?]\n[? What now?]\n\nKim's Pottery"


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("", OUTLINE),
        ("\n \n", OUTLINE),
        ("Thank you for the photo.", "Thank you for the photo.\n\n" + OUTLINE),
        (
            "Dear Ms Reed,\n\nI am sorry.",
            "Dear Ms Reed,\n\nI am sorry.\n\n[? What broke?]\n[? What now?]\n\nKim's Pottery",
        ),
        (
            "Hello Dana!\n\nKim's Pottery\n",
            "Hello Dana!\n\nKim's Pottery\n\n[? What broke?]\n[? What now?]",
        ),
    ],
)
def test_a_draft_is_greeted_and_signed_once(words: str, wanted: str) -> None:
    assert below(words, OUTLINE) == wanted

"""Sentences that carry more than one part: each clause is read by itself, and the guards hold."""

from __future__ import annotations

import pytest

from inbox_tui.core.checklist import MISTAKES, Answer, Report, check
from inbox_tui.core.checklist.clauses import clauses
from inbox_tui.core.checklist.lexicon import lexicon

from .drafts import of


def taken_apart(text: str) -> list[str]:
    return [text[start:end] for start, end in clauses(text, lexicon("en"))]


def parts(report: Report) -> set[str]:
    return {f.check for f in report.findings if f.found}


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("It was late; I overslept.", ["It was late", "I overslept."]),
        ("That was me: I mixed up the keys.", ["That was me", "I mixed up the keys."]),
        ("The bus was full - we had sold it twice.", ["The bus was full", "we had sold it twice."]),
        ("The lid came off, and every jar leaked.", ["The lid came off", "every jar leaked."]),
        ("I paid the cab and you keep the coat.", ["I paid the cab", "you keep the coat."]),
        ("It rained in, but I have dried the loom.", ["It rained in", "I have dried the loom."]),
        ("The kiln was off, which was my doing.", ["The kiln was off", "which was my doing."]),
        ("The kiln was off so we fired it again.", ["The kiln was off", "we fired it again."]),
    ],
)
def test_a_sentence_is_taken_apart_where_another_subject_begins(text: str, apart: list[str]) -> None:
    assert taken_apart(text) == apart


@pytest.mark.parametrize(
    "text",
    [
        "The lid and the spout were cracked.",
        "I will ring you at 10:30 on Friday.",
        "Our well-kept van is a part-time helper.",
        "Shall I bring it round, or did you want it posted, and we will talk then?",
        "If the courier finds it, and I do hope so, we will refund you.",
        "You say that the glass was chipped and we lost your letter.",
        "I do not accept that the glass was chipped, and we lost nothing.",
        "You wrote: we lost your letter.",
        "",
    ],
)
def test_lists_times_questions_conditions_and_reports_stay_whole(text: str) -> None:
    assert taken_apart(text) == []


COMPOUND = [
    ("From today every teapot goes out in a double box, and I will write to you on Friday.", "commitment"),
    ("I will ring you on Monday, and every parcel is now weighed by two of us.", "commitment"),
    ("I have moved the walnut oil to its own shelf, and you will hear from me by noon.", "commitment"),
    ("I am so sorry that you stood in the rain; from today the key hangs in a locked box.", "commitment"),
    ("We no longer stack glass on the top shelf - I will write to you tomorrow.", "commitment"),
    ("That is our fault: I packed it in a single box.", "explanation"),
    ("That was our mistake - the kiln stood at ten degrees too few.", "explanation"),
    ("This was my error; I wrote the wrong street on the label.", "explanation"),
    ("We will replace the hinge free of charge, which was our mistake.", "fault"),
    ("I'll ring you on Tuesday to hear how it went; that was our mistake.", "fault"),
    ("That must have been a horrible shock, and we will replace the hinge free of charge.", "solution"),
    ("A new lamp will be with you by Friday, and that must have been a horrible shock.", "solution"),
]


@pytest.mark.parametrize(("text", "part"), COMPOUND)
def test_a_part_is_found_in_one_clause_of_a_sentence(text: str, part: str) -> None:
    finding = of(check(Answer(text=text)), part)
    assert finding.found
    apart = taken_apart(text)
    for start, end in finding.spans:
        assert any(text[start:end] in clause for clause in apart)


@pytest.mark.parametrize(("text", "part"), COMPOUND)
def test_taking_a_sentence_apart_adds_no_mistake(text: str, part: str) -> None:
    assert part not in MISTAKES
    assert not parts(check(Answer(text=text))) & MISTAKES


def test_the_clause_is_what_is_pointed_at() -> None:
    text = "From today every teapot goes out in a double box, and I will write to you on Friday."
    report = check(Answer(text=text))
    changed = [text[start:end] for start, end in of(report, "commitment").spans]
    assert changed == ["From today every teapot goes out in a double box"]
    assert of(report, "follow_up").found
    assert all(
        text[start:end] in "I will write to you on Friday." for start, end in of(report, "follow_up").spans
    )


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("It was not our fault, and I will write to you on Friday.", "fault"),
        ("If we broke it, and I cannot see how, that is our fault.", "fault"),
        ("If you send the number, and we find the order, we will refund you.", "follow_up"),
        ("I have not refunded the postage; I was away.", "solution"),
        ("You say that the glass was chipped and that it was our mistake.", "fault"),
        ("Would it help if we packed them in two boxes, and we printed a label?", "commitment"),
        ("We will try to do better; your opinion matters to us.", "commitment"),
        ("The weather was bad, and the roads were slow.", "fault"),
    ],
)
def test_negation_condition_report_and_question_hold_in_a_compound_sentence(text: str, part: str) -> None:
    assert not of(check(Answer(text=text)), part).found

"""From typed characters to words and back: offsets, masks, sentences, guards."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_tui.core.checklist import CHECKS, Answer, Complaint, check, promises
from inbox_tui.core.checklist.lexicon import lexicon
from inbox_tui.core.checklist.masking import MASK, lifted_spans, masked, quoted_spans
from inbox_tui.core.checklist.normalise import plain
from inbox_tui.core.checklist.patterns import compiled
from inbox_tui.core.checklist.reading import language
from inbox_tui.core.checklist.sentences import sentences, words

from .drafts import COMPLAINT, GOOD, answer, of

EN = lexicon("en")


def test_curly_quotes_and_wide_letters_keep_their_places() -> None:
    text = "Ｓｏ ﬁne… That’s “our mistake”, café: that was our mistake."
    finding = of(check(Answer(text=text)), "fault")
    assert [text[a:b] for a, b in finding.spans] == ["our mistake"]
    assert finding.spans[0][0] == text.rindex("our mistake")


def test_normalising_ascii_changes_nothing() -> None:
    assert plain("I'm here.").back is None
    assert plain("I’m here.").text == "I'm here."


def test_quotations_are_blanked_one_for_one() -> None:
    text = 'You said "never again, ever".\n> and this\nI agree.'
    blank = masked(text, quoted_spans(text))
    assert len(blank) == len(text)
    assert "never" not in blank
    assert "and this" not in blank
    assert blank.endswith("I agree.")


def test_a_run_of_five_words_from_the_complaint_is_lifted() -> None:
    text = "You told us your box had one paper towel in it."
    spans = lifted_spans(text, COMPLAINT.text)
    assert MASK in masked(text, spans)
    assert masked(text, spans).startswith("You told us ")
    assert lifted_spans("one paper towel", COMPLAINT.text) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mr. Oakes came at 8.30 a.m. and left. I did not.", 2),
        ("- one thing\n- another thing", 2),
        ("A long line that an editor wrapped somewhere near its own edge\nand goes on here.", 1),
        ("Dear Odile,\n\nI am sorry.", 2),
        ("", 0),
    ],
)
def test_sentences_end_where_a_reader_would_stop(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_words_are_opened_and_marked() -> None:
    assert (
        words("We've refunded £46 and it doesn't hurt", EN).line == "we have refunded £ and it does not hurt "
    )
    assert words("I should of rung, e-mail me", EN).line == "i should have rung , email me "


@pytest.mark.parametrize(
    ("pattern", "text", "fires"),
    [
        ("our ..2 mistake", "it was our own silly mistake", True),
        ("our ..2 mistake", "our shop , a mistake", False),
        ("our ~3 mistake", "our shop , a mistake", True),
        ("no? harm done", "harm done", True),
        ("refund* £", "we refunded £46", True),
        ("*ed by #", "posted by 5pm", True),
        ("done !today", "done today", False),
        ("^ sorry", "we are sorry", False),
        ("^ sorry", "well , sorry", True),
        ("again $", "never again .", True),
    ],
)
def test_the_pattern_language(pattern: str, text: str, fires: bool) -> None:
    assert bool(compiled(pattern, EN).search(words(text, EN).line)) is fires


@pytest.mark.parametrize(
    ("check_name", "yes", "no"),
    [
        ("fault", "We failed you.", "If we failed you, we are sorry."),
        ("fault", "It was my fault.", "It was not my fault."),
        ("follow_up", "I'll ring you on Monday.", "Shall I ring you on Monday?"),
        ("follow_up", "We will write to you.", "If you send the number we will write to you."),
        (
            "overpromise",
            "This will never happen again.",
            "I can't promise that this will never happen again.",
        ),
        ("solution", "I've refunded the postage.", "I have not refunded the postage."),
    ],
)
def test_negation_question_and_condition_are_read(check_name: str, yes: str, no: str) -> None:
    assert of(check(Answer(text=yes)), check_name).found
    assert not of(check(Answer(text=no)), check_name).found


def test_ownership_close_by_takes_back_the_blame() -> None:
    blamed = "Our courier lost the parcel."
    assert of(check(Answer(text=blamed)), "blame").found
    assert not of(
        check(Answer(text=blamed + " Still, it was our promise, and we broke it. Our mistake.")), "blame"
    ).found


def test_the_language_of_a_draft_is_noticed() -> None:
    assert language("We are sorry that the parcel was late and that you had to wait for it.") == "en"
    assert language("Es tut uns leid, dass das Paket zu spät kam und Sie auf uns warten mussten.") == "de"
    assert language("Hallo") == "en"


def test_the_question_of_an_outline_promises_nothing() -> None:
    asked = "Dear Ben,\n\n[? New piece, repair or money back: which, and by which day?]\n"
    assert promises(Answer(text=asked)) == ()
    said = promises(Answer(text=asked + "We will send you a new bowl on Friday."))
    assert [one.what for one in said] == ["We will send you a new bowl on Friday."]


def test_promises_carry_their_words_and_their_date() -> None:
    made = promises(answer(GOOD))
    assert [p.due for p in made] == ["by Friday", "on Saturday"]
    for promise in made:
        assert GOOD[slice(*promise.span)] == promise.what
        if promise.due_span:
            assert GOOD[slice(*promise.due_span)] == promise.due


SNIPPETS = st.sampled_from(
    [
        "I'm sorry. ",
        "our mistake ",
        "\n> ",
        '"',
        "[",
        "{",
        "£5 ",
        "’",
        "ﬁ",
        "e\u0301",
        "\x00",
        "\r\n",
        "never again ",
        "if ",
        "? ",
    ]
)


@settings(max_examples=150)
@given(st.lists(st.one_of(SNIPPETS, st.text(max_size=12)), max_size=40).map("".join), st.text(max_size=60))
def test_any_text_gives_a_report_with_spans_inside_it(text: str, source: str) -> None:
    report = check(Answer(text=text, complaint=Complaint(text=source), customer_name=source[:9]))
    assert tuple(f.check for f in report.findings) == CHECKS
    for finding in report.findings:
        for start, end in finding.spans:
            assert 0 <= start <= end <= len(text)
    for promise in promises(Answer(text=text)):
        assert 0 <= promise.span[0] <= promise.span[1] <= len(text)

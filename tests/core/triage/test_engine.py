"""The phrase engine and the reader as a whole: never raising, fast, and true to their rules."""

from __future__ import annotations

import re
import time
import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_tui.core.triage import Category, Incoming, Remedy, Urgency, triage
from inbox_tui.core.triage.phrases import PhraseBook
from inbox_tui.core.triage.rulebook import rulebook
from inbox_tui.core.triage.words import words_of

RULES = ("automatic", "complaints", "escalate", "remedies", "tone")


def found(phrases: str, text: str) -> list[tuple[str, str]]:
    words = words_of(text)
    book = PhraseBook({"list": phrases}, {"fruit": "apple pear*"})
    return [(words[h.first].text, words[h.last].text) for h in book.hits(words)]


@pytest.mark.parametrize(
    ("phrase", "text", "hit"),
    [
        ("red house", "the red house", True),
        ("red house", "the red. House", False),
        ("red ~ house", "red and old and big house", True),
        ("red ~1 house", "red and old house", False),
        ("red|blue house", "a Blue house", True),
        ("hous*", "many houses", True),
        ("red old? house", "red house", True),
        ("red old? house", "red old house", True),
        ("<fruit> pie", "pears pie", True),
        ("# days", "14 days", True),
        ("can't open", "I can’t open it", True),
        ("ete", "c'était été", True),
        ("est", "c'est ça", True),
    ],
)
def test_phrases(phrase: str, text: str, hit: bool) -> None:
    assert bool(found(phrase, text)) is hit


def test_an_unknown_class_is_refused() -> None:
    with pytest.raises(KeyError):
        PhraseBook({"list": "<nowhere> pie"}, {})


WORD = r"(?:(?:[^\W\d_']+(?:'[^\W\d_]+)?|\d+)\*?|#|<\w+>)"
ITEM = re.compile(rf"~\d?|{WORD}(?:\|{WORD})*\??")


@pytest.mark.parametrize("name", RULES)
def test_every_phrase_can_match_some_words(name: str) -> None:
    path = resources.files("inbox_tui.core.triage").joinpath("rules", f"{name}.toml")
    rules = tomllib.loads(path.read_text(encoding="utf-8"))
    lines = [line for rule in rules.values() for line in rule["phrases"].splitlines() if line != "%"]
    assert [item for line in lines for item in line.split() if not ITEM.fullmatch(item)] == []
    assert [line for line in lines if line.startswith("~") or line.split()[-1:] == ["~"]] == []


def test_lists_name_real_categories() -> None:
    named = {info.category for info in rulebook("complaints").info.values()}
    assert named - {""} == {c.value for c in Category if c.is_complaint_kind}
    assert {r.value for r in Remedy} <= set(rulebook("remedies").info)


def test_letters_that_fold_to_nothing_are_no_words() -> None:
    assert [word.text for word in words_of("a \u0345 b")] == ["a", "b"]


def test_history_does_not_count() -> None:
    mail = Incoming(
        subject="Re: Mug", text="Thank you, all is well!\n\n> The mug is broken, I will sue you!\n"
    )
    read = triage(mail)
    assert (read.is_complaint, read.escalate, read.thanks_only) == (False, False, True)


def test_urgency_follows_danger_and_dates() -> None:
    assert triage(Incoming(text="The toaster caught fire.")).urgency is Urgency.HIGH
    assert triage(Incoming(text="The toaster is broken, I need one by tomorrow.")).urgency is Urgency.HIGH
    assert triage(Incoming(text="Lovely bowls, my wife adores them.")).urgency is Urgency.LOW


@given(
    st.text(),
    st.text(),
    st.text(),
    st.text(),
    st.dictionaries(
        st.sampled_from(["Auto-Submitted", "Return-Path", "list-id", "X-Spam-Flag", ""]), st.text()
    ),
)
def test_no_mail_raises(name: str, address: str, subject: str, text: str, headers: dict[str, str]) -> None:
    read = triage(Incoming(from_name=name, from_addr=address, subject=subject, text=text, headers=headers))
    assert read.why
    assert not (read.thanks_only and read.is_complaint)
    assert not (read.escalate and not read.is_complaint)


@pytest.mark.parametrize(
    "text",
    [
        *("not " * 20_000, "a" * 200_000, "9" * 100_000, "1-" * 60_000, "order " * 20_000, '"' * 50_000),
        *(
            "?!" * 50_000,
            "said: \n" * 10_000,
            "http://" * 20_000,
            "@" * 100_000,
            "promised the in on by " * 5_000,
        ),
    ],
)
def test_bait_costs_no_time(text: str) -> None:
    triage(Incoming(text="warm"))
    began = time.process_time()
    triage(Incoming(subject=text[:2000], text=text))
    assert time.process_time() - began < 1.0


@pytest.mark.parametrize("length", [300, 349, 350, 351, 2_000])
def test_words_at_the_end_of_a_long_letter_are_heard(length: int) -> None:
    asked = triage(Incoming(text="so " * length + "\n\nThe teapot is broken. I want my money back."))
    assert asked.is_complaint
    assert asked.remedy_sought == (Remedy.REFUND,)


@pytest.mark.parametrize(
    "text",
    [
        "Congratulations on the first waterproof boots that fill up from the inside.",
        "What a delight to wait three hours for a driver who never came. Bravo.",
        "How thoughtful of you to charge me twice for the same lamp.",
    ],
)
def test_praise_that_nobody_means_is_a_complaint(text: str) -> None:
    assert triage(Incoming(subject="Bravo", text=text)).is_complaint


def test_reasons_are_never_small_words() -> None:
    found = triage(
        Incoming(text="It went and did that to the one I had, and then it did it by itself again.")
    )
    quoted = [reason.partition("“")[2].rstrip("”") for reason in found.why if "“" in reason]
    assert not {"the", "by", "one", "it", "and"} & set(quoted)

"""Single remarks in many ways of saying them, and remarks that only resemble them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from inbox_tui.core.checklist import Answer, Checklist
from tests.training.corpus import fragments, labelled, letters

from .drafts import of


@cache
def remarks() -> list[tuple[str, bool, str]]:
    """Check, whether it is one, and the words, from said.txt."""
    lines = Path(__file__).with_name("said.txt").read_text(encoding="utf-8").splitlines()
    told = [line.split(" ", 2) for line in lines if line[:1] in ("+", "-")]
    return [(name, sign == "+", words) for sign, name, words in told]


@cache
def heard() -> list[tuple[str, bool, bool, str]]:
    """The same with what the checklist says when the remark stands in a short letter."""
    checklist = Checklist()
    return [
        (name, true, bool(of(checklist.check(Answer(text=_letter(words))), name).found), words)
        for name, true, words in remarks()
    ]


def _letter(words: str) -> str:
    return f"Dear Sam,\n\nThank you for your message.\n\n{words}\n\nKind regards,\nRobin"


@pytest.mark.parametrize("name", sorted({name for name, _, _ in remarks()}))
def test_remarks_are_told_from_what_only_resembles_them(name: str) -> None:
    """Hard on purpose: half of them carry the other half's words."""
    own = [(true, found, words) for check, true, found, words in heard() if check == name]
    wrong = [words for true, found, words in own if true != found]
    assert len(wrong) <= 0.3 * len(own), wrong


def test_none_of_the_remarks_was_trained_on() -> None:
    trained = {
        reply.answer.text[start:end].strip()
        for reply in (*labelled(), *letters(), *fragments())
        for start, end, _, _ in reply.sentences
    }
    assert not [words for _, _, words in remarks() if words in trained]

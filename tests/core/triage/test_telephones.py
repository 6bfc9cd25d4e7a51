"""Telephone numbers are told from the numbers of orders."""

from __future__ import annotations

import pytest

from inbox_tui.core.triage.telephones import telephones


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("call 0555 010 030", ["0555 010 030"]),
        ("my number is +44 (20) 5550 0142", ["+44 (20) 5550 0142"]),
        ("0555-010-0300 after six", ["0555-010-0300"]),
        ("order 555-010-0300", []),
        ("Call me back at 555-0142", ["555-0142"]),
        ("my mobile: 555-0142.", ["555-0142"]),
        ("the box of 555-0142 was wet", []),
        ("call me about 555-0142-B", []),
        ("since 2019 in 1740 pieces", []),
    ],
)
def test_a_telephone_is_known_by_its_shape_or_by_the_call(text: str, numbers: list[str]) -> None:
    assert [text[start:end] for start, end in telephones(text)] == numbers

"""Gaps that a template left open are found, each by itself, and what only looks like one is not."""

from __future__ import annotations

import pytest

from inbox_tui.core.checklist.placeholders import placeholders

GAPS = (
    "[NAME]",
    "[? What went wrong, and for whom]",
    "{order}",
    "{{ order }}",
    "<DATE>",
    "<<DATE>>",
    "%FIRST_NAME%",
    "$AMOUNT",
    "____",
    "????",
    "(state date)",
    "(amount)",
    "XXX",
    "xxxx",
    "TBC",
    "TBD",
    "TODO",
    "lorem ipsum",
)
NO_GAPS = (
    "as I wrote [1]",
    "5 < 7",
    "<https://shop.example/teapot>",
    "10 % off, or $5",
    "why???",
    "(in two days)",
    "(your blue teapot from Tuesday)",
    "Love, Kim xxx",
    "MAXXX",
    "METHODTODO",
)


@pytest.mark.parametrize("gap", GAPS)
def test_every_kind_of_gap_is_found_though_it_is_the_only_one(gap: str) -> None:
    found = placeholders(f"It leaves on {gap}, Kim")
    assert (found.found, found.said) == (True, (gap,))


def test_all_of_them_are_found_in_one_draft_as_they_stand() -> None:
    assert placeholders("\n".join(GAPS)).said == GAPS


@pytest.mark.parametrize("text", NO_GAPS)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert placeholders(text).found is False

"""Lines that a mail program broke are joined; everything that was meant as lines stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_tui.ui.widgets.reflowing import TOO_LONG, reflowed

LETTER = """\
I live at 9 Potter's Rise, directly behind your yard. On Saturday between
9 p.m. and 1 a.m. thick smoke from your kiln came through our bedroom
window. My wife has asthma. We had put the washing out as well.

You told us in the spring that you would send a note round before each wood
firing."""


def test_a_paragraph_broken_by_a_program_becomes_one_line() -> None:
    parts = reflowed(LETTER).split("\n\n")
    assert parts == [" ".join(part.split("\n")) for part in LETTER.split("\n\n")]


def test_flowed_lines_do_not_get_two_blanks() -> None:
    long = "my blue teapot came on Tuesday with the spout broken off, \nand it was a present."
    assert reflowed(long) == "my blue teapot came on Tuesday with the spout broken off, and it was a present."


@pytest.mark.parametrize(
    "text",
    [
        "Hello,\n\nmy teapot came broken.\n\nDana",
        "Roses are red,\nviolets are blue,\nmy teapot is broken\nand so are two more.",
        "These are the things that came out of the box in many small pieces\n- the blue teapot\n- two mugs",
        "These are the things that came out of the box in many small pieces\n1. the teapot\n2. two mugs",
        "This is what you wrote to me about the teapot on Tuesday afternoon\n> it is on its way\n> to you",
        "Everything that I have from you is in the house that is written here\n    9 Potter's Rise\n    Hill",
        "I am looking forward to your answer, and I thank you for your trouble\nDana Reed\n9 Potter's Rise",
        "Order 5520    two blue mugs, glazed on both sides    23.00 euro\nand 5521      one blue teapot",
        "one | two | three | four | five | six | seven | eight | nine | ten\na | b | c | d | e | f | g | h",
        "That is all that I have to say about the matter of the blue teapot.\n-- \nDana Reed",
    ],
)
def test_what_was_meant_as_lines_stays(text: str) -> None:
    assert reflowed(text) == text


def test_a_list_entry_gets_its_own_second_line_only() -> None:
    text = (
        "- the blue teapot, which was broken at the spout and at the handle\n"
        "  too\n"
        "- two mugs, which were both glazed on the wrong side and so useless\n"
        "to me"
    )
    assert reflowed(text).split("\n") == [
        "- the blue teapot, which was broken at the spout and at the handle",
        "  too",
        "- two mugs, which were both glazed on the wrong side and so useless to me",
    ]


def test_an_endless_text_is_shown_as_it_is() -> None:
    text = (LETTER + "\n\n") * (TOO_LONG // len(LETTER) + 1)
    assert reflowed(text) == text


@given(st.text(alphabet="ab .,\n>-\t", max_size=400) | st.text(max_size=200))
def test_no_word_is_lost_or_moved(text: str) -> None:
    shown = reflowed(text)
    assert shown.split() == text.split()
    assert reflowed(text.replace("\n", "\n\n")) == text.replace("\n", "\n\n")

"""Cleaning takes no time, whatever a stranger sends."""

import time

import pytest

from inbox_tui.core.text import clean


@pytest.mark.parametrize(
    "text",
    [
        "The mug came broken, and nobody answers. \n" * 2400,
        "Die Tasse kam zerbrochen – “wirklich” schön… \r\n" * 2200,
        "\x1b[31m\u202e\tx" * 16_000,
        "می\u200cخواهم " * 11_000,
        "Z" + "\u0301" * 100_000,
        "日本語のメール。" * 12_500,
    ],
    ids=["ascii", "german", "hostile", "persian", "zalgo", "japanese"],
)
def test_a_hundred_thousand_characters_take_no_time(text: str) -> None:
    clean(text[:100_000])
    best = min(_seconds(text[:100_000]) for _ in range(5))
    # Ten times the figure that was measured: this catches a quadratic step, not a busy machine.
    assert best < 0.2


def _seconds(text: str) -> float:
    start = time.process_time()
    clean(text)
    return time.process_time() - start

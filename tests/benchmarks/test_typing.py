"""From a key to its letter in a draft of 500 words, the checklist reading along. Run like ``test_keys``."""

from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from string import ascii_lowercase

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from .cached import customer_at
from .terminal import Terminal
from .test_keys import APP, p95, told

PAINT = 0.016
MANY = 2_000
SENTENCES = (
    "I am sorry that the blue teapot came with its spout broken off, on the very day of the party.",
    "That is our fault: I packed it in a single box, and the courier's belt did the rest.",
    "A new one leaves tomorrow, and you need not send the old one back.",
    "From now on every teapot goes into two boxes, and I will ring you on Friday to hear how it is.",
)
LINE = 24
"""Letters after which a new line is begun, so that no line wraps."""

pytestmark = pytest.mark.usefixtures("password")


def words(many: int) -> str:
    """A draft of so many words."""
    text: list[str] = []
    for sentence in cycle(SENTENCES):
        if len(" ".join(text).split()) >= many:
            return "\n\n".join(text)
        text.append(sentence)
    raise AssertionError


def typing(terminal: Terminal, letters: int) -> Iterator[float]:
    """A letter at a time, each until it stands in the draft beside those before it."""
    line = ""
    for _, letter in zip(range(letters), cycle(ascii_lowercase), strict=False):
        if len(line) == LINE:
            terminal.press("\r")
            line = ""
        line += letter
        yield terminal.press(letter, line[-3:])


@pytest.mark.parametrize("columns", [80, 160])
def test_a_letter_in_a_long_draft(
    benchmark: BenchmarkFixture, cached_home: Callable[[int], Path], columns: int
) -> None:
    home = {"INBOX_TUI_HOME": str(cached_home(MANY))}
    with Terminal(APP, home, columns=columns, rows=45) as terminal:
        terminal.until(customer_at(MANY, 0))
        terminal.press("r", "review and send")
        terminal.press(f"\x1b[200~{words(500)}\x1b[201~", "to hear how it is")
        terminal.until("to go|saved|ready")
        terminal.press("\r")
        seconds = list(typing(terminal, 160 if benchmark.enabled else 8))
    told(benchmark, seconds, figure=p95(seconds), at_most=PAINT)

"""What a key costs while the checklist reads along. Run with ``--benchmark-only -n0``.

The marks are milliseconds of the processor's time, so that other programs on the machine count little:
200 words as a whole 8, one changed sentence in them 2, 3,000 words as a whole 60, and any forty thousand
letters a second, in time that grows with the length and not with its square.
"""

import re
from collections.abc import Callable
from itertools import cycle
from statistics import median
from time import process_time

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from inbox_tui.core.checklist import Answer, Checklist, SentBefore

from ..core.checklist.drafts import GOOD, answer
from .ratio import note

LONGER = """
The second cup of your set is still on its way; the carrier told me on Tuesday that it lies in their depot
because we wrote the wrong house number on the label. I drove there myself, and they will bring it to you
before noon on Thursday. You wrote that you had taken a day off for the first delivery and that nobody came.
That day is gone, and it should not have been. I cannot give it back, but I have taken the postage off your
bill, and there is a small bowl in the parcel that I hope your aunt will like. I have also spoken with
the two people who pack here on Saturdays, and we now read the label aloud before a parcel is closed.
"""
WORDS_200 = GOOD.replace("\nWanda", f"{LONGER}\nWanda")
WORDS_3000 = "\n".join(
    re.sub(r"(?<=\w)([.;,])", rf" on day {number}\1", WORDS_200) for number in range(1, 12)
)
"""No sentence is there twice: what was read before would cost nothing."""
FORTY_KB = 40_000
WALLS = {
    "one line of prose": "we are so sorry that you had to wait and we will never let it happen again ",
    "one word": "a",
    "open brackets": "[",
    "pairs of brackets": "[x](",
    "quotation marks": '"',
    "apostrophes": "'a",
    "angle brackets": "<",
    "blank lines": "\n",
    "full stops": ". ",
    "negations": "not never no ",
    "combining marks": "e\u0301",
    "addresses": "a@b.",
    "dashes": "- ",
    "clauses": "we lost it, and the van was late; ",
}


def spent(call: Callable[[], object]) -> float:
    """Milliseconds of this process."""
    began = process_time()
    call()
    return 1000 * (process_time() - began)


def within(benchmark: BenchmarkFixture, work: Callable[[], float], mark: float, *, rounds: int) -> None:
    """Hold the median of ``work``, which returns milliseconds, to ``mark``."""
    took: list[float] = []
    benchmark.pedantic(
        lambda: took.append(work()), rounds=rounds, warmup_rounds=1 if benchmark.enabled else 0
    )
    if benchmark.enabled:
        note(benchmark, ms=median(took[1:]), mark=mark)
        assert median(took[1:]) <= mark


def warm() -> Checklist:
    """A checklist that has loaded and compiled everything, and has read no draft."""
    checklist = Checklist()
    checklist.warm()
    return checklist


@pytest.mark.parametrize(("words", "mark"), [(200, 8.0), (3000, 60.0)])
def test_a_draft_that_is_opened(benchmark: BenchmarkFixture, words: int, mark: float) -> None:
    draft = answer(WORDS_200 if words == 200 else WORDS_3000)
    assert words <= len(draft.text.split()) < words * 1.2

    def opened() -> float:
        checklist = warm()
        return spent(lambda: checklist.check(draft))

    within(benchmark, opened, mark, rounds=20)


def test_one_sentence_that_is_typed(benchmark: BenchmarkFixture) -> None:
    checklist = warm()
    checklist.check(answer(WORDS_200))
    days = cycle(f"day {number}" for number in range(1000))

    def typed() -> float:
        draft = answer(WORDS_200.replace("miserable", next(days)))
        return spent(lambda: checklist.check(draft))

    within(benchmark, typed, 2.0, rounds=60)


@pytest.mark.parametrize("name", WALLS)
def test_a_wall_of_text(benchmark: BenchmarkFixture, name: str) -> None:
    text = (WALLS[name] * FORTY_KB)[:FORTY_KB]
    question = Answer(text=text, sent_before=SentBefore([text[:2_000]]))
    took: dict[int, list[float]] = {1: [], 4: []}

    def read() -> None:
        for part in took:
            short = Answer(text=text[: len(text) // part], sent_before=question.sent_before)
            checklist = warm()
            took[part].append(spent(lambda c=checklist, a=short: c.check(a)))  # type: ignore[misc]

    benchmark.pedantic(read, rounds=3)
    if benchmark.enabled:
        whole, quarter = median(took[1]), median(took[4])
        note(benchmark, ms=whole, times_a_quarter=whole / max(quarter, 1.0))
        assert whole <= 1000
        assert whole <= 6 * max(quarter, 5.0), "time must grow with the length"

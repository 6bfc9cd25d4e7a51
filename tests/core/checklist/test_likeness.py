"""A draft held against what the shop has sent before."""

from __future__ import annotations

import random
import time

import pytest

from inbox_tui.core.checklist import SentBefore

from .drafts import BAD, GOOD

VOCABULARY = [
    f"{a}{b}{c}" for a in ("tea", "gla", "pot", "kil", "mo") for b in "aeiou" for c in ("rn", "sten", "ld")
]


def letters(count: int, *, words: int = 150) -> list[str]:
    """Invented letters that share their words but no run of them."""
    chance = random.Random(7)
    return [" ".join(chance.choices(VOCABULARY, k=words)) + "." for _ in range(count)]


def test_a_reply_that_was_sent_before_is_known_again_with_another_name_and_number() -> None:
    earlier = GOOD.replace("Odile", "Piers").replace("£46", "£12").replace("Saturday", "Monday")
    alike = SentBefore([BAD, earlier]).nearest(GOOD)
    assert alike.share > 0.8
    said = [GOOD[start:end] for start, end in alike.spans]
    assert any("every\npot travels in a double box" in each for each in said)
    assert not any("Odile" in each for each in said)


def test_what_is_only_partly_the_same_is_no_copy() -> None:
    half = GOOD[: len(GOOD) // 4] + " ".join(VOCABULARY) + BAD
    assert SentBefore([half]).copied(GOOD) == ()
    assert SentBefore([GOOD]).copied(GOOD)


@pytest.mark.parametrize("text", ["", "Dear Odile,", "Thank you so much for your letter."])
def test_a_few_words_are_never_a_copy(text: str) -> None:
    assert SentBefore([text, GOOD]).copied(text) == ()


def test_offsets_stay_true_where_lower_case_is_longer() -> None:
    draft = "İİİ " + GOOD
    start, end = SentBefore([GOOD]).nearest(draft).spans[0]
    assert draft[start:end].startswith("Dear Odile")
    assert end <= len(draft)


def test_thousands_of_letters_cost_a_comparison_hardly_more_than_ten() -> None:
    few, many = SentBefore(letters(10)), SentBefore(letters(5_000))
    draft = letters(11)[-1]
    assert many.nearest(draft).share == 1.0

    def best(sent: SentBefore) -> float:
        sent.nearest(draft)
        took = []
        for _ in range(15):
            started = time.process_time()
            sent.nearest(draft)
            took.append(time.process_time() - started)
        return min(took)

    assert best(many) < 10 * best(few)
    assert best(many) < 0.005


def test_the_same_letter_kept_twice_counts_once() -> None:
    assert SentBefore([GOOD, GOOD]).nearest(GOOD).share == 1.0
    assert len(SentBefore([GOOD, GOOD])) == 2

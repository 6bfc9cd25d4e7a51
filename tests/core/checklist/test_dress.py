"""The same letter in another dress: capitals, typing, marks, quotations and names change nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from inbox_tui.core.checklist import MISTAKES, Report, check

from .drafts import BAD, COMPLAINT, GOOD, answer, of

SIGNATURE = "\n\nWanda Pell\nCustomer Happiness Lead\nPell Pots Ltd | 12 High Street | +44 20 7946 0000\n"
DISCLAIMER = (
    "\n\n-- \nThis e-mail is confidential. We cannot guarantee that it is free of viruses, and it is not our "
    "fault if it never arrives."
)

DRESSES: dict[str, Callable[[str], str]] = {
    "no capitals": str.lower,
    "capitals": str.upper,
    "curly marks": lambda text: text.replace("'", "\u2019").replace(" - ", " \u2014 "),
    "no apostrophes": lambda text: text.replace("I've", "Ive").replace("I'll", "Ill").replace("I'm", "Im"),
    "smileys": lambda text: re.sub(r"\.(?=\s)", ". \U0001f642", text),
    "a sentence per line": lambda text: re.sub(r"(?<=\.) (?=[A-Z])", "\n", text),
    "bullets": lambda text: re.sub(r"(?<=\.) (?=[A-Z])", "\n- ", text),
    "numbers": lambda text: re.sub(r"(?<=\.) (?=[A-Z])", "\n2. ", text),
    "one line": lambda text: " ".join(text.split()),
    "dots": lambda text: text.replace(". ", "... "),
    "no stop at the end of a paragraph": lambda text: text.replace(".\n", "\n"),
    "a signature": lambda text: text + SIGNATURE,
    "a disclaimer": lambda text: text + DISCLAIMER,
    "quoted below": lambda text: f"{text}\nOn 13 May you wrote:\n> " + COMPLAINT.text.replace(". ", ".\n> "),
    "text speak": lambda text: text.replace("you ", "u ").replace("please", "pls").replace("your", "ur"),
}


def found(report: Report) -> set[str]:
    return {
        f.check for f in report.findings if f.found and f.check not in ("tone", "personalised", "promptness")
    }


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("letter", [GOOD, BAD], ids=["good", "bad"])
def test_what_a_letter_says_does_not_depend_on_its_dress(letter: str, dress: str) -> None:
    assert found(check(answer(DRESSES[dress](letter)))) == found(check(answer(letter)))


def test_a_complaint_pasted_above_the_reply_takes_nothing_up() -> None:
    reply = "Hello,\n\nthank you for your message. We will be in touch.\n"
    assert not of(check(answer(f"{COMPLAINT.text}\n\n{reply}")), "validation").found


def test_a_letter_of_two_thousand_words_finds_the_one_slip_in_it() -> None:
    calm = "The kiln is fired on Mondays, and the glaze is mixed the day before.\n\n" * 150
    report = check(answer(f"{GOOD}\n{calm}This will never happen again.\n\n{calm}"))
    slip = of(report, "overpromise")
    assert slip.found
    assert [f.check for f in report.findings if f.check in MISTAKES and f.found] == ["overpromise"]


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("Sorry Bo, my fault, new one is in the post today.", {"fault", "solution"}),
        ("soz mate thats on us, refunded ya £8 just now", {"fault", "solution"}),
        ("Very sorry o. Na our mistake, we don refund the ₦4,000 this morning.", {"fault", "solution"}),
        (
            "Dear Sir, kindly note that the mistake is from our side only. Rs 1,200 is refunded today.",
            {"fault", "solution"},
        ),
        ("Our bad, y'all! Your money's back on the card.", {"fault", "solution"}),
        ("Apologies, that was entirely our error and I have credited the £12.", {"fault", "solution"}),
    ],
)
def test_one_line_in_many_voices_is_understood(text: str, there: set[str]) -> None:
    assert there <= found(check(answer(text, complaint=None)))

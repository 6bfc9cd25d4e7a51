"""What is asked for: one thing or the other is both."""

from __future__ import annotations

import time

import pytest

from inbox_tui.core.triage import Incoming, Remedy, triage


@pytest.mark.parametrize(
    "wish",
    [
        "I would like a new one or my money back.",
        "Please refund or send another one.",
        "Either you replace it or I want a full refund.",
    ],
)
def test_who_names_alternatives_asks_for_both(wish: str) -> None:
    # The letter around it says nothing of a replacement, and much else.
    text = (
        "The blue teapot came on Tuesday with the spout broken off. It was a present for my mother, for her "
        f"first visit to our new flat, and she unwrapped it herself at the table. {wish} A photo is attached."
    )
    found = triage(Incoming(from_addr="dana@buyer.example", subject="In pieces", text=text))
    assert {Remedy.REFUND, Remedy.REPLACEMENT} <= set(found.remedy_sought)


def test_an_or_far_away_joins_nothing() -> None:
    text = (
        "I want my money back. I cannot say whether it was the post or you who broke the lid of the new one."
    )
    mail = Incoming(from_addr="dana@buyer.example", subject="Broken lid", text=text)
    found = triage(mail)
    assert found.remedy_sought == (Remedy.REFUND,)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("I want a refund of the cost of the new one.", (Remedy.REFUND,)),
        (
            "I don't want a refund or a replacement, I want an explanation.",
            (Remedy.REFUND, Remedy.EXPLANATION),
        ),
    ],
)
def test_of_joins_nothing_and_what_is_declined_draws_nothing_in(text: str, asked: tuple[Remedy, ...]) -> None:
    mail = Incoming(from_addr="d@buyer.example", subject="x", text=text)
    assert set(triage(mail).remedy_sought) <= set(asked)


def test_a_letter_of_nothing_but_alternatives_takes_time_by_its_length_only() -> None:
    took = {100: 1e9, 400: 1e9}
    for _ in range(2):
        for many in took:
            mail = Incoming(subject="x", text="I want a refund or a replacement, or " * many)
            began = time.process_time()
            triage(mail)
            took[many] = min(took[many], time.process_time() - began)
    assert took[400] < 10 * took[100], took  # sixteen times and more, where each is held against each

"""What is asked for: one thing or the other is both."""

from __future__ import annotations

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

"""A very long letter is split as it is opened."""

from __future__ import annotations

import time

from inbox_tui.core.quoting import split_reply


def test_a_very_long_letter_is_split_at_once() -> None:
    text = "It broke.\n" * 60_000 + "\n-- \nAnn\n"
    start = time.process_time()
    split = split_reply(text)
    # Measured: 0.05 s; looking at every line for an attribution would take two seconds.
    assert time.process_time() - start < 1
    assert split.signature == "-- \nAnn\n"

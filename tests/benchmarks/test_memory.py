"""The most memory that the app held while a whole mailbox came in for the first time.

Run with ``--benchmark-enable -n0 -s``; the mark is for 100,000 letters.
"""

import sys
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from .conftest import FullMailbox
from .mailbox import ALL_MAIL
from .ratio import note
from .terminal import Terminal

MOST = 120_000_000
"""Bytes."""


@pytest.mark.usefixtures("password")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the kernel of Linux")
def test_the_first_sync_of_the_app(
    benchmark: BenchmarkFixture, full_mailbox: FullMailbox, tmp_path: Path
) -> None:
    home = full_mailbox.home(tmp_path / "home")
    with Terminal([sys.executable, "-m", "inbox_tui"], {"INBOX_TUI_HOME": str(home)}) as terminal:
        terminal.until("To answer")
        # The list of all mail is the longest there is, and it is read anew while mail comes in.
        terminal.type(ALL_MAIL)
        terminal.until("online", within=900)
        terminal.press("G", "▶")
        peak = terminal.peak_bytes
    benchmark.pedantic(lambda: None)
    note(benchmark, megabytes=peak / 1e6, at_most=MOST / 1e6)
    assert peak < MOST

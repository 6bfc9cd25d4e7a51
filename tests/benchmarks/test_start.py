"""From the command to the first list on the screen, beside an empty Textual app on the same machine.

Run with ``--benchmark-enable -n0 -s``, which says the ratios.
"""

import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from time import perf_counter

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from inbox_tui.mail.imap import FIELDS

from .cached import customer_at
from .conftest import FullMailbox
from .mailbox import ALL_MAIL, LETTERS, name_of
from .ratio import beside
from .terminal import Terminal

APP = [sys.executable, "-m", "inbox_tui"]
EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("ready")
Empty().run()
"""
ROWS = 50

pytestmark = pytest.mark.usefixtures("password")


def until_shown(sign: str, home: Path) -> float:
    """Seconds until the app on this home painted a line with that sign."""
    with Terminal(APP, {"INBOX_TUI_HOME": str(home)}) as terminal:
        return terminal.until(sign)


def empty_app() -> float:
    """The same for an app that shows one word."""
    with Terminal([sys.executable, "-c", EMPTY], {}) as terminal:
        return terminal.until("ready")


def test_the_list_over_ten_thousand_letters(
    benchmark: BenchmarkFixture, cached_home: Callable[[int], Path]
) -> None:
    many = max(ROWS, LETTERS // 10)
    home, first = cached_home(many), customer_at(many, 0)
    beside(benchmark, lambda: until_shown(first, home), empty_app, at_most=2.5)


def test_ten_times_the_mail_starts_as_quickly(
    benchmark: BenchmarkFixture, cached_home: Callable[[int], Path]
) -> None:
    few = max(ROWS, LETTERS // 10)
    little, much = cached_home(few), cached_home(LETTERS)
    beside(
        benchmark,
        lambda: until_shown(customer_at(LETTERS, 0), much),
        lambda: until_shown(customer_at(few, 0), little),
        at_most=1.1,
        rounds=9,
    )


def test_the_first_fifty_rows_of_an_unknown_mailbox(
    benchmark: BenchmarkFixture, full_mailbox: FullMailbox, tmp_path: Path
) -> None:
    numbers, newest = count(), name_of(full_mailbox.letters - 1)
    items = f"(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS ({' '.join(FIELDS)})])"

    def bare() -> float:
        seconds, began = empty_app(), perf_counter()
        imap = full_mailbox.connect()
        first = max(1, full_mailbox.letters - ROWS + 1)
        assert imap.fetch(f"{first}:*", items)[0] == "OK"
        imap.logout()
        return seconds + perf_counter() - began

    def ours() -> float:
        home = full_mailbox.home(tmp_path / str(next(numbers)))
        with Terminal(APP, {"INBOX_TUI_HOME": str(home)}, rows=60) as terminal:
            terminal.until("To answer")
            terminal.type(ALL_MAIL)
            return terminal.until(newest)

    beside(benchmark, ours, bare, at_most=1.3)

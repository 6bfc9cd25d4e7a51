"""From the command to the first list on the screen, beside an empty Textual app on the same machine.

The group's relative column is the figure: 10,000 cached messages cost at most 2.5 times an empty app.
"""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from inbox_tui.bootstrap import open_program
from inbox_tui.config import Account, Server, put_account
from inbox_tui.core.case import Case
from inbox_tui.core.message import Address, CachedMessage, Direction, MailRef, Message
from inbox_tui.ports import HistoryEntry

MESSAGES = 10_000
CASES = 300
EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("ready")
Empty().run()
"""


def until_shown(command: list[str], sign: bytes, home: Path) -> None:
    """Start a program in a terminal of its own and wait until ``sign`` is painted."""
    environment = {**os.environ, "INBOX_TUI_HOME": str(home), "TERM": "xterm-256color", "BENCH_PASSWORD": "x"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    leader, follower = pty.openpty()
    child = subprocess.Popen(
        command, stdin=follower, stdout=follower, stderr=follower, env=environment, start_new_session=True
    )
    os.close(follower)
    seen, end = b"", time.monotonic() + 20
    try:
        while sign not in seen:
            assert time.monotonic() < end, seen[-2000:]
            if select.select([leader], [], [], 1)[0]:
                seen += os.read(leader, 65536)
    finally:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        os.close(leader)


@pytest.fixture(scope="module")
def full_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with mail and complaints, as after a sync; its mail server is not there."""
    home = tmp_path_factory.mktemp("home")
    nowhere = Server(host="127.0.0.1", port=1, tls="off")
    account = Account(email="kim@pottery.example", imap=nowhere, smtp=nowhere, password_env="BENCH_PASSWORD")
    put_account(home / "config.toml", "shop", account)
    program = open_program(str(home))
    office, now = program.desk.office, datetime.now(UTC)
    for start in range(0, MESSAGES, 500):
        letters = [_letter(number, now) for number in range(start, start + 500)]
        office.cache.put(letters, {each.ref: b"x" * 1000 for each in letters})
    for number in range(CASES):
        at = now - timedelta(minutes=number)
        case = Case(
            id=f"c{number:07d}", account="shop", received_at=at, unanswered_since=at, last_in_at=at,
            from_name=f"Customer {number}", subject=f"Order {number} broken", category="faulty_product",
        )  # fmt: skip
        office.casebook.add_case(case, HistoryEntry(case_id=case.id, at=at, actor="bench", what="new"))
    program.close()
    yield home


def _letter(number: int, now: datetime) -> CachedMessage:
    sender = Address(name=f"Customer {number}", email=f"c{number}@buyer.example")
    text = "My cup is broken, please refund it. " * 10
    return CachedMessage(
        ref=MailRef(account="shop", mailbox="INBOX", uidvalidity=1, uid=number + 1),
        conversation=f"c{number:07d}",
        direction=Direction.IN,
        received_at=now - timedelta(minutes=number),
        flags=frozenset(),
        size=1000,
        message=Message(message_id=f"<{number}@buyer.example>", sender=sender, subject="broken", text=text),
    )


@pytest.mark.benchmark(group="start")
def test_an_empty_textual_app(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    command = [sys.executable, "-c", EMPTY]
    benchmark.pedantic(until_shown, (command, b"ready", tmp_path), rounds=7, warmup_rounds=1)


@pytest.mark.benchmark(group="start")
def test_the_list_over_ten_thousand_messages(benchmark: BenchmarkFixture, full_home: Path) -> None:
    command = [sys.executable, "-m", "inbox_tui"]
    benchmark.pedantic(until_shown, (command, b"Customer 299", full_home), rounds=7, warmup_rounds=2)

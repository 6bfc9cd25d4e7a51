"""The real program in a real terminal, killed in the middle of a word; and the way out of it."""

import contextlib
import fcntl
import json
import os
import pty
import select
import signal
import sqlite3
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inbox_tui.config import Account, Server
from inbox_tui.config_file import put_account
from inbox_tui.demo.mail import DemoMail
from inbox_tui.paths import paths
from tests.servers.embedded import SAMPLE
from tests.servers.faults import FaultProxy

PASSWORD = "CRASH_TEST_PASSWORD"
PATIENCE = 20
"""Seconds that the program waits for a silent server."""


class Terminal:
    """The program on a pseudo-terminal of 80x24; ``seen`` is what it wrote so far."""

    def __init__(self, home: Path, password: str) -> None:
        self._home = home
        self._env = {
            **{k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLORTERM")},
            PASSWORD: password,
            "TERM": "xterm-256color",
            "TEXTUAL_ANIMATIONS": "none",
        }
        self._end, child = pty.openpty()
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        command = [sys.executable, "-m", "inbox_tui", "--home", str(home)]
        self.process = subprocess.Popen(
            command, stdin=child, stdout=child, stderr=child, env=self._env, start_new_session=True
        )
        os.close(child)
        self.seen = ""

    def read(self, seconds: float) -> None:
        """Take in what it writes, so that it never waits for us."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            ready, _, _ = select.select([self._end], [], [], left)
            if ready:
                try:
                    self.seen += os.read(self._end, 65536).decode(errors="replace")
                except OSError:
                    return

    def until(self, wish: Callable[[], bool], *, seconds: float = 120) -> None:
        """Wait until it is so."""
        end = time.monotonic() + seconds
        while not wish():
            assert time.monotonic() < end and self.process.poll() is None, self.seen[-3000:]
            self.read(0.05)

    def type(self, keys: str) -> None:
        """As a person would, all at once."""
        os.write(self._end, keys.encode())

    def kill(self) -> None:
        """No warning and no tidying up."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=10)

    def kept(self) -> str:
        """The words that are on disk."""
        with closing(sqlite3.connect(paths(str(self._home)).casebook_file)) as book:
            return "".join(text for (text,) in book.execute("SELECT text FROM draft"))

    def command(self, *words: str) -> str:
        """What a command of the program prints on the same home."""
        command = [sys.executable, "-m", "inbox_tui", *words, "--home", str(self._home)]
        return subprocess.run(
            command, env=self._env, capture_output=True, text=True, timeout=60, check=True
        ).stdout

    def close(self) -> None:
        """Leave nothing behind."""
        if self.process.poll() is None:
            self.kill()
        with contextlib.suppress(OSError):
            os.close(self._end)


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoMail]:
    """The embedded servers with the sample mail."""
    with DemoMail.start(SAMPLE, datetime.now(UTC)) as running:
        yield running


@contextmanager
def opened(home: Path, demo: DemoMail, *, imap_port: int = 0) -> Iterator[Terminal]:
    """The app on these servers, in a home of its own."""
    account = Account(
        email=demo.user,
        imap=Server(host="127.0.0.1", port=imap_port or demo.imap_port, tls="off"),
        smtp=Server(host="127.0.0.1", port=demo.smtp_port, tls="off"),
        password_env=PASSWORD,
    )
    put_account(paths(str(home)).config_file, "shop", account)
    terminal = Terminal(home, demo.password)
    try:
        yield terminal
    finally:
        terminal.close()


def draft(terminal: Terminal) -> str:
    """The words that are on disk; by now another case may be more urgent than the one that has them."""
    rows = json.loads(terminal.command("list", "--json", "--limit", "10"))
    shown = (json.loads(terminal.command("show", row["id"], "--json")) for row in rows)
    return next((each["draft"] for each in shown if each["draft"]), "")


def begin_writing(terminal: Terminal) -> None:
    """Open the first case and wait for its draft."""
    terminal.until(lambda: "online" in terminal.seen)
    terminal.read(0.5)
    terminal.type("r")
    terminal.until(lambda: "[draft]" in terminal.seen)
    terminal.read(0.5)


def test_words_survive_a_kill(tmp_path: Path, demo: DemoMail) -> None:
    with opened(tmp_path, demo) as terminal:
        begin_writing(terminal)
        terminal.type("I am sorry about the smoke.")
        terminal.until(lambda: "smoke." in terminal.kept())
        terminal.kill()
        assert draft(terminal) == "I am sorry about the smoke."


def test_a_kill_costs_at_most_the_last_second(tmp_path: Path, demo: DemoMail) -> None:
    with opened(tmp_path, demo) as terminal:
        begin_writing(terminal)
        terminal.type("These words are a second old.")
        # Within a second where the computer is not busy: test_draft_editor looks at that.
        terminal.until(lambda: "old." in terminal.kept())
        terminal.type(" These are new.")
        terminal.read(0.2)
        terminal.kill()
        kept = draft(terminal)
        assert kept.startswith("These words are a second old.")
        assert "These words are a second old. These are new.".startswith(kept)


def test_q_leaves_at_once_when_the_mail_server_is_silent(tmp_path: Path, demo: DemoMail) -> None:
    with (
        FaultProxy(demo.imap_port, silent=True) as hole,
        opened(tmp_path, demo, imap_port=hole.port) as terminal,
    ):
        terminal.until(lambda: "Asking the mail server" in terminal.seen)
        terminal.read(1)
        start = time.monotonic()
        terminal.type("q")
        while terminal.process.poll() is None and time.monotonic() < start + PATIENCE / 2:
            terminal.read(0.01)
        assert terminal.process.poll() == 0

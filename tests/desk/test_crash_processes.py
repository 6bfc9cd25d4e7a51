"""Real processes on one outbox: killed at random moments, and many at once. The server counts."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter as Tally
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inbox_tui.core.case import Case
from inbox_tui.core.outbox import SENT, Kind, OutboxItem, State
from inbox_tui.ports import Casebook, HistoryEntry
from inbox_tui.store.casebook import open_casebook

from ..store.conftest import ON_POSTGRES, postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]

ROOT = Path(__file__).parents[2]
MESSAGES = int(os.environ.get("CRASH_MESSAGES", "40"))
KILLS = int(os.environ.get("CRASH_KILLS", "10"))
PROCESSES = int(os.environ.get("CRASH_PROCESSES", "4"))


@dataclass(kw_only=True)
class Office:
    """A home with due messages, and the server that they go to."""

    home: Path
    count: Path
    book: Casebook
    port: int

    def sender(self) -> "subprocess.Popen[str]":
        """A ``send-due``."""
        environment = {**os.environ, "INBOX_TUI_HOME": str(self.home)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        return subprocess.Popen(
            [sys.executable, "-m", "inbox_tui", "send-due", "--json"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def queue(self, messages: int, *, prefix: str = "") -> set[str]:
        """Due right now, and not asked about where the test takes long; their Message-IDs."""
        now = datetime.now(UTC)
        names = set()
        for number in range(messages):
            case = f"{prefix}c{number % 7}"
            self.book.add_case(
                Case(id=case, account="shop", received_at=now),
                HistoryEntry(case_id=case, at=now, actor="test", what="new"),
            )
            name = f"<{prefix}{number}@shop.example>"
            raw = f"From: owner@shop.example\r\nMessage-ID: {name}\r\n\r\nSorry.\r\n".encode()
            self.book.queue(
                OutboxItem(
                    account="shop",
                    case_id=case,
                    kind=Kind.REPLY,
                    to="dana@buyer.example",
                    subject="Re: pots",
                    text="Sorry.",
                    message_id=name,
                    raw=raw,
                    created_at=now,
                    send_at=now,
                    guards_waived=True,
                ),
                clear_draft=False,
            )
            names.add(name)
        return names

    def arrived(self) -> "Tally[str]":
        """How often the server took each message."""
        return Tally(self.count.read_text().split())


@pytest.fixture(params=["sqlite", ON_POSTGRES])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """On both kinds of casebook."""
    home, count = tmp_path / "home", tmp_path / "count"
    home.mkdir()
    count.touch()
    url = str(request.getfixturevalue("postgres_url")) if request.param == "postgres" else ""
    server = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("smtp_counter.py")), str(count)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        (home / "config.toml").write_text(
            (f'casebook = "{url}"\n' if url else "")
            + '[accounts.shop]\nemail = "owner@shop.example"\nsave_sent = "never"\n'
            + 'imap = {host = "127.0.0.1", port = 1, tls = "off"}\n'
            + f'smtp = {{host = "127.0.0.1", port = {port}, tls = "off"}}\n'
        )
        book = open_casebook(url or home / "casebook.db", backups=None)
        yield Office(home=home, count=count, book=book, port=port)
        book.close()
    finally:
        server.kill()
        server.wait()


def test_a_sender_that_is_killed_again_and_again(office: Office) -> None:
    names = office.queue(MESSAGES)
    luck = random.Random(os.environ.get("CRASH_SEED", "20261124"))
    kills = 0
    while kills < KILLS and any(item.state is State.SCHEDULED for item in office.book.outbox()):
        before = sum(office.arrived().values())
        sender = office.sender()
        if luck.random() < 0.1:
            time.sleep(luck.random())
        else:
            # While it is at work: from the first message of this round on.
            end = time.monotonic() + 120
            while sum(office.arrived().values()) == before and sender.poll() is None:
                assert time.monotonic() < end
                time.sleep(0.001)
            time.sleep(luck.random() * 0.02)
        sender.send_signal(signal.SIGKILL)
        sender.communicate()
        kills += sender.returncode == -signal.SIGKILL
    assert kills > 0
    last = office.sender()
    _, errors = last.communicate(timeout=300)
    assert last.returncode == 0, errors

    items = {item.message_id: item for item in office.book.outbox()}
    arrived = office.arrived()
    assert items.keys() == names
    assert {item.state for item in items.values()} <= {State.FILED, State.UNKNOWN}
    twice = [name for name, times in arrived.items() if times > 1]
    assert twice == []
    lost = [name for name, item in items.items() if item.state in SENT and not arrived[name]]
    assert lost == []
    asked = [item for item in items.values() if item.state is State.UNKNOWN]
    assert len(asked) <= kills
    assert all("the program stopped while it was leaving" in item.reason for item in asked)
    known = sum(arrived[item.message_id] for item in asked)
    print(f"{kills} kills, {len(asked)} asked about, {known} of them had arrived")


def test_many_senders_at_once_send_each_message_once(office: Office) -> None:
    names = office.queue(MESSAGES)
    senders = [office.sender() for _ in range(PROCESSES)]
    said = [sender.communicate(timeout=300) for sender in senders]
    assert [sender.returncode for sender in senders] == [0] * PROCESSES, said
    assert office.arrived() == Tally(dict.fromkeys(names, 1))
    assert {item.state for item in office.book.outbox()} == {State.FILED}
    assert {item.attempts for item in office.book.outbox()} == {1}

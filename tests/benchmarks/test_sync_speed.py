"""Bringing the mail in, beside plain programs that do less. ``--benchmark-enable -n0 -s`` says the ratios.

Needs Dovecot, and for the second mbsync; each skips without it.
"""

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
from itertools import count
from pathlib import Path
from time import perf_counter

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from inbox_tui.bootstrap import daemon_runner, open_program
from inbox_tui.mail.imap import FIELDS

from ..conftest import need
from ..servers.dovecot import ANYBODY
from .conftest import FullMailbox
from .ratio import beside, timed

pytestmark = pytest.mark.usefixtures("password")


def bare_loop(box: FullMailbox, folder: Path) -> float:
    """Fetch, split and insert, with nothing else: its seconds."""
    began = perf_counter()
    imap = box.connect()
    database = sqlite3.connect(folder / "bare.db")
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute("CREATE TABLE mail (head TEXT, fields TEXT)")
    items = f"(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS ({' '.join(FIELDS)})])"
    stored = 0
    for first in range(1, box.letters + 1, 1000):
        _, answers = imap.fetch(f"{first}:{min(box.letters, first + 999)}", items)
        rows = []
        for answer in answers:
            if isinstance(answer, tuple):
                lines = answer[1].decode("utf-8", "replace").replace("\r\n ", " ").split("\r\n")
                rows.append((answer[0].decode(), repr([line.partition(":")[::2] for line in lines])))
        with database:
            database.executemany("INSERT INTO mail VALUES (?, ?)", rows)
        stored += len(rows)
    database.close()
    imap.logout()
    assert stored == box.letters
    return perf_counter() - began


def first_sync(box: FullMailbox, folder: Path) -> float:
    """All headers into an empty cache, as the app does it: its seconds."""
    program = open_program(str(box.home(folder)), runner=daemon_runner)
    # What any later sync has too: the code, and the empty files.
    assert program.desk.sync
    assert program.desk.office.casebook
    assert program.desk.office.cache
    began = perf_counter()
    pulled = asyncio.run(program.desk.sync.pull("shop"))
    seconds = perf_counter() - began
    program.close()
    assert pulled.new == box.letters
    return seconds


def test_all_headers(benchmark: BenchmarkFixture, full_mailbox: FullMailbox, tmp_path: Path) -> None:
    numbers = count()

    def folder() -> Path:
        made = tmp_path / str(next(numbers))
        made.mkdir()
        return made

    def ours() -> float:
        return first_sync(full_mailbox, folder())

    def bare() -> float:
        return bare_loop(full_mailbox, folder())

    beside(benchmark, ours, bare, at_most=2, rounds=5)


def test_a_sync_without_news(benchmark: BenchmarkFixture, full_mailbox: FullMailbox, tmp_path: Path) -> None:
    need("mbsync", available=shutil.which("mbsync") is not None)
    rules = tmp_path / "mbsyncrc"
    (tmp_path / "mail").mkdir()
    rules.write_text(
        f"IMAPAccount a\nHost 127.0.0.1\nPort {full_mailbox.port}\nUser {full_mailbox.user}\n"
        f"Pass {ANYBODY}\nSSLType None\nAuthMechs PLAIN\n\n"
        "IMAPStore far\nAccount a\n\n"
        f"MaildirStore near\nPath {tmp_path}/mail/\nInbox {tmp_path}/mail/INBOX\n\n"
        "Channel c\nFar :far:\nNear :near:\nPatterns INBOX\nCreate Near\nSync Pull\nSyncState *\n"
    )

    def mbsync() -> None:
        subprocess.run(["mbsync", "-q", "-c", str(rules), "-a"], check=True, capture_output=True)

    home = full_mailbox.home(tmp_path / "home")
    settings = {**os.environ, "INBOX_TUI_HOME": str(home)}
    settings.pop("PYTHONDONTWRITEBYTECODE", None)

    def command() -> str:
        run = [sys.executable, "-m", "inbox_tui", "sync"]
        return subprocess.run(run, env=settings, check=True, capture_output=True, text=True).stdout

    loaded = (
        "import sys; sys.argv = ['inbox-tui', 'sync']\n"
        "from inbox_tui.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print({n.partition('.')[0] for n in sys.modules} & {'textual', 'sqlalchemy', 'aiosmtplib', 'rich'},"
        " 'inbox_tui.core.triage' in sys.modules)"
    )

    mbsync()
    assert f"{full_mailbox.letters} new" in command()
    assert "0 new, 0 changed, 0 gone" in command()
    run = [sys.executable, "-c", loaded]
    assert subprocess.run(run, env=settings, capture_output=True, text=True).stdout.endswith("set() False\n")
    beside(benchmark, timed(command), timed(mbsync), at_most=1.5, rounds=9)

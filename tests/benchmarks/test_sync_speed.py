"""Bringing the mail in, beside plain programs that do less. ``--benchmark-enable -n0 -s`` says the ratios.

Needs Dovecot, and for the second mbsync; each skips without it.
"""

import asyncio
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from email.header import decode_header, make_header
from email.utils import parseaddr
from imaplib import Internaldate2tuple, ParseFlags
from itertools import count
from pathlib import Path
from time import mktime, perf_counter

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from inbox_tui.bootstrap import daemon_runner, open_program
from inbox_tui.mail.imap import FIELDS

from ..conftest import need
from ..servers.dovecot import ANYBODY
from .conftest import FullMailbox
from .ratio import beside, timed

pytestmark = pytest.mark.usefixtures("password")


Values = tuple[object, ...]


def split(head: bytes, fields: bytes) -> Values:
    """The fields as they stand on the wire, and nothing read of them."""
    lines = fields.decode("utf-8", "replace").replace("\r\n ", " ").split("\r\n")
    return head.decode(), repr([line.partition(":")[::2] for line in lines])


def parse(head: bytes, fields: bytes) -> Values:
    """What our cache holds of a header: what lists and threads need, read with what comes with Python, and
    the other fields as they are."""
    lines = fields.decode("utf-8", "replace").replace("\r\n ", " ").replace("\r\n\t", " ").split("\r\n")
    said: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        said.setdefault(name.lower(), value.strip())
    ancestors = f"{said.get('references', '')} {said.get('in-reply-to', '')}".split()
    writer, address = parseaddr(said.get("from", ""))
    arrived, size = Internaldate2tuple(head), re.search(rb"RFC822\.SIZE (\d+)", head)
    assert arrived and size
    return (
        said.get("message-id", ""), " ".join(dict.fromkeys(ancestors)), words(writer), address,
        words(said.get("subject", "")), mktime(arrived), b" ".join(ParseFlags(head)).decode(), int(size[1]),
        fields,
    )  # fmt: skip


def words(text: str) -> str:
    """With its encoded words read."""
    return str(make_header(decode_header(text))) if "=?" in text else text


def bare_loop(box: FullMailbox, folder: Path, read: Callable[[bytes, bytes], Values]) -> float:
    """Fetch, ``read`` and insert, with nothing else: its seconds."""
    began = perf_counter()
    imap = box.connect()
    database = sqlite3.connect(folder / "bare.db")
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    items = f"(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS ({' '.join(FIELDS)})])"
    stored = 0
    for first in range(1, box.letters + 1, 1000):
        _, answers = imap.fetch(f"{first}:{min(box.letters, first + 999)}", items)
        rows = [read(*answer) for answer in answers if isinstance(answer, tuple)]
        width = len(rows[0])
        if not stored:
            database.execute(f"CREATE TABLE mail ({', '.join(f'c{at}' for at in range(width))})")
        with database:
            database.executemany(f"INSERT INTO mail VALUES (?{', ?' * (width - 1)})", rows)  # noqa: S608
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


@pytest.mark.parametrize(("read", "at_most"), [(parse, 2.0), (split, 4.0)])
def test_all_headers(
    benchmark: BenchmarkFixture,
    full_mailbox: FullMailbox,
    tmp_path: Path,
    read: Callable[[bytes, bytes], Values],
    at_most: float,
) -> None:
    """The mark is against a loop that reads the same values; one that reads nothing stands beside it, because
    it shows what reading, threads, lists and search cost together."""
    numbers = count()

    def folder() -> Path:
        made = tmp_path / str(next(numbers))
        made.mkdir()
        return made

    def ours() -> float:
        return first_sync(full_mailbox, folder())

    def bare() -> float:
        return bare_loop(full_mailbox, folder(), read)

    beside(benchmark, ours, bare, at_most=at_most, rounds=5)


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

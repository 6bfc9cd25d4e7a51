"""All headers of a mailbox into the cache, beside a bare imaplib loop over the same fields in the same run.

The group's relative column is the figure; the aim is 2. Needs Dovecot, and skips without it.
``INBOX_TUI_BENCH_MAIL`` sets how many letters there are.
"""

import asyncio
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from inbox_tui.mail.imap import FIELDS
from inbox_tui.mail.worker import DaemonRunner

from ..desk.conftest import dovecot_office  # noqa: F401 - a fixture
from ..desk.post_office import PostOffice, letter

LETTERS = int(os.environ.get("INBOX_TUI_BENCH_MAIL", "300"))
OLD_DAYS = 400


@pytest.fixture
def full_office(dovecot_office: PostOffice) -> Iterator[PostOffice]:  # noqa: F811 - as fixtures do
    """A mailbox of old letters, of which only headers are fetched."""
    dovecot_office.post(
        *(letter(n) for n in range(1, LETTERS + 1)), at=datetime.now(UTC) - timedelta(days=OLD_DAYS)
    )
    yield dovecot_office


def bare_loop(office: PostOffice) -> int:
    """Fetch, split and insert, with nothing else."""
    imap = office.connect()
    imap.select("INBOX", readonly=True)
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE mail (head TEXT, fields TEXT)")
    items = f"(UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS ({' '.join(FIELDS)})])"
    stored = 0
    for first in range(1, LETTERS + 1, 1000):
        _, answers = imap.fetch(f"{first}:{min(LETTERS, first + 999)}", items)
        rows = []
        for answer in answers:
            if isinstance(answer, tuple):
                lines = answer[1].decode("utf-8", "replace").replace("\r\n ", " ").split("\r\n")
                rows.append((answer[0].decode(), repr([line.partition(":")[::2] for line in lines])))
        database.executemany("INSERT INTO mail VALUES (?, ?)", rows)
        stored += len(rows)
    imap.logout()
    return stored


@pytest.mark.benchmark(group="headers")
def test_a_bare_loop(benchmark: BenchmarkFixture, full_office: PostOffice) -> None:
    assert benchmark.pedantic(bare_loop, (full_office,), rounds=3, warmup_rounds=1) == LETTERS


@pytest.mark.benchmark(group="headers")
def test_a_first_sync(benchmark: BenchmarkFixture, full_office: PostOffice) -> None:
    full_office.runner = DaemonRunner("bench")
    full_office.forget_cache()

    def pulled() -> int:
        return asyncio.run(full_office.pull(full=True)).new

    assert benchmark.pedantic(pulled, rounds=3, warmup_rounds=1) == LETTERS

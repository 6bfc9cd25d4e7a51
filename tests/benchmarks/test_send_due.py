"""A background job with nothing to do, beside a bare start of Python. Run with ``--benchmark-enable -n0``.

The group's relative column is the figure: the job runs every few minutes, all year.
"""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from inbox_tui.core.case import Case
from inbox_tui.core.outbox import Kind, OutboxItem
from inbox_tui.ports import HistoryEntry
from inbox_tui.store.casebook import open_casebook

LATER = 200
"""Messages that are scheduled, but not for today."""


def run(home: Path, *command: str) -> str:
    """One process, to its end."""
    environment = {**os.environ, "INBOX_TUI_HOME": str(home)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run([sys.executable, *command], env=environment, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with mail on its way out that is not due yet."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "config.toml").write_text(
        '[accounts.shop]\nemail = "owner@shop.example"\n'
        'imap = {host = "127.0.0.1", port = 1, tls = "off"}\n'
        'smtp = {host = "127.0.0.1", port = 1, tls = "off"}\n'
    )
    book, now = open_casebook(folder / "casebook.db", backups=None), datetime.now(UTC)
    case = Case(id="c1", account="shop", received_at=now)
    book.add_case(case, HistoryEntry(case_id="c1", at=now, actor="bench", what="new"))
    for number in range(LATER):
        item = OutboxItem(
            account="shop", case_id="c1", kind=Kind.NUDGE, to="dana@buyer.example", subject="Re: teapot",
            text="Still there?", message_id=f"<{number}@shop.example>", raw=b"x" * 1000,
            created_at=now, send_at=now + timedelta(days=30),
        )  # fmt: skip
        book.queue(item, clear_draft=False)
    book.close()
    return folder


@pytest.mark.benchmark(group="send-due")
def test_bare_python(benchmark: BenchmarkFixture, home: Path) -> None:
    benchmark.pedantic(run, (home, "-c", "pass"), rounds=9, warmup_rounds=1)


@pytest.mark.benchmark(group="send-due")
def test_nothing_due(benchmark: BenchmarkFixture, home: Path) -> None:
    said = benchmark.pedantic(run, (home, "-m", "inbox_tui", "send-due"), rounds=9, warmup_rounds=1)
    assert said == "Nothing was due.\n"


def test_it_loads_neither_the_screens_nor_a_mail_library(home: Path) -> None:
    code = (
        "import sys; sys.argv = ['inbox-tui', 'send-due']\n"
        "from inbox_tui.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(sorted({n.partition('.')[0] for n in sys.modules}"
        " & {'textual', 'sqlalchemy', 'aiosmtplib', 'imapclient', 'rich', 'keyring'}))"
    )
    assert run(home, "-c", code) == "Nothing was due.\n[]\n"

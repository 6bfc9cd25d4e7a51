"""Sending a full outbox, beside a bare loop over one SMTP connection. Run with ``--benchmark-enable -n0 -s``.

The printed ratio is the figure: the outbox, which commits every claim and every 250 to the disk, should have
at least half the throughput of a loop that remembers nothing. The server is a process of its own.
"""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from inbox_tui.bootstrap import Program, daemon_runner, open_program
from inbox_tui.core.case import Case
from inbox_tui.core.outbox import Kind, OutboxItem
from inbox_tui.ports import HistoryEntry

from ..desk import smtp_counter
from ..servers.postfix import Postfix

MESSAGES = 200
ROUNDS = 7
OWNER, DANA = "owner@shop.example", "dana@buyer.example"
BODY = "I am sorry that the teapot came without its lid. A new one leaves today.\r\n" * 15
_numbers = count()
_rounds = count()


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server that thinks two milliseconds about each message, as one that writes it to a disk does."""
    file = tmp_path_factory.mktemp("server") / "count"
    file.touch()
    command = [sys.executable, str(smtp_counter.__file__), str(file)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        yield int(server.stdout.readline())
    finally:
        server.kill()
        server.wait()


@contextmanager
def shop(folder: Path, port: int) -> Iterator[Program]:
    """A shop whose account sends to that server."""
    (folder / "config.toml").write_text(
        f'[accounts.shop]\nemail = "{OWNER}"\nsave_sent = "never"\n'
        'imap = {host = "127.0.0.1", port = 1, tls = "off"}\n'
        f'smtp = {{host = "127.0.0.1", port = {port}, tls = "off"}}\n'
    )
    opened = open_program(str(folder), runner=daemon_runner)
    try:
        yield opened
    finally:
        opened.close()


def _letter() -> tuple[str, bytes]:
    name = f"<{next(_numbers)}@shop.example>"
    return name, f"From: {OWNER}\r\nMessage-ID: {name}\r\n\r\n{BODY}".encode()


def _fill(program: Program, to: str) -> None:
    book, now = program.desk.office.casebook, datetime.now(UTC)
    round_ = next(_rounds)
    for number in range(MESSAGES):
        case_id = f"c{round_}-{number % 50}"
        case = Case(id=case_id, account="shop", received_at=now)
        book.add_case(case, HistoryEntry(case_id=case_id, at=now, actor="bench", what="new"))
        name, raw = _letter()
        item = OutboxItem(
            account="shop", case_id=case_id, kind=Kind.REPLY, to=to, subject="Re: teapot", text="Sorry.",
            message_id=name, raw=raw, created_at=now, send_at=now, author="kim",
        )  # fmt: skip
        book.queue(item, clear_draft=False)


def _bare_loop(port: int, to: str) -> float:
    """How long a loop takes that remembers nothing, in seconds."""

    async def loop() -> None:
        from aiosmtplib import SMTP

        async with SMTP(hostname="127.0.0.1", port=port, start_tls=False) as client:
            for _ in range(MESSAGES):
                await client.sendmail(OWNER, [to], _letter()[1])

    began = perf_counter()
    asyncio.run(loop())
    return perf_counter() - began


def _beside_a_bare_loop(benchmark: BenchmarkFixture, folder: Path, port: int, to: str) -> None:
    """Round by round, so that what else the computer does slows both."""
    bare: list[float] = []
    with shop(folder, port) as program:

        def before() -> None:
            _fill(program, to)
            bare.append(_bare_loop(port, to))

        def send() -> None:
            tally = asyncio.run(program.desk.outbox.deliver())
            assert tally.accepted == MESSAGES

        benchmark.pedantic(send, setup=before, rounds=ROUNDS, warmup_rounds=1)
    if benchmark.stats is not None:
        ours = benchmark.stats.stats.data
        ratios = [loop / mine for loop, mine in zip(bare[1:], ours, strict=True)]
        benchmark.extra_info["of_a_bare_loop"] = round(median(ratios), 2)
        print(f"throughput of a bare loop: {median(ratios):.2f} (rounds {min(ratios):.2f}-{max(ratios):.2f})")


def test_a_server_that_thinks(benchmark: BenchmarkFixture, port: int, tmp_path: Path) -> None:
    _beside_a_bare_loop(benchmark, tmp_path, port, DANA)


def test_postfix(benchmark: BenchmarkFixture, postfix: Postfix, tmp_path: Path) -> None:
    _beside_a_bare_loop(benchmark, tmp_path, postfix.smtp_port, postfix.dovecot.fresh("dana"))

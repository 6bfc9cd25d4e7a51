"""A thousand mails through ``triage``, beside a Python that starts and ends: scripts may run it each minute.

Run with ``--benchmark-enable -n0 -s``, which says the ratios.
"""

import subprocess
import sys
from itertools import cycle, islice
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from .ratio import beside, note, timed

LETTERS = Path(__file__).parents[1] / "training" / "inbound"
MAILS = 1000
SECONDS = 3.0
"""Of work that a thousand mails may take, start included."""
STARTS = 250.0
"""Starts of a bare Python that a thousand mails may take."""


@pytest.fixture(scope="module")
def mails(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines = [
        line for file in sorted(LETTERS.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()
    ]
    file = tmp_path_factory.mktemp("triage") / "mails.jsonl"
    file.write_text("\n".join(islice(cycle(lines), MAILS)) + "\n", "utf-8")
    return file


def python(*words: str) -> bytes:
    return subprocess.run([sys.executable, *words], check=True, capture_output=True).stdout


def triage(mails: Path) -> bytes:
    return python("-m", "inbox_tui", "triage", "--home", str(mails.parent), "--jsonl", str(mails))


def test_a_thousand_mails(benchmark: BenchmarkFixture, mails: Path) -> None:
    beside(
        benchmark, timed(lambda: triage(mails)), timed(lambda: python("-c", "pass")), at_most=STARTS, rounds=3
    )


def test_a_thousand_mails_take_less_than_three_seconds_of_work(
    benchmark: BenchmarkFixture, mails: Path
) -> None:
    def work() -> None:
        before = getrusage(RUSAGE_CHILDREN)
        answered = triage(mails)
        after = getrusage(RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        assert answered.count(b"\n") == MAILS

    seconds: list[float] = []
    benchmark.pedantic(work, rounds=3)
    note(benchmark, seconds=min(seconds), at_most=SECONDS)
    if benchmark.enabled:  # the same work costs twice the time on a processor that is shared
        assert min(seconds) < SECONDS

"""From a key to its paint, in a list of all mail. Run with ``--benchmark-enable -n0 -s``.

Beside it stands a bare Textual app that paints one line at each key, on the same machine in the same run:
where that one is slow, the machine was.
"""

import imaplib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from ..servers.faults import FaultProxy
from .cached import customer_at
from .conftest import FullMailbox
from .mailbox import ALL_MAIL, LETTERS, OLD, letters, name_of
from .ratio import note
from .terminal import Terminal

APP = [sys.executable, "-m", "inbox_tui"]
BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    count = 0
    def compose(self):
        yield Static("ready")
    def on_key(self, event):
        self.count += 1
        self.query_one(Static).update(f"line {self.count} " * 8)
Bare().run()
"""
SIZES = [(100, 30), (160, 45)]
BEHIND_ESCAPE = 0.15
"""Seconds after Escape before which a letter would be taken for one with Alt."""
PAINT = 0.010
OPEN = 0.026

pytestmark = pytest.mark.usefixtures("password")


def p95(seconds: list[float]) -> float:
    """All but the slowest twentieth are as quick."""
    return quantiles(seconds, n=20)[-1]


def told(benchmark: BenchmarkFixture, seconds: list[float], *, figure: float, at_most: float) -> None:
    """Note it beside the bare app's, and fail above ``at_most`` seconds."""
    benchmark.pedantic(lambda: None)
    if not benchmark.enabled:
        return
    with Terminal([sys.executable, "-c", BARE], {}) as terminal:
        terminal.until("ready")
        bare = [terminal.press("j") for _ in range(len(seconds))]
    note(
        benchmark, p50=median(seconds), p95=p95(seconds), bare_p50=median(bare), bare_p95=p95(bare),
        ratio=median(seconds) / median(bare), at_most=at_most,
    )  # fmt: skip
    assert figure <= at_most, f"{figure * 1000:.1f} ms; the mark is {at_most * 1000:.0f} ms"


def down_and_up(
    terminal: Terminal, names: Callable[[int], str], presses: int, *, start: int = 0, rows: int = 8
) -> Iterator[float]:
    """The cursor goes some rows down and up again; each key until that row is painted with the cursor."""
    at, ways = start, cycle(["j"] * rows + ["k"] * rows)
    for _, key in zip(range(presses), ways, strict=False):
        at += 1 if key == "j" else -1
        yield terminal.press(key, f"▶[^\\n]*{names(at)}")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("share", "way"), [(10, 0), (1, 0), (1, 3_000)])
def test_a_key_in_a_long_list(
    benchmark: BenchmarkFixture,
    cached_home: Callable[[int], Path],
    share: int,
    way: int,
    size: tuple[int, int],
) -> None:
    """At its top, and after scrolling a long ``way`` key by key."""
    many = max(50, LETTERS // share)
    start = min(way, many // 2)
    home = {"INBOX_TUI_HOME": str(cached_home(many))}
    with Terminal(APP, home, columns=size[0], rows=size[1]) as terminal:
        terminal.until(customer_at(many, 0))
        terminal.type(ALL_MAIL)
        terminal.until("All mail \\(")
        for gone in range(0, start, 50):
            here = min(start, gone + 50)
            terminal.press("j" * (here - gone), f"▶[^\\n]*{customer_at(many, here)} ")
        presses = 160 if benchmark.enabled else 20
        seconds = list(down_and_up(terminal, lambda at: f"{customer_at(many, at)} ", presses, start=start))
    told(benchmark, seconds, figure=p95(seconds), at_most=PAINT)


def test_a_key_during_the_first_sync(
    benchmark: BenchmarkFixture, full_mailbox: FullMailbox, tmp_path: Path
) -> None:
    home, newest = full_mailbox.home(tmp_path / "home"), full_mailbox.letters - 1
    seconds: list[float] = []
    with Terminal(APP, {"INBOX_TUI_HOME": str(home)}) as terminal:
        terminal.until("To answer")
        terminal.type(ALL_MAIL)
        terminal.until(name_of(newest))
        # Away from the top: the rows above grow fewer, and at the top there is nothing to paint for a "k".
        terminal.press("j" * 20, "▶")
        while not terminal.shows("online") and len(seconds) < 320:
            # Who stands where changes while threads come together: any row that gets the cursor will do.
            seconds += down_and_up(terminal, lambda _: "", 16, rows=1)
    told(benchmark, seconds or [0.0] * 2, figure=p95(seconds or [0.0] * 2), at_most=PAINT)


BAD_LINES = {"trickle": {"throttle": 400}, "far": {"delay": 0.3}, "black hole": {"silent": True}}


@pytest.mark.parametrize("line", list(BAD_LINES))
def test_a_key_on_a_bad_line(
    benchmark: BenchmarkFixture,
    filled: Callable[[int, timedelta], FullMailbox],
    tmp_path: Path,
    line: str,
) -> None:
    many = 60
    box = filled(many, OLD)
    home = box.home(tmp_path / "home")
    subprocess.run([*APP, "sync"], env={**os.environ, "INBOX_TUI_HOME": str(home)}, check=True, timeout=60)
    imap = box.connect()
    for raw in letters(80, seed=9):
        imap.append("INBOX", "", imaplib.Time2Internaldate(datetime.now(UTC) - OLD), raw)
    imap.logout()
    with FaultProxy(box.port, **BAD_LINES[line]) as proxy:  # type: ignore[arg-type]
        FullMailbox(port=proxy.port, user=box.user, letters=box.letters).home(home)
        with Terminal(APP, {"INBOX_TUI_HOME": str(home)}) as terminal:
            terminal.until("To answer")
            terminal.type(ALL_MAIL)
            terminal.until(name_of(many - 1))
            seconds = list(down_and_up(terminal, lambda _: "", 160 if benchmark.enabled else 20))
        assert proxy.connections >= 1
    told(benchmark, seconds, figure=p95(seconds), at_most=PAINT)


@pytest.mark.parametrize("size", [(80, 24), *SIZES])
@pytest.mark.parametrize("rest", [0.0, 0.4])
def test_opening_a_letter(
    benchmark: BenchmarkFixture, cached_home: Callable[[int], Path], size: tuple[int, int], rest: float
) -> None:
    """At once, and after the ``rest`` in which a person reads whose letter it is."""
    seconds: list[float] = []
    home = {"INBOX_TUI_HOME": str(cached_home(LETTERS))}
    with Terminal(APP, home, columns=size[0], rows=size[1]) as terminal:
        terminal.until(customer_at(LETTERS, 0))
        for at in range(40 if benchmark.enabled else 3):
            name = customer_at(LETTERS, at)
            time.sleep(rest)
            seconds.append(terminal.press("\r", f"cup {name.split()[1]} is broken"))
            terminal.press("\x1b", "To answer")
            time.sleep(BEHIND_ESCAPE)
            terminal.press("j", customer_at(LETTERS, at + 1))
    told(benchmark, seconds, figure=median(seconds), at_most=OPEN)

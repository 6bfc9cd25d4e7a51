"""Several programs on one casebook, and programs that die in the middle."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from inbox_tui.core.outbox import State
from inbox_tui.store.casebook import SqlCasebook, open_casebook

from .records import item

ROOT = Path(__file__).resolve().parents[2]

CLAIM = """
import sys
from tests.store.records import at
from inbox_tui.store.casebook import open_casebook

address, owner = sys.argv[1:]
book = open_casebook(address, backups=None)
print("ready", flush=True)
sys.stdin.readline()
alone = True
for item in book.outbox():
    if book.claim([item.id], owner=owner, now=at(60)):
        print(item.id, flush=True)
        if alone:
            sys.stdin.readline()
            alone = False
"""

WRITE = """
import sys
from tests.store.records import draft, item
from inbox_tui.store.casebook import open_casebook

book = open_casebook(sys.argv[1], backups=None)
number = len(book.outbox())
while True:
    words = f"{number} " * 400
    book.save_draft(draft(words, number))
    print("saved", number, flush=True)
    number += 1
    if number % 2:
        book.queue(item(number, text=words), clear_draft=True)
        print("queued", number, flush=True)
"""


def started(program: str, *arguments: str) -> subprocess.Popen[str]:
    """Another process on the casebook."""
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_four_programs_claim_a_hundred_items_once_each(book: SqlCasebook, address: str) -> None:
    numbers = [book.queue(item(n), clear_draft=False).id for n in range(100)]
    workers = [started(CLAIM, address, f"w{n}") for n in range(4)]
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    claimed = []
    for words in ("go\n", "on, now that each has one\n"):
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write(words)
            worker.stdin.flush()
        if not claimed:
            claimed = [int(worker.stdout.readline()) for worker in workers if worker.stdout is not None]
    claimed += [int(line) for worker in workers for line in worker.communicate()[0].split()]
    assert [worker.returncode for worker in workers] == [0, 0, 0, 0]
    assert sorted(claimed) == numbers
    assert {(each.state, each.attempts) for each in book.outbox()} == {(State.CLAIMED, 1)}
    assert len({each.claimed_by for each in book.outbox()}) == 4


@pytest.mark.parametrize("moment", [0.05, 0.11, 0.23])
def test_a_program_killed_while_writing_loses_nothing_it_reported(tmp_path: Path, moment: float) -> None:
    path = tmp_path / "casebook.db"
    worker = started(WRITE, str(path))
    assert worker.stdout is not None
    assert worker.stdout.readline() == "saved 0\n"
    time.sleep(moment)
    worker.send_signal(signal.SIGKILL)
    lines = ["saved 0", *worker.communicate()[0].splitlines()]
    reported = [line.split() for line in lines if line.count(" ") == 1 and line[-1].isdigit()]
    saved = max(int(number) for what, number in reported if what == "saved")
    queued = {int(number) for what, number in reported if what == "queued"}

    book = open_casebook(path, backups=None)
    kept = {int(each.message_id[1:].split("@")[0]): each for each in book.outbox()}
    assert queued <= kept.keys()
    assert all(each.text.startswith(f"{number - 1} ") for number, each in kept.items())
    words = f"{saved} " * 400
    draft = book.draft("k3m9")
    everywhere = {each.text for each in kept.values()} | {each.text for each in book.draft_versions("k3m9")}
    assert words in everywhere | ({draft.text} if draft else set())
    if draft is not None:
        assert int(draft.text.split()[0]) >= saved
        assert len(set(draft.text.split())) == 1
    book.close()

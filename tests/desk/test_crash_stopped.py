"""Real senders that are suspended for a while, and real disks that are full; the server counts."""

import os
import shutil
import signal
import subprocess
import time
from collections import Counter as Tally
from pathlib import Path

import pytest

from inbox_tui.core.outbox import State
from inbox_tui.store.casebook import open_casebook

from ..store.conftest import postgres_server, postgres_url
from .test_crash_processes import Office, office

__all__ = ["office", "postgres_server", "postgres_url"]

SHORT = 2.0
LONG = float(os.environ.get("CRASH_ASLEEP", "150"))
"""Seconds of a suspension; beyond one minute a claim is given back, beyond ten it is asked about."""
LETTERS = 24
on_sqlite = pytest.mark.parametrize("office", ["sqlite"], indirect=True)


def at_work(office: Office, sender: "subprocess.Popen[str]", *, letters: int) -> None:
    """Wait until the sender has sent so many."""
    end = time.monotonic() + 120
    while sum(office.arrived().values()) < letters and sender.poll() is None:
        assert time.monotonic() < end
        time.sleep(0.001)


@on_sqlite
@pytest.mark.timeout(600 + 4 * LONG)
@pytest.mark.parametrize("asleep", [SHORT, pytest.param(LONG, marks=pytest.mark.slow)])
def test_a_sender_that_is_suspended_while_another_one_works(office: Office, asleep: float) -> None:
    names = office.queue(LETTERS)
    sleeper = office.sender()
    at_work(office, sleeper, letters=3)
    sleeper.send_signal(signal.SIGSTOP)
    for _ in range(2):
        other = office.sender()
        _, said = other.communicate(timeout=300)
        # Stopped in the middle of a write it holds the casebook: the other one says so and sends nothing.
        assert other.returncode == 0 or "held by another program" in said, said
        time.sleep(asleep / 2)
    sleeper.send_signal(signal.SIGCONT)
    sleeper.communicate(timeout=300)
    assert office.sender().wait(300) == 0
    arrived = office.arrived()
    assert max(arrived.values()) == 1
    states = {item.message_id: item.state for item in office.book.outbox()}
    assert {name for name, state in states.items() if state is State.FILED} <= arrived.keys()
    left = Tally(state for state in states.values() if state is not State.FILED)
    # After ten minutes a claim is given up and asked about, and what is late by then may be held.
    assert left.keys() <= ({State.UNKNOWN, State.HELD} if asleep > 600 else set()), states
    assert left[State.UNKNOWN] <= 1
    print(f"asleep for {asleep} s: {len(arrived)} of {len(names)} arrived once; then {dict(left)}")


@on_sqlite
@pytest.mark.parametrize("room", [0, 24, 100, 200, 300, 500])
def test_a_disk_that_fills_up_in_the_middle(office: Office, tmp_path: Path, room: int) -> None:
    mount = shutil.which("mount")
    disk = tmp_path / "disk"
    disk.mkdir()
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    if mount is None or subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip("only root may make a small disk")
    try:
        names = office.queue(LETTERS)
        office.book.close()
        shutil.copytree(office.home, disk / "home")
        office.home = disk / "home"
        free = os.statvfs(disk)
        filler = disk / "filler"
        filler.write_bytes(b"x" * max(0, free.f_bavail * free.f_frsize - room * 1024))
        full = office.sender()
        _, said = full.communicate(timeout=300)
        assert full.returncode in (0, 1), said
        assert "Traceback" not in said
        if full.returncode == 1:
            assert "full" in said or "No space" in said, said
        filler.unlink()
        last = office.sender()
        assert last.communicate(timeout=300) and last.returncode == 0
        book = open_casebook(office.home / "casebook.db", backups=None)
        states = Tally(item.state for item in book.outbox())
        book.close()
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    arrived = office.arrived()
    assert max(arrived.values()) == 1
    assert states.keys() <= {State.FILED, State.UNKNOWN}
    assert states[State.UNKNOWN] <= 1
    assert len(names) - states[State.UNKNOWN] <= len(arrived) <= len(names)
    print(f"{room} kB free: exit {full.returncode}, {states}")

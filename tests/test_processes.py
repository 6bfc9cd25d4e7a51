"""Whether the program that holds a claim has surely ended; for any doubt, no."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from inbox_tui.processes import is_gone, this_process

MAKE = """
import sys
from inbox_tui.processes import this_process

print(this_process("x"), flush=True)
sys.stdin.read()
"""
on_linux = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="only Linux tells when a process began"
)


def test_a_claim_names_host_process_and_mark() -> None:
    host, pid, mark = this_process("token").rsplit(":", 2)
    assert (host, int(pid)) == (socket.gethostname(), os.getpid())
    assert mark.endswith(".token")
    assert not is_gone(this_process("token"))


@on_linux
def test_a_process_that_was_killed_is_gone_even_before_it_is_buried() -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", MAKE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    owner = other.stdout.readline().strip()
    assert not is_gone(owner)
    other.kill()
    os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)
    assert is_gone(owner)
    other.communicate()
    assert is_gone(owner)


@on_linux
def test_a_number_that_came_again_is_another_process() -> None:
    host, pid, mark = this_process("t").rsplit(":", 2)
    place, started, token = mark.split(".")
    assert is_gone(f"{host}:{pid}:{place}.{int(started) - 1}.{token}")


@pytest.mark.parametrize("owner", ["", "test", "one:two", "a:b:c", "here:1:test", "::", "host:12:-.-.x"])
def test_what_cannot_be_read_is_not_called_gone(owner: str) -> None:
    assert not is_gone(owner)


def test_another_computer_or_container_is_not_called_gone() -> None:
    host, _, mark = this_process("t").rsplit(":", 2)
    place, _, rest = mark.partition(".")
    assert not is_gone(f"else:999999:{mark}")
    assert not is_gone(f"{host}:999999:0{place}.{rest}")

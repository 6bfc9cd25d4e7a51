"""What two programs on one home must not do together is done one after the other."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from inbox_tui.config import Account, Server
from inbox_tui.config_file import load, put_account
from inbox_tui.errors import ConfigError
from inbox_tui.turns import turn

HOLD = """
import sys
from pathlib import Path
from inbox_tui.turns import turn
with turn(Path(sys.argv[1]), patience=5):
    print("in", flush=True)
    sys.stdin.read()
"""


def at_once(call: Callable[[int], object], *, count: int) -> None:
    """Call it on so many threads, all beginning together."""
    start = threading.Barrier(count)

    def begin(number: int) -> None:
        start.wait()
        call(number)

    threads = [threading.Thread(target=begin, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_turn_is_over_when_its_program_is_killed(tmp_path: Path) -> None:
    file = tmp_path / "turn"
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == "in\n"
        with pytest.raises(TimeoutError), turn(file, patience=0.05):
            pass
    finally:
        other.kill()
        other.communicate()
    with turn(file, patience=0):
        pass


def test_where_there_can_be_no_lock_one_goes_in_without(tmp_path: Path) -> None:
    (tmp_path / "junk").write_bytes(b"no database" * 100)
    for file in (tmp_path / "no" / "folder", tmp_path, tmp_path / "junk"):
        with turn(file, patience=0):
            pass


def test_no_program_writes_over_what_another_one_wrote_in_the_config(tmp_path: Path) -> None:
    file = tmp_path / "home" / "config.toml"
    server = Server(host="127.0.0.1", port=1, tls="off")
    account = Account(email="owner@shop.example", imap=server, smtp=server)
    at_once(lambda number: put_account(file, f"shop{number}", account), count=6)
    assert load(file).accounts == {f"shop{number}": account for number in range(6)}


def test_a_config_that_another_program_never_lets_go_of_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inbox_tui.config_file.TURN_SECONDS", 0.05)
    file = tmp_path / "config.toml"
    server = Server(host="127.0.0.1", port=1, tls="off")
    account = Account(email="owner@shop.example", imap=server, smtp=server)
    other = sqlite3.connect(tmp_path / ".config.turn", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(ConfigError, match="another program is at it"):
        put_account(file, "shop", account)
    other.close()
    put_account(file, "shop", account)
    assert load(file).accounts == {"shop": account}

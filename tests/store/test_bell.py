"""Of several programs on one home one rings, and another one as soon as it has ended."""

import sqlite3
import subprocess
import sys
from pathlib import Path

from inbox_tui.store.bell import NAME, Bell

HOLD = """
import sys
from pathlib import Path
from inbox_tui.store.bell import Bell
bell = Bell(Path(sys.argv[1]))
print(bell.is_mine(), flush=True)
sys.stdin.read()
"""


def test_the_first_has_it_until_it_is_killed(tmp_path: Path) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert first.stdout is not None
        assert first.stdout.readline() == "True\n"
        second = Bell(tmp_path)
        assert not second.is_mine()
    finally:
        first.kill()
        first.communicate()
    assert second.is_mine()
    assert second.is_mine()
    assert not Bell(tmp_path).is_mine()


def test_one_of_two_that_ask_together_gets_it(tmp_path: Path) -> None:
    """The other one reads the file before it hears that it is too late; that must not keep the first away."""
    other = sqlite3.connect(tmp_path / NAME, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT * FROM sqlite_master").fetchall()
    assert Bell(tmp_path).is_mine()
    other.close()


def test_each_home_has_its_own(tmp_path: Path) -> None:
    one, other = Bell(tmp_path / "one"), Bell(tmp_path / "other")
    assert one.is_mine() and other.is_mine()


def test_where_nothing_can_be_known_everybody_rings(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    (tmp_path / NAME).write_bytes(b"no database" * 100)
    assert Bell(tmp_path / "file").is_mine()
    assert Bell(tmp_path).is_mine()

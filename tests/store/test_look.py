"""The quick look agrees with the real one, and leaves everything else to it."""

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from inbox_tui.cli.sending import COUNTS
from inbox_tui.core.case import CaseState
from inbox_tui.core.outbox import State
from inbox_tui.desk.sending.sending import Tally
from inbox_tui.store.casebook import SqlCasebook, open_casebook
from inbox_tui.store.look import nobody_wakes, nothing_to_do

from .records import at, case, entry, item


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "casebook.db"


@pytest.fixture
def known(file: Path) -> SqlCasebook:
    return open_casebook(file, backups=None)


def look(file: Path, seconds: float) -> bool:
    return nothing_to_do(file, now=at(seconds), ran="ran")


@pytest.mark.parametrize("state", list(State))
def test_it_sees_what_the_real_one_sees(known: SqlCasebook, file: Path, state: State) -> None:
    known.queue(item(state=state), clear_draft=False)
    for seconds in (19.9, 20, 5000):
        expected = known.sending_is_due(now=at(seconds), stale=at(seconds))
        assert look(file, seconds) is not (expected or state is State.CLAIMED)


def test_a_case_that_wakes_up_is_something_to_do(known: SqlCasebook, file: Path) -> None:
    known.add_case(replace(case(), state=CaseState.SNOOZED, snoozed_until=at(60)), entry())
    assert (look(file, 59), look(file, 60)) == (True, False)
    assert [nobody_wakes(file, now=at(seconds)) for seconds in (59, 60)] == [True, False]


def test_only_what_sleeps_can_wake_up(known: SqlCasebook, file: Path) -> None:
    known.queue(item(), clear_draft=False)
    known.add_case(case(), entry())
    assert not look(file, 5000)
    assert nobody_wakes(file, now=at(5000))
    assert known.value("ran") is None


def test_it_keeps_when_it_looked(known: SqlCasebook, file: Path) -> None:
    assert look(file, 0)
    assert known.value("ran") == at(0).isoformat()
    assert look(file, 60)
    assert known.value("ran") == (at(0) + timedelta(minutes=1)).isoformat()


def test_whatever_is_odd_is_left_to_the_real_one(tmp_path: Path, known: SqlCasebook, file: Path) -> None:
    assert not look(tmp_path / "missing.db", 0)
    (tmp_path / "junk.db").write_bytes(b"no database at all" * 100)
    assert not look(tmp_path / "junk.db", 0)
    assert not nobody_wakes(tmp_path / "junk.db", now=at(0))
    with known._database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert not look(file, 0)


def test_the_counts_are_those_of_a_round() -> None:
    assert set(COUNTS) == set(Tally.__dataclass_fields__)


def test_a_round_with_nothing_due_loads_no_library(tmp_path: Path, known: SqlCasebook, file: Path) -> None:
    program = (
        "import sys; sys.argv = ['inbox-tui', 'send-due', '--home', sys.argv[1]]\n"
        "from inbox_tui.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert end.code == 0, end.code\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'textual', 'sqlalchemy', 'asyncio',"
        " 'imapclient', 'aiosmtplib', 'rich'}), 'inbox_tui.core.triage' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.splitlines() == ["Nothing was due.", "[] False"], done.stderr

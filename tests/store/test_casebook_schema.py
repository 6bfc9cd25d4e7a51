"""New casebooks are made, older ones migrated with a backup, newer ones left alone."""

import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from inbox_tui.errors import StoreError
from inbox_tui.store.casebook import SqlCasebook, open_casebook
from inbox_tui.store.casebook.database import Database
from inbox_tui.store.casebook.opening import database
from inbox_tui.store.casebook.schema import MIGRATIONS, back_up, settle
from inbox_tui.store.casebook.tables import metadata, stamp
from inbox_tui.store.revision import HEAD

from .records import case, draft, entry

NEXT = '''"""A note may be pinned; a case loses a column."""

import sqlalchemy as sa
from alembic import op

revision = "9001"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("note") as table:
        table.add_column(sa.Column("pinned", sa.Boolean(), nullable=True))
    # Made anew in a batch, the table would lose its index over an expression, which is not reflected.
    op.drop_column("cases", "stance")
{more}
'''


def next_migrations(folder: Path, *, more: str = "") -> Path:
    """Our migrations with one more at the end."""
    copy = Path(shutil.copytree(MIGRATIONS, folder / "migrations"))
    (copy / "versions" / "9001_next.py").write_text(NEXT.format(head=HEAD, more=more))
    return copy


def filled(address: str) -> None:
    """A casebook with a case, its history and a draft."""
    book = open_casebook(address, backups=None)
    book.add_case(case(), entry())
    book.save_draft(draft("words"))
    book.close()


def stamped(data: Database) -> str | None:
    """The revision that is stored."""
    with data.reading() as connection:
        return connection.execute(sa.select(stamp.c.version_num)).scalar()


def columns(data: Database, table: str) -> set[str]:
    """The names of a table's columns."""
    with data.reading() as connection:
        return {column["name"] for column in sa.inspect(connection).get_columns(table)}


def test_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


# SQLAlchemy cannot read the expression of an index back from SQLite; that it is there is looked at below.
@pytest.mark.filterwarnings(
    "ignore:Skipped unsupported reflection of expression-based index ix_cases_customer",
    "ignore:autogenerate skipping metadata-specified expression-based index",
)
def test_migrations_lead_to_the_same_tables_as_a_new_casebook(address: str) -> None:
    data = database(address)
    with data.writing() as connection:
        stamp.create(connection)
        connection.execute(sa.insert(stamp).values(version_num="0000"))
    from inbox_tui.store.casebook.schema import _upgrade

    with data.writing() as connection:
        connection.execute(sa.delete(stamp))
        _upgrade(connection, MIGRATIONS)
    with data.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        found = sa.inspect(connection)
        assert set(found.get_table_names()) == {*metadata.tables, "alembic_version"}
        assert [fk["referred_table"] for fk in found.get_foreign_keys("history")] == ["cases"]
        catalogue = "sqlite_master" if data.engine.dialect.name == "sqlite" else "pg_indexes"
        name = "name" if catalogue == "sqlite_master" else "indexname"
        indexes = connection.execute(sa.text(f"SELECT {name} FROM {catalogue}")).scalars()  # noqa: S608
        assert "ix_cases_customer" in set(indexes)
        assert found.get_unique_constraints("outbox")[0]["column_names"] == ["account", "message_id"]
    assert stamped(data) == HEAD
    data.engine.dispose()
    book = open_casebook(address, backups=None)
    book.add_case(case(), entry())
    assert book.case("k3m9") == case()
    book.close()


def test_it_is_there_again_after_closing(address: str) -> None:
    filled(address)
    book = open_casebook(address, backups=None)
    assert book.case("k3m9") == case()
    assert book.draft("k3m9") == draft("words")
    book.close()


def test_an_older_casebook_is_migrated_after_a_backup(address: str, tmp_path: Path) -> None:
    filled(address)
    data = database(address)
    backups = tmp_path / "backups"
    settle(data, backups=backups, head="9001", migrations=next_migrations(tmp_path))
    assert stamped(data) == "9001"
    assert "pinned" in columns(data, "note")
    assert "stance" not in columns(data, "cases")
    with data.reading() as connection:
        assert connection.execute(sa.text("SELECT subject FROM cases")).scalar() == case().subject
        assert connection.execute(sa.text("SELECT count(*) FROM history")).scalar() == 1
    settle(data, backups=backups, head="9001", migrations=tmp_path / "migrations")
    data.engine.dispose()
    if data.path is None:
        assert not backups.exists()
        return
    [copy] = backups.iterdir()
    assert copy.name.startswith(f"casebook-{HEAD}-")
    assert copy.stat().st_mode & 0o077 == 0
    book = open_casebook(copy, backups=None)
    assert book.draft("k3m9") == draft("words")
    book.close()


def test_a_migration_that_fails_changes_nothing(address: str, tmp_path: Path) -> None:
    filled(address)
    data = database(address)
    broken = next_migrations(tmp_path, more='    op.execute("SELECT * FROM nowhere")')
    with pytest.raises(StoreError, match="Nothing was changed"):
        settle(data, backups=tmp_path / "backups", head="9001", migrations=broken)
    data.engine.dispose()
    book = open_casebook(address, backups=None)
    assert book.case("k3m9") == case()
    book.close()


def test_without_a_backup_nothing_is_migrated(tmp_path: Path) -> None:
    filled(str(tmp_path / "casebook.db"))
    (tmp_path / "backups").write_text("a file where a folder should be")
    data = database(tmp_path / "casebook.db")
    with pytest.raises(StoreError, match="no backup could be written"):
        settle(data, backups=tmp_path / "backups", head="9001", migrations=next_migrations(tmp_path))
    assert stamped(data) == HEAD
    data.engine.dispose()


def test_a_backup_has_what_is_still_in_the_log(tmp_path: Path) -> None:
    path = tmp_path / "casebook.db"
    book = open_casebook(path, backups=None)
    book.save_draft(draft("only in the log"))
    copy = back_up(path, tmp_path / "backups", revision=HEAD)
    book.close()
    again = open_casebook(copy, backups=None)
    assert again.draft("k3m9") == draft("only in the log")
    again.close()


def test_a_newer_casebook_is_refused_and_left_alone(address: str, tmp_path: Path) -> None:
    filled(address)
    data = database(address)
    with data.writing() as connection:
        connection.execute(sa.update(stamp).values(version_num="9999"))
    with pytest.raises(StoreError, match=r"written by a newer version .*9999.*nothing was changed"):
        open_casebook(address, backups=tmp_path / "backups")
    assert stamped(data) == "9999"
    assert not (tmp_path / "backups").exists()
    data.engine.dispose()


def test_the_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "casebook.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(StoreError, match="another program; nothing was changed"):
        open_casebook(path, backups=None)
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]


def test_many_may_open_a_new_casebook_at_once(address: str) -> None:
    made: list[SqlCasebook] = []
    threads = [
        threading.Thread(target=lambda: made.append(open_casebook(address, backups=None))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 6
    for number, book in enumerate(made):
        book.set_value(f"n{number}", "x")
    assert [made[0].value(f"n{number}") for number in range(6)] == ["x"] * 6
    for book in made:
        book.close()


def test_opening_a_current_casebook_imports_no_alembic_and_no_other_database(tmp_path: Path) -> None:
    filled(str(tmp_path / "casebook.db"))
    program = (
        "import sys\n"
        "import inbox_tui.store\n"
        "assert 'sqlalchemy' not in sys.modules\n"
        "from inbox_tui.store.casebook import open_casebook\n"
        "book = open_casebook(sys.argv[1], backups=None)\n"
        "book.set_value('n', 'x')\n"
        "loaded = {'alembic', 'sqlalchemy.dialects.postgresql'} & sys.modules.keys()\n"
        "print(book.case('k3m9').id, *loaded)\n"
    )
    for name in ("casebook.db", "new.db"):
        if name == "new.db":
            program = program.replace("book.case('k3m9').id", "book.cases()")
        done = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path / name)], capture_output=True, text=True, check=True
        )
        assert done.stdout.split() in (["k3m9"], ["[]"])

"""What can go wrong with the casebook is said in a sentence, and nothing is half-written."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from inbox_tui.errors import StoreError
from inbox_tui.store.casebook import SqlCasebook, open_casebook

from .busy import written_to_by_another
from .records import case, draft, entry, item


def executed(book: SqlCasebook, statement: str) -> None:
    """Give every new connection of this casebook a setting."""

    def on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(statement).close()

    sa.event.listen(book._database.engine, "connect", on_connect)
    book._database.engine.dispose()


def test_a_full_disk_leaves_the_old_state(tmp_path: Path) -> None:
    path = tmp_path / "casebook.db"
    book = open_casebook(path, backups=None)
    book.add_case(case(), entry())
    book.save_draft(draft("old words"))
    with closing(sqlite3.connect(path)) as raw:
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
    executed(book, f"PRAGMA max_page_count = {pages}")
    huge = "x" * 100_000
    with pytest.raises(StoreError, match=r"^The disk is full: the casebook \(.*\) cannot grow\. Nothing was"):
        book.save_draft(draft(huge, 100))
    with pytest.raises(StoreError, match="disk is full"):
        book.queue(item(text=huge), clear_draft=True)
    with pytest.raises(StoreError, match="disk is full"):
        book.add_case(case("other", text=huge), entry("other"))
    assert book.draft("k3m9") == draft("old words")
    assert book.draft_versions("k3m9") == []
    assert book.outbox() == []
    assert book.case("other") is None
    book.close()


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "casebook.db"
    path.write_bytes(b"my holiday letters, not a database\n" * 200)
    with pytest.raises(StoreError, match=r"casebook \(.*\) is damaged or no database"):
        open_casebook(path, backups=None)
    assert path.read_bytes().startswith(b"my holiday letters")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where a folder should be")
    with pytest.raises(StoreError, match=r"casebook \(.*home.*\) cannot be opened: File exists"):
        open_casebook(tmp_path / "home" / "casebook.db", backups=None)


@pytest.fixture
def nobody() -> Iterator[Path]:
    """A folder in which we may not write: root may write anywhere, so root becomes nobody for a while."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        open_casebook(home / "casebook.db", backups=None).close()
        (home / "casebook.db").chmod(0o444)
        home.chmod(0o555)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            yield home
        finally:
            if root:
                os.seteuid(0)
            home.chmod(0o755)


def test_a_read_only_home_is_named(nobody: Path) -> None:
    with pytest.raises(StoreError, match="cannot be opened: Permission denied"):
        open_casebook(nobody / "casebook.db", backups=None)
    with pytest.raises(StoreError, match="cannot be opened: Permission denied"):
        open_casebook(nobody / "deeper" / "casebook.db", backups=None)


def test_a_casebook_that_became_read_only_is_named(tmp_path: Path) -> None:
    book = open_casebook(tmp_path / "casebook.db", backups=None)
    executed(book, "PRAGMA query_only = ON")
    with pytest.raises(StoreError, match=r"casebook \(.*\) is read-only\. Nothing was changed"):
        book.save_draft(draft("words"))
    assert book.draft("k3m9") is None
    book.close()


def test_a_casebook_held_by_another_program_is_named(tmp_path: Path) -> None:
    path = tmp_path / "casebook.db"
    book = open_casebook(path, backups=None)
    executed(book, "PRAGMA busy_timeout = 20")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"held by another program\. Nothing was changed"):
            book.save_draft(draft("words"))
        assert book.draft("k3m9") is None
        other.execute("ROLLBACK")
    book.save_draft(draft("words"))
    assert book.draft("k3m9") == draft("words")
    book.close()


def test_a_new_casebook_that_another_program_is_writing_to_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "casebook.db"
    with written_to_by_another(path):
        book = open_casebook(path, backups=None)
    book.add_case(case(), entry())
    assert book.case(case().id) is not None
    book.close()


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    book = open_casebook(tmp_path / "home" / "casebook.db", backups=None)
    book.save_draft(draft("words"))
    files = [*(tmp_path / "home").iterdir(), tmp_path / "home"]
    assert len(files) > 1
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)
    book.close()


@pytest.mark.parametrize(
    "address", ["mysql://localhost/x", "sqlite://", "sqlite:///:memory:", "://", "nonsense://"]
)
def test_an_address_that_makes_no_sense_is_told(address: str) -> None:
    with pytest.raises(StoreError, match="casebook address"):
        open_casebook(address, backups=None)


def test_a_server_that_is_not_there_is_told_without_its_password() -> None:
    with pytest.raises(StoreError, match=r"server cannot be reached.*Try again") as told:
        open_casebook("postgresql://shop:secret@127.0.0.1:1/x", backups=None)
    assert "secret" not in str(told.value)


@pytest.mark.postgres
@pytest.mark.xdist_group("postgres")
def test_what_a_server_refuses_is_told(postgres_url: str) -> None:
    with pytest.raises(StoreError, match="database does not exist"):
        open_casebook(postgres_url.replace("/postgres", "/nowhere"), backups=None)
    with pytest.raises(StoreError, match="refused the user name or password"):
        open_casebook(postgres_url.replace("shop@", "stranger@"), backups=None)
    book = open_casebook(postgres_url, backups=None)

    @sa.event.listens_for(book._database.engine, "begin")
    def read_only(connection: sa.Connection) -> None:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")

    with pytest.raises(StoreError, match="does not let this user write"):
        book.save_draft(draft("words"))
    assert book.draft("k3m9") is None
    book.close()


@pytest.mark.postgres
@pytest.mark.xdist_group("postgres")
def test_a_server_that_hung_up_is_called_again(postgres_url: str) -> None:
    book = open_casebook(postgres_url, backups=None)
    book.save_draft(draft("words"))
    other = sa.create_engine(postgres_url.replace("postgresql:", "postgresql+psycopg:"))
    with other.begin() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            " AND datname = current_database()"
        )
    other.dispose()
    assert book.draft("k3m9") == draft("words")
    book.close()

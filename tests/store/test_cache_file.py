"""The cache's file is disposable: whatever is wrong with it, a new one is made without asking."""

import os
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from inbox_tui.errors import StoreError
from inbox_tui.store import cache_schema
from inbox_tui.store.cache_schema import VERSION
from inbox_tui.store.mail_cache import SqliteCache

from .busy import written_to_by_another
from .letters import SHOP, letter, open_cache


def filled(path: Path) -> None:
    """A cache at ``path`` with one letter in it."""
    cache = open_cache(path)
    cache.put([letter(1)], {})
    cache.close()


def works_empty(path: Path) -> bool:
    """True when a fresh cache opens at ``path`` and takes a letter."""
    cache = open_cache(path)
    empty = cache.uids(SHOP, "INBOX") == {}
    cache.put([letter(2)], {})
    kept = cache.uids(SHOP, "INBOX") == {2: True}
    cache.close()
    return empty and kept


def test_it_is_there_again_after_closing(tmp_path: Path) -> None:
    filled(tmp_path / "mail.db")
    cache = open_cache(tmp_path / "mail.db")
    assert cache.messages("c1") == [letter(1)]
    cache.close()


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    filled(tmp_path / "cache" / "mail.db")
    assert (tmp_path / "cache" / "mail.db").stat().st_mode & 0o077 == 0
    assert (tmp_path / "cache").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("junk", [b"this is no database at all" * 100, b"\0" * 5000, b"SQLite format 3\0xx"])
def test_junk_is_replaced(tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / "mail.db"
    path.write_bytes(junk)
    assert works_empty(path)


@pytest.mark.parametrize("version", [0, VERSION + 1, -3])
def test_another_version_is_replaced(tmp_path: Path, version: int) -> None:
    path = tmp_path / "mail.db"
    filled(path)
    raw = sqlite3.connect(path)
    raw.execute(f"PRAGMA user_version = {version}")
    raw.commit()
    raw.close()
    assert works_empty(path)


def test_two_versions_in_turn_keep_what_each_has_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, version in enumerate((VERSION - 1, VERSION, VERSION - 1, VERSION), start=1):
        monkeypatch.setattr(cache_schema, "VERSION", version)
        cache = open_cache(cache_schema.file_in(tmp_path))
        cache.put([letter(number)], {})
        held = sorted(cache.uids(SHOP, "INBOX"))
        cache.close()
        assert held == ([number] if number < 3 else [number - 2, number])


def test_a_file_of_another_version_goes_when_nobody_used_it_for_a_week(tmp_path: Path) -> None:
    lately, long_ago, ours = (tmp_path / name for name in ("mail-5.db", "mail.db", f"mail-{VERSION}.db"))
    for file in (lately, long_ago, ours):
        filled(file)
    log = tmp_path / "mail.db-wal"
    log.touch()
    week = time.time() - 8 * 86_400
    for file in (long_ago, log, ours):
        os.utime(file, (week, week))
    assert cache_schema.file_in(tmp_path) == ours
    assert (lately.exists(), long_ago.exists(), ours.exists()) == (True, False, True)
    assert not log.exists()


def test_a_file_of_another_version_stays_while_its_log_grows(tmp_path: Path) -> None:
    """An open app writes into the file itself only when the log is long."""
    other = tmp_path / "mail-5.db"
    filled(other)
    os.utime(other, (0, 0))
    (tmp_path / "mail-5.db-wal").touch()
    cache_schema.file_in(tmp_path)
    assert other.exists()


def test_damage_found_later_is_told_once_and_cured(tmp_path: Path) -> None:
    path = tmp_path / "mail.db"
    cache = open_cache(path)
    cache.put([letter(n, text=f"word{n} " * 300) for n in range(1, 200)], {})
    cache.close()
    data = bytearray(path.read_bytes())
    data[8192:] = b"\xa5" * (len(data) - 8192)
    path.write_bytes(data)
    cache = open_cache(path)
    with pytest.raises(StoreError, match="has been dropped"):
        cache.messages("c1")
        cache.search("word5", limit=3)
        cache.conversations()
        cache.put([letter(500)], {})
    cache.put([letter(1)], {})
    assert cache.messages("c1") == [letter(1)]
    cache.close()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")
    with pytest.raises(StoreError, match=r"mail cache .* cannot be opened"):
        open_cache(tmp_path / "cache" / "mail.db")


def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"mail cache .* cannot be opened"):
        open_cache(tmp_path)


def test_a_full_disk_is_named_and_leaves_the_old_state(tmp_path: Path) -> None:
    cache = open_cache(tmp_path / "mail.db")
    cache.put([letter(1)], {})
    pages = cache._file._connection.execute("PRAGMA page_count").fetchone()[0]
    cache._file._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match=r"disk is full.*Nothing was changed"):
        cache.put([letter(n, text="much to say " * 5000) for n in range(2, 20)], {})
    assert cache.uids(SHOP, "INBOX") == {1: True}
    cache.close()


def test_a_cache_held_by_another_program_is_named(tmp_path: Path) -> None:
    path = tmp_path / "mail.db"
    cache = open_cache(path)
    cache._file._connection.execute("PRAGMA busy_timeout = 20")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="held by another program"):
        cache.put([letter(1)], {})
    other.execute("ROLLBACK")
    cache.put([letter(1)], {})
    assert cache.uids(SHOP, "INBOX") == {1: True}
    other.close()
    cache.close()


def test_it_may_be_made_on_one_thread_and_used_on_another(tmp_path: Path) -> None:
    cache = open_cache(tmp_path / "mail.db")
    seen: list[dict[int, bool]] = []

    def work() -> None:
        cache.put([letter(1)], {})
        seen.append(cache.uids(SHOP, "INBOX"))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [{1: True}]
    cache.close()


def test_a_new_file_that_another_program_is_writing_to_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "mail.db"
    with written_to_by_another(path):
        cache = open_cache(path)
    cache.put([letter(1)], {})
    assert cache.uids(SHOP, "INBOX") == {1: True}
    cache.close()


def test_what_another_program_has_just_made_anew_is_not_dropped_again(tmp_path: Path) -> None:
    path = tmp_path / "mail.db"
    filled(path)
    with closing(sqlite3.connect(path)) as older:
        older.execute(f"PRAGMA user_version = {VERSION - 1}")
    made: list[SqliteCache] = []
    opening = threading.Thread(target=lambda: made.append(open_cache(path)))
    with closing(sqlite3.connect(tmp_path / ".mail.turn", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        opening.start()
        opening.join(0.2)
        assert not made
        # Theirs, while we wait.
        path.unlink()
        filled(tmp_path / "theirs.db")
        (tmp_path / "theirs.db").rename(path)
    opening.join()
    assert made[0].messages("c1") == [letter(1)]
    made[0].close()


def test_many_threads_opening_a_new_file_at_once_all_succeed(tmp_path: Path) -> None:
    path = tmp_path / "mail.db"
    made: list[SqliteCache] = []
    threads = [threading.Thread(target=lambda: made.append(open_cache(path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, cache in enumerate(made):
        cache.put([letter(number)], {})
    assert made[0].uids(SHOP, "INBOX") == dict.fromkeys(range(8), True)
    for cache in made:
        cache.close()

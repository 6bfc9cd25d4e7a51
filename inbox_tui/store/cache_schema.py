"""The tables of the mail cache, and how its file is opened or made anew.

A message's number is its second of arrival followed by a counter, so newest first is simply numbers
descending: for lists and, what matters more, inside the search index.
"""

import os
import sqlite3
import time
from contextlib import suppress
from pathlib import Path

from ..turns import turn
from .log import write_ahead
from .sentences import folder_error, is_damage, store_error

VERSION = 7
"""Counts up with every change to the tables or to what is indexed; a cache of another version is not read."""
BUSY_SECONDS = 5.0
UNUSED_SECONDS = 7 * 86_400.0
"""How long nothing was written to a cache of another version, nor to its log, until nobody uses it."""
CACHE_KILOBYTES = 8_000
LOG_PAGES = 8_000
"""Pages of 4 kB that are written twice before they are put in their place together."""

_TABLES = """
CREATE TABLE mailbox (
    account TEXT NOT NULL, name TEXT NOT NULL, uidvalidity INTEGER NOT NULL, uidnext INTEGER NOT NULL,
    messages INTEGER NOT NULL, modseq INTEGER, PRIMARY KEY (account, name)
) WITHOUT ROWID;
CREATE TABLE message (
    id INTEGER PRIMARY KEY, account TEXT NOT NULL, mailbox TEXT NOT NULL, uidvalidity INTEGER NOT NULL,
    uid INTEGER NOT NULL, conversation TEXT NOT NULL, message_id TEXT NOT NULL, direction TEXT NOT NULL,
    received_at INTEGER NOT NULL, flags TEXT NOT NULL, seen INTEGER NOT NULL, size INTEGER NOT NULL,
    whole INTEGER NOT NULL, from_name TEXT NOT NULL, from_addr TEXT NOT NULL, subject TEXT NOT NULL,
    is_complaint INTEGER NOT NULL DEFAULT 0, category TEXT NOT NULL DEFAULT '',
    automatic TEXT NOT NULL DEFAULT '', thanks_only INTEGER NOT NULL DEFAULT 0,
    settled INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX message_place ON message (account, mailbox, uid, uidvalidity);
CREATE INDEX message_conversation ON message (conversation);
CREATE INDEX message_name ON message (message_id, account);
CREATE INDEX message_owed ON message (account, received_at) WHERE whole = 0;
CREATE INDEX message_unsettled ON message (account, conversation) WHERE whole = 1 AND settled = 0;
CREATE TABLE content (id INTEGER PRIMARY KEY, message BLOB NOT NULL);
CREATE TABLE raw (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE pin (
    account TEXT NOT NULL, message_id TEXT NOT NULL, conversation TEXT NOT NULL,
    PRIMARY KEY (account, message_id)
) WITHOUT ROWID;
CREATE TABLE conversation (
    id TEXT PRIMARY KEY, account TEXT NOT NULL, from_name TEXT NOT NULL, from_addr TEXT NOT NULL,
    subject TEXT NOT NULL, received_at INTEGER NOT NULL, last_at INTEGER NOT NULL,
    messages INTEGER NOT NULL, unread INTEGER NOT NULL, category TEXT NOT NULL, automatic TEXT NOT NULL,
    is_complaint INTEGER NOT NULL, inbound INTEGER NOT NULL
);
CREATE INDEX conversation_newest ON conversation (last_at DESC, id);
CREATE VIRTUAL TABLE words USING fts5 (
    subject, sender, body, content = '', columnsize = 0,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '1'
);
"""


def file_in(folder: Path) -> Path:
    """Where the cache of this version lies; those of other versions are deleted when nobody used them lately.

    Each version has a file of its own, because two may take turns on one home (an app that is still open, a
    job that is newer): in one file each would drop all that the other had fetched.
    """
    ours = folder / f"mail-{VERSION}.db"
    for other in folder.glob("mail*.db"):
        with suppress(OSError):
            if other != ours and time.time() - max(map(_changed, _files(other))) > UNUSED_SECONDS:
                discard(other)
    return ours


def _changed(file: Path) -> float:
    """When a file was written to, in seconds since 1970; 0 where there is none."""
    return file.stat().st_mtime if file.exists() else 0.0


def open_file(path: Path | None) -> sqlite3.Connection:
    """A connection to a usable cache at ``path`` (None: in memory), made anew if need be.

    Raises StoreError when the place cannot be written, which making it anew would not cure.
    """
    if path is None:
        return _prepared(":memory:")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # One at a time: SQLite deletes a file's log by its name when the last program leaves it, and that
        # may be the log of the new file which another program has just made.
        with turn(path.with_name(f".{path.stem}.turn"), patience=BUSY_SECONDS):
            return _usable(path)
    except sqlite3.Error as error:
        raise store_error(error, what="mail cache", path=path) from error
    except OSError as error:
        raise folder_error(error, what="mail cache", path=path) from error


def _usable(path: Path) -> sqlite3.Connection:
    _own(path)
    try:
        return _prepared(str(path))
    except _OtherVersionError:
        pass
    except sqlite3.Error as error:
        if not is_damage(error):
            raise
    discard(path)
    _own(path)
    return _prepared(str(path))


def discard(path: Path) -> None:
    """Delete the cache. The log goes with it: SQLite would replay it into the new file."""
    for file in _files(path):
        file.unlink(missing_ok=True)


def _files(path: Path) -> list[Path]:
    """The cache, its log, and the index of that."""
    return [path.with_name(name) for name in (path.name, f"{path.name}-wal", f"{path.name}-shm")]


class _OtherVersionError(Exception):
    """The file was written by an older or newer program."""


def _own(path: Path) -> None:
    """Create the file readable for its owner only: it is a copy of somebody's mail."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _prepared(name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(name, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        write_ahead(connection, patience=BUSY_SECONDS)
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA temp_store = MEMORY")
        # Message-IDs come in no order: a first sync needs all of their index at hand.
        connection.execute(f"PRAGMA cache_size = -{CACHE_KILOBYTES}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
        if _version(connection) != VERSION:
            _create(connection)
        connection.execute("SELECT count(*) FROM mailbox").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _create(connection: sqlite3.Connection) -> None:
    """Make the tables, unless another process was quicker."""
    connection.execute("BEGIN IMMEDIATE")
    found = _version(connection)
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if found != VERSION:
        if found or tables:
            raise _OtherVersionError
        for statement in _TABLES.split(";\n"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")

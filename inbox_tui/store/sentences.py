"""What SQLite says, in words for the owner."""

import shutil
import sqlite3
from pathlib import Path

from ..errors import StoreError

NOTHING_CHANGED = "Nothing was changed."
ALMOST_NOTHING = 256 * 1024
"""Bytes below which a disk is as good as full."""
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT})


def primary_code(error: BaseException) -> int:
    """The primary result code, or 0 when Python raised the error by itself."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


def is_damage(error: BaseException) -> bool:
    """True when the file's content is at fault, not its surroundings."""
    return primary_code(error) in _DAMAGED


def store_error(error: BaseException, *, what: str, path: Path | None) -> StoreError:
    """The error to raise for ``error``: ``what`` is the store's name, such as “casebook”."""
    where = f"The {what} ({path})" if path else f"The {what}"
    code = primary_code(error)
    if code == sqlite3.SQLITE_IOERR and path is not None and _is_full(path):
        # SQLite's log cannot grow either, and its answer to that is this one.
        code = sqlite3.SQLITE_FULL
    match code:
        case sqlite3.SQLITE_FULL:
            return StoreError(
                f"The disk is full: {where[0].lower()}{where[1:]} cannot grow. {NOTHING_CHANGED} "
                "Free some space and try again."
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return StoreError(
                f"{where} is read-only. {NOTHING_CHANGED} Make the file and its folder writable, "
                "or choose another --home."
            )
        case sqlite3.SQLITE_CANTOPEN:
            return StoreError(
                f"{where} cannot be opened. {NOTHING_CHANGED} See that its folder exists and is yours to "
                "write, or choose another --home."
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreError(f"{where} is held by another program. {NOTHING_CHANGED} Try again in a moment.")
        case _ if code in _DAMAGED:
            return StoreError(
                f"{where} is damaged or no database at all. {NOTHING_CHANGED} Put a good copy in its place."
            )
        case sqlite3.SQLITE_IOERR:
            return StoreError(
                f"{where}: the disk could not read or write it. {NOTHING_CHANGED} Check the disk."
            )
        case _:
            return StoreError(f"{where} did not answer as it should ({error}). {NOTHING_CHANGED}")


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < ALMOST_NOTHING
    except OSError:
        return False


def folder_error(error: OSError, *, what: str, path: Path) -> StoreError:
    """The error to raise when the folder of a store cannot be made or written."""
    reason = error.strerror or type(error).__name__
    return StoreError(
        f"The {what} ({path}) cannot be opened: {reason}. {NOTHING_CHANGED} "
        "Make its folder writable, or choose another --home."
    )

"""Which of the programs on one home rings the bell: the first that has something to tell, until it ends.

SQLite's lock on a file is the one that every system knows and lets go of when its holder dies.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

NAME = "bell.db"


class Bell:
    """The bell of the programs that share ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / NAME
        self._held: sqlite3.Connection | None = None

    def is_mine(self) -> bool:
        """True where no other program on this computer has it. For any doubt too: better twice than never."""
        if self._held is not None:
            return True
        import sqlite3  # with the first ring, not with the first screen

        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            taken = sqlite3.connect(self._file, timeout=0, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error):
            return True
        try:
            # Not EXCLUSIVE: that waits for readers, and of two that ask together neither might get it.
            taken.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            taken.close()
            return error.sqlite_errorcode != sqlite3.SQLITE_BUSY
        except sqlite3.Error:
            taken.close()
            return True
        self._held = taken
        return True

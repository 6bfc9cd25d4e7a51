"""Which claims a program began to hand over: one small file for each program, in its own words.

What was written to a file is there after the program is killed, without waiting for the disk; after a
power cut it may not be, but then nobody can say that the program ended since the computer started.
"""

import contextlib
import os
from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from ..errors import StoreError


class FileMarks:
    """See ``ports.Marks``. The file begins with its owner; each line after that names one claim, and when
    the server took it."""

    def __init__(self, folder: Path, *, owner: str) -> None:
        self._folder = folder
        self._owner = owner
        self._file: int | None = None

    def open(self) -> None:
        """Before the first claim. Raises StoreError."""
        if self._file is not None:
            return
        with self._told():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = os.open(self._of(self._owner), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                self._write(f"{self._owner}\n")
            except OSError:
                # Without its first line nobody would believe the others.
                os.close(self._file)
                self._file = None
                raise

    def begun(self, item_id: int, attempts: int) -> None:
        """The hand-over of this claim begins. Raises StoreError, and then it must not begin."""
        self.open()
        with self._told():
            self._write(f"{item_id} {attempts}\n")

    def taken(self, item_id: int, attempts: int, at: datetime) -> None:
        """The server said 250 to it; without this line a person would be asked, so trouble costs no more."""
        with contextlib.suppress(OSError):
            self._write(f"{item_id} {attempts} {at.isoformat()}\n")

    def begun_by(self, owner: str) -> dict[tuple[int, int], datetime | None] | None:
        """The claims that a program which ended had begun to hand over, with the time of the 250 where one
        was heard; None when nothing is known."""
        claims: dict[tuple[int, int], datetime | None] = {}
        try:
            first, *lines = self._of(owner).read_text().splitlines()
            for item, attempts, *at in map(str.split, lines):
                claims[int(item), int(attempts)] = datetime.fromisoformat(at[0]) if at else None
        except (OSError, ValueError):
            return None
        return claims if first == owner else None

    def tidy(self, *, gone: Callable[[str], bool], keep: Collection[str]) -> None:
        """Let go of the marks of programs that ended, except of these owners."""
        for file in self._folder.glob("*.marks"):
            with contextlib.suppress(OSError, ValueError):
                owner = file.read_text().partition("\n")[0]
                if owner not in keep and gone(owner):
                    file.unlink()

    def _of(self, owner: str) -> Path:
        return self._folder / f"{blake2b(owner.encode(), digest_size=8).hexdigest()}.marks"

    def _write(self, text: str) -> None:
        data = text.encode()
        if self._file is None or os.write(self._file, data) != len(data):
            raise OSError("the line was not written whole")

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(
                f"The program cannot write to {self._folder}: {error.strerror or error}. Nothing more is "
                "sent; make room there, then it goes on."
            ) from error

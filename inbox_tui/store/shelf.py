"""Small disposable texts, one file each, in the folder of the cache."""

import os
from contextlib import suppress
from pathlib import Path


class FileShelf:
    """Implements ``ports.Shelf``. What cannot be written is not kept, and nobody is bothered with it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> str | None:
        """The text of that name."""
        try:
            return (self._folder / f"{name}.json").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def write(self, name: str, text: str) -> None:
        """Replace the text of that name as a whole. Readable by its owner only: it holds names."""
        target = self._folder / f"{name}.json"
        fresh = target.with_suffix(f".{os.getpid()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with os.fdopen(
                os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
            ) as file:
                file.write(text)
            fresh.replace(target)
        except OSError:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)

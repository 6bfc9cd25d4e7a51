"""The owner's own editor on a text: its program, its file, and what came back. Nothing here knows a screen.

The file lies in a folder of its own that nobody else may read. It is looked at every second while the editor
is open, so that what was saved there is safe whatever happens to either program.
"""

import asyncio
import os
import shlex
import shutil
import signal
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ...core.frozen import dataclass
from ...core.text import clean, clean_line

LOOK_EVERY = 1.0
"""Seconds between two looks at the file."""
LONGEST = 1_000_000
"""Bytes; no reply is as long, and a wrong file easily is."""


@dataclass(frozen=True, kw_only=True)
class NotOpened:
    """There was no editor to open; one sentence says why and what to do."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Closed:
    """The editor was closed. ``text`` is what it saved, None where it saved nothing that can be used;
    ``trouble`` is one sentence where something was wrong."""

    text: str | None
    trouble: str = ""


def program(environment: Mapping[str, str]) -> list[str] | NotOpened:
    """The words of the command in EDITOR, or in VISUAL where that says nothing."""
    said = environment.get("EDITOR", "").strip() or environment.get("VISUAL", "").strip()
    if not said:
        return NotOpened(reason="No editor is set. Say which with “export EDITOR=nano” before you start.")
    shown = clean_line(said[:60])
    try:
        words = shlex.split(said, posix=os.name == "posix")
    except ValueError:
        return NotOpened(reason=f"EDITOR is “{shown}”: a quotation mark is missing. Your words are here.")
    if not words or shutil.which(words[0], path=environment.get("PATH")) is None:
        return NotOpened(reason=f"EDITOR is “{shown}”: there is no such program. Your words are here.")
    return words


async def edit(
    text: str, command: list[str], *, looked: Callable[[str | None], Awaitable[None]]
) -> NotOpened | Closed:
    """Open ``command`` on ``text`` and wait until it is closed; ``looked`` hears at every look
    of the text that was saved since the last one, or None.

    Never raises for what a program or a disk can do. A file that could not be read is not deleted.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix="inbox-tui-"))
        path = folder / "reply.txt"
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        return NotOpened(reason=f"No file could be written for the editor: {error.strerror}.")
    with _keys_are_the_editors():
        try:
            process = await asyncio.create_subprocess_exec(*command, str(path))
        except OSError as error:
            shutil.rmtree(folder, ignore_errors=True)
            return NotOpened(reason=f"{clean_line(command[0])} could not be started: {error.strerror}.")
        seen = _stamp(path)
        while True:
            try:
                code = await asyncio.wait_for(process.wait(), LOOK_EVERY)
                break
            except TimeoutError:
                before, seen = seen, _stamp(path)
                found = await asyncio.to_thread(_read, path, text) if seen != before else None
                await looked(found if isinstance(found, str) and found.strip() else None)
    found = await asyncio.to_thread(_read, path, text)
    if isinstance(found, Closed):
        return found
    await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    return _closed(text, found, code)


def _closed(before: str, found: str, code: int) -> Closed:
    ended = f"The editor ended with an error ({code}). " if code else ""
    if found == before:
        return Closed(text=found, trouble=f"{ended}Your words are as they were." if ended else "")
    if not found.strip():
        return Closed(text=None, trouble=f"{ended}What it saved is empty, so your words stay as they were.")
    return Closed(
        text=found,
        trouble=f"{ended}What it had saved is in the draft; ctrl+z takes it back." if ended else "",
    )


def _read(path: Path, before: str) -> str | Closed:
    """The saved text, clean, with the line end that editors add taken off again."""
    try:
        size = path.stat().st_size
        if size > LONGEST:
            return Closed(text=None, trouble=f"What the editor saved is too long for a reply: {_kept(path)}")
        text = clean(path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"))
    except FileNotFoundError:
        return before
    except UnicodeDecodeError:
        return Closed(text=None, trouble=f"What the editor saved is not UTF-8 text: {_kept(path)}")
    except OSError as error:
        return Closed(
            text=None, trouble=f"What the editor saved cannot be read ({error.strerror}): {_kept(path)}"
        )
    return text.removesuffix("\n") if text.endswith("\n") and not before.endswith("\n") else text


def _kept(path: Path) -> str:
    return f"your words stay as they were, and its file is kept as {path}."


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


@contextmanager
def _keys_are_the_editors() -> Iterator[None]:
    """ctrl+c and ctrl+backslash go to every program of a terminal; now they mean the editor only. A handler
    is forgotten in a new program, while a signal that is ignored would be ignored there too."""
    before = {}
    for name in ("SIGINT", "SIGQUIT"):
        if (number := getattr(signal, name, None)) is not None:
            before[number] = signal.signal(number, lambda *_: None)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

"""The line to a mail server, and how several uses share it without waiting long for each other."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import field
from types import TracebackType
from typing import Literal, Self

from ...core.frozen import dataclass
from ...core.text import clean_line
from ...errors import MailboxGoneError
from ...ports import MailboxStatus, MailServer, Runner


class Turn(asyncio.Lock):
    """A lock that knows whether somebody waits for it, and how often somebody had it."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = 0
        self.turns = 0

    async def acquire(self) -> Literal[True]:
        """Wait in line."""
        self.waiting += 1
        try:
            had = await super().acquire()
        finally:
            self.waiting -= 1
        self.turns += 1
        return had


@dataclass(frozen=True, kw_only=True)
class Line:
    """A mail server and the thread that its calls run on.

    ``lock`` is held over a select and everything that relies on it: fetching and filing share the line.
    ``pulling`` is held over a whole sync: a second one beside it would do the same work again.
    """

    server: MailServer
    runner: Runner
    lock: Turn = field(default_factory=Turn)
    pulling: asyncio.Lock = field(default_factory=asyncio.Lock)


Pause = Callable[[], Awaitable[bool]]
"""Awaited before a step that would keep the processor for long; False when the step should be a short one,
because somebody types and goes on typing."""


async def at_once() -> bool:
    """Nobody has to be waited for."""
    return True


class Sitting:
    """A long use of a line that lets the others in between its steps. ``opened`` is a mailbox that was
    selected before anybody had the line, if one was; whoever had it since may have opened another one."""

    def __init__(self, line: Line, *, pause: Pause = at_once, opened: MailboxStatus | None = None) -> None:
        self.line = line
        self.pause = pause
        self._open = opened
        self._seen = {opened.name: opened.uidvalidity} if opened is not None else {}

    async def __aenter__(self) -> Self:
        await self.line.lock.acquire()
        if self.line.lock.turns > 1:
            self._open = None
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.line.lock.release()

    async def open(self, mailbox: str) -> MailboxStatus:
        """Select ``mailbox`` unless it is. Raises MailboxGoneError when it was made anew meanwhile."""
        if self._open is None or self._open.name != mailbox:
            self._open = None
            status = await self.line.runner.run(self.line.server.select, mailbox)
            if self._seen.setdefault(mailbox, status.uidvalidity) != status.uidvalidity:
                raise MailboxGoneError(
                    f"The mailbox {clean_line(mailbox)} was made anew on the server. "
                    "Nothing was changed; sync again."
                )
            self._open = status
        return self._open

    async def breathe(self) -> None:
        """Between two steps: whoever waits for the line has it now, and then it is ours again."""
        if self.line.lock.waiting:
            self._open = None
            self.line.lock.release()
            await self.line.lock.acquire()

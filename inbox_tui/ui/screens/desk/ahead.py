"""The letter under the cursor, read before anybody asks for it."""

from collections.abc import Awaitable, Callable

from ....desk.views import ConversationView

RESTS = 0.12
"""Seconds for which the cursor stands still before its letter is read: a key held down comes 30 times a
second, and each of them would wait for the stores."""


class ReadAhead:
    """Keeps one letter, until the cursor goes on or anything may have changed. Who opens it reads it once
    more when it is on the screen, so what another program wrote meanwhile is a moment late at most."""

    def __init__(self, read: Callable[[str], Awaitable[ConversationView | None]]) -> None:
        """``read`` gives a conversation, or None where it cannot be had; nobody is told why."""
        self._read = read
        self._turn = 0
        self._view: ConversationView | None = None

    def forget(self) -> None:
        """What was read, or is being read, may be old."""
        self._turn += 1
        self._view = None

    async def look(self, conversation: str) -> None:
        """Read it, unless it is here; it is kept if nothing was forgotten meanwhile."""
        if self._view is not None and self._view.row.id == conversation:
            return
        turn = self._turn
        view = await self._read(conversation)
        if turn == self._turn:
            self._view = view

    def take(self, conversation: str) -> ConversationView | None:
        """The letter if it was read, and None the next time."""
        view = self._view
        self.forget()
        return view if view is not None and view.row.id == conversation else None

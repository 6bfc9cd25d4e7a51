"""The newest mail of a new mailbox, as the servers tell it, for the moment before the stores are open."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..desk.views import Row

AT_LATEST = 1.0
"""Seconds after which nobody waits for a server any more: there may be cases that stand in no mailbox."""


class FirstMail:
    """Gathers what each account has in sight."""

    def __init__(self, accounts: Iterable[str]) -> None:
        self._missing = set(accounts)
        self._rows: list[Row] = []
        self._known = asyncio.Event()
        self.shown = asyncio.Event()
        """Set when the list has painted what it wants to show of it."""

    def came(self, account: str, rows: "Sequence[Row]" = ()) -> None:
        """An account has this in sight, or nothing that could be waited for."""
        if self._known.is_set():
            return
        self._missing.discard(account)
        self._rows = sorted([*self._rows, *rows], key=lambda row: row.last_at, reverse=True)
        if not self._missing:
            self._known.set()

    async def rows(self) -> "Sequence[Row]":
        """What all accounts have in sight, the newest first; what is there after ``AT_LATEST``."""
        try:
            await asyncio.wait_for(self._known.wait(), AT_LATEST)
        except TimeoutError:
            self._known.set()
        return self._rows

"""Keeps the words of a draft on disk while they are typed, and says honestly when it cannot.

At most a second passes between the first unsaved key and the disk. A save that fails leaves the words
on the screen and is tried again; nothing that replaces them may happen before they are safe.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from ...core.frozen import dataclass
from ...errors import InboxError
from ...ports import Runner

SAVE_AFTER = 0.6
"""Seconds from the first unsaved key to the save: with the save itself, below one second."""
RETRY_AFTER = 3.0


@dataclass(frozen=True, kw_only=True)
class Kept:
    """All words are on disk since ``at`` (aware); None while nothing was ever written."""

    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class NotYetKept:
    """There are words that are only on the screen; a save is on its way."""


@dataclass(frozen=True, kw_only=True)
class NotKept:
    """The save failed; the words are still on the screen."""

    reason: str


Keeping = Kept | NotYetKept | NotKept


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is kept: the text of one case's draft, and the findings put aside in it."""

    case_id: str
    text: str
    dismissed: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Written:
    """What is on disk now, since ``at`` (aware); more than was given, if others had put words there."""

    text: str
    at: datetime


class SaveWords(Protocol):
    """Writes ``words``, which grew out of ``kept``; runs on the stores' thread."""

    def __call__(self, words: Words, kept: Words) -> Written:
        """Keep the words. Raises StoreError."""
        ...


class DraftSaving:
    """Saves the words of one draft at a time through the stores' thread.

    ``merged(given, stored)`` is called when the disk held other words than were expected; it puts them
    on the screen and gives the words that stand there now.
    """

    def __init__(
        self,
        stores: Runner,
        save: SaveWords,
        *,
        tell: Callable[[Keeping], None],
        merged: Callable[[str, str], str],
    ) -> None:
        self._stores = stores
        self._save = save
        self._tell = tell
        self._merged = merged
        self._words = Words(case_id="", text="")
        self._kept = self._words
        self._kept_at: datetime | None = None
        self._timer: asyncio.Task[None] | None = None
        self._busy = asyncio.Lock()

    @property
    def words(self) -> Words:
        """The words as they are on the screen."""
        return self._words

    @property
    def kept(self) -> Words:
        """The words as they were last read from or written to the disk."""
        return self._kept

    @property
    def dirty(self) -> bool:
        """True while words are only on the screen."""
        return self._words != self._kept

    def begin(self, words: Words, *, at: datetime | None) -> None:
        """These words are on the screen and on disk; whatever was kept before is no longer ours."""
        self._stop_timer()
        self._words = self._kept = words
        self._kept_at = at
        self._tell(Kept(at=at))

    def changed(self, *, text: str | None = None, dismissed: frozenset[str] | None = None) -> None:
        """Something was typed or put aside: see that it is kept within a second."""
        self._words = replace(
            self._words,
            text=self._words.text if text is None else text,
            dismissed=self._words.dismissed if dismissed is None else dismissed,
        )
        if self.dirty and self._words.case_id and self._timer is None:
            self._tell(NotYetKept())
            self._start_timer(SAVE_AFTER)

    async def flush(self) -> Kept | NotKept:
        """Keep everything now. The words stay on the screen whatever comes back."""
        self._stop_timer()
        while self.dirty and self._words.case_id:
            outcome = await self._save_once()
            if isinstance(outcome, NotKept):
                return outcome
        return Kept(at=self._kept_at)

    async def _save_once(self) -> Kept | NotKept:
        async with self._busy:
            words = self._words
            if words == self._kept:
                return Kept(at=self._kept_at)
            try:
                written = await self._stores.run(self._save, words, self._kept)
            except InboxError as error:
                outcome: Kept | NotKept = NotKept(reason=str(error))
            except Exception as error:
                outcome = NotKept(reason=f"{type(error).__name__}: {error}")
            else:
                outcome = Kept(at=written.at)
                if words.case_id == self._words.case_id:
                    self._kept, self._kept_at = replace(words, text=written.text), written.at
                    if written.text != words.text:
                        shown = self._merged(words.text, written.text)
                        self._words = replace(self._words, text=shown)
            if isinstance(outcome, NotKept):
                self._start_timer(RETRY_AFTER)
            if isinstance(outcome, NotKept) or not self.dirty:
                self._tell(outcome)
            return outcome

    def _start_timer(self, seconds: float) -> None:
        self._stop_timer()
        self._timer = asyncio.create_task(self._save_after(seconds))

    def _stop_timer(self) -> None:
        if self._timer is not None and self._timer is not asyncio.current_task():
            self._timer.cancel()
        self._timer = None

    async def _save_after(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        # From here on it is no longer a timer that may be cancelled: the words are on their way.
        self._timer = None
        await self._save_once()
        if self.dirty and self._timer is None:
            self._start_timer(SAVE_AFTER)

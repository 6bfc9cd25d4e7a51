"""Hearing of new mail at once: a line of its own that listens, and a look from time to time all the same.

Some servers' IDLE never says anything, networks die without a word, and computers sleep. So whoever waits
here is told to look after a while whatever happens, and at once when the clock shows that time was lost.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from datetime import datetime
from enum import StrEnum
from time import monotonic

from ...core.frozen import dataclass
from ...errors import CertificateError, MailError, SecretError, SignInError
from ...ports import Runner
from ..office import Office
from .line import Line
from .pauses import Pauses
from .sync import Pulled, Sync

POLL_SECONDS = 60.0
"""The longest that mail lies unseen on a server whose IDLE says nothing."""
LISTEN_SECONDS = 540.0
"""IDLE is begun anew within ten minutes: servers hang up after half an hour, routers much sooner."""
TICK_SECONDS = 2.0
JUMP_SECONDS = 10.0
"""The clock on the wall and the one that only counts running time differ by this much after a sleep."""


class Heard(StrEnum):
    """Why it is time to look."""

    NEWS = "news"
    POLL = "poll"
    WOKE = "woke"
    LOST = "lost"


class What(StrEnum):
    """What happened to an account that is watched."""

    ONLINE = "online"
    MAIL = "mail"
    OFFLINE = "offline"
    TROUBLE = "trouble"
    STOPPED = "stopped"


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened, at an aware instant. ``detail`` is a sentence where something is wrong."""

    at: datetime
    account: str
    what: What
    pulled: Pulled | None = None
    detail: str = ""


class Watch:
    """Waits for mail. ``lines`` are second lines, on threads of their own; without them there is only the
    look from time to time."""

    def __init__(
        self, office: Office, sync: Sync, *, stores: Runner, lines: Callable[[str], Line] | None
    ) -> None:
        self._office = office
        self._sync = sync
        self._stores = stores
        self._lines = lines
        self._listening: dict[str, asyncio.Task[bool]] = {}
        self._pauses: dict[str, Pauses] = {}

    async def heard(self, name: str, *, at_most: float = POLL_SECONDS) -> Heard:
        """Return when it is time to look at an account, after ``at_most`` seconds at the latest.

        Never raises for what a network can do. May be cancelled and called again: it goes on listening.
        """
        end = monotonic() + at_most
        wall, running = self._office.now(), monotonic()
        while (left := end - monotonic()) > 0:
            task = self._listener(name)
            tick = min(left, TICK_SECONDS)
            await (asyncio.wait({task}, timeout=tick) if task else asyncio.sleep(tick))
            lost = (self._office.now() - wall).total_seconds() - (monotonic() - running)
            if abs(lost) > JUMP_SECONDS:
                self.hang_up(name)
                self._sync.hang_up(name)
                return Heard.WOKE
            if task is None or not task.done():
                continue
            del self._listening[name]
            match task.exception():
                case None:
                    self._pauses_of(name).reset()
                    if task.result():
                        return Heard.NEWS
                case SignInError() | CertificateError() | SecretError():
                    # The next fetch will say so; knocking again and again could lock the account.
                    await asyncio.sleep(max(0.0, end - monotonic()))
                case MailError():
                    await asyncio.sleep(self._pauses_of(name).next())
                    return Heard.LOST
                case error:
                    raise error
        return Heard.POLL

    async def events(self, name: str) -> AsyncGenerator[Event, None]:
        """What happens on an account, its mail being fetched whenever there may be some; ends when it is
        refused."""
        pauses = Pauses()
        online: bool | None = None
        told = ""
        while True:
            try:
                pulled = await self._sync.pull(name)
            except (SignInError, CertificateError, SecretError) as error:
                yield self._event(name, What.STOPPED, detail=str(error))
                return
            except MailError as error:
                if online is not False:
                    yield self._event(name, What.OFFLINE, detail=str(error))
                online = False
                await asyncio.sleep(pauses.next())
                continue
            pauses.reset()
            if not online:
                yield self._event(name, What.ONLINE)
            online = True
            if pulled.new or pulled.changed or pulled.gone or pulled.taken_in.heard:
                yield self._event(name, What.MAIL, pulled=pulled)
            if (trouble := " ".join(pulled.trouble)) != told and trouble:
                yield self._event(name, What.TROUBLE, detail=trouble)
            told = trouble
            await self.heard(name)

    def hang_up(self, name: str) -> None:
        """Close the second line; the next wait opens it again."""
        task = self._listening.pop(name, None)
        if task is not None:
            task.cancel()
        if self._lines is not None:
            self._lines(name).server.close()

    def _listener(self, name: str) -> "asyncio.Task[bool] | None":
        if self._lines is None:
            return None
        if name not in self._listening:
            self._listening[name] = asyncio.ensure_future(self._listen(self._lines(name), name))
        return self._listening[name]

    async def _listen(self, line: Line, name: str) -> bool:
        """True when the server spoke, or when something came before we began to listen."""
        status = await line.runner.run(line.server.select, "INBOX")
        known = await self._stores.run(self._office.cache.mailbox, name, "INBOX")
        if known is not None and (known.uidnext, known.messages) != (status.uidnext, status.messages):
            return True
        return await line.runner.run(line.server.wait, LISTEN_SECONDS)

    def _pauses_of(self, name: str) -> Pauses:
        return self._pauses.setdefault(name, Pauses())

    def _event(self, name: str, what: What, *, pulled: Pulled | None = None, detail: str = "") -> Event:
        return Event(at=self._office.now(), account=name, what=what, pulled=pulled, detail=detail)

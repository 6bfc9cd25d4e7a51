"""Bringing the mail in: what a person looks at first comes first, and then only what changed.

The newest headers of each mailbox are here after one round trip; the other headers follow in batches,
and then the letters themselves, conversation by conversation. The cache is brought in step by comparing
UIDs, which is right on every server; a mailbox whose UIDVALIDITY changed is read anew. What is still to
do is read from the cache, so an interrupted sync goes on where it stopped.
"""

import asyncio
from collections.abc import Callable, Sequence
from time import monotonic
from typing import NamedTuple

from ...core.frozen import dataclass
from ...core.message import MailRef
from ...ports import MailboxStatus, MailServer, Runner
from ..cases.mail_of import messages_of
from ..office import Office
from ..views import Row
from .arriving import Arrived, Arriving
from .intake import Intake, TakenIn
from .line import Line, Pause, Sitting, at_once
from .mailbox import SCREEN
from .pull import Progress, Pull, Report, Stage
from .sighted import sighted

__all__ = ["Line", "Progress", "Pulled", "Report", "Stage", "Sync"]


@dataclass(frozen=True, kw_only=True)
class Pulled:
    """What a sync did to the cache of one account."""

    name: str
    new: int
    changed: int
    gone: int
    seconds: float
    taken_in: TakenIn
    trouble: tuple[str, ...] = ()
    """Sentences about what could not be had, although the rest was."""


class _Called(NamedTuple):
    """An inbox as its server tells it, before any store is open."""

    inbox: MailboxStatus
    newest: Sequence[Arrived]


class Sync:
    """Brings the cache and the cases in step with a server."""

    def __init__(
        self, office: Office, intake: Intake, *, stores: Runner, lines: Callable[[str], Line]
    ) -> None:
        self._office = office
        self._intake = intake
        self._stores = stores
        self._lines = lines
        self._sent: dict[str, str | None] = {}
        self._called: dict[str, asyncio.Future[_Called]] = {}

    def call(self, name: str) -> None:
        """Begin to sign in and to read the newest of the inbox, before anybody else uses the line; the first
        ``pull`` goes on from there, and raises what went wrong: no password is tried twice."""
        line = self._lines(name)
        self._called[name] = asyncio.ensure_future(line.runner.run(self._look_at_inbox, name, line.server))

    def _look_at_inbox(self, name: str, server: MailServer) -> _Called:
        inbox = server.select("INBOX")
        newest = server.newest(SCREEN) if inbox.messages else ()
        return _Called(inbox, Arriving(self._office, name).read(newest))

    async def newest(self, name: str) -> list[Row]:
        """The newest mail of an inbox as its server tells it, for a list that was never shown: no store is
        opened for it. Raises the MailErrors of ``errors``, and so does the first ``pull`` then."""
        if name not in self._called:
            self.call(name)
        called = await asyncio.shield(self._called[name])
        return sighted(name, called.newest)

    async def pull(
        self,
        name: str,
        *,
        full: bool = False,
        progress: Report = lambda _: None,
        pause: Pause = at_once,
    ) -> Pulled:
        """Fetch INBOX, Sent and the mailboxes named in the config. Raises the MailErrors of ``errors``;
        what was fetched until then is kept. ``full`` drops the cache of the account first. ``pause`` is
        awaited before each batch."""
        start = monotonic()
        line = self._lines(name)
        called = await self._called.pop(name) if name in self._called else None
        opened = called.inbox if called else None
        async with line.pulling, Sitting(line, pause=pause, opened=opened) as sitting:
            pull = Pull(self._office, self._intake, self._stores, sitting, name, progress)
            await pull.headers(full=full, sent=self._sent, newest=called.newest if called else None)
            await pull.letters()
            pull.judge()
        boxes = pull.boxes.values()
        return Pulled(
            name=name,
            new=sum(box.new for box in boxes),
            changed=sum(box.changed for box in boxes),
            gone=sum(box.gone for box in boxes),
            seconds=monotonic() - start,
            taken_in=TakenIn(opened=tuple(pull.opened), heard=tuple(pull.heard)),
            trouble=tuple(pull.trouble()),
        )

    def hang_up(self, name: str) -> None:
        """Close the line if nobody uses it: after the computer slept nobody knows what became of it."""
        line = self._lines(name)
        if not line.lock.locked():
            line.server.close()

    async def fetch_bodies(self, conversation: str) -> int:
        """Fetch the letters of a case, or of mere mail, of which only the header is here; their number.

        For opening old mail. Raises the MailErrors of ``errors``, SecretError, and NotFoundError where the
        account was removed; a letter that has gone from the server, or is too large to fetch, stays a header.
        """
        missing: dict[str, list[MailRef]] = {}
        homes: dict[str, dict[str, None]] = {}
        for mail in await self._stores.run(messages_of, self._office, conversation):
            if not mail.whole:
                missing.setdefault(mail.ref.account, []).append(mail.ref)
                homes.setdefault(mail.ref.account, {})[mail.conversation] = None
        for name, refs in missing.items():
            line = self._lines(name)
            async with Sitting(line) as sitting:
                if name not in self._sent:
                    self._sent[name] = await line.runner.run(line.server.sent_mailbox)
                pull = Pull(self._office, self._intake, self._stores, sitting, name, lambda _: None)
                for box in dict.fromkeys(ref.mailbox for ref in refs):
                    mailbox = pull.mailbox(box, is_sent=box == self._sent[name])
                    await mailbox.letters([ref for ref in refs if ref.mailbox == box])
            await self._stores.run(self._intake.take_in, name, homes[name])
        return sum(map(len, missing.values()))

"""Bringing the mail in: what a person looks at first comes first, and then only what changed.

The newest headers of each mailbox are here after one round trip; the other headers follow in batches,
and then the letters themselves, conversation by conversation. The cache is brought in step by comparing
UIDs, which is right on every server; a mailbox whose UIDVALIDITY changed is read anew. What is still to
do is read from the cache, so an interrupted sync goes on where it stopped.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from time import monotonic
from typing import NamedTuple

from ...config import Account
from ...core.frozen import dataclass
from ...core.message import MailRef
from ...ports import MailboxStatus, MailServer, Runner
from ..cases.mail_of import messages_of
from ..office import Office
from ..views import Row
from .arriving import Arrived, Arriving
from .intake import Intake, TakenIn
from .line import Line, Pause, Sitting, at_once
from .mailbox import SCREEN, Mailbox
from .sighted import sighted

__all__ = ["Line", "Progress", "Pulled", "Report", "Stage", "Sync"]

BODY_BATCH = 25
"""Letters fetched together."""
INTAKE_BATCH = 5
"""Conversations taken in together: reading them costs milliseconds each, and screens want the stores too."""
CONVERSATIONS = 40
"""Conversations whose letters are fetched before the next are chosen, the newest first."""


class Stage(StrEnum):
    """What a sync is at."""

    FIRST_SCREEN = "first screen"
    HEADERS = "headers"
    LETTERS = "letters"


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a sync has come. What it counts as done is stored, so lists may show it."""

    mailbox: str
    done: int
    total: int
    stage: Stage = Stage.HEADERS


@dataclass(frozen=True, kw_only=True)
class Pulled:
    """What a sync did to the cache of one account."""

    name: str
    new: int
    changed: int
    gone: int
    seconds: float
    taken_in: TakenIn


Report = Callable[[Progress], None]


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
            pull = _Pull(self._office, self._intake, self._stores, sitting, name, progress)
            await pull.headers(full=full, sent=self._sent, newest=called.newest if called else None)
            await pull.letters()
        boxes = pull.boxes.values()
        return Pulled(
            name=name,
            new=sum(box.new for box in boxes),
            changed=sum(box.changed for box in boxes),
            gone=sum(box.gone for box in boxes),
            seconds=monotonic() - start,
            taken_in=TakenIn(opened=tuple(pull.opened), heard=tuple(pull.heard)),
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
                pull = _Pull(self._office, self._intake, self._stores, sitting, name, lambda _: None)
                for box in dict.fromkeys(ref.mailbox for ref in refs):
                    mailbox = pull.mailbox(box, is_sent=box == self._sent[name])
                    await mailbox.letters([ref for ref in refs if ref.mailbox == box])
            await self._stores.run(self._intake.take_in, name, homes[name])
        return sum(map(len, missing.values()))


class _Pull:
    """One sync of one account."""

    def __init__(
        self,
        office: Office,
        intake: Intake,
        stores: Runner,
        sitting: Sitting,
        name: str,
        report: Report,
    ) -> None:
        self._office, self._intake, self._stores = office, intake, stores
        self._sitting, self._name, self._report = sitting, name, report
        self._account: Account = office.account(name)
        self._arriving = Arriving(office, name)
        self.boxes: dict[str, Mailbox] = {}
        self.opened: dict[str, None] = {}
        self.heard: dict[str, None] = {}

    def mailbox(self, name: str, *, is_sent: bool) -> Mailbox:
        """That mailbox during this sync."""
        return self.boxes.setdefault(
            name,
            Mailbox(
                self._office,
                self._stores,
                self._sitting,
                self._arriving,
                account=self._name,
                name=name,
                is_sent=is_sent,
            ),
        )

    async def headers(
        self, *, full: bool, sent: dict[str, str | None], newest: Sequence[Arrived] | None
    ) -> None:
        """The newest of INBOX before anything else is asked, then of the others, then all the rest."""
        line = self._sitting.line
        inbox = await self._first("INBOX", full=full, newest=newest)
        found = sent[self._name] = await line.runner.run(line.server.sent_mailbox)
        others = dict.fromkeys(filter(None, (found, *self._account.mailboxes)))
        others.pop("INBOX", None)
        screens = [inbox, *[await self._first(box, full=full, is_sent=box == found) for box in others]]
        if any(screens):
            await self._letters_of(await self._stores.run(self._complete))
        for box in self.boxes.values():
            await box.rest(lambda done, total, box=box: self._tell(Stage.HEADERS, box.name, done, total))  # type: ignore[misc]

    async def _first(
        self, box: str, *, full: bool, is_sent: bool = False, newest: Sequence[Arrived] | None = None
    ) -> bool:
        if full:
            await self._stores.run(self._office.cache.forget_mailbox, self._name, box)
        mailbox = self.mailbox(box, is_sent=is_sent)
        is_first = await mailbox.first_screen(newest)
        if is_first:
            status = await self._sitting.open(box)
            self._tell(Stage.FIRST_SCREEN, box, mailbox.new, status.messages)
        return is_first

    async def letters(self) -> None:
        """The letters that are owed, the newest conversations first; each is taken in once it is whole."""
        done = stuck = 0
        seen: set[str] = set()
        total = await self._stores.run(self._count_owed)
        while True:
            limit = CONVERSATIONS + stuck
            owed = await self._stores.run(self._owed, limit)
            homes = {home for home, _ in owed}
            # What is too large, or went away meanwhile, stays a header; it is not asked for twice.
            stuck = len(homes & seen)
            todo = [(home, ref) for home, ref in owed if home not in seen]
            if todo:
                await self._letters_of(todo)
                seen |= homes
                done += len(todo)
                self._tell(Stage.LETTERS, "", done, max(done, total))
            elif len(homes) < limit:
                break
        await self._take_in(await self._stores.run(self._office.cache.unsettled, self._name, limit=10**6))

    async def _letters_of(self, owed: list[tuple[str, MailRef]]) -> None:
        for name, box in self.boxes.items():
            refs = [ref for _, ref in owed if ref.mailbox == name]
            for start in range(0, len(refs), BODY_BATCH):
                await box.letters(refs[start : start + BODY_BATCH])
                await self._sitting.breathe()
        await self._take_in(list(dict.fromkeys(home for home, _ in owed)))

    async def _take_in(self, conversations: list[str]) -> None:
        for start in range(0, len(conversations), INTAKE_BATCH):
            some = conversations[start : start + INTAKE_BATCH]
            await self._sitting.pause()
            taken = await self._stores.run(self._intake.take_in, self._name, some)
            self.opened |= dict.fromkeys(taken.opened)
            self.heard |= dict.fromkeys(taken.heard)

    def _owed(self, limit: int) -> list[tuple[str, MailRef]]:
        return self._office.cache.owed(self._name, since=self._horizon(), limit=limit)

    def _count_owed(self) -> int:
        return self._office.cache.count_owed(self._name, since=self._horizon())

    def _horizon(self) -> datetime:
        return self._office.now() - timedelta(days=self._office.config.desk.download_days)

    def _complete(self) -> list[tuple[str, MailRef]]:
        """Owed letters of conversations of which no earlier message can be missing: their clocks start
        with their first message, so the others have to wait for all headers."""
        cache = self._office.cache
        owed = self._owed(CONVERSATIONS)
        whole = set()
        for home in dict.fromkeys(home for home, _ in owed):
            ancestors = {i for mail in cache.messages(home) for i in mail.message.ancestors}
            held = {mail.message.message_id for mail in cache.holders(self._name, ancestors)}
            if ancestors <= held:
                whole.add(home)
        return [(home, ref) for home, ref in owed if home in whole]

    def _tell(self, stage: Stage, mailbox: str, done: int, total: int) -> None:
        self._report(Progress(mailbox=mailbox, done=done, total=total, stage=stage))

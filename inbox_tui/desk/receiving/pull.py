"""One sync of one account: headers first, then letters, and one mailbox that cannot be read keeps back no
other."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial

from ...config import Account
from ...core.frozen import dataclass
from ...core.message import MailRef
from ...core.text import clean_line
from ...errors import MailboxGoneError, MailError, is_a_no
from ...ports import Runner
from ..office import Office
from .arriving import Arrived, Arriving
from .intake import Intake
from .line import Sitting
from .mailbox import Mailbox

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


Report = Callable[[Progress], None]


class Pull:
    """See the module. ``headers`` first, then ``letters``; both raise the MailErrors of ``errors``."""

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
        self._sent: str | None = None
        self._unread: dict[str, MailError] = {}
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
        found = self._sent = sent[self._name] = await line.runner.run(line.server.sent_mailbox)
        others = dict.fromkeys(filter(None, (found, *self._account.mailboxes)))
        others.pop("INBOX", None)
        screens = [inbox]
        for box in others:
            with self._apart(box):
                screens.append(await self._first(box, full=full, is_sent=box == found))
        if any(screens):
            await self._letters_of(await self._stores.run(self._complete))
        for mailbox in list(self.boxes.values()):
            with self._apart(mailbox.name):
                await mailbox.rest(partial(self._tell, Stage.HEADERS, mailbox.name))

    @contextmanager
    def _apart(self, box: str) -> Iterator[None]:
        """Another mailbox than INBOX that was renamed, or cannot be read, keeps back nothing but itself."""
        try:
            yield
        except MailError as error:
            if box == "INBOX" or not (isinstance(error, MailboxGoneError) or is_a_no(error)):
                raise
            self.boxes.pop(box, None)
            self._unread[box] = error

    def judge(self) -> None:
        """Raises what went wrong with Sent: without it nobody knows what was answered."""
        for box, error in self._unread.items():
            if box == self._sent:
                raise error

    def trouble(self) -> Iterator[str]:
        """What could not be had, in sentences."""
        yield from map(str, self._unread.values())
        withheld = [ref.mailbox for ref in self._sitting.line.server.withheld() if ref.mailbox in self.boxes]
        for box, count in Counter(withheld).items():
            what, it = ("One letter", "it") if count == 1 else (f"{count} letters", "them")
            yield (
                f"{what} in {clean_line(box)} cannot be had: the mail server does not give {it}. "
                "All others are here."
            )

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

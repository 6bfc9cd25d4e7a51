"""What goes on while the app is open: fetching mail, sending what is due, keeping the counts right.

Coroutines on the app's loop; whatever blocks runs on the daemon threads of the runners, so quitting waits
for nothing. A round never raises: it posts a message in the past tense, or changes the status.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual.message import Message

from ..core.outbox import ASKS
from ..desk.receiving.pauses import LONGEST_PAUSE, Pauses
from ..errors import CertificateError, InboxError, MailError, SecretError, SignInError
from .first_mail import FirstMail
from .happened import MailPulled, MailStored, OutboxMoved
from .mishaps import LOGGER
from .typing_pause import TypingPause
from .widgets.status_line import Connecting, Fetching, Link, Offline, Online, Status

if TYPE_CHECKING:
    from ..core.notices import Notice
    from ..desk.desk import Desk
    from ..desk.receiving.sync import Progress
    from ..desk.views import Row

SEND_EVERY = 1.0
TELL_EVERY = 1.0
COUNT_EVERY = 30.0
SHOW_EVERY = 2.0
"""A list that is read anew for every batch of a first sync would keep the stores from storing."""
SHOW_TYPING = 10.0
"""The same while somebody types: to read 100,000 names anew takes longer than a key may."""
TELL_AGAIN = 20.0
TELL_ONCE_IN = 600.0
"""Seconds after which the same trouble is told of once more: it may have come back."""


class Background:
    """The rounds of one desk. ``post`` and ``show`` are the app's; ``tell`` says an error once,
    ``announce`` tells the owner of complaints while they look elsewhere."""

    def __init__(
        self,
        desk: "Desk",
        *,
        post: Callable[[Message], object],
        show: Callable[[Status], None],
        tell: Callable[[Exception], None],
        announce: Callable[[Sequence["Notice"]], None],
        can_announce: Callable[[], bool] = lambda: True,
        shop: str,
        poll_seconds: float,
    ) -> None:
        self._desk, self._post, self._show, self._tell = desk, post, show, tell
        self._announce, self._can_announce = announce, can_announce
        self._poll_seconds = poll_seconds
        self._status = Status(shop=shop, zone=desk.office.zone)
        self._links: dict[str, Link] = {name: Connecting() for name in desk.office.config.accounts}
        self._fetched: set[str] = set()
        self._unshown: set[str] = set()
        self._lacking: dict[str, tuple[str, ...]] = {}
        self._last_told, self._told_at = "", 0.0
        self._stored_at = 0.0
        self._wake = asyncio.Event()
        self.first_mail = FirstMail(self._links)
        self.typing = TypingPause()

    @property
    def status(self) -> Status:
        """What is known so far."""
        return self._status

    def now_please(self) -> None:
        """Fetch mail at once instead of at the next round."""
        self._wake.set()

    async def count(self) -> None:
        """Read the counts of the status line anew."""
        office = self._desk.office
        try:
            counts = await self._desk.stores.run(self._desk.inbox.counts)
            follow_ups = await self._desk.stores.run(self._desk.inbox.followed_up_today)
            asks = await self._desk.stores.run(office.casebook.outbox, states=ASKS)
        except Exception as error:
            self._once(error)
            return
        self._change(
            to_answer=counts["to_answer"],
            late=counts["late"],
            follow_ups_today=len(follow_ups),
            outbox_asks=len(asks),
        )

    async def keep_counting(self) -> None:
        """The clock makes things late without anything else happening."""
        while True:
            await self.count()
            await self._look_for_news()
            await asyncio.sleep(COUNT_EVERY)

    async def _look_for_news(self) -> None:
        if not self._can_announce():
            return
        try:
            notices = await self._desk.stores.run(self._desk.notices.look)
        except Exception as error:
            self._once(error)
            return
        if notices:
            self._announce(notices)

    async def keep_sending(self) -> None:
        """A cheap look every second; a round of sending when something is due."""
        while True:
            await asyncio.sleep(SEND_EVERY)
            if any(isinstance(link, Offline) for link in self._links.values()):
                self._change()
            try:
                if await self._desk.stores.run(self._desk.outbox.has_work):
                    began = self._desk.office.now()
                    tally = await self._desk.outbox.send_due()
                    if tally.accepted:
                        await self._desk.stores.run(self._desk.seen.mark_answered, since=began)
                    self._post(OutboxMoved(tally))
                    await self.count()
            except Exception as error:
                self._once(error)

    async def look_first(self) -> None:
        """Have the newest mail in sight where no list was ever shown; opens no store."""
        looks = asyncio.gather(*map(self._look_first, self._links))
        await self.first_mail.rows()
        looks.cancel()

    async def _look_first(self, name: str) -> None:
        rows: Sequence[Row] = ()
        # The first fetch meets the same error, and says it.
        with suppress(Exception):
            rows = await self._desk.sync.newest(name)
        self.first_mail.came(name, rows)

    async def keep_fetching(self, name: str) -> None:
        """Fetch one account's mail now, then at every round; wait longer and longer while it fails."""
        pauses = Pauses()
        while True:
            try:
                pulled = await self._desk.sync.pull(
                    name,
                    progress=lambda p: self._progress(name, p),
                    pause=self.typing.over,
                )
            except (SignInError, CertificateError, SecretError) as error:
                # Trying again by itself could lock the account; f5 tries once more.
                self._link(name, Offline(reason=str(error)))
                await self._rest(None)
            except MailError as error:
                pause = pauses.next()
                again = self._desk.office.now() + timedelta(seconds=pause)
                self._link(name, Offline(reason=str(error), again_at=again))
                self._show_stored(name)
                await self._rest(pause)
            except InboxError as error:
                # Not the network: a disk that is full, a store that cannot be written.
                again = self._desk.office.now() + timedelta(seconds=LONGEST_PAUSE)
                self._link(name, Offline(reason=str(error), again_at=again))
                await self._rest(LONGEST_PAUSE)
            except Exception as error:
                self._link(name, Offline(reason="the mail could not be fetched"))
                self._once(error)
                await self._rest(LONGEST_PAUSE)
            else:
                pauses.reset()
                self._fetched.add(name)
                self._link(name, Online(heard_at=self._desk.office.now()))
                # Before the list is read anew: what the fetch said of mail that was read meanwhile is old.
                await self._tell_server(name)
                if pulled.trouble and pulled.trouble != self._lacking.get(name):
                    self._tell(MailError(" ".join(pulled.trouble)))
                self._lacking[name] = pulled.trouble
                self._unshown.discard(name)
                self._post(MailPulled(pulled))
                await self.count()
                await self._look_for_news()
                await self._until_news(name)

    async def keep_telling(self, name: str) -> None:
        """Let one account's server know what was read and answered here, while it can be reached."""
        while True:
            await asyncio.sleep(TELL_EVERY)
            if isinstance(self._links[name], Online) and self._desk.seen.waits(name):
                await self._tell_server(name)
                if self._desk.seen.waits(name):
                    await asyncio.sleep(TELL_AGAIN)

    async def _tell_server(self, name: str) -> None:
        try:
            await self._desk.seen.tell(name)
        except Exception as error:
            self._once(error)

    async def _rest(self, seconds: float | None) -> None:
        """Until the next round, or until somebody asks."""
        self._wake.clear()
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return

    async def _until_news(self, name: str) -> None:
        """Until the server speaks, the poll is due, or somebody asks."""
        self._wake.clear()
        asked = asyncio.ensure_future(self._wake.wait())
        heard = asyncio.ensure_future(self._desk.watch.heard(name, at_most=self._poll_seconds))
        try:
            await asyncio.wait({asked, heard}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            asked.cancel()
            heard.cancel()
        if heard.done() and not heard.cancelled() and (error := heard.exception()) is not None:
            LOGGER.error("Listening for mail failed", exc_info=error)
            await self._rest(self._poll_seconds)

    def _progress(self, name: str, progress: "Progress") -> None:
        from ..desk.receiving.sync import Stage

        letters = progress.stage is Stage.LETTERS
        total = max(progress.total, progress.done)
        self._link(name, Fetching(done=progress.done, total=total, letters=letters))
        at = monotonic()
        every = SHOW_EVERY if self.typing.is_over else SHOW_TYPING
        if progress.stage is Stage.FIRST_SCREEN or at - self._stored_at >= every:
            self._stored_at = at
            self._unshown.discard(name)
            self._post(MailStored())
        else:
            self._unshown.add(name)

    def _show_stored(self, name: str) -> None:
        """What a fetch brought before it failed is here, and may be all that comes for long."""
        if name in self._unshown:
            self._unshown.discard(name)
            self._post(MailStored())

    def _link(self, name: str, link: Link) -> None:
        """The worst line is shown: one account offline matters more than the others online."""
        if isinstance(link, Offline) and len(self._links) > 1:
            link = replace(link, account=name)
        self._links[name] = link
        if not isinstance(link, Connecting):
            self.first_mail.came(name)
        worst = max(self._links.values(), key=lambda each: isinstance(each, Offline))
        self._change(link=worst if isinstance(worst, Offline) else link)

    def _change(self, **fields: Any) -> None:
        fetched = len(self._fetched) == len(self._links)
        self._status = replace(self._status, now=self._desk.office.now(), fetched=fetched, **fields)
        self._show(self._status)

    def _once(self, error: Exception) -> None:
        """The same sentence every second would help nobody; after a while it is news again."""
        told = f"{type(error).__name__}: {error}" if not isinstance(error, InboxError) else str(error)
        at = monotonic()
        if told != self._last_told or at - self._told_at >= TELL_ONCE_IN:
            self._last_told, self._told_at = told, at
            self._tell(error)

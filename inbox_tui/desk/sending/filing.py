"""The copy in Sent: exactly one, whether the server files it itself or not. Filing never sends."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from ...config import Account
from ...core.frozen import dataclass
from ...core.outbox import LEASE, OutboxItem, State, moved
from ...errors import MailError, NotFoundError, SecretError
from ...ports import BounceKind, MailServer, Runner
from ..office import Office

if TYPE_CHECKING:
    from ..receiving.sync import Line

FILES_ITSELF = (
    ({"imap.gmail.com", "imap.googlemail.com"}, {"smtp.gmail.com", "smtp.googlemail.com"}),
    (
        {"outlook.office365.com", "imap-mail.outlook.com", "outlook.office.com"},
        {"smtp.office365.com", "smtp-mail.outlook.com", "smtp.office.com"},
    ),
)
"""Hosts of IMAP and of SMTP, of those who put what was sent over their own SMTP into Sent."""

PAUSE = timedelta(minutes=1)
"""After trouble with the mail server the copies are tried again this much later."""
BATCH = 25
NEWEST_MENTIONS = 5
"""More letters than this about one message say nothing new."""


class Filing:
    """Looks by Message-ID before it appends, so that a second try makes no second copy."""

    def __init__(self, office: Office, *, stores: Runner, lines: Callable[[str], Line]) -> None:
        self._office = office
        self._stores = stores
        self._lines = lines

    async def file(self, account_name: str, *, owner: str, dead: Collection[str] = ()) -> int:
        """File what was accepted and is not yet in Sent; how many were. Mail trouble: again in a minute.

        Only one program at a time does so for a message. ``owner`` names this one; ``dead`` are owners
        whose program has ended.
        """
        book, now = self._office.casebook, self._office.now()
        mine = await self._stores.run(
            book.claim_filing, account_name, owner=owner, now=now, stale=now - LEASE, dead=dead
        )
        try:
            account = self._office.account(account_name)
        except NotFoundError:
            return 0
        if not mine or account.save_sent == "never":
            return await self._stores.run(self._filed, mine)
        filed = 0
        line = self._lines(account_name)
        async with line.lock:
            for start in range(0, len(mine), BATCH):
                some = mine[start : start + BATCH]
                # With their bytes, and only those that are still to be filed.
                whole = [await self._stores.run(book.outbox_item, item.id) for item in some]
                items = [item for item in whole if item is not None and item.state is State.ACCEPTED]
                try:
                    await line.runner.run(_file, line.server, account, items)
                except (MailError, SecretError) as error:
                    await self._stores.run(self._let_go, mine[start:], str(error))
                    return filed
                filed += await self._stores.run(self._filed, items)
        return filed

    def _filed(self, items: list[OutboxItem]) -> int:
        now = self._office.now()
        done = [moved(item, State.FILED) for item in items]
        filed = [replace(item, filed_at=now) for item in done if isinstance(item, OutboxItem)]
        return self._office.casebook.move_items(filed, expected=State.ACCEPTED)

    def _let_go(self, items: list[OutboxItem], why: str) -> None:
        """The copies wait; the letters themselves have left."""
        taken_up = self._office.now() - LEASE + PAUSE
        reason = f"sent; the copy for Sent waits: {why}"
        late = [replace(item, claimed_at=taken_up, reason=reason) for item in items]
        self._office.casebook.move_items(late, expected=State.ACCEPTED)

    async def trace(self, item: OutboxItem) -> str:
        """What the mailboxes say about a message of which we do not know whether it left."""
        try:
            line = self._lines(item.account)
            async with line.lock:
                found = await line.runner.run(_traces, line.server, item)
        except (MailError, SecretError, NotFoundError) as error:
            return f"The mailboxes could not be searched: {error}"
        return " ".join(self._words(item, found)) or "Not in Sent, no bounce yet."

    def _words(self, item: OutboxItem, found: _Traces) -> Iterator[str]:
        """What was found, for the person who has to say what became of the message."""
        if found.copies:
            yield f"A copy is in {', '.join(found.copies)}."
        for raw in found.mentions:
            report = self._office.parser.bounce(raw)
            if report is not None and report.original_message_id == item.message_id:
                came = "came back" if report.kind is BounceKind.FAILED else "is delayed on its way"
                yield f"It {came}: {report.reason or 'no reason given'}."
            elif report is None and item.message_id in self._office.parser.header(raw).ancestors:
                yield "They answered it."


def files_itself(account: Account) -> bool:
    """True where the provider makes the copy in Sent: of what leaves by its own SMTP only."""
    imap, smtp = account.imap.host.lower(), account.smtp.host.lower()
    return any(imap in ours and smtp in theirs for ours, theirs in FILES_ITSELF)


def _file(server: MailServer, account: Account, items: list[OutboxItem]) -> None:
    sent = server.sent_mailbox()
    if sent is None:
        return
    server.select(sent)
    for item in items:
        if server.find(item.message_id):
            continue
        if account.save_sent == "auto" and files_itself(account):
            continue
        server.append(sent, item.raw, flags=["\\Seen"], at=item.accepted_at or item.send_at)


@dataclass(frozen=True, kw_only=True)
class _Traces:
    """Mailboxes with a copy of a message, and the newest letters in INBOX that name it, byte for byte."""

    copies: list[str]
    mentions: list[bytes]


def _traces(server: MailServer, item: OutboxItem) -> _Traces:
    copies = []
    mentions: list[bytes] = []
    for box in filter(None, (server.sent_mailbox(), "INBOX")):
        server.select(box)
        same = server.find(item.message_id)
        if same:
            copies.append(box)
        if box == "INBOX":
            others = [uid for uid in server.mentions(item.message_id) if uid not in same]
            mentions = [each.raw for each in server.messages(others[-NEWEST_MENTIONS:])]
    return _Traces(copies=copies, mentions=mentions)

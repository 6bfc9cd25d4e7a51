"""The copy in Sent: exactly one, whether the server files it itself or not. Filing never sends."""

from collections.abc import Callable
from dataclasses import replace

from ..config import Account
from ..core.outbox import OutboxItem, State, moved
from ..errors import MailError
from ..ports import MailServer, Runner
from .office import Office
from .sync import Line

FILES_ITSELF = ("imap.gmail.com", "imap.googlemail.com", "outlook.office365.com", "imap-mail.outlook.com")
"""Servers that put what was sent over their own SMTP into Sent."""


class Filing:
    """Looks by Message-ID before it appends, so that a second try makes no second copy."""

    def __init__(self, office: Office, *, stores: Runner, lines: Callable[[str], Line]) -> None:
        self._office = office
        self._stores = stores
        self._lines = lines

    async def file(self, account_name: str) -> int:
        """File what was accepted and is not yet in Sent; how many were. Mail trouble: next time."""
        accepted = await self._stores.run(self._office.casebook.outbox, states={State.ACCEPTED})
        mine = [item for item in accepted if item.account == account_name]
        if not mine:
            return 0
        account = self._office.account(account_name)
        filed = 0
        for item in mine:
            if account.save_sent != "never":
                line = self._lines(account_name)
                try:
                    async with line.lock:
                        await line.runner.run(_file, line.server, account, item)
                except MailError:
                    return filed
            done = moved(item, State.FILED)
            if isinstance(done, type(item)):
                done = replace(done, filed_at=self._office.now())
                filed += await self._stores.run(
                    self._office.casebook.move_item, done, expected=State.ACCEPTED
                )
        return filed

    async def trace(self, item: OutboxItem) -> str:
        """What the mailboxes say about a message of which we do not know whether it left."""
        line = self._lines(item.account)
        try:
            async with line.lock:
                found = await line.runner.run(_traces, line.server, item)
        except MailError as error:
            return f"The mailboxes could not be searched: {error}"
        return f"A copy is in {', '.join(found)}." if found else "Not in Sent, no bounce yet."


def _file(server: MailServer, account: Account, item: OutboxItem) -> None:
    sent = server.sent_mailbox()
    if sent is None:
        return
    server.select(sent)
    if server.find(item.message_id):
        return
    if account.save_sent == "auto" and account.imap.host.lower() in FILES_ITSELF:
        return
    server.append(sent, item.raw, flags=["\\Seen"], at=item.accepted_at or item.send_at)


def _traces(server: MailServer, item: OutboxItem) -> list[str]:
    found = []
    for box in filter(None, (server.sent_mailbox(), "INBOX")):
        server.select(box)
        if server.find(item.message_id):
            found.append(box)
    return found

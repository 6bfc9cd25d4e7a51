"""A mailbox on a real server, and a desk that syncs from it in this process."""

import imaplib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from inbox_tui.config import Account, Config, Server
from inbox_tui.core.message import CachedMessage, MailRef
from inbox_tui.desk.office import Office
from inbox_tui.desk.receiving.intake import Intake
from inbox_tui.desk.receiving.sync import Line, Progress, Pulled, Sync
from inbox_tui.mail.imap import ImapServer
from inbox_tui.mail.mime import MimeParser
from inbox_tui.mail.worker import Inline
from inbox_tui.ports import Runner
from inbox_tui.store.casebook import open_casebook
from inbox_tui.store.mail_cache import SqliteCache
from inbox_tui.store.shelf import FileShelf
from tests.mail.imap_server import impatient

COMPLAINT = "My blue teapot (order 4471) arrived broken. I want a new one or my money back."


class Now:
    """The computer's clock."""

    def now(self) -> datetime:
        """The present instant."""
        return datetime.now(UTC)


def letter(
    number: int,
    *,
    sender: str = "Dana Reed <dana@buyer.example>",
    to: str = "help@shop.example",
    subject: str | None = None,
    text: str = COMPLAINT,
    message_id: str | None = None,
    answers: str = "",
    at: datetime | None = None,
    **headers: str,
) -> bytes:
    """A letter; ``message_id`` empty for none."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = to
    message["Subject"] = f"Letter {number}" if subject is None else subject
    message["Date"] = format_datetime(at or datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2))
    name = f"<{number}@buyer.example>" if message_id is None else message_id
    if name:
        message["Message-ID"] = name
    if answers:
        message["In-Reply-To"] = answers
    for field_name, value in headers.items():
        message[field_name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes().replace(b"\n", b"\r\n")


@dataclass(kw_only=True)
class PostOffice:
    """The server's side, and a desk over it."""

    account: Account
    password: str
    connect: Callable[[], imaplib.IMAP4]
    folder: Path
    runner: Runner = field(default_factory=Inline)
    steps: list[Progress] = field(default_factory=list)
    sent: str = "Sent"
    """What the server calls the mailbox of sent mail."""
    timeout: float = 60
    """Seconds that it waits for an answer."""

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        """The desk, with what earlier ones left on disk."""
        self.office = Office(
            config=Config(accounts={"shop": self.account}),
            clock=Now(),
            zone=ZoneInfo("Europe/London"),
            actor="kim",
            open_parser=MimeParser,
            open_casebook=lambda: open_casebook(self.folder / "casebook.db", backups=self.folder / "backups"),
            open_cache=lambda: SqliteCache(self.folder / "mail.db", read_header=MimeParser().header),
            shelf=FileShelf(self.folder),
        )
        self.server = ImapServer(
            name="shop", account=self.account, password=lambda: self.password, timeout=self.timeout
        )
        self.line = Line(server=self.server, runner=self.runner)
        self.intake = Intake(self.office)
        self.sync = Sync(self.office, self.intake, stores=Inline(), lines=lambda _: self.line)

    def be_impatient(self, seconds: float) -> None:
        """Wait no longer than that, from now on. Not while one signs in: a busy computer needs more."""
        impatient(self.server, seconds)

    def close(self) -> None:
        """Let go of everything."""
        self.server.close()
        self.office.close()

    def forget_cache(self) -> None:
        """As if the owner had deleted the copy of the mail."""
        self.close()
        for file in self.folder.glob("mail.db*"):
            file.unlink()
        self.open()

    def post(self, *raws: bytes, mailbox: str = "INBOX", at: datetime | None = None, flags: str = "") -> None:
        """Put letters into a mailbox, in order."""
        imap = self.connect()
        try:
            when = imaplib.Time2Internaldate(at or datetime.now(UTC) - timedelta(hours=1))
            for raw in raws:
                assert imap.append(mailbox, f"({flags})", when, raw)[0] == "OK"
        finally:
            imap.logout()

    def ask(self, mailbox: str, *commands: tuple[str, ...]) -> None:
        """Store commands with message numbers, as another mail program would give them."""
        imap = self.connect()
        try:
            assert imap.select(mailbox)[0] == "OK"
            for command in commands:
                assert imap.store(*command)[0] == "OK", command
            imap.expunge()
        finally:
            imap.logout()

    async def pull(self, *, full: bool = False) -> Pulled:
        """One sync."""
        return await self.sync.pull("shop", full=full, progress=self.steps.append)

    def mail(self) -> list[CachedMessage]:
        """Every message in the cache, oldest first."""
        cache = self.office.cache
        found = [mail for row in cache.conversations() for mail in cache.messages(row.id)]
        return sorted(found, key=lambda mail: (mail.received_at, mail.ref))

    def subjects(self) -> list[str]:
        """Their subjects, in the order of the alphabet."""
        return sorted(mail.message.subject for mail in self.mail())

    def refs(self, mailbox: str = "INBOX") -> list[MailRef]:
        """The places of all messages."""
        return sorted(mail.ref for mail in self.mail() if mail.ref.mailbox == mailbox)

    def through(self, port: int, folder: Path) -> "PostOffice":
        """A desk of its own, in an empty ``folder``, that reaches the same server through ``port``."""
        imap = Server(host=self.account.imap.host, port=port, tls=self.account.imap.tls)
        account = Account(
            email=self.account.email, imap=imap, smtp=self.account.smtp, ca_file=self.account.ca_file
        )
        folder.mkdir(parents=True)
        return PostOffice(
            account=account,
            password=self.password,
            connect=self.connect,
            folder=folder,
            sent=self.sent,
            timeout=self.timeout,
        )

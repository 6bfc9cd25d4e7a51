"""A desk with a clock that only tests move, a real casebook, and a real SMTP server that may misbehave."""

import socket
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from inbox_tui.config import Account, Config, SendingSettings, Server, Tls
from inbox_tui.core.case import Case, CaseState
from inbox_tui.core.outbox import Kind, OutboxItem, State
from inbox_tui.desk.desk import Desk
from inbox_tui.desk.office import Office
from inbox_tui.desk.receiving.sync import Line
from inbox_tui.desk.sending.sending import Tally
from inbox_tui.mail.mime import MimeParser
from inbox_tui.mail.smtp import SmtpTransport
from inbox_tui.mail.worker import Inline
from inbox_tui.ports import Casebook, HistoryEntry, MailServer, Marks
from inbox_tui.store.casebook import open_casebook
from inbox_tui.store.mail_cache import SqliteCache
from inbox_tui.store.marks import FileMarks
from inbox_tui.store.shelf import FileShelf

from ..ui.shop import QuietServer, StillClock

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
"""A Tuesday."""
OWNER = "owner@shop.example"
DANA = "dana@buyer.example"
MINUTES = timedelta(minutes=1)
HOURS = timedelta(hours=1)
_TAKEN: list[socket.socket] = []


@dataclass(kw_only=True)
class Counter:
    """A desk, its clock and its casebook."""

    desk: Desk
    clock: StillClock
    book: Casebook

    def case(self, case_id: str = "k3m9", **fields: object) -> Case:
        """A complaint of Dana's that waits for an answer."""
        at = self.clock.now() - timedelta(hours=3)
        case = Case(
            id=case_id,
            account="shop",
            state=CaseState.OPEN,
            received_at=at,
            unanswered_since=at,
            last_in_at=at,
            from_name="Dana Reed",
            from_addr=DANA,
            subject="Arrived in pieces",
            message_id=f"<{case_id}@buyer.example>",
        )
        case = replace(case, **fields)  # type: ignore[arg-type]
        self.book.add_case(case, HistoryEntry(case_id=case_id, at=at, actor="test", what="new"))
        return case

    def queued(
        self,
        number: int = 1,
        *,
        to: str = DANA,
        kind: Kind = Kind.REPLY,
        case_id: str = "k3m9",
        wait: timedelta = timedelta(seconds=20),
        raw: bytes = b"",
        account: str = "shop",
    ) -> OutboxItem:
        """A message that leaves after ``wait``."""
        name = f"<{number}.{kind}@shop.example>"
        now = self.clock.now()
        letter = (
            raw or f"From: {OWNER}\r\nMessage-ID: {name}\r\nSubject: Re: Arrived\r\n\r\nSorry.\r\n".encode()
        )
        return self.book.queue(
            OutboxItem(
                account=account,
                case_id=case_id,
                kind=kind,
                to=to,
                subject="Re: Arrived in pieces",
                text="Sorry.",
                message_id=name,
                raw=letter,
                created_at=now,
                send_at=now + wait,
                answers_up_to=now,
            ),
            clear_draft=False,
        )

    async def after(self, wait: timedelta = timedelta(seconds=30)) -> Tally:
        """A round of sending, that much later."""
        self.clock.at += wait
        return await self.desk.outbox.send_due()

    def now_is(self, item: OutboxItem) -> OutboxItem:
        """The item as it is stored."""
        stored = self.book.outbox_item(item.id)
        assert stored is not None
        return stored

    def state(self, item: OutboxItem) -> State:
        """Where it stands."""
        return self.now_is(item).state


def counter(
    folder: Path,
    *,
    smtp_port: int,
    tls: Tls = "off",
    password: str | None = "s3cret",  # noqa: S107 - invented
    ca_file: str = "",
    timeout: float = 60,
    dot_timeout: float = 60,
    server: MailServer | None = None,
    imap: Server | None = None,
    clock: StillClock | None = None,
    casebook: Callable[[], Casebook] | None = None,
    owner: str = "here:1:test",
    is_gone: Callable[[str], bool] = lambda _: False,
    email: str = OWNER,
    actor: str = "kim",
    account: Account | None = None,
    zone: tzinfo = UTC,
    marks: Marks | None = None,
) -> Counter:
    """A desk on the casebook in ``folder``, sending to the server at ``smtp_port`` of loopback."""
    smtp = Server(host="127.0.0.1", port=smtp_port, tls=tls)
    account = account or Account(
        email=email, imap=imap or smtp, smtp=smtp, ca_file=ca_file, from_name="Kim's Pottery"
    )
    clock = clock or StillClock(NOON)
    office = Office(
        config=Config(
            accounts={"shop": account}, sending=SendingSettings(open_from="08:00", open_until="19:00")
        ),
        clock=clock,
        zone=zone,
        actor=actor,
        open_parser=MimeParser,
        open_casebook=casebook or (lambda: open_casebook(folder / "casebook.db", backups=None)),
        open_cache=lambda: SqliteCache(folder / "mail.db", read_header=MimeParser().header),
        shelf=FileShelf(folder / "shelf"),
    )
    line = Line(server=server or QuietServer(), runner=Inline())

    def transport(_: str) -> SmtpTransport:
        return SmtpTransport(
            name="shop", account=account, password=lambda: password, timeout=timeout, dot_timeout=dot_timeout
        )

    desk = Desk(
        office,
        stores=Inline(),
        lines=lambda _: line,
        transports=transport,
        owner=owner,
        marks=marks or FileMarks(folder / "leaving", owner=owner),
        is_gone=is_gone,
    )
    return Counter(desk=desk, clock=clock, book=office.casebook)


async def nobody_listens() -> int:
    """A port of loopback at which there is no server. It stays taken, so that there never will be one."""
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    _TAKEN.append(taken)
    port: int = taken.getsockname()[1]
    return port

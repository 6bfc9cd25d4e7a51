"""A small shop for screen tests: real stores in a temporary folder, a clock that stands still, servers that
are plain objects. Everybody in it is invented."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from inbox_tui.config import Account, Config, Server
from inbox_tui.core.case import Case, CaseState
from inbox_tui.core.message import MailRef
from inbox_tui.core.outbox import Kind, OutboxItem, State
from inbox_tui.desk.desk import Desk
from inbox_tui.desk.office import Office
from inbox_tui.desk.receiving.sync import Line
from inbox_tui.errors import SecretError, UnreachableError
from inbox_tui.mail.mime import MimeParser
from inbox_tui.mail.worker import Inline
from inbox_tui.ports import Accepted, Casebook, Fetched, HistoryEntry, MailboxStatus, MailCache, Outcome
from inbox_tui.store.casebook import open_casebook
from inbox_tui.store.mail_cache import SqliteCache
from inbox_tui.store.marks import FileMarks
from inbox_tui.store.shelf import FileShelf

NOW = datetime(2026, 11, 24, 14, 3, tzinfo=UTC)
"""A Tuesday afternoon."""
ZONE = ZoneInfo("Europe/London")
_SERVER = Server(host="127.0.0.1", port=1, tls="off")
CONFIG = Config(
    accounts={
        "shop": Account(email="kim@pottery.example", from_name="Kim's Pottery", imap=_SERVER, smtp=_SERVER)
    }
)


@dataclass
class StillClock:
    """A clock that only tests move."""

    at: datetime = NOW

    def now(self) -> datetime:
        """The instant set by the test."""
        return self.at


@dataclass
class QuietServer:
    """A mail server with nothing new. It cannot be reached where ``down`` says why, and there is no password
    where ``locked`` does."""

    down: str = ""
    locked: str = ""
    asked: int = 0
    appended: list[bytes] = field(default_factory=list)
    flagged: dict[int, frozenset[str]] = field(default_factory=dict)
    """The flags of messages that were flagged here."""

    uidvalidity: int = 1

    def connect(self) -> tuple[str, ...]:
        """No capabilities worth naming."""
        return ()

    def withheld(self) -> frozenset[MailRef]:
        """It gives everything."""
        return frozenset()

    def sent_mailbox(self) -> str | None:
        """Counts the rounds; fails where the server is down."""
        self.asked += 1
        if self.locked:
            raise SecretError(self.locked)
        if self.down:
            raise UnreachableError(self.down)
        return "Sent"

    def select(self, mailbox: str) -> MailboxStatus:
        """An empty mailbox."""
        return MailboxStatus(name=mailbox, uidvalidity=self.uidvalidity, uidnext=1, messages=0)

    def uids(self) -> list[int]:
        """Those whose flags the test gave."""
        return sorted(self.flagged)

    def newest(self, count: int) -> list[Fetched]:
        """No messages."""
        return []

    def flags(self, uids: Sequence[int], *, since: int | None = None) -> dict[int, frozenset[str]]:
        """What was set; other messages are not there."""
        return {uid: self.flagged[uid] for uid in uids if uid in self.flagged}

    def headers(self, uids: Sequence[int]) -> Iterator[Fetched]:
        """No headers."""
        return iter(())

    def messages(self, uids: Sequence[int]) -> Iterator[Fetched]:
        """No messages."""
        return iter(())

    def find(self, message_id: str) -> list[int]:
        """Nothing is found."""
        return []

    def mentions(self, message_id: str) -> list[int]:
        """Nobody mentions it."""
        return []

    def add_flags(self, uids: Sequence[int], flags: Sequence[str]) -> None:
        """Remember them."""
        if self.down:
            raise UnreachableError(self.down)
        for uid in uids:
            self.flagged[uid] = self.flagged.get(uid, frozenset()) | frozenset(flags)

    def append(self, mailbox: str, raw: bytes, *, flags: Sequence[str], at: datetime) -> None:
        """Keep the copy."""
        self.appended.append(raw)

    def wait(self, seconds: float) -> bool:
        """Never speaks."""
        return False

    def close(self) -> None:
        """Nothing to hang up."""


@dataclass
class Postbox:
    """A way out that takes everything and remembers it."""

    delivered: list[bytes] = field(default_factory=list)

    async def connect(self) -> tuple[str, ...]:
        """No extensions."""
        return ()

    async def deliver(self, *, sender: str, to: Sequence[str], raw: bytes) -> Outcome:
        """Taken."""
        self.delivered.append(raw)
        return Accepted(reply="250 ok", refused={})

    async def close(self) -> None:
        """Nothing to close."""


@dataclass(frozen=True, kw_only=True)
class Shop:
    """A desk, and what stands around it."""

    desk: Desk
    clock: StillClock
    server: QuietServer
    postbox: Postbox

    @property
    def book(self) -> Casebook:
        """The casebook of the desk."""
        return self.desk.office.casebook

    @property
    def cache(self) -> MailCache:
        """The mail cache of the desk."""
        return self.desk.office.cache

    def case(self, case_id: str, name: str, subject: str, *, hours_ago: float = 1, **fields: object) -> Case:
        """A complaint of ``name`` that came in some hours ago and waits for an answer."""
        at = NOW - timedelta(hours=hours_ago)
        case = Case(
            id=case_id,
            account="shop",
            state=CaseState.OPEN,
            received_at=at,
            unanswered_since=at,
            last_in_at=at,
            from_name=name,
            from_addr=name.split()[0].lower() + "@buyer.example",
            subject=subject,
            text="Hello,\n\nmy order came in pieces.",
            message_id=f"<{case_id}@buyer.example>",
            category="faulty_product",
        )
        case = replace(case, **fields)  # type: ignore[arg-type]
        self.book.add_case(case, HistoryEntry(case_id=case_id, at=at, actor="test", what="new"))
        found = self.book.case(case_id)
        assert found is not None
        return found

    def sending(
        self,
        case_id: str,
        *,
        state: State = State.SCHEDULED,
        kind: Kind = Kind.REPLY,
        in_seconds: float = 14,
        subject: str = "Re: Arrived in pieces",
        reason: str = "",
        late: bool = False,
        cancelled_at: datetime | None = None,
        text: str = "Dear Dana,\n\nI am sorry.",
    ) -> OutboxItem:
        """A message in the outbox, in a state that it reached by legal moves."""
        item = self.book.queue(
            OutboxItem(
                account="shop",
                case_id=case_id,
                kind=kind,
                to="dana@buyer.example",
                subject=subject,
                text=text,
                message_id=f"<{case_id}-{kind}-{state}@pottery.example>",
                raw=b"Subject: hello\r\n\r\nhello\r\n",
                created_at=NOW,
                send_at=NOW + timedelta(seconds=in_seconds),
            ),
            clear_draft=False,
        )
        for step in _WAYS[state]:
            after = replace(
                item,
                state=step,
                reason=reason,
                claimed_by="test" if step is State.CLAIMED else "",
                claimed_at=NOW if step is State.CLAIMED else None,
                accepted_at=NOW if step is State.ACCEPTED else item.accepted_at,
                cancelled_at=cancelled_at,
                held_late=late and step is State.HELD,
            )
            assert self.book.move_item(after, expected=item.state)
            item = after
        return item


_WAYS: dict[State, tuple[State, ...]] = {
    State.SCHEDULED: (),
    State.HELD: (State.HELD,),
    State.CANCELLED: (State.CANCELLED,),
    State.CLAIMED: (State.CLAIMED,),
    State.RETRYING: (State.CLAIMED, State.RETRYING),
    State.FAILED: (State.CLAIMED, State.FAILED),
    State.UNKNOWN: (State.CLAIMED, State.UNKNOWN),
    State.ACCEPTED: (State.CLAIMED, State.ACCEPTED),
    State.FILED: (State.CLAIMED, State.ACCEPTED, State.FILED),
}


def open_shop(folder: Path, *, config: Config = CONFIG) -> Shop:
    """A shop with nothing in it yet, its stores in ``folder``."""
    clock, server, postbox = StillClock(), QuietServer(), Postbox()
    office = Office(
        config=config,
        clock=clock,
        zone=ZONE,
        actor="kim",
        open_parser=MimeParser,
        open_casebook=lambda: open_casebook(folder / "casebook.db", backups=folder / "backups"),
        open_cache=lambda: SqliteCache(folder / "cache" / "mail.db", read_header=MimeParser().header),
        shelf=FileShelf(folder / "cache"),
    )
    line = Line(server=server, runner=Inline())
    desk = Desk(
        office,
        stores=Inline(),
        lines=lambda _: line,
        transports=lambda _: postbox,
        owner="test",
        marks=FileMarks(folder / "leaving", owner="test"),
    )
    return Shop(desk=desk, clock=clock, server=server, postbox=postbox)

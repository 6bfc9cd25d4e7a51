"""The doors of the house: what the desk asks of mail servers, stores, clock and secrets.

Adapters implement these and translate their libraries' errors into ``errors``. Every port is blocking
unless it says ``async``; the program decides on which thread it runs (see ``Runner``).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ParamSpec, Protocol, TypeVar

from .core.case import Case
from .core.message import CachedMessage, MailRef, Message
from .core.outbox import OutboxItem, State
from .core.promises import Promise, Promised, PromiseState

P = ParamSpec("P")
T = TypeVar("T")


class Clock(Protocol):
    """The time of day; a fake in tests."""

    def now(self) -> datetime:
        """The present instant, aware UTC."""
        ...


class Runner(Protocol):
    """Where blocking port calls run: on a daemon thread in the app, right here on the command line."""

    async def run(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of ``call``; its errors come through unchanged."""
        ...


# --- the mail server, inbound ------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class MailboxStatus:
    """What SELECT says. ``modseq`` is None where the server has no CONDSTORE."""

    name: str
    uidvalidity: int
    uidnext: int
    messages: int
    modseq: int | None = None


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A message as the server gave it. ``raw`` holds only the header when ``whole`` is False."""

    ref: MailRef
    flags: frozenset[str]
    received_at: datetime
    """INTERNALDATE, aware UTC."""
    size: int
    raw: bytes
    whole: bool


class MailServer(Protocol):
    """One IMAP connection. Blocking, for one thread at a time; every call has a timeout.

    Raises UnreachableError, SignInError, CertificateError, MailboxGoneError; RefusedError for a name with
    control characters or a read-only mailbox; MailError for a server's NO to one command. After
    UnreachableError the connection is closed and the next call opens it again.
    """

    def connect(self) -> tuple[str, ...]:
        """Sign in (if not yet) and return the server's capabilities."""
        ...

    def mailboxes(self) -> tuple[str, ...]:
        """The names of all mailboxes that can be selected."""
        ...

    def sent_mailbox(self) -> str | None:
        """The mailbox for sent mail: by SPECIAL-USE, else by a usual name, else None."""
        ...

    def select(self, mailbox: str) -> MailboxStatus:
        """Open a mailbox for the calls below, without changing anything in it."""
        ...

    def uids(self) -> list[int]:
        """All UIDs of the selected mailbox, ascending."""
        ...

    def newest(self, count: int) -> list[Fetched]:
        """The header fields of the last ``count`` messages of the selected mailbox, newest first, in one
        round trip."""
        ...

    def flags(self, uids: Sequence[int], *, since: int | None = None) -> dict[int, frozenset[str]]:
        """The flags of those messages that still exist; with ``since``, only of those that changed after
        that ``modseq`` (which ``select`` must have given)."""
        ...

    def headers(self, uids: Sequence[int]) -> Iterator[Fetched]:
        """The header fields that the house uses, in the order of ``uids``, fetched in chunks."""
        ...

    def messages(self, uids: Sequence[int]) -> Iterator[Fetched]:
        """Whole messages, without marking them as seen (BODY.PEEK), in the order of ``uids``."""
        ...

    def find(self, message_id: str) -> list[int]:
        """UIDs in the selected mailbox whose Message-ID is exactly this one."""
        ...

    def add_flags(self, uids: Sequence[int], flags: Sequence[str]) -> None:
        """Set flags such as ``\\Seen`` or ``\\Answered`` in the selected mailbox."""
        ...

    def append(self, mailbox: str, raw: bytes, *, flags: Sequence[str], at: datetime) -> None:
        """File a copy of a message."""
        ...

    def wait(self, seconds: float) -> bool:
        """IDLE (or sleep) on the selected mailbox for at most ``seconds``; True when the server spoke."""
        ...

    def close(self) -> None:
        """Hang up without waiting."""
        ...


# --- the mail server, outbound -----------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """250 after the final dot: the server has it, whatever happens afterwards."""

    reply: str
    refused: Mapping[str, str]
    """Recipients that this server did not take, with its words."""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """The server said no. ``permanent`` tells 5xx from 4xx."""

    permanent: bool
    reply: str


@dataclass(frozen=True, kw_only=True)
class Unreachable:
    """The message surely did not go: no connection, or it broke before the text was handed over."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class AccountStopped:
    """Sign-in or certificate failed: trying again by itself could lock the account."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """The line broke after the text was handed over: it may have been delivered."""

    reason: str


Outcome = Accepted | Refused | Unreachable | AccountStopped | Unknown


class Transport(Protocol):
    """One SMTP account. A connection is reused between deliveries and reopened when it is gone."""

    async def connect(self) -> tuple[str, ...]:
        """Sign in and return the server's extensions. Raises the MailErrors of ``errors``."""
        ...

    async def deliver(self, *, sender: str, to: Sequence[str], raw: bytes) -> Outcome:
        """Hand over ``raw`` exactly as it is. Never raises for what a network can do."""
        ...

    async def close(self) -> None:
        """Say goodbye; an error here changes nothing."""
        ...


# --- reading and writing mail ------------------------------------------------------------------


class BounceKind(StrEnum):
    """``failed`` is final; after ``delayed`` the server still tries."""

    FAILED = "failed"
    DELAYED = "delayed"


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """One recipient whom a letter did not reach. Every text is clean; any may be empty but ``kind``."""

    kind: BounceKind
    recipient: str
    original_message_id: str
    reason: str


class Parser(Protocol):
    """Bytes in, one clean message out. Never raises, whatever the bytes are."""

    def parse(self, raw: bytes) -> Message:
        """The message, every text in it safe to show."""
        ...

    def header(self, raw: bytes) -> Message:
        """What the header alone says: as ``parse``, without text, attachments and notes, and many times
        faster."""
        ...

    def bounce(self, raw: bytes) -> Bounce | None:
        """What came back, if this is a report about a letter that did not arrive. Anybody can write one."""
        ...

    def attachment(self, raw: bytes, part: int) -> bytes:
        """The decoded bytes of one attachment (see ``Attachment.part``); empty if there is none."""
        ...


# --- the mail cache ----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """One thread of mail as a list shows it. Instants are aware UTC."""

    id: str
    account: str
    from_name: str
    from_addr: str
    subject: str
    received_at: datetime
    """INTERNALDATE of its first message from outside (or of its first message)."""
    last_at: datetime
    messages: int
    unread: int
    category: str
    automatic: str
    is_complaint: bool


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What triage said of one message, kept beside it so that lists need not ask again."""

    is_complaint: bool
    category: str
    automatic: str
    thanks_only: bool


class MailCache(Protocol):
    """A copy of what the servers hold. May be deleted at any time; costs a sync and nothing else."""

    def mailbox(self, account: str, mailbox: str) -> MailboxStatus | None:
        """What was known of the mailbox at the end of the last sync."""
        ...

    def remember_mailbox(self, account: str, status: MailboxStatus) -> None:
        """Note that the cache is now in step with ``status``."""
        ...

    def forget_mailbox(self, account: str, mailbox: str) -> None:
        """Drop everything of a mailbox, because its UIDVALIDITY changed or it vanished."""
        ...

    def uids(self, account: str, mailbox: str) -> dict[int, bool]:
        """The UIDs held, and whether the whole message is."""
        ...

    def owed(self, account: str, *, since: datetime, limit: int) -> list[tuple[str, MailRef]]:
        """Messages received at ``since`` or later of which only the header is here, with their
        conversation: conversation by conversation, the newest first, ``limit`` conversations at most."""
        ...

    def headers_of(self, conversation: str) -> list[MailRef]:
        """Messages of a conversation of which only the header is here."""
        ...

    def unsettled(self, account: str, *, limit: int) -> list[str]:
        """Conversations with whole messages that nobody has settled yet."""
        ...

    def settle(self, account: str, conversations: Collection[str]) -> None:
        """Note that what is here of these conversations was taken in."""
        ...

    def put(self, messages: Iterable[CachedMessage], raws: Mapping[MailRef, bytes]) -> None:
        """Add or complete messages, in one transaction, with their bytes and their search index."""
        ...

    def judge(self, verdicts: Mapping[MailRef, Verdict]) -> None:
        """Keep what triage said of messages."""
        ...

    def set_flags(self, account: str, mailbox: str, flags: Mapping[int, frozenset[str]]) -> int:
        """Bring flags in step; how many messages changed."""
        ...

    def remove(self, account: str, mailbox: str, uids: Collection[int]) -> None:
        """Drop messages that are gone from the server."""
        ...

    def conversations_of(self, account: str, message_ids: Collection[str]) -> dict[str, str]:
        """Which conversation each of these Message-IDs (held, or only mentioned) belongs to."""
        ...

    def pin(self, account: str, ids: Mapping[str, str]) -> None:
        """Remember that these Message-IDs belong to these conversations."""
        ...

    def conversations(
        self, *, ids: Collection[str] | None = None, limit: int | None = None, offset: int = 0
    ) -> list[Conversation]:
        """Conversations, newest first; only ``ids`` when given."""
        ...

    def messages(self, conversation: str) -> list[CachedMessage]:
        """The messages of a conversation, oldest first, one per Message-ID."""
        ...

    def holders(self, account: str, message_ids: Collection[str]) -> list[CachedMessage]:
        """All messages, copies included, that carry one of these Message-IDs."""
        ...

    def places(self, account: str, message_id: str) -> list[MailRef]:
        """Where a message lies on the server."""
        ...

    def raw(self, ref: MailRef) -> bytes | None:
        """The bytes of a message, if they were fetched."""
        ...

    def search(
        self,
        words: str,
        *,
        limit: int,
        sender: str = "",
        before: datetime | None = None,
        after: datetime | None = None,
    ) -> list[str]:
        """Conversations in which all the words occur, best first; with mail of such a sender, received at
        ``after`` or later and earlier than ``before``. Any characters may be given."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


class Shelf(Protocol):
    """Small texts that only save time. A text that cannot be read or written is simply not there."""

    def read(self, name: str) -> str | None:
        """The text of that name, or None."""
        ...

    def write(self, name: str, text: str) -> None:
        """Replace the text of that name."""
        ...


# --- the casebook ------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class HistoryEntry:
    """One change of a case: when (aware UTC), by whom, what, and the case as it was before."""

    id: int = 0
    case_id: str
    at: datetime
    actor: str
    what: str
    detail: str = ""
    before: Case | None = None
    """Present when the change can be undone."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The owner's words on a case, as last saved."""

    case_id: str
    text: str
    saved_at: datetime
    dismissed: frozenset[str] = frozenset()
    """Keys of the findings that the owner put aside in this draft."""


@dataclass(frozen=True, kw_only=True)
class Note:
    """A remark for the shop only."""

    id: int = 0
    case_id: str
    at: datetime
    author: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Changed:
    """The case was stored; this is its new version."""

    case: Case


@dataclass(frozen=True, kw_only=True)
class Stale:
    """Somebody else changed the case first; this is how it stands now."""

    case: Case


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """The caller, and nobody else, may now send this."""

    item: OutboxItem


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Somebody else has it, or it is not due any more."""


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """It is stored."""


class Casebook(Protocol):
    """What exists nowhere else. Every method is one transaction, on disk when it returns.

    Raises StoreError (disk full, read-only, newer schema) with nothing half-written. A claim is named by the
    item's number and its ``attempts``, which only ``claim`` counts up.
    """

    # cases
    def add_case(self, case: Case, entry: HistoryEntry) -> None:
        """A new case; adding one that exists changes nothing."""
        ...

    def case(self, case_id: str) -> Case | None:
        """One case."""
        ...

    def cases(self, *, states: Collection[str] | None = None) -> list[Case]:
        """All cases, or those in some states; no particular order."""
        ...

    def change_case(self, case: Case, entry: HistoryEntry) -> Changed | Stale:
        """Store ``case`` if the stored version is still ``case.version``; counts the version up."""
        ...

    def link(self, case_id: str, account: str, message_ids: Collection[str]) -> None:
        """Tie Message-IDs to a case for good: this survives any change on the server."""
        ...

    def cases_of(self, account: str, message_ids: Collection[str]) -> dict[str, str]:
        """Which of these Message-IDs belong to which case."""
        ...

    # words
    def draft(self, case_id: str) -> Draft | None:
        """The draft as last saved."""
        ...

    def drafts(self) -> dict[str, datetime]:
        """The cases that have a draft with words in it, and when it was saved."""
        ...

    def save_draft(self, draft: Draft) -> None:
        """Keep the words. An earlier, different text is kept as a version (the last 50)."""
        ...

    def draft_versions(self, case_id: str) -> list[Draft]:
        """Earlier texts, newest first."""
        ...

    def add_note(self, note: Note) -> None:
        """Keep a remark."""
        ...

    def notes(self, case_id: str) -> list[Note]:
        """Remarks on a case, oldest first."""
        ...

    # history
    def history(self, case_id: str) -> list[HistoryEntry]:
        """The changes of a case, oldest first."""
        ...

    def last_undoable(self) -> HistoryEntry | None:
        """The newest change, of any case, that can be undone and was not."""
        ...

    def mark_undone(self, entry_id: int) -> None:
        """That change was taken back."""
        ...

    # outgoing mail
    def queue(
        self, item: OutboxItem, *, clear_draft: bool, promises: Sequence[Promised] = ()
    ) -> OutboxItem:
        """Store the item, bytes and all, and in the same transaction what it promises, and empty the case's
        draft if asked. Returns it with its number."""
        ...

    def outbox_item(self, item_id: int) -> OutboxItem | None:
        """One item."""
        ...

    def outbox(
        self, *, states: Collection[State] | None = None, case_id: str | None = None
    ) -> list[OutboxItem]:
        """Items in the order in which they go out, without their bytes: ``raw`` is empty here, and full in
        ``outbox_item`` and ``claim``."""
        ...

    def sending_is_due(self, *, now: datetime, stale: datetime) -> bool:
        """True when something is due, or was claimed or accepted before ``stale`` and got no further."""
        ...

    def customers(self, case_ids: Collection[str]) -> dict[str, str]:
        """The names of the customers of these cases."""
        ...

    def claim_filing(
        self, account: str, *, owner: str, now: datetime, stale: datetime, dead: Collection[str] = ()
    ) -> list[OutboxItem]:
        """Take up for filing what was accepted for this account, unless somebody did after ``stale`` who is
        not one of the ``dead`` owners."""
        ...

    def claim(self, item_id: int, *, owner: str, now: datetime) -> Claimed | Taken:
        """Compare-and-set ``scheduled|retrying`` and due -> ``claimed``; counts the attempt."""
        ...

    def move_item(self, item: OutboxItem, *, expected: State) -> bool:
        """Store the item if its stored state is still ``expected`` (and, for a claim, its owner the same);
        False when somebody was quicker. What was fixed when it was queued is never written again."""
        ...

    def record_sent(
        self, item: OutboxItem, *, expected: State, change: tuple[Case, HistoryEntry] | None
    ) -> Recorded | Stale | Taken:
        """Store the accepted item, give its promises, tie its Message-ID to the case and store the changed
        case: all in one transaction. ``Stale`` (another version of the case) and ``Taken`` leave
        everything as it was."""
        ...

    def cancel(self, item: OutboxItem, *, expected: State, words: str | None) -> bool:
        """Store the cancelled ``item`` if its stored state is still ``expected`` and, in the same
        transaction, put ``words`` back into the case's draft, in front of any newer words there.
        False, with nothing changed, when somebody was quicker."""
        ...

    # promises
    def promises(
        self, *, states: Collection[PromiseState] | None = None, case_id: str | None = None
    ) -> list[Promise]:
        """Promises that were given, oldest first: all, in some states, or in one case."""
        ...

    def promise(self, promise_id: int) -> Promise | None:
        """One promise, proposed ones too."""
        ...

    def change_promise(self, changed: Promise, *, expected: PromiseState) -> bool:
        """Store it if its stored state is still ``expected``; False when somebody was quicker."""
        ...

    # what is known of addresses and of the background job
    def note_bounce(self, address: str, *, at: datetime, reason: str) -> None:
        """Mail to this address came back for good."""
        ...

    def bounce_of(self, address: str) -> str | None:
        """Why mail to this address does not arrive, or None."""
        ...

    def set_value(self, name: str, value: str) -> None:
        """Keep one small fact, such as when the background job ran last."""
        ...

    def value(self, name: str) -> str | None:
        """That fact."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...


# --- secrets -----------------------------------------------------------------------------------


class Secrets(Protocol):
    """Where passwords live: command, environment, keyring, in the order of the account's config."""

    def password(self, account: str) -> str | None:
        """The password, or None where the account has none. Raises SecretError when it cannot be had."""
        ...

    def keep(self, account: str, password: str) -> None:
        """Store in the keyring. Raises SecretError where there is none."""
        ...

    def forget(self, account: str) -> None:
        """Remove from the keyring, if it is there."""
        ...

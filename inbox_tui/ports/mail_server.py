"""The mail server, inbound: one IMAP connection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ..core.frozen import dataclass

if TYPE_CHECKING:
    from ..core.message import MailRef


@dataclass(frozen=True, kw_only=True)
class MailboxStatus:
    """What SELECT says. ``modseq`` is None where the server has no CONDSTORE."""

    name: str
    uidvalidity: int
    uidnext: int
    messages: int
    modseq: int | None = None


class Fetched(NamedTuple):
    """A message as the server gave it. ``raw`` holds only the header when ``whole`` is False.

    A tuple for the reason that ``MailRef`` is one.
    """

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

    def withheld(self) -> frozenset[MailRef]:
        """The messages that the server would not give when ``newest``, ``flags``, ``headers`` or
        ``messages`` last asked for them: these leave out what cannot be had."""
        ...

    def find(self, message_id: str) -> list[int]:
        """UIDs in the selected mailbox whose Message-ID is exactly this one."""
        ...

    def mentions(self, message_id: str) -> list[int]:
        """UIDs in the selected mailbox whose header or text names this Message-ID, ascending: answers to it
        and reports about it."""
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

"""The mail cache: a copy of what the servers hold, and what else only saves time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from ..core.frozen import dataclass

if TYPE_CHECKING:
    from ..core.message import CachedHeader, CachedMessage, MailRef
    from .mail_server import MailboxStatus


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

    def count_owed(self, account: str, *, since: datetime) -> int:
        """How many messages received at ``since`` or later are here by their header only."""
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

    def put_headers(self, headers: Sequence[CachedHeader]) -> None:
        """Add messages of which only the header came, in one transaction; what is here already stays as it
        is."""
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

    def join(self, account: str, conversations: Mapping[str, str]) -> None:
        """Let conversations go on in others, with all that belongs to them; what moves is unsettled again."""
        ...

    def conversations(
        self, *, ids: Collection[str] | None = None, limit: int | None = None
    ) -> list[Conversation]:
        """Conversations, newest first; only ``ids`` when given."""
        ...

    def newest(self) -> list[str]:
        """The names of all conversations, newest first."""
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

    def written(self, *, limit: int) -> list[str]:
        """The texts of the newest letters that the shop sent by hand, from here or another program."""
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

"""What the desk shows: plain values that a screen or a command prints, ready and safe to show."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from ..core.called import shown_as
from ..core.case import Case
from ..core.deadlines import Due
from ..core.frozen import dataclass
from ..core.outbox import STATE_WORDS, Kind, OutboxItem
from ..ports import Draft, HistoryEntry, Note

if TYPE_CHECKING:
    from ..core.authenticity import Authenticity
    from ..core.message import Attachment, Direction, MailRef


@dataclass(frozen=True, kw_only=True)
class Row:
    """One conversation in a list. Instants are aware UTC."""

    id: str
    account: str
    from_name: str
    from_addr: str
    subject: str
    received_at: datetime
    last_at: datetime
    state: str
    is_complaint: bool
    category: str
    due: Due
    escalate: bool = False
    urgency: str = "normal"
    order_numbers: tuple[str, ...] = ()
    unread: int = 0
    messages: int = 1
    has_draft: bool = False
    other_cases: int = 0
    """Complaints of this customer besides this one, earlier and later ones."""
    snoozed_until: datetime | None = None
    waiting_on: str = ""
    recurs: bool = False
    """The same customer and category as a case that was closed at most 90 days before."""
    owner: str = ""
    """Who of the shop it was given to."""
    late_promise: str = ""
    """What was promised to this customer and should have been done by now."""
    writing: str = ""
    """Who else is writing on it right now."""
    follow_up_at: datetime | None = None
    """When the next follow-up leaves by itself."""
    reply_at: datetime | None = None
    """When a reply leaves that is queued already."""
    came_to: str = ""
    """The account that it came to, where the shop has several: an answer leaves from there."""

    @property
    def customer(self) -> str:
        """The name to show."""
        return shown_as(self.from_name, self.from_addr) or "(no sender)"


@dataclass(frozen=True, kw_only=True)
class MessageView:
    """One message of a conversation, its text split into what is new and what is quoted."""

    ref: "MailRef | None"
    message_id: str
    direction: "Direction"
    from_name: str
    from_addr: str
    to: tuple[str, ...]
    received_at: datetime
    subject: str
    fresh: str
    quoted: str = ""
    signature: str = ""
    attachments: "tuple[Attachment, ...]" = ()
    notes: tuple[str, ...] = ()
    authenticity: "Authenticity | None" = None
    whole: bool = True
    """False while only the header was downloaded."""
    kept: bool = False
    """True where the letter is in no mailbox that is fetched, and its case has kept the words."""


@dataclass(frozen=True, kw_only=True)
class ConversationView:
    """A conversation opened at the desk."""

    row: Row
    case: Case | None
    messages: tuple[MessageView, ...]
    draft: Draft | None = None
    outbox: tuple["OutboxRow", ...] = ()
    notes: tuple[Note, ...] = ()
    history: tuple[HistoryEntry, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OutboxRow:
    """One message on its way out, with the name of the customer. ``item.raw`` may be left empty."""

    item: OutboxItem
    customer: str

    @property
    def what(self) -> str:
        """``reply: Arrived in pieces``, ``check back``."""
        kind = KIND_WORDS[self.item.kind]
        about = self.item.subject.removeprefix("Re: ")
        return f"{kind}: {about}" if self.item.kind is Kind.REPLY else kind

    @property
    def state_words(self) -> str:
        """The state in words for the owner, with the reason where there is one."""
        words = STATE_WORDS[self.item.state]
        return f"{words}: {self.item.reason}" if self.item.reason else words


KIND_WORDS: Mapping[Kind, str] = {
    Kind.REPLY: "reply",
    Kind.NUDGE: "nudge",
    Kind.PROMISE: "promise",
    Kind.CHECK_BACK: "check back",
    Kind.SURVEY: "survey",
}

"""What comes of a wish to send: each outcome a type of its own, so that none can be overlooked."""

from ...core.checklist import Report
from ...core.frozen import dataclass
from ...core.message import Address
from ...core.outbox import OutboxItem


@dataclass(frozen=True, kw_only=True)
class Queued:
    """It leaves at ``item.send_at`` unless it is taken back."""

    item: OutboxItem


@dataclass(frozen=True, kw_only=True)
class Empty:
    """There are no words to send."""


@dataclass(frozen=True, kw_only=True)
class Blocked:
    """A rule of level error is broken; only a second, explicit yes sends it."""

    report: Report


@dataclass(frozen=True, kw_only=True)
class NobodyToWriteTo:
    """The customer's mail names no address that an answer could go to."""


@dataclass(frozen=True, kw_only=True)
class OnItsWay:
    """The very same words to the same customer are queued already."""

    item: OutboxItem


@dataclass(frozen=True, kw_only=True)
class AnsweredBy:
    """Somebody else of the shop answered the same letter, or is about to; only a second yes sends another."""

    item: OutboxItem


QueueOutcome = Queued | Empty | Blocked | NobodyToWriteTo | OnItsWay | AnsweredBy


@dataclass(frozen=True, kw_only=True)
class Review:
    """What the owner sees before they say yes."""

    to: Address
    subject: str
    text: str
    report: Report
    answered: OutboxItem | None = None
    """What somebody else of the shop answered to the same letter."""
    writing: str = ""
    """Who else is writing on this case right now."""
    sender: str = ""
    """The address that it leaves from, where the shop has several accounts."""

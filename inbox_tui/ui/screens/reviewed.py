"""What a person answers to a review."""

from datetime import datetime

from ...core.frozen import dataclass
from ...core.outbox import Kind
from ...core.promises import Promised


@dataclass(frozen=True, kw_only=True)
class SendIt:
    """Queue it, for ``at`` (aware) where that is given. ``force`` is the second, explicit yes;
    ``follow_up_at`` (aware) asks for a follow-up of that kind too; ``promises`` are those that the owner
    confirmed."""

    force: bool = False
    at: datetime | None = None
    follow_up_at: datetime | None = None
    follow_up_kind: Kind = Kind.CHECK_BACK
    promises: tuple[Promised, ...] = ()


@dataclass(frozen=True, kw_only=True)
class WriteOn:
    """Back to the draft."""


@dataclass(frozen=True, kw_only=True)
class NotSent:
    """The review was left; the draft is as it was."""


Reviewed = SendIt | WriteOn | NotSent

"""The desk: every use case within reach of a screen or a command."""

from dataclasses import dataclass

from ..core.checklist import Checklist
from ..ports import Runner
from .cases import Cases
from .follow_ups import FollowUps
from .inbox import Inbox
from .office import Office
from .outbox import Outbox
from .replies import Replies
from .sync import Sync


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The services that share one office.

    ``inbox``, ``cases``, ``replies`` and ``follow_ups`` block on the stores: run them through ``stores``.
    ``sync.pull`` and ``outbox.send_due`` are coroutines that do so themselves.
    """

    office: Office
    stores: Runner
    inbox: Inbox
    cases: Cases
    replies: Replies
    follow_ups: FollowUps
    outbox: Outbox
    sync: Sync
    checklist: Checklist

"""The desk: every use case within reach of a screen or a command."""

from collections.abc import Callable
from dataclasses import dataclass

from ..core.checklist import Checklist
from ..ports import Runner, Transport
from .attachments import Attachments
from .cases import Cases
from .filing import Filing
from .follow_ups import FollowUps
from .inbox import Inbox
from .intake import Intake
from .office import Office
from .outbox import Outbox
from .replies import Replies
from .sync import Line, Sync


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
    attachments: Attachments

    @property
    def checklist(self) -> Checklist:
        """The checklist on drafts; pure, so it may run anywhere."""
        return self.replies.checklist


def build(
    office: Office,
    *,
    stores: Runner,
    lines: Callable[[str], Line],
    transports: Callable[[str], Transport],
    owner: str,
) -> Desk:
    """The desk over these ports. ``owner`` names this process in the claims that it makes."""
    inbox = Inbox(office)
    cases = Cases(office, inbox)
    replies = Replies(office, cases)
    sync = Sync(office, Intake(office), stores=stores, lines=lines)
    filing = Filing(office, stores=stores, lines=lines)
    return Desk(
        office=office,
        stores=stores,
        inbox=inbox,
        cases=cases,
        replies=replies,
        follow_ups=FollowUps(office, inbox, cases, replies),
        outbox=Outbox(office, sync, filing, stores=stores, transports=transports, owner=owner),
        sync=sync,
        attachments=Attachments(office),
    )

"""The desk: every use case within reach of a screen or a command."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from ..ports import Marks, Runner, Transport
from .office import Office

if TYPE_CHECKING:
    from ..core.checklist import Checklist
    from .cases.attachments import Attachments
    from .cases.cases import Cases
    from .cases.glance import Glance
    from .cases.inbox import Inbox
    from .cases.notices import Notices
    from .cases.team import Team
    from .receiving.seen import Seen
    from .receiving.sync import Line, Sync
    from .receiving.watch import Watch
    from .sending.filing import Filing
    from .sending.follow_ups import FollowUps
    from .sending.outbox import Outbox
    from .writing.promises import Promises
    from .writing.replies import Replies
    from .writing.scaffolds import Scaffolds


class Desk:
    """The services that share one office, each imported and made when it is first used.

    ``inbox``, ``cases``, ``replies``, ``follow_ups`` and ``attachments`` block on the stores: run them
    through ``stores``. ``sync.pull`` and ``outbox.send_due`` are coroutines that do so themselves.
    """

    def __init__(
        self,
        office: Office,
        *,
        stores: Runner,
        lines: Callable[[str], "Line"],
        transports: Callable[[str], Transport],
        owner: str,
        marks: Marks,
        is_gone: Callable[[str], bool] = lambda _: False,
        rings: Callable[[], bool] = lambda: True,
        listening: Callable[[str], "Line"] | None = None,
    ) -> None:
        """``owner`` names this process in the claims that it makes, ``marks`` keep what it began of them;
        ``is_gone`` tells of another's owner whether its process has surely ended; ``rings`` whether it is
        this program that calls the owner, and not another one on the same home; ``listening`` gives each
        account a second line to hear of new mail on, which must run on a thread of its own."""
        self.office = office
        self.stores = stores
        self._lines = lines
        self._transports = transports
        self._owner = owner
        self._marks = marks
        self._is_gone = is_gone
        self._rings = rings
        self._listening = listening

    @cached_property
    def glance(self) -> "Glance":
        """The list as it was last shown."""
        from .cases.glance import Glance

        return Glance(self.office.shelf)

    @cached_property
    def inbox(self) -> "Inbox":
        """The complaint list and opened conversations."""
        from .cases.inbox import Inbox

        return Inbox(self.office, others=lambda: self.team.others())

    @cached_property
    def cases(self) -> "Cases":
        """What may be done to a case."""
        from .cases.cases import Cases

        return Cases(self.office, self.inbox)

    @cached_property
    def replies(self) -> "Replies":
        """Drafts and the step into the outbox."""
        from .writing.replies import Replies

        return Replies(self.office, self.cases, self.team)

    @cached_property
    def scaffolds(self) -> "Scaffolds":
        """Outlines of questions for a draft."""
        from .writing.scaffolds import Scaffolds

        return Scaffolds(self.office, self.cases)

    @cached_property
    def follow_ups(self) -> "FollowUps":
        """Words for later."""
        from .sending.follow_ups import FollowUps

        return FollowUps(self.office, self.inbox, self.cases, self.replies)

    @cached_property
    def sync(self) -> "Sync":
        """Bringing the mail in."""
        from .receiving.intake import Intake
        from .receiving.sync import Sync

        return Sync(self.office, Intake(self.office), stores=self.stores, lines=self._lines)

    @cached_property
    def watch(self) -> "Watch":
        """Hearing of new mail at once."""
        from .receiving.watch import Watch

        return Watch(self.office, self.sync, stores=self.stores, lines=self._listening)

    @cached_property
    def seen(self) -> "Seen":
        """What was read and answered, here and on the server."""
        from .receiving.seen import Seen

        return Seen(self.office, stores=self.stores, lines=self._lines)

    @cached_property
    def notices(self) -> "Notices":
        """What the owner is told while they look elsewhere."""
        from .cases.notices import Notices

        return Notices(self.office, rings=self._rings)

    @cached_property
    def promises(self) -> "Promises":
        """What the shop said it would do."""
        from .writing.promises import Promises

        return Promises(self.office)

    @cached_property
    def team(self) -> "Team":
        """Who else is at the desk."""
        from .cases.team import Team

        return Team(self.office, program=self._owner)

    @cached_property
    def outbox(self) -> "Outbox":
        """Everything on its way out."""
        from .sending.outbox import Outbox

        return Outbox(
            self.office,
            lambda: self.sync,
            self._filing,
            stores=self.stores,
            transports=self._transports,
            owner=self._owner,
            marks=self._marks,
            is_gone=self._is_gone,
        )

    @cached_property
    def attachments(self) -> "Attachments":
        """Saving files of a conversation."""
        from .cases.attachments import Attachments

        return Attachments(self.office)

    @property
    def checklist(self) -> "Checklist":
        """The checklist on drafts; pure, so it may run anywhere."""
        return self.replies.checklist

    @cached_property
    def _filing(self) -> "Filing":
        from .sending.filing import Filing

        return Filing(self.office, stores=self.stores, lines=self._lines)

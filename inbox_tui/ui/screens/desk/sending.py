"""The step into the outbox, on the stores' thread: a checklist that breaks down keeps no letter back."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from ....core.checklist import Answer, Report, Stance
from ....core.frozen import dataclass
from ....errors import InboxError
from ...mishaps import LOGGER

if TYPE_CHECKING:
    from ....core.promises import Promised
    from ....desk.desk import Desk
    from ....desk.writing.outcomes import QueueOutcome, Review


@dataclass(frozen=True, kw_only=True)
class Looked:
    """The checklist looked at the words."""

    review: "Review"


@dataclass(frozen=True, kw_only=True)
class Unlooked:
    """The checklist broke down over the words; recipient and subject are right all the same."""

    review: "Review"


def review_words(desk: "Desk", case_id: str, text: str) -> Looked | Unlooked:
    """What the owner sees before they say yes. Raises the errors of ``errors``."""
    try:
        return Looked(review=desk.replies.review(case_id, text))
    except InboxError:
        raise
    except Exception:
        LOGGER.exception("The checklist broke down.")
        return Unlooked(review=desk.replies.review(case_id, text, check=_unread))


def queue_words(
    desk: "Desk",
    case_id: str,
    text: str,
    *,
    force: bool,
    looked: bool,
    promises: "Sequence[Promised]",
    at: datetime | None = None,
) -> "QueueOutcome":
    """Queue a reply, for ``at`` (aware) if given; where the checklist could not look, without asking it."""
    check = None if looked else _unread
    return desk.replies.queue(case_id, text, force=force, promises=promises, at=at, check=check)


def _unread(_: Answer) -> Report:
    """Nothing was found, because nothing was looked for."""
    return Report(findings=(), ready=False, stance=Stance.UNKNOWN, stance_guessed=True, to_go=(), summary="")

"""The step into the outbox, on the stores' thread: a checklist that breaks down keeps no letter back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ....core.checklist import Answer, Report, Stance
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
        with _no_checklist(desk):
            return Unlooked(review=desk.replies.review(case_id, text))


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
    if looked:
        return desk.replies.queue(case_id, text, force=force, promises=promises, at=at)
    with _no_checklist(desk):
        return desk.replies.queue(case_id, text, force=force, promises=promises, at=at)


@contextmanager
def _no_checklist(desk: "Desk") -> Iterator[None]:
    """Only one call runs on the stores' thread at a time, so nobody else misses the real one."""
    from ....core.checklist import Checklist

    class Silent(Checklist):
        """Reads no rules and finds nothing."""

        def __init__(self) -> None: ...

        def check(self, answer: Answer) -> Report:
            """Nothing was found, because nothing was looked for."""
            return Report(
                findings=(), ready=False, stance=Stance.UNKNOWN, stance_guessed=True, to_go=(), summary=""
            )

    kept = vars(desk.replies).get("checklist")
    desk.replies.checklist = Silent()
    try:
        yield
    finally:
        del desk.replies.checklist
        if kept is not None:
            desk.replies.checklist = kept

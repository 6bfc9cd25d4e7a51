"""Taking back a change of a case, when other things may have happened to it since.

Only what the change itself changed goes back. What the customer did in the meantime stays; where a later
change or a letter that has left stands in the way, the answer is no, and says why.
"""

from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from .case import Case, Move, Moved, NotAllowed, state_words

_HEARD = frozenset({"last_in_at", "last_in_id", "last_out_at", "first_response_at"})
"""What was written and sent is a fact, and no decision of the owner's."""
_CLOCK = "unanswered_since"


def taken_back(*, before: Case, after: Case | None, now: Case, what: str) -> Move:
    """The case ``now`` without the change that made ``before`` into ``after``.

    ``after`` is None for a change of an older program, which did not keep it.
    """
    if after is None:
        wrote_in = _newer(now.last_in_at, before.last_in_at)
        after = replace(now, unanswered_since=None) if wrote_in else now
    wrote = letter_left(after, now)
    if wrote and before.state != after.state:
        return too_late(what)
    back: dict[str, Any] = {}
    for name in (field.name for field in fields(Case)):
        was, became, is_ = getattr(before, name), getattr(after, name), getattr(now, name)
        if name in _HEARD or name == "version" or was == became or is_ == was:
            continue
        if name == _CLOCK:
            back[name] = _clock(before, after, now, wrote=wrote)
        elif is_ == became:
            back[name] = was
        elif name == "state":
            return NotAllowed(
                reason=f"This case is {state_words(now.state)} by now, so “{what}” cannot be undone. "
                "Undo or change what came later first."
            )
        elif name not in ("resolved_at", "snoozed_until", "waiting_on"):
            return NotAllowed(
                reason=f"The {name.replace('_', ' ')} of this case was changed again since, so “{what}” "
                "cannot be undone. Undo what came later first."
            )
    return Moved(case=replace(now, **back), what="undone", detail=what)


def letter_left(after: Case | None, now: Case) -> bool:
    """Whether we wrote since the change that made ``after``."""
    return after is not None and _newer(now.last_out_at, after.last_out_at)


def too_late(what: str) -> NotAllowed:
    """Why a change of state stays once a letter has left on it."""
    return NotAllowed(
        reason=f"A letter has left on this case since, so “{what}” cannot be undone. "
        "Change the case by hand if it stands wrong."
    )


def _newer(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and (other is None or one > other)


def _clock(before: Case, after: Case, now: Case, *, wrote: bool) -> datetime | None:
    """Since when an answer is owed: as before, and also for what came in since."""
    if now.unanswered_since == after.unanswered_since:
        return before.unanswered_since
    if wrote:
        return now.unanswered_since
    return min(filter(None, (before.unanswered_since, now.unanswered_since)), default=None)

"""An answer that says by its subject alone what it answers: the last resort of threading.

Some mail programs and web forms drop References. Then an answer is known by "Re:" and the old subject, and
only where the same customer wrote about it within ``WITHIN``: strangers choose the same subjects every day.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from .case import Case
from .customer import same_customer
from .letter import bare_subject
from .message import Message

WITHIN = timedelta(days=30)
_SHORTEST = 4
"""Letters of a subject; "Re: hi" tells nothing."""


def is_orphan(message: Message) -> bool:
    """True for an answer that does not name what it answers."""
    about = bare_subject(message.subject)
    return not message.ancestors and about != message.subject.strip() and len(about) >= _SHORTEST


def parent_of(message: Message, received_at: datetime, cases: Iterable[Case]) -> Case | None:
    """The newest case of the same customer that ``message`` (received at an aware instant) answers by its
    subject; None for a message that names what it answers, or that is no answer."""
    about = bare_subject(message.subject)
    sender = message.sender.email.strip()
    if not is_orphan(message) or not sender:
        return None
    found = [
        case
        for case in cases
        if same_customer(case.from_addr, sender)
        and bare_subject(case.subject).casefold() == about.casefold()
        and case.received_at <= received_at <= _last(case) + WITHIN
    ]
    return max(found, key=lambda case: case.received_at, default=None)


def _last(case: Case) -> datetime:
    return max(filter(None, (case.received_at, case.last_in_at, case.last_out_at)))

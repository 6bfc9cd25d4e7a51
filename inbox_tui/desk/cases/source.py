"""The letters of a conversation as they came, for an owner who wants to see for themselves."""

from datetime import datetime

from ...core.frozen import dataclass
from ..office import Office
from .mail_of import messages_of


@dataclass(frozen=True, kw_only=True)
class Source:
    """One letter. ``text`` is safe to show; None where the letter itself was not fetched yet."""

    sender: str
    received_at: datetime
    text: str | None


def sources(office: Office, conversation: str) -> tuple[Source, ...]:
    """The letters, oldest first. Blocks on the stores."""
    found = []
    for mail in messages_of(office, conversation):
        raw = office.cache.raw(mail.ref)
        sender = mail.message.sender
        found.append(
            Source(
                sender=sender.name or sender.email or "(no sender)",
                received_at=mail.received_at,
                text=None if raw is None else office.parser.source(raw),
            )
        )
    return tuple(found)

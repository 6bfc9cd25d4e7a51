"""One clean mail message: the only shape in which mail travels through the house.

Every text in it went through ``core.text`` once, in ``mail.mime``, so any layer may show it.
The bytes it came from are kept apart (``ports.MailCache.raw``).
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from .frozen import dataclass


class Direction(StrEnum):
    """Who wrote: ``in`` is from outside, ``out`` is from the shop."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, kw_only=True)
class Address:
    """A mailbox as a header names it; ``email`` is lower-cased in its domain part and may be empty."""

    name: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A part that a person may want to save. ``name`` is safe as a file name; ``size`` is decoded bytes."""

    name: str
    type: str
    size: int
    part: int
    """The position of the part in a depth-first walk, which is how its bytes are found again."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """A parsed message. ``date`` is what the sender claims (aware) or None; never use it for a deadline."""

    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    sender: Address = field(default_factory=Address)
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    date: datetime | None = None
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    """Lower-case names of the fields that triage and the guards read; first value wins."""
    notes: tuple[str, ...] = ()
    """What was cut, repaired or looks forged, in words for the owner."""

    @property
    def ancestors(self) -> tuple[str, ...]:
        """Message-IDs that this message answers, oldest first, without doubles (RFC 5322, 3.6.4)."""
        named = (*self.references, *self.in_reply_to)
        return tuple(dict.fromkeys(named)) if len(named) > 1 else named

    @property
    def answer_to(self) -> Address:
        """Where an answer goes: Reply-To when the sender set it, else From."""
        return self.reply_to[0] if self.reply_to and self.reply_to[0].email else self.sender


class Outline(NamedTuple):
    """Of a message what lists and threads need: clean text, as all in ``Message``.

    A tuple, because a first sync makes 100,000 of them.
    """

    message_id: str
    ancestors: tuple[str, ...]
    """As in ``Message``."""
    from_name: str
    from_addr: str
    subject: str


def outline_of(message: Message) -> Outline:
    """The same of a message that is read already."""
    sender = message.sender
    return Outline(message.message_id, message.ancestors, sender.name, sender.email, message.subject)


class MailRef(NamedTuple):
    """The name of a message on its server; the only name that is never wrong (RFC 3501, 2.3.1.1).

    A tuple, because a first sync looks up each of 100,000 several times.
    """

    account: str
    mailbox: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, kw_only=True)
class CachedMessage:
    """A message as the cache keeps it. ``received_at`` is INTERNALDATE, aware UTC."""

    ref: MailRef
    conversation: str
    direction: Direction
    received_at: datetime
    flags: frozenset[str]
    size: int
    message: Message
    whole: bool = True
    """False while only the header was fetched."""

    @property
    def seen(self) -> bool:
        """True once somebody opened it, here or in another program."""
        return "\\Seen" in self.flags


class CachedHeader(NamedTuple):
    """A message of which only the header is here, ``raw``, which is read when somebody asks for the message.
    The rest as in ``CachedMessage``; a tuple for the reason that ``Outline`` is one."""

    ref: MailRef
    conversation: str
    direction: Direction
    received_at: datetime
    flags: frozenset[str]
    size: int
    outline: Outline
    raw: bytes

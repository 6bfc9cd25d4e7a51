"""Which conversation a message belongs to.

By References and In-Reply-To (RFC 5322, 3.6.4). The name of a conversation is a short digest of its
first Message-ID, so a cache that is built again gives the same names.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from .message import Message

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no letter that is mistaken for a digit on the phone."""
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)
"""Ten bits at a time: a first sync names 100,000 conversations."""


def conversation_id(account: str, root: str) -> str:
    """Eight letters and digits that name the conversation that began with Message-ID ``root``."""
    digest = hashlib.blake2b(f"{account}\0{root}".encode("utf-8", "surrogatepass"), digest_size=5).digest()
    number = int.from_bytes(digest, "big")
    pairs = _PAIRS
    return (
        pairs[number >> 30] + pairs[number >> 20 & 1023] + pairs[number >> 10 & 1023] + pairs[number & 1023]
    )


class Placed(NamedTuple):
    """The conversation of a message, and the Message-IDs that belong to it from now on."""

    conversation: str
    pins: Mapping[str, str]
    elder: str = ""
    """Another conversation, which began earlier: this message shows that the two are one."""


def place(account: str, message_id: str, ancestors: tuple[str, ...], *, known: Mapping[str, str]) -> Placed:
    """Where a message goes, given the conversations of the Message-IDs that are ``known`` already.

    The message's own place wins, then its nearest known ancestor, then its oldest named ancestor is the
    root. ``message_id`` must not be empty: name a message without one by a digest of its header.
    """
    home, elder = known.get(message_id), ""
    for name in reversed(ancestors):
        if (found := known.get(name)) is not None:
            # An answer that names only this message came first, and could not know where it all began.
            home, elder = (found, "") if home is None else (home, found if found != home else "")
            break
    if home is None:
        home = conversation_id(account, ancestors[0] if ancestors else message_id)
    pins = {name: home for name in (message_id, *ancestors) if name not in known}
    return Placed(home, pins, elder)


def fingerprint(message: Message, received_at: datetime) -> tuple[str, str, str]:
    """What tells two letters apart that carry one Message-ID: sender, subject and the date they claim.

    Copies of one letter agree in all three, wherever they lie. Without a claimed date the day of arrival
    (aware) has to do.
    """
    return message.sender.email.lower(), message.subject, str(message.date or received_at)


def own_name(message: Message, received_at: datetime) -> str:
    """A Message-ID for a letter that has none, the same at every sync."""
    return _derived("no-message-id", message, received_at)


def second_name(message: Message, received_at: datetime) -> str:
    """A Message-ID for a letter whose own one was used before for another letter.

    Web forms with a constant Message-ID, and strangers who reuse one, must not hide anybody's letter.
    """
    return _derived("same-message-id", message, received_at)


def _derived(why: str, message: Message, received_at: datetime) -> str:
    said = "\0".join((message.message_id, *fingerprint(message, received_at)))
    digest = hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    return f"<{digest}@{why}.invalid>"

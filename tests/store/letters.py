"""Invented letters for the store's tests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from inbox_tui.core.message import (
    Address,
    CachedHeader,
    CachedMessage,
    Direction,
    MailRef,
    Message,
    outline_of,
)
from inbox_tui.mail.mime import MimeParser
from inbox_tui.store.mail_cache import SqliteCache

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SHOP = "shop"


def open_cache(path: Path | None) -> SqliteCache:
    """A cache in a file, or in memory."""
    return SqliteCache(path, read_header=MimeParser().header)


def ref(uid: int, *, mailbox: str = "INBOX", uidvalidity: int = 7) -> MailRef:
    """The place of a letter in the shop's account."""
    return MailRef(account=SHOP, mailbox=mailbox, uidvalidity=uidvalidity, uid=uid)


def letter(
    uid: int,
    *,
    conversation: str = "c1",
    message_id: str | None = None,
    mailbox: str = "INBOX",
    minutes: int | None = None,
    direction: Direction = Direction.IN,
    flags: frozenset[str] = frozenset(),
    name: str = "Ada Quill",
    email: str = "ada@garden.example",
    subject: str = "My lamp",
    text: str = "It does not glow.",
    whole: bool = True,
) -> CachedMessage:
    """A letter that came in ``minutes`` (else ``uid`` minutes) after noon."""
    return CachedMessage(
        ref=ref(uid, mailbox=mailbox),
        conversation=conversation,
        direction=direction,
        received_at=NOON + timedelta(minutes=uid if minutes is None else minutes),
        flags=flags,
        size=len(text),
        message=Message(
            message_id=f"<{uid}@garden.example>" if message_id is None else message_id,
            sender=Address(name=name, email=email),
            to=(Address(email="help@shop.example"),),
            subject=subject,
            date=NOON,
            text=text,
            headers={"precedence": "bulk"},
        ),
        whole=whole,
    )


def header(uid: int, raw: bytes = b"", *, name: str = "", conversation: str = "c1") -> CachedHeader:
    """The header of ``letter(uid)``, which goes by ``name``."""
    given = letter(uid, conversation=conversation)
    outline = outline_of(replace(given.message, message_id=name or given.message.message_id))
    return CachedHeader(
        given.ref, conversation, given.direction, given.received_at, given.flags, given.size, outline, raw
    )

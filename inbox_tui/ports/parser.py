"""Reading mail: bytes in, one clean value out."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from ..core.frozen import dataclass

if TYPE_CHECKING:
    from ..core.message import Message, Outline


class BounceKind(StrEnum):
    """``failed`` is final; after ``delayed`` the server still tries."""

    FAILED = "failed"
    DELAYED = "delayed"


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """One recipient whom a letter did not reach. Every text is clean; any may be empty but ``kind``."""

    kind: BounceKind
    recipient: str
    original_message_id: str
    reason: str


class Parser(Protocol):
    """Bytes in, one clean message out. Never raises, whatever the bytes are."""

    def parse(self, raw: bytes) -> Message:
        """The message, every text in it safe to show."""
        ...

    def header(self, raw: bytes) -> Message:
        """What the header alone says: as ``parse``, without text, attachments and notes, and many times
        faster."""
        ...

    def outline(self, raw: bytes) -> Outline:
        """Of the same header only what lists and threads need (Message-ID, what it answers, sender, subject),
        several times faster again: for a hundred thousand of them, most of which nobody ever opens."""
        ...

    def source(self, raw: bytes) -> str:
        """The letter as it came, header and all, as text that is safe to show; its end is left out when it is
        very long."""
        ...

    def bounce(self, raw: bytes) -> Bounce | None:
        """What came back, if this is a report about a letter that did not arrive. Anybody can write one."""
        ...

    def attachment(self, raw: bytes, part: int) -> bytes:
        """The decoded bytes of one attachment (see ``Attachment.part``); empty if there is none."""
        ...

    def close(self) -> None:
        """Let go of what it holds; what is asked afterwards is answered all the same."""
        ...

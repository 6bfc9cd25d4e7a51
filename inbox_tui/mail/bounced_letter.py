"""The letter inside a report that it did not arrive: which one it was, and to whom it was written."""

import re
from collections.abc import Iterator

from ..core.message import Message
from .headers import Header, addresses, message_ids, read_header
from .parts import Letter, Part

_LIMIT = 200_000
_TO_LINE = re.compile(r"^[ >|\t]{0,8}to:\s{0,20}(\S.{0,400})$", re.IGNORECASE | re.MULTILINE)
_ID_LINE = re.compile(r"^[ >|\t]{0,8}message-id:\s{0,20}(<[^<>\s]{1,490}>)", re.IGNORECASE | re.MULTILINE)


def outer_parts(part: Part) -> Iterator[Part]:
    """The parts of the report itself, without what is inside the letter that came back."""
    yield part
    if not part.type.startswith("message/"):
        for child in part.children:
            yield from outer_parts(child)


def addressed_to(letter: Letter, message: Message) -> str:
    """The one person to whom the letter that came back was written; empty where there were several."""
    inside = [header for part in outer_parts(letter.root) if part.number and (header := _header_inside(part))]
    quoted = [line[1] for line in _TO_LINE.finditer(message.text[:_LIMIT])]
    for field in (*(header.raw("to") for header in inside), *quoted[:1]):
        found, _ = addresses(field)
        if len(found) == 1 and found[0].email:
            return found[0].email
    return ""


def original_id(letter: Letter, message: Message, raw: bytes) -> str:
    """The Message-ID of the letter that came back, as ``<left@right>``; empty if the report names none."""
    for part in outer_parts(letter.root):
        if part.number and (header := _header_inside(part)):
            name = "x-original-message-id" if part.type == "message/delivery-status" else "message-id"
            if found := message_ids(header.raw(name)):
                return found[0]
    if quoted := _ID_LINE.search(message.text):
        return next(iter(message_ids(quoted[1])), "")
    if message.in_reply_to:
        return message.in_reply_to[0]
    # A part whose boundary is damaged, or that has the fields of the letter for its own.
    anywhere = (line[1] for line in _ID_LINE.finditer(raw[:_LIMIT].decode("latin-1").replace("\r", "\n")))
    others = [name for line in anywhere for name in message_ids(line) if name != message.message_id]
    return next(iter((*others, *reversed(message.references))), "")


def _header_inside(part: Part) -> Header | None:
    if part.type.startswith("message/") and part.children:
        return part.children[0].header
    if part.type.startswith(("message/", "text/rfc822")):
        return read_header(part.content(_LIMIT))
    return None

"""A header alone into a ``Message``, at the speed of the wire.

A first sync reads a header for each message of a mailbox, 100,000 of them, and most are of the plainest
kind. So plain fields take a short way; everything else goes through the same readers as a whole letter,
and both ways give the same answer.
"""

import re
from binascii import Error as BinasciiError
from binascii import a2b_base64, a2b_qp
from collections.abc import Collection
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from ..core.message import Address, Message, Outline, outline_of
from ..core.text import clean_line
from .charsets import decode_words
from .headers import addresses, message_ids
from .headers import date as any_date
from .parts import take_apart

KEPT_HEADERS = (
    "auto-submitted",
    "precedence",
    "list-id",
    "list-unsubscribe",
    "list-post",
    "return-path",
    "x-auto-response-suppress",
    "x-autoreply",
    "x-loop",
    "authentication-results",
    "content-type",
    "x-failed-recipients",
    "feedback-id",
    "from",
    "reply-to",
    "sender",
)

_PLAIN_LIMIT = 16_000
"""Bytes of a header that may take the short way."""
_NAME = re.compile(r"[!-9;-~]{1,200}")
_KEPT = frozenset(KEPT_HEADERS)
_WANTED = _KEPT.union(("message-id", "in-reply-to", "references", "to", "cc", "subject", "date"))
_OUTLINED = frozenset(("message-id", "in-reply-to", "references", "from", "subject"))
_PLAIN_ID = re.compile(r"<[!-;=?A-~]{1,200}@[!-;=?A-~]{1,200}>")
_PLAIN_IDS = re.compile(
    r"<[!-;=?A-~]{1,200}@[!-;=?A-~]{1,200}>(?:[ \t]+<[!-;=?A-~]{1,200}@[!-;=?A-~]{1,200}>){1,20}"
)
_PLAIN_ADDRESS = re.compile(
    r"""(?:"([A-Za-z0-9 .,'&-]*)" |([A-Za-z0-9.'&-]+(?: [A-Za-z0-9.'&-]+)*) )?"""
    r"<([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64})@([A-Za-z0-9.-]{1,200})>"
)
_ENCODED_ADDRESS = re.compile(
    r"""("?)(=\?[A-Za-z0-9-]{1,30}\?[BbQq]\?[A-Za-z0-9=_+/.*!-]{0,150}\?=)\1 """
    r"<([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64})@([A-Za-z0-9.-]{1,200})>"
)
_ONE_WORD = re.compile(r"=\?[Uu][Tt][Ff]-8\?([BbQq])\?([!->@-~]{1,150})\?=")
_LETTERS = "[!-~\u00a1-\u00ac\u00ae-\u02af\u0391-\u03c9\u0400-\u0481]+"
_PLAIN_TEXT = re.compile(f"{_LETTERS}(?: {_LETTERS})*")
_PLAIN_DATE = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d\d?) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)([0-5]\d)"
)
_NAMES_OF_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
_MONTHS = {name: number for number, name in enumerate(_NAMES_OF_MONTHS.split(), start=1)}


def read_lean(raw: bytes) -> Message:
    """As ``mime.read`` of a header alone: every text in it is clean."""
    found = _plain_fields(raw, _WANTED)
    if found is None:
        header = take_apart(raw).root.header
        found = {name: value for name in _WANTED if (value := header.raw(name)) is not None}
    senders = _addresses(found.get("from", ""))
    return Message(
        message_id=next(iter(_ids(found.get("message-id"))), ""),
        in_reply_to=_ids(found.get("in-reply-to")),
        references=_ids(found.get("references")),
        sender=senders[0] if senders else Address(),
        reply_to=_addresses(found.get("reply-to", "")),
        to=_addresses(found.get("to", "")),
        cc=_addresses(found.get("cc", "")),
        subject=_line(found.get("subject", "")),
        date=_date(found.get("date")),
        headers={name: line for name, value in found.items() if name in _KEPT and (line := _line(value))},
    )


def read_outline(raw: bytes) -> Outline:
    """Of what ``read_lean`` says only what lists and threads need."""
    found = _plain_fields(raw, _OUTLINED)
    if found is None:
        return outline_of(read_lean(raw))
    value = found.get
    ids, elders, answered = _ids(value("message-id")), _ids(value("references")), _ids(value("in-reply-to"))
    name, email = _sender(value("from", ""))
    return Outline(
        ids[0] if ids else "",
        elders if not answered or answered == elders else tuple(dict.fromkeys(elders + answered)),
        name,
        email,
        _line(value("subject", "")),
    )


def _plain_fields(raw: bytes, wanted: Collection[str]) -> dict[str, str] | None:
    """The first field of each wanted name, unfolded; None where anything about the header is unusual."""
    if len(raw) > _PLAIN_LIMIT or not raw.isascii():
        return None
    text = raw.decode("ascii")
    if "\r\n " in text:
        text = text.replace("\r\n ", " ")
    if "\r\n\t" in text:
        text = text.replace("\r\n\t", "\t")
    lines = text.split("\r\n")
    # Line ends of another kind are no matter of ours.
    rest = "".join(lines)
    if "\n" in rest or "\r" in rest:
        return None
    found: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        meant = _meant(name)
        if meant is None or not colon:
            # An empty line ends the header; before any field it ends nothing that we know.
            return None if line or line is lines[0] else found
        if meant in wanted and meant not in found:
            found[meant] = value.strip()
    return found


@lru_cache(maxsize=500)
def _meant(name: str) -> str | None:
    """The name of a field in lower case; None where it cannot be one."""
    return name.lower() if _NAME.fullmatch(name) else None


def _ids(value: str | None) -> tuple[str, ...]:
    if not value:
        return ()
    if _PLAIN_ID.fullmatch(value):
        return (value,)
    if _PLAIN_IDS.fullmatch(value):
        return tuple(dict.fromkeys(value.split()))
    return message_ids(value)


# A shop hears from the same people about the same things, in its own name.
@lru_cache(maxsize=4096)
def _addresses(value: str) -> tuple[Address, ...]:
    if not value:
        return ()
    one = _plain_address(value)
    return addresses(value)[0] if one is None else (Address(name=one[0], email=one[1]),)


def _sender(value: str) -> tuple[str, str]:
    """Name and address of the first of ``_addresses``."""
    one = _plain_address(value)
    if one is not None:
        return one
    several = _addresses(value)
    return (several[0].name, several[0].email) if several else ("", "")


def _plain_address(value: str) -> tuple[str, str] | None:
    """Name and address of a field that names one mailbox in the plainest way; None for any other."""
    plain = _PLAIN_ADDRESS.fullmatch(value)
    if plain is None or len(value) > 200:
        encoded = _ENCODED_ADDRESS.fullmatch(value)
        if encoded is None:
            return None
        _, word, local, domain = encoded.groups()
        return _one_word(word) or clean_line(decode_words(word), limit=200), f"{local}@{domain.lower()}"
    quoted, bare, local, domain = plain.groups()
    name = quoted or bare or ""
    return " ".join(name.split()) if "  " in name or name[:1] == " " or name[-1:] == " " else name, (
        f"{local}@{domain.lower()}"
    )


@lru_cache(maxsize=4096)
def _line(value: str) -> str:
    if len(value) < 1000 and "=?" not in value and value.isascii() and value.isprintable():
        return value if "  " not in value else " ".join(value.split())
    return _one_word(value) or clean_line(decode_words(value[:8000]))


def _one_word(value: str) -> str:
    """The text of one encoded word of letters that need no cleaning; empty where it is anything else."""
    word = _ONE_WORD.fullmatch(value)
    if word is None:
        return ""
    try:
        data = a2b_base64(word[2]) if word[1] in "bB" else a2b_qp(word[2], header=True)
        text = data.decode()
    except (BinasciiError, UnicodeDecodeError):
        return ""
    return text if _PLAIN_TEXT.fullmatch(text) else ""


def _date(value: str | None) -> datetime | None:
    match = _PLAIN_DATE.fullmatch(value) if value else None
    if match is None or match[2] not in _MONTHS:
        return any_date(value)
    day, month, year, hour, minute, second, sign, hours, minutes = match.groups()
    try:
        offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
        clock = int(hour), int(minute), int(second)
        found = datetime(int(year), _MONTHS[month], int(day), *clock, tzinfo=_zone(offset))
        found.astimezone(UTC)
    except (ValueError, OverflowError):
        return any_date(value)
    return found


@lru_cache(maxsize=100)
def _zone(offset: timedelta) -> timezone:
    return timezone(offset) if offset else UTC

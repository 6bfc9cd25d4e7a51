"""The letters of the sample shop, as old as they say they are at the moment the demo starts."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

from ..core.frozen import dataclass

FOLDERS = {"inbox": "INBOX", "sent": "Sent"}
_AGE = re.compile(rb"^X-Demo-Age:[ \t]*(\d{1,4})[ \t]*([mhd])[ \t]*\r\n", re.IGNORECASE | re.MULTILINE)
_DATE = re.compile(rb"^Date:((?:[^\r\n]|\r\n[ \t])*)\r\n", re.IGNORECASE | re.MULTILINE)
_MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^>]*>)", re.IGNORECASE | re.MULTILINE)
_ANSWERED = re.compile(rb"^In-Reply-To:\s*(<[^>]*>)", re.IGNORECASE | re.MULTILINE)
_UNITS = {b"m": timedelta(minutes=1), b"h": timedelta(hours=1), b"d": timedelta(days=1)}


@dataclass(frozen=True, kw_only=True)
class DemoLetter:
    """One message for one mailbox. ``at`` (aware) is both its INTERNALDATE and its Date."""

    mailbox: str
    raw: bytes
    at: datetime
    flags: tuple[str, ...] = ()


def letters(sample: Path, now: datetime) -> list[DemoLetter]:
    """All letters of ``sample/inbox`` and ``sample/sent``, oldest first, dated back from ``now`` (aware).

    What the shop has answered already is marked as seen and answered, as a mail program would have done.
    """
    found = list(_read(sample, now))
    answered = {m[1] for letter in found if letter.mailbox == "Sent" for m in _ANSWERED.finditer(letter.raw)}
    return sorted((_flagged(letter, answered) for letter in found), key=lambda letter: letter.at)


def aged(raw: bytes, now: datetime) -> tuple[bytes, datetime]:
    """The message with CRLF line ends, its age turned into a Date in the zone of its writer, and that date.

    A message without an age keeps the Date that it has, unless that lies in the future.
    """
    head, blank, body = re.sub(rb"\r?\n", b"\r\n", raw).partition(b"\r\n\r\n")
    head += b"\r\n"
    age, written = _AGE.search(head), _DATE.search(head)
    claimed = _date(written[1]) if written else now
    at = now - int(age[1]) * _UNITS[age[2].lower()] if age else min(claimed, now)
    shown = format_datetime(at.astimezone(claimed.tzinfo).replace(microsecond=0)).encode()
    head = _AGE.sub(b"", head)
    head = _DATE.sub(b"", head) + b"Date: " + shown
    return head + (blank or b"\r\n\r\n") + body, at


def _read(sample: Path, now: datetime) -> Iterator[DemoLetter]:
    for folder, mailbox in FOLDERS.items():
        for path in sorted((sample / folder).glob("*.eml")):
            raw, at = aged(path.read_bytes(), now)
            yield DemoLetter(mailbox=mailbox, raw=raw, at=at)


def _flagged(letter: DemoLetter, answered: set[bytes]) -> DemoLetter:
    own = _MESSAGE_ID.search(letter.raw)
    flags: tuple[str, ...] = ()
    if letter.mailbox == "Sent":
        flags = ("\\Seen",)
    elif own is not None and own[1] in answered:
        flags = ("\\Seen", "\\Answered")
    return DemoLetter(mailbox=letter.mailbox, raw=letter.raw, at=letter.at, flags=flags)


def _date(value: bytes) -> datetime:
    try:
        found = parsedate_to_datetime(value.decode("ascii", "replace").strip())
    except ValueError:
        return datetime.now(UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)

"""Reading FETCH answers in the one shape that servers nearly always use.

imapclient's parser goes through an answer character by character, which costs 60 µs for each header, and
imaplib tries five patterns on each line of it; this costs a tenth of both. Whatever does not look exactly as
expected is left to them.
"""

import imaplib
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

_LITERAL = re.compile(rb"\{(\d+)\}\r\n$")
_START = re.compile(rb"\d+ \(")
_ITEM = re.compile(
    rb"UID (?P<uid>\d+)"
    rb"|FLAGS \((?P<flags>[^()\x22{%*\x00-\x1f\x7f]*)\)"
    rb'|INTERNALDATE "(?P<date>[^"]*)"'
    rb"|RFC822\.SIZE (?P<size>\d+)"
    rb"|MODSEQ \(\d+\)"
    rb"|(?P<body>BODY\[[^\]]*\]) \{\d+\}",
    re.IGNORECASE,
)
_USUAL = re.compile(
    rb"\* \d+ FETCH \(UID (\d+) FLAGS \(([^()\x22{%*\x00-\x1f\x7f]*)\) INTERNALDATE"
    rb' "([ \d]\d)-([A-Z][a-z]{2})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-]\d{4})"'
    rb" RFC822\.SIZE (\d+) (BODY\[[^\]]*\]) \{(\d+)\}\r\n"
)
"""Our own question for headers, answered in the order of the question, as Dovecot and others do."""
_NEWS = re.compile(rb"\d+ \(FLAGS \([^()\x22{%*\x00-\x1f\x7f]*\)(?: MODSEQ \(\d+\))?\)")
_DATE = re.compile(rb" ?(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)")
_MONTHS = {
    name: number
    for number, name in enumerate(b"jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}


def take_answers(imap: imaplib.IMAP4, tag: bytes) -> dict[int, dict[bytes, Any]]:
    """What the server sends until it has done what ``tag`` asked for, by UID, as imapclient would give it.

    News of a message that is named only by its place stays for whoever asks for news. Raises as imaplib does,
    also for a NO.
    """
    found: dict[int, dict[bytes, Any]] = {}
    others: list[Any] = []
    news: list[Any] = []
    answers = imap.untagged_responses
    readline, read, tags = imap.readline, imap.read, imap.tagged_commands
    while tags[tag] is None:
        line = readline()
        usual = _USUAL.fullmatch(line)
        at = _arrival(usual) if usual else None
        if usual is None or at is None:
            _leave_to_imaplib(imap, line)
            for each in answers.pop("FETCH", ()):
                (news if isinstance(each, bytes) and _NEWS.fullmatch(each) else others).append(each)
            continue
        size = int(usual[12])
        literal = read(size)
        end = readline()
        if len(literal) != size or not end.endswith(b"\r\n"):
            raise imap.abort("socket error: EOF")
        if end != b")\r\n":
            others.append((line[2:].replace(b" FETCH ", b" ", 1).rstrip(), literal))
            others += _rest(imap, end)
            continue
        if others:
            # In the order of their coming: of two about one message the later one is true.
            _put(found, _read_others(others))
            others.clear()
        found.setdefault(int(usual[1]), {}).update(
            # The body first: that is the one that is looked for.
            {
                usual[11]: literal,
                b"FLAGS": _flags(usual[2]),
                b"INTERNALDATE": at,
                b"RFC822.SIZE": int(usual[10]),
            }
        )
    # Only to hear how it ended, and of a BYE.
    kind, words = imap._command_complete("FETCH", tag)
    if kind != "OK":
        raise imap.error(f"fetch failed: {words[0].decode('utf-8', 'replace')}")
    _put(found, _read_others(others))
    if news:
        answers["FETCH"] = news
    return found


def _read_others(lines: list[Any]) -> Mapping[int, Mapping[bytes, Any]]:
    found = read_fetched(lines)
    if found is not None:
        return found
    from imapclient.response_parser import parse_fetch_response

    read: Mapping[int, Mapping[bytes, Any]]
    read = parse_fetch_response(lines, normalise_times=False, uid_is_key=True)
    return read


def _put(found: dict[int, dict[bytes, Any]], more: Mapping[int, Mapping[bytes, Any]]) -> None:
    for uid, items in more.items():
        found.setdefault(uid, {}).update(items)


def _leave_to_imaplib(imap: imaplib.IMAP4, line: bytes) -> None:
    """Let imaplib read an answer that begins with a ``line`` which is off the wire already."""

    def once() -> bytes:
        del imap.readline
        return line

    # The class knows no way to put a line back.
    imap.readline = once  # type: ignore[method-assign]
    imap._get_response()


def _rest(imap: imaplib.IMAP4, line: bytes) -> list[Any]:
    """The end of an answer of which the first literal is read, as imaplib would give it."""
    rest: list[Any] = []
    while size := _LITERAL.search(line):
        rest.append((line[:-2], imap.read(int(size[1]))))
        line = imap.readline()
    return [*rest, line[:-2]]


def _arrival(usual: re.Match[bytes]) -> datetime | None:
    month, zone = _MONTHS.get(usual[4].lower(), 0), _zone(usual[9])
    try:
        at = datetime(
            int(usual[5]), month, int(usual[3]), int(usual[6]), int(usual[7]), int(usual[8]), tzinfo=UTC
        )
        return at - zone if zone else at
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=100)
def _zone(text: bytes) -> timedelta:
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))
    return -offset if text[:1] == b"-" else offset


def read_fetched(lines: Sequence[object]) -> dict[int, dict[bytes, Any]] | None:
    """The messages in imaplib's ``lines`` by UID, as imapclient would give them; None if it should."""
    found: dict[int, dict[bytes, Any]] = {}
    message: dict[bytes, Any] | None = None
    for line in lines:
        literal: bytes | None = None
        match line:
            case (bytes() as text, bytes() as literal):
                pass
            case bytes() as text:
                pass
            case _:
                return None
        if message is None:
            start = _START.match(text)
            if start is None:
                return None
            message, at = {}, start.end()
        else:
            at = 0
        end = _read_items(text, at, message, literal)
        if end is None or (literal is not None) != (end == len(text) and text.endswith(b"}")):
            return None
        if literal is None:
            uid = message.pop(b"UID", None)
            if text[end:] != b")" or uid is None:
                return None
            found.setdefault(uid, {}).update(message)
            message = None
    return found if message is None else None


@lru_cache(maxsize=500)
def _flags(text: bytes) -> tuple[bytes, ...]:
    return tuple(text.split())


def _read_items(text: bytes, at: int, message: dict[bytes, Any], literal: bytes | None) -> int | None:
    """Where the items in ``text`` end, or None where one is of another kind. Fills ``message``."""
    while at < len(text) and text[at : at + 1] != b")":
        # Only the very first item, behind the bracket, needs no space before it.
        if text[at : at + 1] == b" ":
            at += 1
        elif text[at - 1 : at] != b"(":
            return None
        item = _ITEM.match(text, at)
        if item is None:
            return None
        match item.lastgroup:
            case "uid":
                message[b"UID"] = int(item["uid"])
            case "flags":
                message[b"FLAGS"] = _flags(item["flags"])
            case "size":
                message[b"RFC822.SIZE"] = int(item["size"])
            case "date":
                if (date := _instant(item["date"])) is None:
                    return None
                message[b"INTERNALDATE"] = date
            case "body":
                message[item["body"].upper()] = literal
        at = item.end()
    return at


def _instant(text: bytes) -> datetime | None:
    """INTERNALDATE as aware UTC."""
    match = _DATE.fullmatch(text)
    month = _MONTHS.get(match[2].lower()) if match else None
    if match is None or month is None:
        return None
    day, year, hour, minute, second, hours, minutes = (int(match[n]) for n in (1, 3, 4, 5, 6, 8, 9))
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if match[7] == b"-" else 1)
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC) - offset
    except (ValueError, OverflowError):
        return None

"""Bytes of a letter in, one clean ``Message`` out: the only reader of mail in the house.

What reads texts, HTML and bounces is imported for the first letter: a list of mail needs headers only, and
waits for them.
"""

from collections.abc import Iterator
from dataclasses import replace

from ..core.message import Address, Attachment, Message, Outline
from ..core.text import clean, clean_line, safe_file_name
from ..ports import Bounce
from .apart import LARGE, Apart, NotStartedError
from .charsets import decode, decode_words
from .headers import MAX_ADDRESSES, MAX_HEADER, Header, addresses, date, message_ids
from .lean import KEPT_HEADERS, read_lean, read_outline
from .parts import Letter, Part, take_apart

UNREADABLE = "This message could not be taken apart; its source is shown."
TOO_MUCH = "Reading this message took too much time or memory; the start of its source is shown."
_SOURCE_SHOWN = 20_000
_SOURCE_LIMIT = 1_000_000

_EXTENSIONS = {
    "application/pdf": ".pdf",
    "application/pgp-signature": ".asc",
    "application/pkcs7-signature": ".p7s",
    "application/zip": ".zip",
    "audio/mpeg": ".mp3",
    "image/gif": ".gif",
    "image/heic": ".heic",
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "image/png": ".png",
    "image/svg+xml": ".svg",
    "image/webp": ".webp",
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
    "video/mp4": ".mp4",
}
_UNNAMED_REPORTS = ("message/", "text/rfc822-headers")


class MimeParser:
    """Implements ``ports.Parser`` within limits of depth, parts, bytes and time."""

    def __init__(self, apart: Apart | None = None) -> None:
        self._apart = apart or Apart()

    def parse(self, raw: bytes) -> Message:
        """The message in ``raw``, or what a header alone tells. Never raises; every text in it is clean."""
        from .body import tidy

        if len(raw) > LARGE:
            try:
                return self._apart.read(raw) or self._given_up(raw)
            except NotStartedError:
                pass  # the limits inside the reader have to do
        try:
            return read(raw)
        except Exception:  # a fault in the reader must not take the whole inbox down with one letter
            return Message(text=tidy(clean(decode(raw[:100_000]))), notes=(UNREADABLE,))

    def close(self) -> None:
        """Let go of the process for large letters, if there is one."""
        self._apart.close()

    def _given_up(self, raw: bytes) -> Message:
        from .body import tidy

        text = tidy(clean(decode(raw[:_SOURCE_SHOWN])))
        return replace(self.header(raw[:MAX_HEADER]), text=text, notes=(TOO_MUCH,))

    def header(self, raw: bytes) -> Message:
        """What the header in ``raw`` says: as ``parse``, but without text, attachments and notes."""
        try:
            return read_lean(raw)
        except Exception:  # as above: one letter must not hide the others
            return Message()

    def outline(self, raw: bytes) -> Outline:
        """Of the header in ``raw`` only the fields that lists and threads need."""
        try:
            return read_outline(raw)
        except Exception:  # as above: one letter must not hide the others
            return Outline("", (), "", "", "")

    def source(self, raw: bytes) -> str:
        """The letter as it came, as text that is safe to show; the first megabyte of it."""
        text = clean(decode(raw[:_SOURCE_LIMIT]))
        left = len(raw) - _SOURCE_LIMIT
        return f"{text}\n\n({left} more bytes are not shown.)" if left > 0 else text

    def bounce(self, raw: bytes) -> Bounce | None:
        """What came back, if ``raw`` is a report about a letter that did not arrive. Never raises."""
        from .bounce import read_bounce

        try:
            return read_bounce(raw, self)
        except Exception:  # as above; a report that cannot be read proves nothing
            return None

    def attachment(self, raw: bytes, part: int) -> bytes:
        """The decoded bytes of the part with that number; empty if there is none."""
        found = next((one for one in take_apart(raw).root.walk() if one.number == part), None)
        return b"" if found is None else found.content()


def read(raw: bytes) -> Message:
    """As ``MimeParser.parse``, but a fault in the reader is raised: this is what tests call."""
    from .body import Reader
    from .suspicion import warnings

    letter = take_apart(raw)
    header = letter.root.header
    notes = list(letter.notes)
    senders, _ = addresses(header.raw("from"))
    sender = senders[0] if senders else Address()
    reply_to = _addresses(header, "reply-to", notes)
    to = _addresses(header, "to", notes)
    cc = _addresses(header, "cc", notes)
    reader = Reader()
    text = reader.read(letter)
    attachments = tuple(_attachments(letter, reader.shown))
    notes += [*reader.notes, *warnings(sender, reply_to, senders=max(len(senders), header.count("from")))]
    return Message(
        message_id=next(iter(message_ids(header.raw("message-id"))), ""),
        in_reply_to=message_ids(header.raw("in-reply-to")),
        references=message_ids(header.raw("references")),
        sender=sender,
        reply_to=reply_to,
        to=to,
        cc=cc,
        subject=header.line("subject"),
        date=date(header.raw("date")),
        text=text,
        attachments=attachments,
        headers={name: line for name in KEPT_HEADERS if (line := header.line(name))},
        notes=tuple(dict.fromkeys(clean_line(note) for note in notes)),
    )


def _addresses(header: Header, name: str, notes: list[str]) -> tuple[Address, ...]:
    found, more = addresses(header.raw(name))
    if more:
        notes.append(f"The field {name.capitalize()} was cut after {MAX_ADDRESSES} addresses.")
    return found


def _attachments(letter: Letter, shown: set[int]) -> Iterator[Attachment]:
    names = _Names()
    for part in letter.root.walk():
        named = bool(part.file_name) and part.number > 1
        if _may_be_saved(part) and (named or part.number not in shown):
            name = names.unique(_name(part))
            size = len(part.content())
            yield Attachment(name=name, type=clean_line(part.type, limit=100), size=size, part=part.number)


def _may_be_saved(part: Part) -> bool:
    from .body import is_file

    if part.children and not part.type.startswith("message/"):
        return False
    if part.type.startswith(_UNNAMED_REPORTS) and not part.file_name:
        return part.disposition == "attachment"
    # An alternative that was not chosen is the same letter again.
    return is_file(part) or bool(part.file_name)


def _name(part: Part) -> str:
    extension = _EXTENSIONS.get(part.type, ".bin")
    wanted = decode_words(part.file_name)
    if not wanted and part.children:
        wanted = part.children[0].header.line("subject", limit=80) + extension
    plain = safe_file_name(f"{part.type.partition('/')[0]}-{part.number}{extension}")
    return safe_file_name(wanted, plain)


class _Names:
    """Names already given; capital letters do not tell files apart on every system."""

    def __init__(self) -> None:
        self.taken: dict[str, int] = {}

    def unique(self, name: str) -> str:
        """``name``, with a number before its extension if another file has it."""
        stem, dot, extension = name.rpartition(".")
        if not dot or len(extension.encode()) > 16:
            stem, dot, extension = name, "", ""
        candidate = name
        while candidate.casefold() in self.taken:
            number = self.taken[name.casefold()] = self.taken.get(name.casefold(), 1) + 1
            # Shortened first, so that the number is never what a limit cuts off.
            short = stem.encode()[:90].decode(errors="ignore")
            candidate = safe_file_name(f"{short} ({number}){dot}{extension}")
        self.taken.setdefault(candidate.casefold(), 1)
        return candidate

"""An outgoing message: from the owner's words to the bytes that will be sent, and the names it carries.

The bytes are made once, when the letter is queued, and never touched again; so everything that could
differ between two runs (clock, random token) is passed in.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from textwrap import wrap

from .frozen import dataclass
from .message import Address, Message

MAX_REFERENCES = 20
_LINE = 76
_REPLY = re.compile(
    r"\s*(?:re|aw|sv|vs|antw|antwort|odp|res|rif|ynt|回复|答复|返信)(?:\s*[\[(]\d+[\])])?\s*[:：]\s*",
    re.IGNORECASE,
)
_ID = re.compile(r"<[!-;=?-~]{1,900}>")
_ADDRESS = re.compile(r"[^\s<>()\[\]:;@\\,\"\x00-\x20\x7f-\x9f]+@[^\s<>()\[\]:;@\\,\"\x00-\x20\x7f-\x9f]+")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class LetterError(ValueError):
    """The letter cannot be written as asked; ``str()`` is one sentence for the owner."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What goes into one message. ``date`` is aware, in the zone that the person is in.

    ``quoted`` is put below the text as it stands (see ``quote``), under ``quoted_intro`` if there is one.
    ``automatic`` marks mail that nobody typed, such as a survey (RFC 3834), so that no machine answers it.
    """

    from_name: str
    from_addr: str
    to: Address
    subject: str
    text: str
    message_id: str
    date: datetime
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    quoted: str = ""
    quoted_intro: str = ""
    automatic: bool = False


def compose(letter: Letter) -> bytes:
    """The message as it will be sent: CRLF, 7-bit (but for an address that is not ASCII itself, RFC 6532).

    Control characters never reach a header. Raises LetterError for an address, a Message-ID or a date
    that no server would take.
    """
    if letter.date.tzinfo is None:
        raise LetterError("The date of a letter needs a time zone.")
    if not _ID.fullmatch(letter.message_id):
        raise LetterError(f"“{_plain(letter.message_id)}” is not a Message-ID.")
    encoding, body = _body(_whole_text(letter))
    answers = _ids([letter.in_reply_to])[:1]
    chain = _ids(letter.references)
    fields = [
        ("Date", format_datetime(letter.date)),
        ("From", _mailbox("From", letter.from_name, letter.from_addr)),
        ("To", _mailbox("To", letter.to.name, letter.to.email)),
        ("Subject", _words("Subject", _plain(letter.subject))),
        ("Message-ID", letter.message_id),
        ("In-Reply-To", "".join(answers)),
        ("References", "\r\n ".join(chain)),
        ("Auto-Submitted", "auto-generated" if letter.automatic else ""),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", encoding),
    ]
    head = "".join(f"{name}: {value}\r\n" for name, value in fields if value)
    return head.encode("utf-8") + b"\r\n" + body


def reply_subject(subject: str) -> str:
    """“Re: ” once, whatever the languages of the answers before; a subject is made up where there is none."""
    return f"Re: {bare_subject(_plain(subject)) or 'your message'}"


def bare_subject(subject: str) -> str:
    """The subject without the “Re:” of any language in front of it."""
    while (found := _REPLY.match(subject)) is not None:
        subject = subject[found.end() :]
    return subject.strip()


def reply_references(message: Message) -> tuple[str, ...]:
    """References of an answer to ``message`` (RFC 5322, 3.6.4), the first and the newest 19 at most."""
    parents = message.references
    if not parents and len(message.in_reply_to) == 1:
        parents = message.in_reply_to
    chain = [known for known in _ids(parents) if known != message.message_id]
    chain += _ids([message.message_id])
    return tuple(chain if len(chain) <= MAX_REFERENCES else [chain[0], *chain[1 - MAX_REFERENCES :]])


def new_message_id(domain: str, token: str) -> str:
    """A Message-ID of ``token``, which must be random enough never to come again."""
    host = re.sub(r"[^A-Za-z0-9.-]", "", wire_domain(domain)).strip(".-")
    left = re.sub(r"[^A-Za-z0-9_=+-]", "", token)
    if not left:
        raise LetterError("A Message-ID needs a token of letters and digits.")
    return f"<{left[:200]}@{host[:200] or 'localhost'}>"


def quote(text: str, who: str, when: datetime) -> str:
    """The customer's words for below an answer: who wrote when (in the zone of ``when``), then “> ” lines."""
    day = f"{_DAYS[when.weekday()]} {when.day} {_MONTHS[when.month - 1]} {when.year}"
    intro = f"On {day} at {when:%H:%M}, {_plain(who) or 'you'} wrote:"
    lines = _lines(text).strip("\n").split("\n")
    return "\n".join([intro, *(_quoted_line(line.rstrip()) for line in lines)])


def wire_address(address: str) -> str:
    """The address as SMTP takes it, its domain in ASCII (IDNA). Raises LetterError for what is none."""
    if not _ADDRESS.fullmatch(address):
        raise LetterError(f"“{_plain(address)}” is not an e-mail address.")
    local, _, domain = address.rpartition("@")
    return f"{local}@{wire_domain(domain)}"


def wire_domain(domain: str) -> str:
    """A domain in ASCII where that is possible."""
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain


def _quoted_line(line: str) -> str:
    if not line:
        return ">"
    return f">{line}" if line.startswith(">") else f"> {line}"


def _whole_text(letter: Letter) -> str:
    below = "\n".join(part for part in (letter.quoted_intro, letter.quoted) if part)
    text = _lines(letter.text)
    if below:
        text = f"{text.rstrip(chr(10))}\n\n{_lines(below)}"
    return text if text.endswith("\n") else f"{text}\n"


def _body(text: str) -> tuple[str, bytes]:
    """Plain where that is safe; else quoted-printable or base64, whichever is shorter."""
    data = text.encode("utf-8", "replace")
    if data.isascii() and all(_travels(line) for line in data.split(b"\n")):
        return "7bit", data.replace(b"\n", b"\r\n")
    soft = binascii.b2a_qp(data, istext=True).replace(b"\n", b"\r\n")
    hard = base64.encodebytes(data.replace(b"\n", b"\r\n")).replace(b"\n", b"\r\n")
    return ("quoted-printable", soft) if len(soft) <= len(hard) else ("base64", hard)


def _travels(line: bytes) -> bool:
    """True for a line that no mail server on the way will break, trim or change."""
    return (
        len(line) <= _LINE
        and not line.endswith((b" ", b"\t"))
        and not line.startswith((b"From ", b"."))
        and not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", line)
    )


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _plain(text: str) -> str:
    """One line without control characters: nothing that is put in here can start another header."""
    return _UNSAFE.sub(" ", text).strip()


def _ids(found: Iterable[str]) -> list[str]:
    """Each Message-ID once; what a stranger's mail holds instead of one is left out."""
    return list(dict.fromkeys(name for name in found if _ID.fullmatch(name)))


def _mailbox(field: str, name: str, address: str) -> str:
    name, address = _plain(name), f"<{wire_address(address)}>"
    if not name:
        return address[1:-1]
    if name.isascii() and "=?" not in name and len(name) <= _LINE - len(field) - 6:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        shown = f'"{escaped}"' if re.search(r"[^A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]|  ", name) else name
    else:
        shown = Header(name, "utf-8", header_name=field, maxlinelen=_LINE).encode(linesep="\r\n")
    last = shown.rpartition("\n")[2]
    return f"{shown}{chr(13) + chr(10) if len(last) + len(address) > _LINE - 8 else ''} {address}"


def _words(field: str, text: str) -> str:
    """Plain words folded at spaces where that gives them back exactly, else RFC 2047."""
    if text.isascii() and "=?" not in text and "  " not in text and max(map(len, text.split(" "))) < 60:
        return "\r\n ".join(wrap(text, _LINE - len(field) - 2, break_on_hyphens=False))
    return Header(text, "utf-8", header_name=field, maxlinelen=_LINE).encode(linesep="\r\n")

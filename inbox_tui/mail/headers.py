"""The fields of a header, read one by one and each only so far.

The standard library's parsers need seconds for hostile fields and raise on broken ones; these readers take
time in proportion to the field and always give an answer. Every string that leaves here is clean.
"""

import re
from collections.abc import Iterator
from dataclasses import field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from ..core.frozen import dataclass
from ..core.message import Address
from ..core.text import clean, clean_line
from .charsets import decode, decode_words

MAX_FIELD = 64_000
"""Bytes of one field that are read."""

MAX_HEADER = 1_000_000
"""Bytes of a whole header that are read."""

MAX_FIELDS = 2_000
MAX_ADDRESSES = 200
MAX_IDS = 100
MAX_ID = 500
_MAX_PARAMETERS = 8_000

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]{0,100}:")
_ID = re.compile(r"<([!-;=?-~]{1,498})>")
_BARE_ID = re.compile(r"(?!=\?)[!-;=?-~]{1,498}")
_PARAMETER = re.compile(
    r';\s{0,50}([^\s=;"]{1,100})\s{0,50}=\s{0,50}(?:"((?:[^"\\]|\\.)*)"?|([^;]*))', re.DOTALL
)
_PIECE = re.compile(
    # An encoded word is one piece, whatever stands inside: careless programs leave commas in it.
    r'=\?[^?\s]{1,60}\?[bBqQ]\?[^?\s]{0,1000}\?=|"(?:[^"\\]|\\.)*"?|<[^<>]*>?|[(),;:\\=]|[^"<(),;:\\=]+',
    re.DOTALL,
)
_EMAIL = re.compile(r'(?:[^\s<>()\[\],;:\\"@]{1,64}|"[^"\\\r\n]{1,62}")@[^\s<>()\[\],;:\\"@]{1,255}')


@dataclass(frozen=True, kw_only=True)
class Header:
    """The fields of one part, in order, undecoded. ``notes`` say what had to be left out."""

    fields: tuple[tuple[str, bytes], ...] = ()
    notes: tuple[str, ...] = field(default=())

    def raw(self, name: str) -> str | None:
        """The first field of that name, unfolded, its bytes read as text but not decoded further."""
        value = next((value for known, value in self.fields if known == name), None)
        return None if value is None else _unfold(decode(value[:MAX_FIELD]))

    def count(self, name: str) -> int:
        """How many fields have that name."""
        return sum(known == name for known, _ in self.fields)

    def line(self, name: str, *, limit: int = 1000) -> str:
        """The field as clean text for people, or an empty string."""
        return clean_line(decode_words((self.raw(name) or "")[: limit * 8]), limit=limit)


def read_header(block: bytes) -> Header:
    """The fields in a block of bytes that holds nothing but a header. Lines that are no field are skipped."""
    notes = []
    if len(block) > MAX_HEADER:
        notes.append(f"The header was cut after {MAX_HEADER:,} bytes.")
    fields: list[tuple[str, bytearray]] = []
    for line in block[:MAX_HEADER].replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"):
        if line[:1] in (b" ", b"\t"):
            if fields and len(fields[-1][1]) <= MAX_FIELD:
                fields[-1][1].extend(b"\n" + line)
        elif match := _FIELD.match(line):
            if len(fields) >= MAX_FIELDS:
                notes.append(f"The header was cut after {MAX_FIELDS:,} fields.")
                break
            fields.append((match[1].decode("ascii").lower(), bytearray(line[match.end() :])))
    for name, value in fields:
        if len(value) > MAX_FIELD:
            notes.append(f"The field {clean_line(name, limit=40)} was cut after {MAX_FIELD:,} bytes.")
    return Header(fields=tuple((name, bytes(value)) for name, value in fields), notes=tuple(notes[:20]))


def looks_like_field(line: bytes) -> bool:
    """True if a header line may start like this."""
    return bool(_FIELD.match(line))


def _unfold(value: str) -> str:
    return value.replace("\n", "").strip()


def message_ids(value: str | None) -> tuple[str, ...]:
    """The well-formed Message-IDs in a field, as ``<left@right>``, in order and without doubles.

    Only printable ASCII passes: these strings are sent to servers as search terms later.
    """
    text = value or ""
    found = [match[0] for match in _ID.finditer(text) if "@" in match[1]]
    if not found and (bare := _BARE_ID.fullmatch(text.strip()[: MAX_ID + 1])) and "@" in bare[0]:
        found = [f"<{bare[0]}>"]
    distinct = list(dict.fromkeys(found))
    # The first names the root of the thread and the last ones the nearest ancestors.
    return tuple(distinct if len(distinct) <= MAX_IDS else [distinct[0], *distinct[1 - MAX_IDS :]])


def date(value: str | None) -> datetime | None:
    """The instant that the sender claims, aware; None where it cannot be read. No zone counts as UTC."""
    try:
        claimed = parsedate_to_datetime(clean((value or "")[:200], multiline=False))
        aware = claimed if claimed.tzinfo else claimed.replace(tzinfo=UTC)
        aware.astimezone(UTC)  # a date at the edge of the calendar cannot be shown in another zone
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None
    return aware


def parameters(value: str | None) -> tuple[str, dict[str, str]]:
    """The word before the first ``;`` in lower case, and the parameters after it (RFC 2231 read)."""
    text = (value or "")[:_MAX_PARAMETERS]
    word, _, _ = text.partition(";")
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bool, str]]] = {}
    for name, quoted, bare in _PARAMETER.findall(text[len(word) :]):
        content = re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL) if quoted else bare.strip()
        base, star, rest = name.lower().partition("*")
        if not star:
            plain.setdefault(base, content)
            continue
        number = rest.rstrip("*")
        position = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0
        pieces.setdefault(base, {}).setdefault(position, (rest == "" or rest.endswith("*"), content))
    for base, numbered in pieces.items():
        plain[base] = _join_pieces([numbered[position] for position in sorted(numbered)])
    return "".join(word.split()).lower()[:100], plain


def _join_pieces(pieces: list[tuple[bool, str]]) -> str:
    label = ""
    data = b""
    for place, (encoded, content) in enumerate(pieces):
        if encoded and place == 0 and content.count("'") >= 2:
            label, _, content = content.split("'", 2)
        raw = content.encode("utf-8", "replace")
        data += unquote_to_bytes(raw) if encoded else raw
    return decode(data, label)


def addresses(value: str | None) -> tuple[tuple[Address, ...], bool]:
    """The mailboxes in an address field, at most ``MAX_ADDRESSES``; and whether there were more.

    Encoded words are read after the list is split, so that a name cannot bring addresses of its own.
    """
    found: list[Address] = []
    for name, email in _mailboxes(value or ""):
        address = _address(name, email)
        if address.name or address.email:
            if len(found) >= MAX_ADDRESSES:
                return tuple(found), True
            found.append(address)
    return tuple(found), False


def _mailboxes(value: str) -> Iterator[tuple[str, str]]:
    """Each mailbox as written: words of its name (or comment), and its address."""
    words: list[str] = []
    comment: list[str] = []
    angle: str | None = None
    depth = 0
    for piece in _PIECE.findall(value):
        if piece == "(":
            depth += 1
        elif piece == ")":
            depth = max(0, depth - 1)
        elif depth:
            comment.append(piece)
        elif piece in ",;":
            yield _split(words, comment, angle)
            words, comment, angle = [], [], None
        elif piece == ":":  # "undisclosed-recipients:;" names a group
            if not (words and words[-1].strip().lower() == "mailto"):
                comment = []
            words = []
        elif piece[0] == "<" and angle is None:
            angle = piece.strip("<>")
        else:
            words.append(piece)
    yield _split(words, comment, angle)


def _split(words: list[str], comment: list[str], angle: str | None) -> tuple[str, str]:
    text = "".join(words).strip()
    if angle is not None:
        return text or "".join(comment), angle
    if _EMAIL.fullmatch(text):
        return "".join(comment), text
    last = text.rpartition(" ")[2] if len(text) < 2000 else ""
    if _EMAIL.fullmatch(last):  # "Ann Example ann@example.example", seen in the wild
        return text[: -len(last)].strip(), last
    return text, ""


def _address(name: str, email: str) -> Address:
    bare = "".join(email.split()) if '"' not in email else email.strip()
    if bare[:1] == "@":  # an obsolete route: <@relay,@relay:user@host>
        bare = bare.rpartition(":")[2]
    bare = clean(bare.removeprefix("mailto:"), multiline=False)
    if not _EMAIL.fullmatch(bare):
        bare = ""
    local, _, domain = bare.rpartition("@")
    unquoted = re.sub(r'\\(.)|"', r"\1", name[:8000], flags=re.DOTALL)
    return Address(
        name=clean_line(decode_words(unquoted), limit=200),
        email=f"{local}@{domain.lower()}" if bare else "",
    )

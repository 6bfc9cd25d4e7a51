"""Names on an IMAP line: the gate that they pass on their way out, and how a listing is read.

A mail's header can hold CR LF, and a name or Message-ID taken from it would then carry a command of a
stranger's to the server. So nothing with a control character leaves, and everything is quoted by us.
"""

import re
from collections.abc import Iterable, Sequence

from ..core.frozen import dataclass
from ..core.text import clean_line
from ..errors import RefusedError

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_FLAG = re.compile(r"\\?[A-Za-z0-9!#$&'+,./:;<=>?@^_`|~-]+")
_LIST = re.compile(
    rb'\((?P<flags>[^)]*)\) (?P<mark>"(?:\\.|[^"\\])*"|NIL) (?P<name>.*)', re.DOTALL | re.IGNORECASE
)
_HIDDEN = frozenset({"\\noselect", "\\nonexistent"})

USUAL_SENT = (
    "sent", "sent items", "sent messages", "sent mail", "sent-mail", "gesendet", "gesendete elemente",
    "gesendete objekte", "envoyés", "éléments envoyés", "messages envoyés", "enviados", "elementos enviados",
    "mensajes enviados", "itens enviados", "inviati", "posta inviata", "verzonden", "verzonden items",
    "wysłane", "elementy wysłane", "skickat", "sendt", "送信済みアイテム", "送信済み",
)  # fmt: skip
"""Names of the mailbox for sent mail where the server does not say, the most usual first."""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A mailbox as LIST names it. ``wire`` is its name in modified UTF-7, which the server must be given."""

    name: str
    wire: str
    flags: frozenset[str]
    """In lower case: Cyrus writes ``\\sent``."""
    separator: str


def passed(text: str, what: str, *, secret: bool = False) -> str:
    """``text`` if it may travel in a command. Raises RefusedError for control characters, which repeats no
    ``secret`` text."""
    if _CONTROL.search(text):
        shown = "" if secret else f" “{clean_line(text, limit=60)}”"
        raise RefusedError(
            f"{what}{shown} holds control characters, which could make the mail "
            "server do something else. Nothing was sent."
        )
    return text


def quoted(text: str, what: str) -> str:
    """An IMAP quoted string. Left to themselves the libraries send ``{5}`` bare: the start of a literal."""
    return '"' + passed(text, what).replace("\\", "\\\\").replace('"', '\\"') + '"'


def passed_flags(flags: Sequence[str]) -> tuple[str, ...]:
    """Flags that are nothing but flags. Raises RefusedError."""
    for flag in flags:
        if not _FLAG.fullmatch(passed(flag, "The flag")):
            raise RefusedError(f"“{clean_line(flag, limit=60)}” is no flag. Nothing was sent.")
    return tuple(flags)


def wire_name(name: str) -> str:
    """The name of a mailbox in modified UTF-7. Raises RefusedError for control characters."""
    from imapclient.imap_utf7 import encode

    wire: bytes = encode(passed(name, "The mailbox"))
    return wire.decode("ascii")


def read_listing(lines: Iterable[object]) -> list[Listed]:
    """The mailboxes of a LIST answer that can be opened. What cannot be read is left out."""
    return [listed for line in lines if (listed := _read_line(line)) is not None]


def _read_line(line: object) -> Listed | None:
    literal: bytes | None = None
    match line:
        case (bytes() as line, bytes() as literal):
            pass
    match = _LIST.match(line) if isinstance(line, bytes) else None
    if match is None:
        return None
    raw = _unquoted(match["name"]) if literal is None else bytes(literal)
    flags = frozenset(match["flags"].decode("latin-1").lower().split())
    # A name with 8-bit or control characters breaks the protocol and could not be asked for again.
    if not raw or flags & _HIDDEN or not raw.isascii() or _CONTROL.search(raw.decode("ascii")):
        return None
    mark = b"" if match["mark"].upper() == b"NIL" else _unquoted(match["mark"])
    wire = raw.decode("ascii")
    return Listed(name=_decoded(wire), wire=wire, flags=flags, separator=mark.decode("latin-1"))


def _unquoted(text: bytes) -> bytes:
    text = text.strip()
    if len(text) >= 2 and text[:1] == text[-1:] == b'"':
        return re.sub(rb"\\(.)", rb"\1", text[1:-1], flags=re.DOTALL)
    return text


def _decoded(wire: str) -> str:
    """The name as people write it; as it is on the wire when it is not right modified UTF-7."""
    from imapclient.imap_utf7 import decode

    try:
        name = decode(wire.encode("ascii"))
        return wire if _CONTROL.search(name) or wire_name(name) != wire else name
    except (ValueError, RefusedError):
        return wire


def sent_among(listed: Sequence[Listed], prefix: str) -> str | None:
    """The mailbox for sent mail: by SPECIAL-USE, else by a usual name under the namespace ``prefix``."""
    for box in listed:
        if "\\sent" in box.flags:
            return box.name
    plain: dict[str, str] = {}
    for box in listed:
        short = box.name.removeprefix(prefix) if prefix else box.name
        if box.separator and short.upper().startswith("INBOX" + box.separator):
            short = short[len("INBOX" + box.separator) :]
        plain.setdefault(short.casefold(), box.name)
    return next((plain[name] for name in USUAL_SENT if name in plain), None)

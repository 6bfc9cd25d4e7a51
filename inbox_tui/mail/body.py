"""What a person reads of a letter: one text out of all its parts.

Plain text is preferred, because it is what the sender typed. HTML is read only where the plain part is
empty or merely says that one should look at the HTML.
"""

import re
from dataclasses import dataclass, field

from ..core.text import clean
from .charsets import decode
from .flowed import unflow
from .html import MAX_HTML, html_to_text, without_pictures
from .parts import Letter, Part

MAX_TEXT = 1_000_000
"""Characters that are read of one letter, all parts together."""

_MAX_WITH_PICTURES = 26_000_000
"""Bytes of one HTML part in which its text is looked for."""

_KEPT_AS_FILES = frozenset(
    ("text/calendar", "text/css", "text/csv", "text/vcard", "text/x-vcard", "text/rtf")
)
_FOR_MACHINES = frozenset(
    (
        "message/delivery-status",
        "message/disposition-notification",
        "message/external-body",
        "message/feedback-report",
        "message/partial",
        "text/rfc822-headers",
    )
)
_STUB = re.compile(
    r"\bhtml\b|view (?:this|it|the) (?:e-?mail|message|newsletter)|in (?:your|a|the|im|ihrem) browser|"
    r"(?:votre|tu|su|el tuo|w) (?:navigat|naveg|browser|przegl)|does not support|unable to (?:view|display)",
    re.IGNORECASE,
)
_STUB_LENGTH = 600
_HTML_START = re.compile(
    r"\s{0,200}<(?:!doctype html|html|head|body|div|table|p|span|font|center)\b", re.IGNORECASE
)
_ANY_TAG = re.compile(r"<[a-zA-Z/!]")
_SHOWN_FIELDS = (("From", "from"), ("To", "to"), ("Date", "date"), ("Subject", "subject"))


@dataclass(kw_only=True)
class Reader:
    """Reads one letter, within one budget. ``shown`` are the numbers of the parts whose text is in it."""

    left: int = MAX_TEXT
    html_left: int = MAX_HTML
    shown: set[int] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    def read(self, letter: Letter) -> str:
        """The text of the letter, clean, without blank lines at its ends."""
        text = self.part(letter.root)
        if not text:
            text = self.anything(letter)
        return text

    def part(self, part: Part) -> str:
        """The text of a part and all below it."""
        if part.type == "multipart/alternative":
            return self.best_of(part.children)
        if part.type == "multipart/related":
            return self.part(part.children[0])
        if part.children and part.type.startswith("multipart/"):
            return "\n\n".join(filter(None, map(self.part, part.children)))
        if part.children:
            return self.enclosed(part)
        if is_file(part):
            return ""
        return self.leaf(part)

    def best_of(self, choices: tuple[Part, ...]) -> str:
        """Plain text, unless it is a stub; later parts are richer (RFC 2046, 5.1.4), so they come second."""
        plain = ""
        for part in choices:
            if part.type == "text/plain" and not is_file(part):
                plain = plain or self.leaf(part)
        if plain and not _is_stub(plain):
            return plain
        for part in sorted(choices, key=lambda part: part.type != "text/html"):
            if part.type != "text/plain" and (richer := self.part(part)):
                return richer
        return plain

    def enclosed(self, part: Part) -> str:
        inner = part.children[0]
        title = "---------- Enclosed message ----------"
        fields = [
            f"{name}: {line}" for name, key in _SHOWN_FIELDS if (line := inner.header.line(key, limit=300))
        ]
        text = self.part(inner)
        return "\n".join([title, *fields, "", text, "-" * len(title)]) if fields or text else ""

    def leaf(self, part: Part) -> str:
        """The text of one part; empty when the budget is spent."""
        is_html = part.type == "text/html"
        source = decode(part.content(_MAX_WITH_PICTURES if is_html else self.left + 1), part.charset)
        if (is_html and _ANY_TAG.search(source)) or _HTML_START.match(source):
            source = self.within(without_pictures(source), min(self.left, self.html_left))
            self.html_left -= len(source)
            text = html_to_text(source)
        else:
            text = source = self.within(source, self.left)
            if part.type in ("text/enriched", "text/richtext"):
                text = html_to_text(source.replace("\n", "<br>"))
        self.left -= len(source)
        text = clean(text)
        if part.options.get("format", "").strip().lower() == "flowed" and part.type == "text/plain":
            text = unflow(text, delete_space=part.options.get("delsp", "").strip().lower() == "yes")
        text = tidy(text)
        if text:
            self.shown.add(part.number)
        return text

    def within(self, source: str, budget: int) -> str:
        """As much of ``source`` as the budget allows."""
        if len(source) > budget:
            self.notes.append(f"The text was cut after {budget:,} characters.")
        return source[:budget]

    def anything(self, letter: Letter) -> str:
        """The first part that holds any text, even if it is meant as a file: better than an empty page."""
        for part in letter.root.walk():
            readable = part.type.startswith(("text/", "message/")) and part.type not in _KEPT_AS_FILES
            if readable and not part.children and (text := self.leaf(part)):
                return text
        if letter.root.type in ("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"):
            self.notes.append("This message is encrypted; open it in a mail program that has the key.")
        return ""


def is_file(part: Part) -> bool:
    """True if the part is something to save and not something to read."""
    if not part.type.startswith(("text/", "message/")) or part.type in _KEPT_AS_FILES | _FOR_MACHINES:
        return True
    if part.disposition == "attachment":
        return True
    # Some programs give the letter itself a file name, but never that of a later part.
    return bool(part.file_name) and part.disposition != "inline" and part.number > 1


def tidy(text: str) -> str:
    """No spaces at line ends, never more than two blank lines, none at the ends."""
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines)).strip("\n")


def _is_stub(plain: str) -> bool:
    return len(plain) < 3 or (len(plain) < _STUB_LENGTH and bool(_STUB.search(plain)))

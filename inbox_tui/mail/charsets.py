"""Bytes of a letter into characters, whatever their label says.

Labels are often wrong and bytes seldom are: text that is valid UTF-8 by chance hardly exists, so UTF-8 is
believed over a Western label, and anything else falls back step by step instead of failing.
"""

import binascii
import codecs
import re
from functools import lru_cache

# What mail programs write, and what they mean by it; the right side is the superset that they really use.
_MEANT = {
    "ansi": "cp1252",
    "ascii": "cp1252",
    "big5": "big5hkscs",
    "cp932": "cp932",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "ks_c_5601_1987": "cp949",
    "shift_jis": "cp932",
    "unicode": "utf-8",
    "utf8mb4": "utf-8",
    "windows-874": "cp874",
    "x-sjis": "cp932",
}
# These take quadratic time, or speak of Python and not of letters.
_REFUSED = frozenset(("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"))
_BELIEVE_UTF8 = frozenset(("cp1252", "cp1254", "utf-8"))
# An encoding in which letters are spelled with ASCII bytes.
_STATEFUL = re.compile(r"iso2022|hz|utf[-_]?(7|16|32)", re.IGNORECASE)
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?((?:[^?]|\?(?!=)){0,1000}?)\?=")
_LEFT_OVER = re.compile(r"(?<=\?=)[ \t\r\n]{1,100}(?==\?)")


@lru_cache(maxsize=256)
def codec_of(label: str) -> str | None:
    """The codec that a charset label means, or None where there is none that is safe and known."""
    name = label.strip().strip("\"'").lower().partition("*")[0][:40]
    name = _MEANT.get(name, name)
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if found.name in _REFUSED or not getattr(found, "_is_text_encoding", True):
        return None
    return _MEANT.get(found.name, found.name)


def decode(data: bytes, label: str = "") -> str:
    """``data`` as text. Never raises; what no charset can read becomes U+FFFD."""
    codec = codec_of(label) if label else None
    if data.isascii() and not (codec and _STATEFUL.match(codec)):
        return data.decode("ascii")
    if codec is None or codec in _BELIEVE_UTF8:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return _damaged(data, codec)
    return _lenient(data, codec)


def _damaged(data: bytes, codec: str | None) -> str:
    """Not valid UTF-8: either a few broken bytes in it, or another charset."""
    if codec in (None, "utf-8"):
        repaired = data.decode("utf-8", "replace")
        broken = repaired.count("\ufffd")
        if broken * 4 <= sum(byte > 0xBF for byte in data[:100_000]):
            return repaired
    return _lenient(data, "cp1252" if codec in (None, "utf-8") else codec)


def _lenient(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec, "replace")
    except (UnicodeError, ValueError, LookupError):
        return data.decode("cp1252", "replace")


def decode_words(value: str) -> str:
    """A header value with its encoded words (RFC 2047) read; what is not valid stays as it was.

    Neighbours of one charset are joined before decoding, because careless programs split a character
    between two words.
    """
    if "=?" not in value:
        return value
    value = _LEFT_OVER.sub("", value)
    kept: list[str] = []
    pending = b""
    label = ""
    done = 0
    for word in _WORD.finditer(value):
        data = _word_bytes(word[2], word[3])
        if data is None:
            continue
        between = value[done : word.start()]
        if between or word[1].lower() != label:
            kept += [decode(pending, label), between]
            pending, label = b"", word[1].lower()
        pending += data
        done = word.end()
    return "".join([*kept, decode(pending, label), value[done:]])


def _word_bytes(encoding: str, text: str) -> bytes | None:
    raw = text.encode("utf-8", "surrogateescape")
    if encoding in "qQ":
        return binascii.a2b_qp(raw.replace(b"\n", b""), header=True)
    return from_base64(raw)


def from_base64(data: bytes) -> bytes:
    """The bytes, with strange characters ignored and an end that is missing left out."""
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        pass  # the usual fault: the padding is missing, or a letter of the last group
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    return binascii.a2b_base64(letters[: len(letters) // 4 * 4] + _last_group(letters))


def _last_group(letters: bytes) -> bytes:
    rest = letters[len(letters) // 4 * 4 :]
    return rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b""

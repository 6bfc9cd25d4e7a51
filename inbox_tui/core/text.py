"""The cleaning door: the only way for text from outside into the house.

A terminal obeys control characters, a reader's eye obeys direction marks, and widths break on characters
that have none. So whatever a stranger wrote is made harmless once, here, and may be shown anywhere after.
Nothing readable is thrown away: only characters that steer, hide or cannot be drawn.
"""

import re
import unicodedata
from functools import lru_cache

MAX_MARKS = 5
"""Combining marks kept on one character. Living scripts stack at most five; more is a prank that draws
over the lines above."""

LINE_LIMIT = 1000
"""Code points of a header line that are worth showing."""

FILE_NAME_BYTES = 120
"""Bytes of a file name: half of what file systems allow, so that a folder and a number still fit."""

_EXTENSION_BYTES = 16
_PORTS = (device + number for device in ("COM", "LPT") for number in "0123456789¹²³")
_RESERVED = frozenset(("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", *_PORTS))
_NOT_IN_FILE_NAMES = str.maketrans(dict.fromkeys('<>:"|?*', "_"))

_BREAKS = frozenset("\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
# Assigned and "printable", yet drawn as nothing: fillers, and selectors of a glyph variant. Emoji variant
# selectors go too, because terminals disagree about the width of what they select.
_INVISIBLE = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc"
    + "".join(map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10))))
)
_VARIATIONS = range(0xE0100, 0xE01F0)

# Everything that combines lies in these blocks; text without them (Latin, CJK, emoji) skips the slow step.
_MAY_COMBINE = re.compile(
    "[\u0300-\u1fff\u200c\u200d\u20d0-\u20ff\u2cef-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\uabff\ufb1e"
    "\ufe20-\ufe2f\U000101fd-\U0001efff]"
)
# Joiners spell words in Arabic and Indic scripts ("می‌خواهم"), so they stay between two characters of
# those. Elsewhere they only hide text or glue emoji, which terminals draw in unpredictable widths.
_JOINING = "\u0600-\u0dff\u0e80-\u109f\u1780-\u18af\u1a00-\u1cff\ua800-\uabff\U00011000-\U0001193f"
_IDLE_JOINER = re.compile(f"(?<![{_JOINING}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINING}])")
# Of the letters that ``_Combining`` writes: marks without a base, anything with a joiner, too many marks.
_SUSPECT = re.compile(f"(?<![-mj])[mj]+|m*j[mj]*|m{{{MAX_MARKS + 1},}}")
_CACHE_LIMIT = 20_000


class _Table(dict[int, str]):
    """What becomes of each character, decided when it is first met: the whole of Unicode is too long."""

    def __missing__(self, code: int) -> str:
        result = self.decide(chr(code))
        if len(self) < _CACHE_LIMIT:
            self[code] = result
        return result

    def decide(self, char: str) -> str:
        raise NotImplementedError


class _Cleaning(_Table):
    def decide(self, char: str) -> str:
        if char in _BREAKS:
            return "\n"
        if char in _INVISIBLE or ord(char) in _VARIATIONS:
            return ""
        if char.isprintable() or char in "\u200c\u200d":
            return char
        match unicodedata.category(char):
            case "Zs":
                return " "
            case "Cc" | "Cf":
                return ""
            case _:  # unassigned, private, half of a pair: nobody knows what it would draw
                return "\ufffd"


class _Combining(_Table):
    """One letter per character, so that runs are found by their positions: mark, joiner, gap, other."""

    def decide(self, char: str) -> str:
        if char in "\u200c\u200d":
            return "j"
        if char in " \n":
            return " "
        return "m" if unicodedata.category(char) in ("Mn", "Me") else "-"


_CLEANING = _Cleaning()
_COMBINING = _Combining()


def clean(text: str, *, multiline: bool = True) -> str:
    r"""The same words, safe on any terminal: no control, direction or invisible characters.

    Line ends of every kind become ``\n``, or a space when not ``multiline``; tabs become spaces. What
    cannot be drawn becomes U+FFFD. Cleaning clean text changes nothing.
    """
    if not multiline:
        return _clean(text).replace("\n", " ")
    return _clean(text)


def _clean(text: str) -> str:
    if text.isascii() and text.replace("\n", " ").isprintable():
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\t" in text:
        text = text.expandtabs(4)
    text = text.translate(_CLEANING)
    if _MAY_COMBINE.search(text):
        text = _thin_marks(text)
    return text


def _thin_marks(text: str) -> str:
    kept: list[str] = []
    done = 0
    for run in _SUSPECT.finditer(text.translate(_COMBINING)):
        start, end = run.span()
        if (
            end - start == 1
            and start
            and text[start] in "\u200c\u200d"
            and not _IDLE_JOINER.match(text, start)
        ):
            continue
        kept.append(text[done:start])
        done = end
        before = text[max(0, start - 1) : start]
        if before.strip():  # without a base, a mark would land on whatever the screen shows to its left
            kept.append(_thin_run(before, text[start:end], text[end : end + 1]))
    kept.append(text[done:])
    return "".join(kept)


def _thin_run(before: str, run: str, after: str) -> str:
    if "\u200c" not in run and "\u200d" not in run:
        return run[:MAX_MARKS]
    marks = 0
    kept = [before]
    for char in run:
        is_mark = char not in "\u200c\u200d"
        marks += is_mark
        if not is_mark or marks <= MAX_MARKS:
            kept.append(char)
    thinned = _IDLE_JOINER.sub("", "".join([*kept, after]))
    return thinned[len(before) : len(thinned) - len(after)]


def is_clean(text: str) -> bool:
    """True if ``clean`` has nothing to do."""
    return clean(text) == text


def clean_line(text: str, *, limit: int = LINE_LIMIT) -> str:
    """One clean line for a header or a list: white space runs become one space, ``…`` where it was cut."""
    # A header may be long on purpose; cutting first keeps the work small.
    line = " ".join(clean(text[: limit * 8], multiline=False).split())
    return line if len(line) <= limit else line[: max(0, limit - 1)].rstrip() + "…"


def safe_file_name(name: str, fallback: str = "attachment") -> str:
    """A name under which a stranger's file may be saved on any system, at most ``FILE_NAME_BYTES`` long.

    No folders, no control or direction characters, nothing that Windows, a shell option or a hidden file
    would be made of. The extension survives, because it tells what the file is.
    """
    line = unicodedata.normalize("NFC", clean(name[:4000], multiline=False)).replace("\\", "/")
    parts = [_trim(part) for part in clean(line, multiline=False).split("/")]
    named = next((part for part in reversed(parts) if part), fallback)
    if named.partition(".")[0].rstrip().upper() in _RESERVED:
        named = f"_{named}"
    return _shorten(named)


def _trim(part: str) -> str:
    spaced = " ".join(part.translate(_NOT_IN_FILE_NAMES).split())
    return spaced.lstrip(".-~ ").rstrip(". ")


def _shorten(name: str) -> str:
    if len(name.encode()) <= FILE_NAME_BYTES:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension.encode()) > _EXTENSION_BYTES:
        stem, dot, extension = name, "", ""
    room = FILE_NAME_BYTES - len((dot + extension).encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(". ") + dot + extension


_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'", "‘": "'"}
)


def fold(text: str) -> str:
    """Text for comparing and searching: small letters, no accents, wide and narrow forms made equal."""
    return text.lower() if text.isascii() else _fold(text)


@lru_cache(maxsize=256)
def _fold(text: str) -> str:
    split = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    # Only the accents of Latin, Greek and Cyrillic go: in other scripts a mark is part of the letter.
    bare = "".join(char for char in split if not "\u0300" <= char <= "\u036f")
    return unicodedata.normalize("NFC", bare)

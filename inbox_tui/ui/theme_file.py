"""A theme as its TOML file says it, checked before the terminal sees any of it.

A colour that Textual cannot parse would end the program much later, in the middle of a paint; so every
value is tried here first, and a bad file is named with its key and line while the app stays up.
"""

import re
import tomllib
from pathlib import Path
from typing import Any, Literal

import msgspec
from rich.cells import cell_len
from textual.color import Color, ColorParseError

from ..core.frozen import dataclass
from .show import plain
from .signs import UNICODE

SURFACES = ("background", "surface", "bar", "selection", "frame", "focus")
"""Roles that are painted behind or around text."""
INKS = (
    *("text", "muted", "strong", "title", "accent", "key", "late", "alarm", "soon", "ok", "warn", "error"),
    *("quote", "mark", "placeholder", "cursor", "button"),
)
"""Roles of text. ``mark`` is a passage that the checklist points at, ``cursor`` the row with the cursor,
``alarm`` what is serious without being late; a theme without it paints it as what is late."""
ROLES = frozenset((*SURFACES, *INKS))
ATTRIBUTES = frozenset(("bold", "dim", "italic", "underline", "reverse", "none"))


class ThemeFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a theme file says, once it was checked. Its name is the name of the file."""

    colours: dict[str, str]
    title: str = ""
    dark: bool = True
    colour: bool = True
    styles: dict[str, str] = {}
    glyphs: dict[Literal["unicode", "ascii"], dict[str, str]] = {}


@dataclass(frozen=True, kw_only=True)
class BadTheme:
    """Why a theme file cannot be used: one sentence with the file, the key and the line."""

    reason: str


def read(path: Path) -> ThemeFile | BadTheme:
    """One theme file, checked."""
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
        for key in _not_words(data):
            return BadTheme(reason=f"The theme {path} is not used: {key} is no text{_where(text, key)}.")
        file = msgspec.convert(data, ThemeFile)
    except OSError as error:
        return BadTheme(reason=f"The theme {path} is not used: it cannot be read ({error.strerror}).")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return BadTheme(reason=f"The theme {path} is not used: it is not UTF-8 text (line {line}).")
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        return BadTheme(reason=f"The theme {path} is not used: {plain(str(error)).plain}.")
    fault = _fault(file)
    if fault is not None:
        key, what = fault
        return BadTheme(reason=f"The theme {path} is not used: {key} {what}{_where(text, key)}.")
    return file


def _not_words(data: dict[str, Any]) -> list[str]:
    """Values that are numbers or tables; msgspec would name only the table that they are in."""
    tables = ((name, data.get(name)) for name in ("colours", "styles"))
    return [
        f"{name}.{k}"
        for name, t in tables
        if isinstance(t, dict)
        for k, v in t.items()
        if not isinstance(v, str)
    ]


def _fault(file: ThemeFile) -> tuple[str, str] | None:
    for role, colour in file.colours.items():
        if role not in ROLES:
            return f"colours.{role}", "is no role that the screens have"
        try:
            Color.parse(colour)
        except ColorParseError:
            return f"colours.{role}", f"is “{plain(colour).plain}”, which is no colour"
    for role in sorted({"background", "text"} - file.colours.keys()):
        return f"colours.{role}", "is missing"
    for role, style in file.styles.items():
        if role not in ROLES:
            return f"styles.{role}", "is no role that the screens have"
        if unknown := set(style.split()) - ATTRIBUTES:
            return f"styles.{role}", f"has “{plain(min(unknown)).plain}”, which is no text style"
    for kind, glyphs in file.glyphs.items():
        for name, glyph in glyphs.items():
            if name not in UNICODE:
                return f"glyphs.{kind}.{name}", "is no sign that the screens have"
            if plain(glyph).plain != glyph or not 1 <= cell_len(glyph) <= 3:
                return f"glyphs.{kind}.{name}", "must be one to three cells wide"
            if kind == "ascii" and not glyph.isascii():
                return f"glyphs.ascii.{name}", "is not ASCII"
    return None


def _where(text: str, key: str) -> str:
    """The line of a key, for a person who must mend it."""
    last = re.escape(key.rsplit(".", 1)[-1])
    for number, row in enumerate(text.splitlines(), 1):
        if re.match(rf"\s*[\"']?{last}[\"']?\s*=", row):
            return f" (line {number})"
    return ""

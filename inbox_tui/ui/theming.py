"""Themes: one TOML file each, colours by role, checked before the terminal sees them.

A colour that Textual cannot parse would end the program much later, in the middle of a paint; so every
value is tried here first, and a bad file is named with its key and line while the app stays up.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Any, Literal

import msgspec
from rich.cells import cell_len
from textual.color import Color, ColorParseError
from textual.dom import DOMNode
from textual.theme import Theme

from ..core.frozen import dataclass
from .show import plain

SURFACES = ("background", "surface", "bar", "selection", "frame", "focus")
"""Roles that are painted behind or around text."""
INKS = (
    *("text", "muted", "strong", "title", "accent", "key", "late", "alarm", "soon", "ok", "warn", "error"),
    *("quote", "mark", "placeholder", "cursor", "button"),
)
"""Roles of text. ``mark`` is a passage that the checklist points at, ``cursor`` the row with the cursor,
``alarm`` what is serious without being late; a theme without it paints it as what is late."""
WARM = ("alarm", "soon", "warn", "error")
"""Roles that warn of what is not late yet, or not late at all; calm mode paints them in plain ink."""
ROLES = frozenset((*SURFACES, *INKS))
ATTRIBUTES = frozenset(("bold", "dim", "italic", "underline", "reverse", "none"))

UNICODE = {
    **{"late": "!", "soon": "●", "on_time": "○", "nothing_due": "·", "cursor": "▶", "unread": "•"},
    **{"done": "✓", "missing": "○", "mistake": "✗", "fine": "–", "hint": "?", "attachment": "▣", "fold": "┄"},
    **{"promise": "◆", "held": "‖", "sent": "→", "draft": "✎", "reply": "↩", "escalate": "‼", "more": "…"},
    **{"bar": "│", "dot": "·", "dash": "—", "quote": "▏", "on": "[x]", "off": "[ ]", "arrow": "→"},
    **{"here": "■", "coming": "□"},
}
ASCII = {
    **{"late": "!", "soon": "*", "on_time": "o", "nothing_due": ".", "cursor": ">", "unread": "*"},
    **{
        "done": "v",
        "missing": "o",
        "mistake": "x",
        "fine": "-",
        "hint": "?",
        "attachment": "#",
        "fold": "...",
    },
    **{"promise": "+", "held": "=", "sent": ">", "draft": "/", "reply": "<", "escalate": "!!", "more": "..."},
    **{"bar": "|", "dot": "-", "dash": "-", "quote": "|", "on": "[x]", "off": "[ ]", "arrow": "->"},
    **{"here": "#", "coming": "."},
}


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The shape of a theme file."""

    colours: dict[str, str]
    title: str = ""
    dark: bool = True
    colour: bool = True
    styles: dict[str, str] = {}
    glyphs: dict[Literal["unicode", "ascii"], dict[str, str]] = {}


@dataclass(frozen=True, kw_only=True)
class Look:
    """A theme that was checked. ``colour`` is False where only bold, underline and reverse are used."""

    name: str
    title: str
    theme: Theme
    colour: bool = True
    unicode: Mapping[str, str] = field(default_factory=lambda: UNICODE)
    ascii: Mapping[str, str] = field(default_factory=lambda: ASCII)

    def glyph(self, name: str, *, ascii_only: bool = False) -> str:
        """The sign of that name, from the theme's own set. An unknown name is a mistake in the program."""
        return (self.ascii if ascii_only else self.unicode)[name]


@dataclass(frozen=True, kw_only=True)
class Looks:
    """All themes that can be used, by name, and one sentence for each file that cannot."""

    looks: Mapping[str, Look]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BadTheme:
    """Why a theme file cannot be used: one sentence with the file, the key and the line."""

    reason: str


def load(folders: Sequence[Path]) -> Looks:
    """The themes in some folders; a later folder replaces a theme of the same name."""
    looks: dict[str, Look] = {}
    problems: list[str] = []
    for folder in folders:
        for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
            match read(path):
                case Look() as look:
                    looks[look.name] = look
                case BadTheme(reason=reason):
                    problems.append(reason)
    return Looks(looks=looks, problems=tuple(problems))


def read(path: Path) -> Look | BadTheme:
    """One theme file, checked."""
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
        for key in _not_words(data):
            return BadTheme(reason=f"The theme {path} is not used: {key} is no text{_where(text, key)}.")
        file = msgspec.convert(data, _File)
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
    return _look(path.stem, file)


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


def _fault(file: _File) -> tuple[str, str] | None:
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


def _look(name: str, file: _File) -> Look:
    colours = {role: file.colours.get(role, file.colours["text"]) for role in INKS}
    colours |= {role: file.colours.get(role, file.colours["background"]) for role in SURFACES}
    colours["alarm"] = file.colours.get("alarm", colours["late"])
    colours["frame"] = file.colours.get("frame", file.colours.get("muted", file.colours["text"]))
    colours["focus"] = file.colours.get("focus", colours["accent"])
    theme = Theme(
        name="inbox-" + name,
        primary=colours["accent"],
        secondary=colours["muted"],
        accent=colours["accent"],
        warning=colours["warn"],
        error=colours["error"],
        success=colours["ok"],
        foreground=colours["text"],
        background=colours["background"],
        surface=colours["surface"],
        panel=colours["bar"],
        dark=file.dark,
        # The terminal's own colours must reach it by name: only it knows what they look like.
        ansi=colours["background"].startswith("ansi_"),
        variables=_variables(colours, file),
    )
    return Look(
        name=name,
        title=file.title or name,
        theme=theme,
        colour=file.colour,
        unicode={**UNICODE, **file.glyphs.get("unicode", {})},
        ascii={**ASCII, **file.glyphs.get("ascii", {})},
    )


def calmed(look: Look) -> Look:
    """The same theme with nothing warm in it but what is truly late. Signs and words stay as they are."""
    theme = look.theme
    variables = dict(theme.variables)
    for role in WARM:
        variables |= {
            "c-" + role: variables["c-strong"],
            "s-" + role: variables["s-strong"],
            "r-" + role: variables["r-strong"],
        }
    calm = replace(
        theme,
        name=theme.name + "-calm",
        warning=variables["c-strong"],
        error=variables["c-strong"],
        variables=variables,
    )
    return replace(look, theme=calm)


def _variables(colours: Mapping[str, str], file: _File) -> dict[str, str]:
    """``$c-ROLE`` is the colour, ``$s-ROLE`` the text style, ``$r-ROLE`` both, for Content."""
    found: dict[str, str] = {}
    for role in sorted(ROLES):
        style = file.styles.get(role, file.styles.get("late", "none") if role == "alarm" else "none")
        found["c-" + role] = colours[role]
        found["s-" + role] = style
        ink = "" if style == "none" else style + " "
        paper = " on " + colours["selection"] if role == "cursor" and file.colour else ""
        found["r-" + role] = ink + colours[role] + paper
    return found | {
        "ansi-background": colours["background"],
        "ansi-foreground": colours["text"],
        "border": colours["focus"],
        "border-blurred": colours["frame"],
        "scrollbar": colours["frame"],
        "scrollbar-hover": colours["accent"],
        "scrollbar-active": colours["accent"],
        "scrollbar-background": colours["background"],
        "scrollbar-background-hover": colours["background"],
        "scrollbar-background-active": colours["background"],
        "scrollbar-corner-color": colours["background"],
        "block-cursor-foreground": colours["cursor"],
        "block-cursor-background": colours["selection"],
        "block-cursor-text-style": file.styles.get("cursor", "none"),
        "input-selection-background": colours["selection"],
    }


def look(node: DOMNode) -> Look:
    """The theme in use. Hosts without themes, such as a bare App in a test, get the plain signs."""
    chosen = getattr(node.app, "look", None)
    return (
        chosen if isinstance(chosen, Look) else Look(name="", title="", theme=Theme(name="", primary="red"))
    )


def glyph(node: DOMNode, name: str) -> str:
    """The sign of that name in the theme in use; its ASCII one where the owner or the terminal wants that."""
    return look(node).glyph(name, ascii_only=bool(getattr(node.app, "ascii_only", False)))


def ink_of(node: DOMNode) -> object:
    """Another one when lines that were painted there have old colours: after a change of theme, and where
    ink or paper of the node itself are others now."""
    return getattr(node.app, "worn", 0), node.colors


def plain_look() -> Look:
    """The terminal's own colours: what remains when no theme file can be read."""
    return _look(
        "mono",
        _File(
            colours={"background": "ansi_default", "text": "ansi_default"},
            title="No colour",
            colour=False,
            styles={"strong": "bold", "key": "bold", "late": "bold reverse", "cursor": "reverse"},
        ),
    )

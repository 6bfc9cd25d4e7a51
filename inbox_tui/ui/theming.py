"""Themes: colours by role and signs by name, from one TOML file each, as Textual and the widgets use them."""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from textual.dom import DOMNode
from textual.theme import Theme

from ..core.frozen import dataclass
from .signs import ASCII, UNICODE
from .theme_file import INKS, ROLES, SURFACES, BadTheme, ThemeFile, read

WARM = ("alarm", "soon", "warn", "error")
"""Roles that warn of what is not late yet, or not late at all; calm mode paints them in plain ink."""


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


def load(folders: Sequence[Path]) -> Looks:
    """The themes in some folders; a later folder replaces a theme of the same name."""
    looks: dict[str, Look] = {}
    problems: list[str] = []
    for folder in folders:
        for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
            match read(path):
                case ThemeFile() as file:
                    looks[path.stem] = _look(path.stem, file)
                case BadTheme(reason=reason):
                    problems.append(reason)
    return Looks(looks=looks, problems=tuple(problems))


def _look(name: str, file: ThemeFile) -> Look:
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


def _variables(colours: Mapping[str, str], file: ThemeFile) -> dict[str, str]:
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
        ThemeFile(
            colours={"background": "ansi_default", "text": "ansi_default"},
            title="No colour",
            colour=False,
            styles={"strong": "bold", "key": "bold", "late": "bold reverse", "cursor": "reverse"},
        ),
    )

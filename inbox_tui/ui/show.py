"""The only door from strings to the screen: everything a widget shows is ``Content`` made here.

Textual reads a plain ``str`` as markup (``[/x]`` in a subject ends the program, ``[@click=…]`` becomes
a live action) and passes escape sequences on to the terminal. ``core.text`` cleaned mail once already;
this is the second lock, cheap enough for every paint.
"""

import re
from collections.abc import Iterable

from rich.cells import cell_len
from rich.segment import Segment
from textual.content import Content
from textual.dom import DOMNode
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

ELLIPSIS = "…"
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
"""Controls, bidi marks and overrides, invisible operators, lone surrogates: none may be painted."""
_BREAKS = re.compile(r"[\t\n]+")

Showable = str | Content


def plain(text: Showable) -> Content:
    """Text as it is, over several lines if it has them. Nothing in it is read as markup."""
    if isinstance(text, Content):
        return text
    return Content(_UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text))


def styled(text: Showable, role: str) -> Content:
    """Text in the colour and weight of a role of the theme, such as ``late`` or ``muted``.

    The role is looked up when the text is painted, so a change of theme needs no new content.
    """
    return plain(text).stylize("$r-" + role)


def line(*parts: Showable) -> Content:
    """The parts one after the other, on one line whatever they hold."""
    return Content("").join([_one_line(part) for part in parts])


def join(separator: Showable, parts: Iterable[Showable]) -> Content:
    """The parts that are not empty, with the separator between them, on one line."""
    shown = [one for part in parts if (one := _one_line(part))]
    return plain(separator).join(shown)


def lines(parts: Iterable[Showable]) -> Content:
    """The parts below each other."""
    return Content("\n").join([plain(part) for part in parts])


def fit(text: Showable, width: int, *, pad: bool = False) -> Content:
    """One line of at most ``width`` terminal cells, cut with an ellipsis; exactly ``width`` with ``pad``."""
    shown = _one_line(text)
    if width <= 0:
        return Content("")
    if shown.cell_length > width:
        room = max(0, width - cell_len(ELLIPSIS))
        shown = (shown.truncate(room) + Content(ELLIPSIS)).truncate(width)
    if pad and shown.cell_length < width:
        shown = shown.pad_right(width - shown.cell_length)
    return shown


def apart(left: Showable, right: Showable, width: int) -> Content:
    """The two at the ends of one line; ``left`` gives way where there is no room for both."""
    end = fit(right, width)
    room = width - end.cell_length - 1
    return fit(left, room, pad=True) + Content(" ") + end if room > 0 else end


def entitle(pane: Widget, title: Content) -> None:
    """Name a pane in its frame. Textual paints all of it at every title, so the same is not set again."""
    if pane.border_title != title.markup:
        pane.border_title = title


def subtitle(pane: Widget, below: Content) -> None:
    """What stands in the frame below, with the same care."""
    if pane.border_subtitle != below.markup:
        pane.border_subtitle = below


def strip(node: DOMNode, content: Content, width: int, *, role: str = "text") -> Strip:
    """One painted line of exactly ``width`` cells, for widgets that render line by line.

    Ink without the paper of the widget would stand on the terminal's own: a light theme on a dark terminal
    would be dark on dark.
    """
    parse = node.app.stylesheet.parse_style
    base: Style = Style(background=node.background_colors[1]) + parse("$r-" + role)
    if not content:
        return Strip.blank(width, base.rich_style)
    segments = [
        Segment(text, (base + style).rich_style)
        for text, style in content.render(base, end="", parse_style=parse)
        if text
    ]
    return Strip(segments).adjust_cell_length(width, base.rich_style)


def _one_line(text: Showable) -> Content:
    if isinstance(text, Content):
        return text if "\n" not in text.plain else Content(" ").join(text.split("\n"))
    return plain(_BREAKS.sub(" ", text))

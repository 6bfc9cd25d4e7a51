"""What a screen paints and lays out, counted: time says little where other programs want the machine too."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from rich.cells import cell_len
from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate, LayoutUpdate
from textual.app import App
from textual.geometry import Size
from textual.screen import Screen
from textual.strip import Strip


@dataclass
class Painted:
    """Each paint as its lines, how many of them came ``before`` the words that were waited for, and how many
    times the screen was laid out."""

    paints: list[set[int]] = field(default_factory=list)
    cells: int = 0
    before: int = 0
    layouts: int = 0


@contextmanager
def watched(app: App[Any], words: str = "") -> Iterator[Painted]:
    """What happens to the screen of an app from here on, and whether it shows ``words`` yet."""
    seen = Painted()
    shown = False
    display, reflow = app._display, app.screen._compositor.reflow

    def displayed(screen: Screen[Any], update: Any) -> None:
        nonlocal shown
        shown = shown or any(words in each.text for each in screen._compositor.render_strips())
        seen.before += not shown
        match update:
            case LayoutUpdate(region=region):
                seen.paints.append(set(region.line_range))
                seen.cells += region.area
            case ChopsUpdate(spans=spans):
                seen.paints.append({y for y, _, _ in spans})
                seen.cells += sum(end - start for _, start, end in spans)
        display(screen, update)

    def reflowed(parent: Any, size: Size) -> Any:
        seen.layouts += 1
        return reflow(parent, size)

    compositor: Compositor = app.screen._compositor
    app._display, compositor.reflow = displayed, reflowed  # type: ignore[assignment, method-assign]
    try:
        yield seen
    finally:
        app._display, compositor.reflow = display, reflow  # type: ignore[method-assign]


def strips(app: App[Any]) -> list[Strip]:
    """The screen as it is now, with its colours."""
    return [each.simplify() for each in app.screen._compositor.render_strips()]


_PIECE = re.compile(r"\x1b\[(?P<y>\d+);(?P<x>\d+)H|\x1b\[(?P<ink>[\d;]*)m|(?P<end>\n)|(?P<sign>.)")


class Glass:
    """The cells of a terminal, with their colours: each paint stays until another one lies over it."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], tuple[str, str]] = {}

    def paint(self, app: App[Any], update: CompositorUpdate) -> None:
        """Take what would be sent to the terminal."""
        x = y = 0
        ink = ""
        for piece in _PIECE.finditer(update.render_segments(app.console)):
            if piece["y"]:
                x, y = int(piece["x"]) - 1, int(piece["y"]) - 1
            elif piece["ink"] is not None:
                ink = piece["ink"].removeprefix("0") and piece["ink"]
            elif piece["end"]:
                x, y = 0, y + 1
            else:
                self.cells[x, y] = piece["sign"], ink
                x += cell_len(piece["sign"])


@contextmanager
def glass(app: App[Any]) -> Iterator[Glass]:
    """What the terminal shows from here on, beginning with all that is on the screen now."""
    shown = all_of(app)
    display = app._display

    def displayed(screen: Screen[Any], update: Any) -> None:
        if isinstance(update, CompositorUpdate):
            shown.paint(app, update)
        display(screen, update)

    app._display = displayed  # type: ignore[method-assign]
    try:
        yield shown
    finally:
        app._display = display  # type: ignore[method-assign]


def all_of(app: App[Any]) -> Glass:
    """The whole screen, painted at once."""
    anew = Glass()
    anew.paint(app, app.screen._compositor.render_full_update())
    return anew

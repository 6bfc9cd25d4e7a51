"""What a screen paints and lays out, counted: time says little where other programs want the machine too."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
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

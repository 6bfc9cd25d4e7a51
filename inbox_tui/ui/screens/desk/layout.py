"""Which panes fit a terminal: decided from its size alone, so that it can be tested without one."""

from enum import StrEnum

from ....core.frozen import dataclass

MEDIUM = 100
"""Columns from which the message and the draft fit beside each other."""
WIDE = 148
"""Columns from which the list fits beside both."""
TALL = 34
"""Lines from which the list leaves room for a line for each other list."""


class Pane(StrEnum):
    """The four panes of the desk, in the order in which Tab visits them; the value is its name."""

    LIST = "list"
    MESSAGE = "message"
    DRAFT = "draft"
    CHECKLIST = "checklist"


CASE_PANES = (Pane.MESSAGE, Pane.DRAFT, Pane.CHECKLIST)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """What is shown. ``pages`` says that one pane fills the screen and a header names the others."""

    shown: frozenset[Pane]
    tabs: tuple[Pane, ...]
    """Where Tab goes, in order."""
    pages: bool = False
    frames: bool = True
    list_width: int | None = None
    """Columns of the list; None where it fills the screen."""


def layout(width: int, *, opened: bool, pane: Pane) -> Layout:
    """The panes for a screen of ``width`` columns; ``pane`` is the one in use and always stays in sight."""
    if width >= WIDE:
        tabs = tuple(Pane) if opened else (Pane.LIST,)
        return Layout(shown=frozenset(Pane), tabs=tabs, list_width=max(38, width // 4))
    if not opened or pane is Pane.LIST:
        tabs = (Pane.LIST, *CASE_PANES) if opened else (Pane.LIST,)
        return Layout(shown=frozenset({Pane.LIST}), tabs=tabs, frames=width >= MEDIUM)
    if width >= MEDIUM:
        return Layout(shown=frozenset(CASE_PANES), tabs=CASE_PANES)
    return Layout(shown=frozenset({pane}), tabs=CASE_PANES, pages=True, frames=False)


def next_tab(tabs: tuple[Pane, ...], pane: Pane, by: int) -> Pane:
    """The pane that Tab goes to from ``pane``."""
    return tabs[(tabs.index(pane) + by) % len(tabs)] if pane in tabs else tabs[0]

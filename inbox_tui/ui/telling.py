"""What a terminal is told while the owner looks elsewhere: a bell, and a notice of the desktop (OSC 9).

Both go past every widget, straight to the terminal; so the words, which are a stranger's, are cleaned here
once more and never hold an escape sequence of their own.
"""

import os
from collections.abc import Mapping, Sequence
from typing import Any

from textual.app import App

from ..config import NotifySettings
from ..core.notices import Notice, Why
from .show import fit, line

LONGEST = 160
"""Cells; desktops cut what is longer."""
_NAMED = 2
_ONE = {Why.NEW: "New complaint", Why.SOON: "Answer soon", Why.LATE: "Late"}
_MANY = {Why.NEW: "{} new complaints", Why.SOON: "{} to answer soon", Why.LATE: "{} late"}


def announce(app: App[Any], notices: Sequence[Notice], settings: NotifySettings) -> None:
    """Tell of all of them at once: one bell, one notice."""
    if settings.bell:
        app.bell()
    if settings.desktop and app._driver is not None:
        app._driver.write(desktop(words(notices)))


def words(notices: Sequence[Notice]) -> str:
    """One line for all of them: ``New complaint: Dana Reed, Arrived in pieces``."""
    parts = []
    for why in Why:
        found = [each for each in notices if each.why is why]
        if len(found) == 1:
            parts.append(f"{_ONE[why]}: {_name(found[0])}, {found[0].subject or '(no subject)'}")
        elif found:
            names = ", ".join(_name(each) for each in found[:_NAMED])
            more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
            parts.append(f"{_MANY[why].format(len(found))}: {names}{more}")
    return fit(line("; ".join(parts)), LONGEST).plain


def desktop(text: str, *, environment: Mapping[str, str] = os.environ) -> str:
    """The sequence that makes a terminal show ``text``; inside tmux, wrapped to be passed on."""
    sequence = f"\x1b]9;{fit(line(text), LONGEST).plain}\x07"
    if not environment.get("TMUX"):
        return sequence
    return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"


def _name(notice: Notice) -> str:
    return notice.customer or "(no sender)"

"""What one thing that can be done with a key is: its names, its keys, where it works, and who answers it."""

from collections.abc import Mapping
from enum import StrEnum
from functools import partial

from ...core.frozen import dataclass


class Where(StrEnum):
    """The places that have keys of their own; the value is the heading on the help screen."""

    EVERYWHERE = "Everywhere"
    DESK = "Desk"
    LIST = "Complaint list"
    MESSAGE = "Message"
    DRAFT = "Draft"
    CHECKLIST = "Checklist"
    OUTBOX = "Outbox"
    PROMISES = "Promises"
    REVIEW = "Review before sending"
    CONFIRM = "A question"
    PROMPT = "A line to fill in"
    CHOICE = "One of several"
    RESOLVE = "Closing a case"
    SNOOZE = "Putting a case aside"
    CARD = "The customer's card"
    SEARCH = "The search line"
    HELP = "Help"
    SOURCE = "Source of a message"
    WELCOME = "Before there is an account"
    SET_UP = "Adding an account"


ABOVE: Mapping[Where, tuple[Where, ...]] = {
    Where.LIST: (Where.DESK, Where.EVERYWHERE),
    Where.MESSAGE: (Where.DESK, Where.EVERYWHERE),
    Where.DRAFT: (Where.EVERYWHERE,),
    Where.CHECKLIST: (Where.DESK, Where.EVERYWHERE),
    Where.DESK: (Where.EVERYWHERE,),
    Where.OUTBOX: (Where.EVERYWHERE,),
    Where.PROMISES: (Where.EVERYWHERE,),
    Where.WELCOME: (Where.EVERYWHERE,),
    Where.SNOOZE: (Where.PROMPT,),
    Where.SEARCH: (Where.EVERYWHERE,),
}
"""Which other keys work in a place at the same time. Dialogs take all keys for themselves."""


@dataclass(frozen=True, kw_only=True)
class Action:
    """One thing that a person can do. ``keys`` are the default ones, the first of them is shown."""

    id: str
    title: str
    keys: tuple[str, ...]
    where: Where
    run: str
    help: str
    footer: bool = True
    priority: bool = False
    """Works even where letters are text, so its keys are never plain letters."""
    palette: bool = True


def moves(where: Where, name: str, *, page: bool = True, typing: bool = False) -> tuple[Action, ...]:
    """The keys of a place in which one moves up and down; a widget answers them itself. Where one is
    ``typing`` at the same time, they are only keys that type nothing and move no cursor of text."""
    wanted: list[tuple[str, str, tuple[str, ...], str, str]] = [
        ("down", "Down", ("j", "down"), "cursor_down", "One down"),
        ("up", "Up", ("k", "up"), "cursor_up", "One up"),
    ]
    if page:
        wanted += [
            ("page_down", "Page down", ("pagedown", "space"), "page_down", "One screen down"),
            ("page_up", "Page up", ("pageup",), "page_up", "One screen up"),
            ("top", "First", ("g", "home"), "first", "To the first"),
            ("bottom", "Last", ("G", "end"), "last", "To the last"),
        ]
    if typing:
        keys = {"page_down": ("pagedown",), "top": ("ctrl+home",), "bottom": ("ctrl+end",)}
        wanted = [(i, t, keys.get(i, ks[-1:]), run, words) for i, t, ks, run, words in wanted]
    return tuple(
        Action(
            id=f"{name}.{id_}",
            title=title,
            keys=keys,
            where=where,
            run=run,
            help=help_,
            footer=False,
            palette=False,
        )
        for id_, title, keys, run, help_ in wanted
    )


def action(
    where: Where,
    id_: str,
    title: str,
    keys: str,
    run: str,
    help_: str,
    *,
    footer: bool = True,
    priority: bool = False,
    palette: bool = True,
) -> Action:
    """One row of a table; ``keys`` are separated by blanks."""
    return Action(
        id=id_,
        title=title,
        keys=tuple(keys.split()),
        where=where,
        run=run,
        help=help_,
        footer=footer,
        priority=priority,
        palette=palette,
    )


asked = partial(action, palette=False)
"""A row of a question: the palette cannot be open before one."""
quiet = partial(asked, footer=False)
"""One that the footer need not name."""
while_typing = partial(quiet, priority=True)
"""One that works while a line is being typed."""


def together(where: Where) -> frozenset[Where]:
    """The places whose keys work at the same time as those of ``where``."""
    return frozenset((where, *ABOVE.get(where, ())))

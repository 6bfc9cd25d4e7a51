"""Everything that can be done with a key: one table for bindings, footer, help screen and palette.

A widget or screen takes its keys with ``BINDINGS = bindings(Where.LIST)`` and implements ``action_…`` for
the ``run`` of each action; ``screen.…`` is answered by the screen, ``app.…`` by the app. What is not
built is not in the table.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from textual.binding import Binding, BindingType


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
    HELP = "Help"
    SOURCE = "Source of a message"


ABOVE: Mapping[Where, tuple[Where, ...]] = {
    Where.LIST: (Where.DESK, Where.EVERYWHERE),
    Where.MESSAGE: (Where.DESK, Where.EVERYWHERE),
    Where.DRAFT: (Where.EVERYWHERE,),
    Where.CHECKLIST: (Where.DESK, Where.EVERYWHERE),
    Where.DESK: (Where.EVERYWHERE,),
    Where.OUTBOX: (Where.EVERYWHERE,),
    Where.PROMISES: (Where.EVERYWHERE,),
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


def _moves(where: Where, name: str, *, page: bool = True) -> tuple[Action, ...]:
    """The keys of a place in which one moves up and down; a widget answers them itself."""
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


def _action(
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


_E, _D, _L, _M = Where.EVERYWHERE, Where.DESK, Where.LIST, Where.MESSAGE
_W, _C, _O, _R = Where.DRAFT, Where.CHECKLIST, Where.OUTBOX, Where.REVIEW

ACTIONS: tuple[Action, ...] = (
    # the complaint list
    *_moves(_L, "list"),
    _action(_L, "list.open", "open", "enter", "screen.open_case", "Open the complaint under the cursor"),
    _action(
        _L,
        "list.next_section",
        "next list",
        "A",
        "screen.next_section",
        "To answer, waiting, snoozed, resolved, all mail, and around",
        footer=False,
    ),
    _action(
        _L, "list.select", "select", "x", "select", "Select it, or not, for the next action", footer=False
    ),
    _action(
        _L,
        "list.range",
        "range",
        "V",
        "select_range",
        "Select from here to where V is pressed again",
        footer=False,
    ),
    # a case: these work in the list (for the row under the cursor), the message and the checklist
    _action(_D, "case.draft", "draft", "r", "screen.draft", "Write to the customer"),
    _action(_D, "case.follow_up", "follow-up", "F", "screen.follow_up", "Queue a follow-up for later"),
    _action(_D, "case.snooze", "snooze", "b", "screen.decide('snooze')", "Put the case aside until a time"),
    _action(
        _D,
        "case.resolve",
        "resolve",
        "e",
        "screen.decide('resolve')",
        "Close the case, or reopen a closed one",
    ),
    _action(
        _D,
        "case.not_complaint",
        "no complaint",
        "N",
        "screen.decide('not_complaint')",
        "Not a complaint; or it is one after all",
        footer=False,
    ),
    _action(
        _D, "case.wait", "waiting", "w", "screen.decide('wait')", "It is somebody else's move", footer=False
    ),
    _action(
        _D,
        "case.category",
        "category",
        "C",
        "screen.decide('category')",
        "Say what it is about",
        footer=False,
    ),
    _action(_D, "case.assign", "assign", "W", "screen.decide('assign')", "Give it to somebody", footer=False),
    _action(
        _D, "case.note", "note", "n", "screen.decide('note')", "A remark for the shop only", footer=False
    ),
    _action(_D, "case.merge", "merge", "m", "screen.decide('merge')", "Two cases are one", footer=False),
    _action(
        _D, "case.split", "split", "M", "screen.decide('split')", "One letter, two complaints", footer=False
    ),
    _action(
        _D,
        "case.card",
        "customer",
        "c",
        "screen.decide('card')",
        "The customer's card and the record",
        footer=False,
    ),
    _action(
        _D,
        "case.scaffold",
        "questions",
        "o",
        "screen.decide('scaffold')",
        "Questions to answer, into the draft",
        footer=False,
    ),
    _action(
        _D,
        "case.stance",
        "stance",
        "t",
        "screen.decide('stance')",
        "Whose fault the shop says it is",
        footer=False,
    ),
    _action(_D, "desk.undo", "undo", "z", "screen.undo", "Take back the last reply or change"),
    _action(_D, "desk.search", "search", "slash", "screen.search", "Search all mail"),
    _action(_D, "desk.sync", "fetch mail", "f5", "app.sync", "Ask the mail server now", footer=False),
    _action(_D, "desk.next_pane", "next pane", "tab", "screen.next_pane", "To the next pane"),
    _action(
        _D, "desk.previous_pane", "", "shift+tab", "screen.previous_pane", "To the pane before", footer=False
    ),
    _action(_D, "desk.back", "list", "escape", "screen.back", "Back to the list", palette=False),
    # the message
    *_moves(_M, "message"),
    _action(
        _M, "message.quoted", "quoted", "v", "screen.quoted", "Unfold or fold quoted lines and signatures"
    ),
    _action(
        _M,
        "message.source",
        "source",
        "R",
        "screen.source",
        "The letters as they came, headers and all",
        footer=False,
    ),
    _action(_M, "message.save", "attachments", "a", "screen.attachments", "Save the attachments"),
    _action(_M, "message.next_finding", "", "]", "screen.next_finding", "To the next finding", footer=False),
    _action(
        _M,
        "message.previous_finding",
        "",
        "[",
        "screen.previous_finding",
        "To the finding before",
        footer=False,
    ),
    # the draft: letters are text here
    _action(_W, "draft.review", "review and send", "ctrl+s", "screen.review", "Look once more, then send"),
    _action(
        _W,
        "draft.scaffold",
        "questions",
        "ctrl+g",
        "screen.decide('scaffold')",
        "Questions to answer, below your words",
        footer=False,
        palette=False,
    ),
    _action(
        _W,
        "draft.stance",
        "stance",
        "ctrl+o",
        "screen.decide('stance')",
        "Whose fault the shop says it is",
        footer=False,
        palette=False,
    ),
    _action(
        _W,
        "draft.next_finding",
        "next finding",
        "f8",
        "screen.next_finding",
        "To the next finding, its words marked",
        palette=False,
    ),
    _action(
        _W,
        "draft.previous_finding",
        "",
        "f7",
        "screen.previous_finding",
        "To the finding before",
        footer=False,
        palette=False,
    ),
    _action(_W, "draft.next_pane", "next pane", "tab", "screen.next_pane", "To the next pane", palette=False),
    _action(
        _W,
        "draft.previous_pane",
        "",
        "shift+tab",
        "screen.previous_pane",
        "To the pane before",
        footer=False,
        palette=False,
    ),
    _action(
        _W, "draft.leave", "leave", "escape", "screen.back", "Leave the draft; it is kept", palette=False
    ),
    # the checklist
    *_moves(_C, "checklist", page=False),
    _action(_C, "checklist.next", "next finding", "]", "screen.next_finding", "To the next finding"),
    _action(_C, "checklist.previous", "previous", "[", "screen.previous_finding", "To the finding before"),
    _action(_C, "checklist.go", "go there", "enter", "screen.to_finding", "To the words it means"),
    _action(
        _C,
        "checklist.put_aside",
        "put aside",
        "d minus",
        "put_aside",
        "Put a finding aside in this draft, or back",
    ),
    # the outbox
    *_moves(_O, "outbox", page=False),
    _action(_O, "outbox.undo", "undo", "z", "screen.undo", "Take it back; the words return to the draft"),
    _action(_O, "outbox.send", "send anyway", "s", "screen.send_anyway", "Send a held message all the same"),
    _action(_O, "outbox.edit", "edit", "e", "screen.edit", "Take it back and open the draft"),
    _action(_O, "outbox.drop", "drop", "d", "screen.drop", "Do not send it"),
    _action(_O, "outbox.arrived", "it arrived", "a", "screen.arrived", "The customer has it: settle it"),
    _action(_O, "outbox.resend", "send again", "r", "screen.resend", "Send it once more"),
    _action(_O, "outbox.back", "back", "escape", "screen.leave", "Back to the inbox", palette=False),
    # promises
    *_moves(Where.PROMISES, "promises", page=False),
    _action(Where.PROMISES, "promises.keep", "kept", "d", "screen.keep", "It was done as promised"),
    _action(Where.PROMISES, "promises.break", "broken", "b", "screen.break", "It was not done"),
    _action(Where.PROMISES, "promises.redate", "another day", "e", "screen.redate", "Another day was agreed"),
    _action(Where.PROMISES, "promises.undo", "undo", "z", "screen.undo", "Neither kept nor broken after all"),
    _action(Where.PROMISES, "promises.open", "case", "enter", "screen.open", "Open the case"),
    _action(
        Where.PROMISES, "promises.back", "back", "escape", "screen.leave", "Back to the inbox", palette=False
    ),
    # dialogs
    _action(_R, "review.send", "send", "y", "send", "Queue it; it can be undone at first", palette=False),
    _action(
        _R,
        "review.force",
        "send it all the same",
        "S",
        "force",
        "Send although something serious is open",
        palette=False,
    ),
    _action(_R, "review.edit", "back to the draft", "e", "edit", "Write on", palette=False),
    _action(
        _R, "review.follow_up", "follow-up", "f", "follow_up", "Queue a follow-up with it", palette=False
    ),
    _action(_R, "review.cancel", "cancel", "escape", "cancel", "Send nothing", palette=False),
    _action(
        _R,
        "review.leave_out",
        "leave out",
        "o",
        "leave_out",
        "Leave it out, or in",
        palette=False,
    ),
    _action(_R, "review.redate", "day", "d", "redate", "Promised by another day", palette=False),
    _action(
        _R,
        "review.reword",
        "its words",
        "w",
        "reword",
        "Put the promise in other words",
        palette=False,
        footer=False,
    ),
    _action(
        _R,
        "review.next",
        "Next promise",
        "j down",
        "next_promise",
        "To the next promise",
        palette=False,
        footer=False,
    ),
    _action(
        _R,
        "review.previous",
        "Promise before",
        "k up",
        "previous_promise",
        "To the promise before",
        palette=False,
        footer=False,
    ),
    _action(Where.CONFIRM, "confirm.yes", "yes", "y", "yes", "Yes", palette=False),
    _action(Where.CONFIRM, "confirm.no", "no", "escape n", "no", "No; nothing changes", palette=False),
    _action(
        Where.PROMPT,
        "prompt.accept",
        "accept",
        "enter",
        "accept",
        "Take what is shown",
        priority=True,
        palette=False,
    ),
    _action(Where.PROMPT, "prompt.cancel", "cancel", "escape", "cancel", "Nothing changes", palette=False),
    *_moves(Where.HELP, "help"),
    _action(Where.HELP, "help.close", "close", "escape", "close", "Back to where you were", palette=False),
    *_moves(Where.SOURCE, "source"),
    _action(
        Where.SOURCE,
        "source.close",
        "close",
        "escape R",
        "screen.close",
        "Back to the message",
        palette=False,
    ),
    # everywhere
    _action(_E, "app.inbox", "inbox", "1", "app.inbox", "The complaint list", footer=False),
    _action(_E, "app.outbox", "outbox", "2", "app.outbox", "Everything on its way out"),
    _action(_E, "app.promises", "promises", "3", "app.promises", "What the shop promised", footer=False),
    _action(_E, "app.theme", "theme", "ctrl+t", "app.next_theme", "The next theme", footer=False),
    _action(_E, "app.help", "help", "question_mark", "app.help", "All keys"),
    _action(
        _E,
        "app.palette",
        "all actions",
        "ctrl+p",
        "app.command_palette",
        "Find an action by its name",
        footer=False,
        priority=True,
        palette=False,
    ),
    _action(_E, "app.quit", "quit", "q", "app.quit", "Leave at once; drafts are kept"),
    _action(
        _E,
        "app.quit_now",
        "quit",
        "ctrl+q",
        "app.quit",
        "Leave, from the draft too",
        footer=False,
        priority=True,
        palette=False,
    ),
)

BY_ID: Mapping[str, Action] = {action.id: action for action in ACTIONS}


def bindings(*places: Where, actions: Iterable[Action] = ACTIONS) -> list[BindingType]:
    """The keys of some places, for a widget's or screen's BINDINGS. The ids let a keymap change them."""
    return [
        Binding(
            key=",".join(action.keys),
            action=action.run,
            description=action.title or action.help,
            show=action.footer,
            priority=action.priority,
            tooltip=action.help,
            id=action.id,
        )
        for action in actions
        if action.where in places
    ]


def together(where: Where) -> frozenset[Where]:
    """The places whose keys work at the same time as those of ``where``."""
    return frozenset((where, *ABOVE.get(where, ())))

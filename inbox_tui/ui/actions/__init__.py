"""Everything that can be done with a key: one table for bindings, footer, help screen and palette.

    action.py      what an action is, and which places have keys of their own
    listing.py     the complaint list
    case.py        what is done to a case
    message.py     reading
    draft.py       writing
    checklist.py   the findings
    outbox.py      what is on its way out
    promises.py    what the shop promised
    dialogs.py     the review, yes or no, a line to fill in, help
    questions.py   one of several, a reason, a time, the customer's card
    set_up.py      adding an account
    going.py       screens, help, and out

A widget or screen takes its keys with ``BINDINGS = bindings(Where.LIST)`` and implements ``action_…`` for
the ``run`` of each action; ``screen.…`` is answered by the screen, ``app.…`` by the app. What is not
built is not in the table.
"""

from collections.abc import Iterable, Mapping

from textual.binding import Binding, BindingType

from .action import ABOVE, Action, Where, together
from .case import CASE
from .checklist import CHECKLIST
from .dialogs import DIALOGS
from .draft import DRAFT
from .going import GOING
from .listing import LISTING
from .message import MESSAGE
from .outbox import OUTBOX
from .promises import PROMISES
from .questions import QUESTIONS
from .set_up import SET_UP

__all__ = ["ABOVE", "ACTIONS", "BY_ID", "Action", "Where", "bindings", "together"]

ACTIONS: tuple[Action, ...] = (
    *LISTING, *CASE, *MESSAGE, *DRAFT, *CHECKLIST, *OUTBOX, *PROMISES, *DIALOGS, *QUESTIONS, *SET_UP, *GOING,
)  # fmt: skip
"""In the order in which the footer shows them."""

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

"""The questions of the main screen: one of several, a reason, a time, the customer's card."""

from functools import partial

from .action import Action, Where, action, moves

_ask = partial(action, palette=False)
_more = partial(action, palette=False, footer=False)
_typing = partial(action, palette=False, footer=False, priority=True)

QUESTIONS: tuple[Action, ...] = (
    # one of several
    *moves(Where.CHOICE, "choice", page=False),
    _ask(Where.CHOICE, "choice.take", "choose", "enter", "take", "Take the one with the cursor"),
    _ask(Where.CHOICE, "choice.cancel", "cancel", "escape", "cancel", "Nothing changes"),
    # closing a case
    _more(Where.RESOLVE, "resolve.put_right", "put right", "1", "reason(0)", "It was put right"),
    _more(Where.RESOLVE, "resolve.money_back", "money back", "2", "reason(1)", "They have their money back"),
    _more(Where.RESOLVE, "resolve.explained", "explained", "3", "reason(2)", "Nothing was wrong"),
    _more(Where.RESOLVE, "resolve.let_rest", "let rest", "4", "reason(3)", "The customer let it rest"),
    _more(Where.RESOLVE, "resolve.other", "something else", "5", "reason(4)", "For another reason"),
    _ask(
        Where.RESOLVE,
        "resolve.next_line",
        "record",
        "tab down",
        "next_line",
        "To the next line of the record, and out of it",
        priority=True,
    ),
    _typing(
        Where.RESOLVE,
        "resolve.previous_line",
        "",
        "shift+tab up",
        "previous_line",
        "To the line of the record before",
    ),
    _ask(Where.RESOLVE, "resolve.cancel", "leave it open", "escape", "cancel", "Nothing changes"),
    # putting aside: what is typed is taken as in any other line to fill in
    _typing(Where.SNOOZE, "snooze.next", "", "down", "offer(1)", "The next time that is offered"),
    _typing(Where.SNOOZE, "snooze.previous", "", "up", "offer(-1)", "The offered time before"),
    # the customer's card
    *moves(Where.CARD, "card", page=False),
    _more(Where.CARD, "card.follow_ups", "follow-ups", "u", "turn", "No more follow-ups to them, or again"),
    _ask(Where.CARD, "card.close", "close", "escape enter c", "close", "Back to where you were"),
    # the line above the list
    _more(Where.SEARCH, "search.end", "end", "escape", "screen.back", "End the search"),
    _more(Where.SEARCH, "search.list", "to the list", "down", "submit", "To what was found"),
)

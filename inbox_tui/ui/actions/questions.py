"""The questions of the main screen: one of several, a reason, a time, the customer's card."""

from .action import Action, Where, asked, moves, quiet, while_typing

QUESTIONS: tuple[Action, ...] = (
    # one of several
    *moves(Where.CHOICE, "choice", page=False),
    asked(Where.CHOICE, "choice.take", "choose", "enter", "take", "Take the one with the cursor"),
    asked(Where.CHOICE, "choice.cancel", "cancel", "escape", "cancel", "Nothing changes"),
    # closing a case
    quiet(Where.RESOLVE, "resolve.put_right", "put right", "1", "reason(0)", "It was put right"),
    quiet(Where.RESOLVE, "resolve.money_back", "money back", "2", "reason(1)", "They have their money back"),
    quiet(Where.RESOLVE, "resolve.explained", "explained", "3", "reason(2)", "Nothing was wrong"),
    quiet(Where.RESOLVE, "resolve.let_rest", "let rest", "4", "reason(3)", "The customer let it rest"),
    quiet(Where.RESOLVE, "resolve.other", "something else", "5", "reason(4)", "For another reason"),
    asked(
        Where.RESOLVE,
        "resolve.next_line",
        "record",
        "tab down",
        "next_line",
        "To the next line of the record, and out of it",
        priority=True,
    ),
    while_typing(
        Where.RESOLVE,
        "resolve.previous_line",
        "",
        "shift+tab up",
        "previous_line",
        "To the line of the record before",
    ),
    asked(Where.RESOLVE, "resolve.cancel", "leave it open", "escape", "cancel", "Nothing changes"),
    # putting aside: what is typed is taken as in any other line to fill in
    while_typing(Where.SNOOZE, "snooze.next", "", "down", "offer(1)", "The next time that is offered"),
    while_typing(Where.SNOOZE, "snooze.previous", "", "up", "offer(-1)", "The offered time before"),
    # the customer's card
    *moves(Where.CARD, "card", page=False),
    quiet(Where.CARD, "card.follow_ups", "follow-ups", "u", "turn", "No more follow-ups to them, or again"),
    asked(Where.CARD, "card.close", "close", "escape enter c", "close", "Back to where you were"),
    # the line above the list
    asked(Where.SEARCH, "search.end", "end search", "escape", "screen.back", "End the search"),
    asked(Where.SEARCH, "search.list", "to the list", "down", "submit", "To what was found"),
)

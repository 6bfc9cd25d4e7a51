"""The complaint list: moving in it, selecting in it, and other lists."""

from .action import Action, Where, action, moves

LISTING: tuple[Action, ...] = (
    *moves(Where.LIST, "list"),
    action(
        Where.LIST, "list.open", "open", "enter", "screen.open_case", "Open the complaint under the cursor"
    ),
    action(
        Where.LIST,
        "list.next_section",
        "next list",
        "A",
        "screen.next_section",
        "To the next list: waiting, follow-ups today, snoozed",
        footer=False,
    ),
    action(Where.LIST, "list.section", "lists", "a", "screen.choose_section", "Choose a list", footer=False),
    action(
        Where.LIST,
        "list.order",
        "order",
        "s",
        "screen.next_order",
        "Another order: urgent, newest, oldest, customer",
        footer=False,
    ),
    action(
        Where.LIST,
        "list.select",
        "select",
        "x",
        "select",
        "Select it, or not, for the next action",
        footer=False,
    ),
    action(
        Where.LIST,
        "list.range",
        "range",
        "V",
        "select_range",
        "Select from here to where V is pressed again",
        footer=False,
    ),
)

"""Reading the message."""

from .action import Action, Where, action, moves

MESSAGE: tuple[Action, ...] = (
    *moves(Where.MESSAGE, "message"),
    action(
        Where.MESSAGE,
        "message.quoted",
        "quoted",
        "v",
        "screen.quoted",
        "Unfold or fold quoted lines and signatures",
    ),
    action(
        Where.MESSAGE,
        "message.source",
        "source",
        "R",
        "screen.source",
        "The letters as they came, headers and all",
        footer=False,
    ),
    action(Where.MESSAGE, "message.save", "attachments", "a", "screen.attachments", "Save the attachments"),
    action(
        Where.MESSAGE,
        "message.next_finding",
        "",
        "]",
        "screen.next_finding",
        "To the next finding",
        footer=False,
    ),
    action(
        Where.MESSAGE,
        "message.previous_finding",
        "",
        "[",
        "screen.previous_finding",
        "To the finding before",
        footer=False,
    ),
)

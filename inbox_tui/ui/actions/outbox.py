"""What is on its way out."""

from .action import Action, Where, action, moves

OUTBOX: tuple[Action, ...] = (
    *moves(Where.OUTBOX, "outbox", page=False),
    action(
        Where.OUTBOX, "outbox.undo", "undo", "z", "screen.undo", "Take it back; the words return to the draft"
    ),
    action(
        Where.OUTBOX,
        "outbox.send",
        "send anyway",
        "s",
        "screen.send_anyway",
        "Send a held message all the same",
    ),
    action(
        Where.OUTBOX, "outbox.edit", "edit", "e", "screen.edit", "Other words; a reply goes back to its draft"
    ),
    action(Where.OUTBOX, "outbox.drop", "drop", "d", "screen.drop", "Do not send it"),
    action(
        Where.OUTBOX, "outbox.arrived", "it arrived", "a", "screen.arrived", "The customer has it: settle it"
    ),
    action(Where.OUTBOX, "outbox.resend", "send again", "r", "screen.resend", "Send it once more"),
    action(
        Where.OUTBOX,
        "outbox.send_late",
        "send all late",
        "L",
        "screen.send_late",
        "Send what is only late",
    ),
    action(Where.OUTBOX, "outbox.back", "back", "escape", "screen.leave", "Back to the inbox", palette=False),
)

"""What the shop promised."""

from .action import Action, Where, action, moves

PROMISES: tuple[Action, ...] = (
    *moves(Where.PROMISES, "promises", page=False),
    action(Where.PROMISES, "promises.keep", "kept", "d", "screen.keep", "It was done as promised"),
    action(Where.PROMISES, "promises.break", "broken", "b", "screen.break", "It was not done"),
    action(Where.PROMISES, "promises.redate", "another day", "e", "screen.redate", "Another day was agreed"),
    action(Where.PROMISES, "promises.undo", "undo", "z", "screen.undo", "Neither kept nor broken after all"),
    action(Where.PROMISES, "promises.open", "case", "enter", "screen.open", "Open the case"),
    action(
        Where.PROMISES, "promises.back", "back", "escape", "screen.leave", "Back to the inbox", palette=False
    ),
)

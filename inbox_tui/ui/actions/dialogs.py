"""Questions: each of them takes all keys for itself."""

from .action import Action, Where, asked, moves, quiet

DIALOGS: tuple[Action, ...] = (
    asked(Where.REVIEW, "review.send", "send", "y", "send", "Queue it; it can be undone at first"),
    asked(
        Where.REVIEW,
        "review.force",
        "send it all the same",
        "S",
        "force",
        "Send although something serious is open",
    ),
    asked(Where.REVIEW, "review.edit", "edit", "e", "edit", "Write on"),
    asked(Where.REVIEW, "review.follow_up", "follow-up", "f", "follow_up", "Queue a follow-up with it"),
    asked(Where.REVIEW, "review.later", "later", "l", "later", "Send it at another time"),
    asked(Where.REVIEW, "review.cancel", "cancel", "escape", "cancel", "Send nothing"),
    asked(Where.REVIEW, "review.leave_out", "leave out", "o", "leave_out", "Leave it out, or in"),
    asked(Where.REVIEW, "review.redate", "day", "d", "redate", "Promised by another day"),
    quiet(Where.REVIEW, "review.reword", "its words", "w", "reword", "Put the promise in other words"),
    quiet(Where.REVIEW, "review.next", "Next promise", "j down", "next_promise", "To the next promise"),
    quiet(
        Where.REVIEW, "review.previous", "Promise before", "k up", "previous_promise", "To the promise before"
    ),
    asked(Where.CONFIRM, "confirm.yes", "yes", "y", "yes", "Yes"),
    asked(Where.CONFIRM, "confirm.no", "no", "escape n", "no", "No; nothing changes"),
    asked(Where.PROMPT, "prompt.accept", "accept", "enter", "accept", "Take what is shown", priority=True),
    asked(Where.PROMPT, "prompt.cancel", "cancel", "escape", "cancel", "Nothing changes"),
    *moves(Where.HELP, "help", typing=True),
    asked(Where.HELP, "help.close", "close", "escape", "close", "Back to where you were"),
    *moves(Where.SOURCE, "source"),
    asked(Where.SOURCE, "source.close", "close", "escape R", "screen.close", "Back to the message"),
)

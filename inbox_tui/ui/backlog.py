"""After a long sleep: many messages are late at once, and none of them leaves before somebody has looked."""

from typing import TYPE_CHECKING

from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

from ..core.followups import BACKLOG
from .screens.confirm import Answered, Confirm

if TYPE_CHECKING:
    from .app import InboxApp


def ask_about_backlog(app: "InboxApp", held: int) -> None:
    """Offer the outbox where a round held that many; whoever is writing right now is told instead, so that no
    key means something else."""
    if held <= BACKLOG:
        return
    told = f"{held} messages are late, because nothing was running."
    if isinstance(app.screen, ModalScreen) or isinstance(app.focused, Input | TextArea):
        app.say(f"{told} They wait for you in the outbox.")
        return

    def answered(answer: Answered | None) -> None:
        if answer is Answered.YES:
            app.action_outbox()

    detail = "Much may have changed since, so none of them left. The outbox has a key for all of them."
    app.push_screen(Confirm(f"{told} Look at them now?", detail), answered)

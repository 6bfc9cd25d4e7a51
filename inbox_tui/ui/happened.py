"""What the background tells the screens, in the past tense. The app passes each on to every open screen."""

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from ..desk.receiving.sync import Pulled
    from ..desk.sending.outbox import Tally


class MailPulled(Message, bubble=False):
    """A sync of one account ended well."""

    def __init__(self, pulled: "Pulled") -> None:
        super().__init__()
        self.pulled = pulled


class MailStored(Message, bubble=False):
    """A sync is under way, and there is more to show than before."""


class OutboxMoved(Message, bubble=False):
    """A round of sending ended; ``tally`` says what it did."""

    def __init__(self, tally: "Tally") -> None:
        super().__init__()
        self.tally = tally


class DraftReturned(Message, bubble=False):
    """Somebody goes to write on a case: its words came back from the outbox, or a promise led there."""

    def __init__(self, case_id: str) -> None:
        super().__init__()
        self.case_id = case_id

"""The shop's own letters, for saying when a draft is nearly one of them."""

from ...core.checklist import SentBefore
from ...core.outbox import Kind, State
from ..office import Office

MOST = 5_000
"""How many of the newest letters are compared with."""


class SentLetters:
    """Replies from the outbox and letters in Sent, read once; what leaves later is added."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._letters: SentBefore | None = None
        self._counted: set[int] = set()

    def read(self) -> SentBefore:
        """All of them up to now. Blocks on the stores; comparing does not."""
        sent = [
            item
            for item in self._office.casebook.outbox(states={State.ACCEPTED, State.FILED})
            if item.kind is Kind.REPLY and item.id not in self._counted
        ]
        self._counted.update(item.id for item in sent)
        texts = [item.text for item in sent[-MOST:]]
        if self._letters is None:
            filed = self._office.cache.written(limit=MOST - len(texts))
            self._letters = SentBefore([*texts, *filed])
        else:
            for text in texts:
                self._letters.add(text)
        return self._letters

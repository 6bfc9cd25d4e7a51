"""Letters of ours that came back: whom mail does not reach any more, read from the reports in the inbox.

Anybody can write such a report, so one counts only when it names a letter that this shop sent, to the
address that it was sent to.
"""

from ..core.message import CachedMessage, Direction, MailRef
from ..core.outbox import OutboxItem
from ..ports import BounceKind
from .office import Office

LOOKED_AT = 200
"""So many of the newest conversations are searched for reports."""


class Returned:
    """Finds reports in the mail that is here, and keeps what they say of an address."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._read: set[MailRef] = set()

    def look(self, account: str, case_ids: frozenset[str]) -> None:
        """Read the reports among the newest mail of an account, and in the conversations of these cases."""
        cache = self._office.cache
        found = [
            one.id
            for one in cache.conversations(limit=LOOKED_AT)
            if one.account == account and one.automatic and one.id not in case_ids
        ]
        for conversation in (*sorted(case_ids), *found):
            for mail in cache.messages(conversation):
                if mail.direction == Direction.IN and mail.whole and mail.ref not in self._read:
                    self._read.add(mail.ref)
                    self._take(account, mail)

    def _take(self, account: str, mail: CachedMessage) -> None:
        office = self._office
        raw = office.cache.raw(mail.ref)
        report = office.parser.bounce(raw) if raw else None
        if report is None or report.kind is not BounceKind.FAILED or not report.original_message_id:
            return
        sent = self._sent(account, report.original_message_id)
        if sent is None or report.recipient.lower() not in ("", sent.to.lower()):
            return
        office.casebook.note_bounce(sent.to, at=mail.received_at, reason=report.reason or "no reason given")

    def _sent(self, account: str, message_id: str) -> OutboxItem | None:
        """The letter of ours that has this Message-ID."""
        book = self._office.casebook
        case_id = book.cases_of(account, [message_id]).get(message_id)
        ours = book.outbox(case_id=case_id) if case_id else []
        return next((item for item in ours if item.message_id == message_id), None)

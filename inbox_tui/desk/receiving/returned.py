"""Letters of ours that came back: whom mail does not reach any more, read from the reports in the inbox.

Anybody can write such a report, so one counts only when it names a letter that this shop sent, to the
address that it was sent to.
"""

from ...core.message import CachedMessage, Direction, MailRef
from ...core.outbox import OutboxItem
from ...ports import Bounce, BounceKind, Changed, HistoryEntry
from ..office import Office

LOOKED_AT = 200
"""So many of the newest conversations are searched for reports."""

TRIES = 3
"""How often the history is tried while somebody else changes the case."""


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
                    if (report := self._report(account, mail)) is not None:
                        self._take(mail, *report)

    def note(self, account: str, mail: CachedMessage) -> None:
        """Write into the history of a case what a report says of a letter sent in it; once, however often
        the report is read. A letter that is only late changes nothing else."""
        report = self._report(account, mail)
        if report is None:
            return
        sent, bounce = report
        self._take(mail, sent, bounce)
        failed = bounce.kind is BounceKind.FAILED
        entry = HistoryEntry(
            case_id=sent.case_id,
            at=mail.received_at,
            actor="inbox-tui",
            what="letter came back" if failed else "letter is delayed",
            detail=f"{sent.to}: {bounce.reason or 'no reason given'}",
        )
        book = self._office.casebook
        if any((each.at, each.what) == (entry.at, entry.what) for each in book.history(sent.case_id)):
            return
        for _ in range(TRIES):
            case = book.case(sent.case_id)
            if case is None or isinstance(book.change_case(case, entry), Changed):
                return

    def _report(self, account: str, mail: CachedMessage) -> tuple[OutboxItem, Bounce] | None:
        """The letter of ours that a report is about, and what it says; None for anything else."""
        raw = self._office.cache.raw(mail.ref)
        report = self._office.parser.bounce(raw) if raw else None
        if report is None or not report.original_message_id:
            return None
        sent = self._sent(account, report.original_message_id)
        if sent is None or report.recipient.lower() not in ("", sent.to.lower()):
            return None
        return sent, report

    def _take(self, mail: CachedMessage, sent: OutboxItem, bounce: Bounce) -> None:
        """Mail to this address does not arrive, if that is final."""
        if bounce.kind is BounceKind.FAILED:
            reason = bounce.reason or "no reason given"
            self._office.casebook.note_bounce(sent.to, at=mail.received_at, reason=reason)

    def _sent(self, account: str, message_id: str) -> OutboxItem | None:
        """The letter of ours that has this Message-ID."""
        book = self._office.casebook
        case_id = book.cases_of(account, [message_id]).get(message_id)
        ours = book.outbox(case_id=case_id) if case_id else []
        return next((item for item in ours if item.message_id == message_id), None)

"""What happened on a case since a queued message was written, read from the mail that is here."""

from datetime import date, datetime

from ..core.case import CaseState
from ..core.followups import Since
from ..core.message import CachedMessage, Direction
from ..core.outbox import OutboxItem
from ..core.triage.absence import return_date
from ..core.triage.automatic import AutomaticKind, kind_of_automatic
from .office import Office
from .reading import read_mail


class Happened:
    """Gathers the facts that ``core.followups.guard`` judges."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def since(self, item: OutboxItem) -> Since:
        """The facts about the case of ``item`` from the moment the owner wrote it."""
        office, book = self._office, self._office.casebook
        case = book.case(item.case_id)
        wrote: list[CachedMessage] = []
        colleagues: list[CachedMessage] = []
        away_until: date | None = None
        away = False
        # A server's INTERNALDATE has no fractions of a second.
        written = item.created_at.replace(microsecond=0)
        ours = {each.message_id for each in book.outbox(case_id=item.case_id)}
        for mail in office.cache.messages(item.case_id):
            if mail.direction == Direction.OUT:
                if mail.message.message_id not in ours and mail.received_at >= written:
                    colleagues.append(mail)
                continue
            if not self._is_news(mail, item):
                continue
            message = mail.message
            kind = kind_of_automatic(message.headers, message.sender.email, message.subject, message.text)
            if kind is AutomaticKind.OUT_OF_OFFICE:
                away = True
                away_until = return_date(message.text, mail.received_at)
            elif kind is AutomaticKind.NONE:
                wrote.append(mail)
        return Since(
            case_state=case.state if case else CaseState.MERGED,
            customer_wrote_at=min((m.received_at for m in wrote), default=None),
            only_thanks=bool(wrote) and all(read_mail(office, m.message).thanks_only for m in wrote),
            colleague_wrote_at=min((m.received_at for m in colleagues), default=None),
            bounced=book.bounce_of(item.to) or "",
            away=away,
            away_until=away_until,
        )

    @staticmethod
    def _is_news(mail: CachedMessage, item: OutboxItem) -> bool:
        """Later than the newest customer message that the owner had before them when they wrote."""
        seen_up_to: datetime | None = item.answers_up_to
        return seen_up_to is None or mail.received_at > seen_up_to

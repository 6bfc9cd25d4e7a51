"""What happened on a case since a queued message was written, read from the mail that is here."""

from datetime import date, datetime

from ..core.case import CaseState
from ..core.followups import Since, needs_fresh_mail, no_person_at
from ..core.message import CachedMessage, Direction
from ..core.outbox import SENT, Kind, OutboxItem
from .office import Office

# What reads mail is imported where it is used: a round with nothing to guard needs none of it.


class Happened:
    """Gathers the facts that ``core.followups.guard`` judges."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def since(self, item: OutboxItem, *, bounced: str) -> Since:
        """The facts about the case of ``item`` from the moment the owner wrote it. ``bounced`` is why mail to
        its address does not arrive, if so."""
        office, book = self._office, self._office.casebook
        if not needs_fresh_mail(item):
            return Since(case_state=CaseState.OPEN, bounced=bounced)
        from ..core.triage.absence import return_date
        from ..core.triage.automatic import AutomaticKind, kind_of_automatic
        from .reading import read_mail

        case = book.case(item.case_id)
        wrote: list[CachedMessage] = []
        colleagues: list[CachedMessage] = []
        away_until: date | None = None
        away = False
        # A server's INTERNALDATE has no fractions of a second.
        written = item.created_at.replace(microsecond=0)
        ours = book.outbox(case_id=item.case_id)
        known = {each.message_id for each in ours}
        mails = office.cache.messages(item.case_id)
        for mail in mails:
            if mail.direction == Direction.OUT:
                if mail.message.message_id not in known and mail.received_at >= written:
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
            bounced=bounced,
            away=away,
            away_until=away_until,
            no_person=self.no_person(item, mails),
            followed_up_at=max(
                (
                    e.accepted_at
                    for e in ours
                    if e.accepted_at and e.state in SENT and e.kind is not Kind.REPLY
                ),
                default=None,
            ),
        )

    def no_person(self, item: OutboxItem, mails: list[CachedMessage]) -> str:
        """Why a follow-up could set two machines to writing to each other; empty when it could not."""
        heard = [mail for mail in mails if mail.direction == Direction.IN]
        newest = max(heard, key=lambda mail: mail.received_at, default=None)
        own = [account.email for account in self._office.config.accounts.values()]
        return no_person_at(item.to, newest.message.headers if newest else {}, own=own)

    @staticmethod
    def _is_news(mail: CachedMessage, item: OutboxItem) -> bool:
        """Later than the newest customer message that the owner had before them when they wrote."""
        seen_up_to: datetime | None = item.answers_up_to
        return seen_up_to is None or mail.received_at > seen_up_to

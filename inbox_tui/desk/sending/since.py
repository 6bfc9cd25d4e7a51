"""What happened on a case since a queued message was written, read from the mail that is here."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from ...core.case import Case, CaseState
from ...core.customer import is_complaint
from ...core.followups import Since, needs_fresh_mail, no_person_at
from ...core.message import CachedMessage, Direction
from ...core.outbox import SENT, Kind, OutboxItem, crosses
from ..cases.mail_of import messages_of
from ..office import Office

# What reads mail is imported where it is used: a round with nothing to guard needs none of it.

OLDER = timedelta(days=1)
"""A letter that much older than the newest one that was here is no news, but old mail still coming in."""
MOST_SEEN = 200


class Happened:
    """Gathers the facts that ``core.followups.guard`` judges."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def since(self, item: OutboxItem, *, bounced: str, ours: Sequence[OutboxItem]) -> Since:
        """The facts about the case of ``item`` from the moment the owner wrote it. ``bounced`` is why mail to
        its address does not arrive, if so; ``ours`` is everything that was queued in its case."""
        office, book = self._office, self._office.casebook
        if not needs_fresh_mail(item):
            answered = self._answered(item, ours)
            return Since(case_state=CaseState.OPEN, bounced=bounced, colleague_wrote_at=answered)
        from ...core.triage.absence import return_date
        from ...core.triage.automatic import AutomaticKind, kind_of_automatic
        from ..receiving.reading import read_mail

        case = book.case(item.case_id)
        wrote: list[CachedMessage] = []
        colleagues: list[CachedMessage] = []
        away_until: date | None = None
        away = False
        known = {each.message_id for each in ours}
        mails = messages_of(office, item.case_id)
        is_news = News(item, mails)
        for mail in mails:
            if not is_news(mail):
                continue
            if mail.direction == Direction.OUT:
                if mail.message.message_id not in known:
                    colleagues.append(mail)
                continue
            message = mail.message
            kind = kind_of_automatic(message.headers, message.sender.email, message.subject, message.text)
            if kind is AutomaticKind.OUT_OF_OFFICE:
                away = True
                at = mail.received_at
                away_until = return_date(message.text, at) or return_date(message.subject, at)
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
            unwanted=book.suppressed().get(item.to.lower(), ""),
            no_person=self.no_person(item, mails),
            wrote_elsewhere_at=self._elsewhere(item, case),
            followed_up_at=max(
                (
                    e.accepted_at
                    for e in ours
                    if e.accepted_at and e.state in SENT and e.kind is not Kind.REPLY
                ),
                default=None,
            ),
        )

    def _elsewhere(self, item: OutboxItem, case: Case | None) -> datetime | None:
        """When the customer wrote last in another complaint of theirs that nobody has answered, where that
        came after our last word in this one."""
        if item.kind is not Kind.NUDGE or case is None:
            return None
        ours = case.last_out_at or item.answers_up_to or item.created_at
        addresses = {case.from_addr, item.to} - {""}
        others = [each for each in self._office.casebook.cases_from(addresses) if each.id != case.id]
        wrote = [
            each.last_in_at
            for each in others
            if is_complaint(each) and each.unanswered_since and each.last_in_at
        ]
        return max((at for at in wrote if at > ours), default=None)

    def _answered(self, item: OutboxItem, ours: Sequence[OutboxItem]) -> datetime | None:
        """When a colleague answered since a reply was queued, here or, as far as is known, elsewhere."""
        if not item.author:
            return None
        crossing = [e.accepted_at or e.created_at for e in ours if crosses(e, item)]
        if not item.seen:
            return min(crossing, default=None)
        known = {each.message_id for each in ours}
        mails = self._office.cache.messages(item.case_id)
        is_news = News(item, mails)
        elsewhere = [
            mail.received_at
            for mail in mails
            if mail.direction == Direction.OUT and mail.message.message_id not in known and is_news(mail)
        ]
        return min((*crossing, *elsewhere), default=None)

    def no_person(self, item: OutboxItem, mails: list[CachedMessage]) -> str:
        """Why a follow-up could set two machines to writing to each other; empty when it could not."""
        heard = [mail for mail in mails if mail.direction == Direction.IN]
        newest = max(heard, key=lambda mail: mail.received_at, default=None)
        own = [account.email for account in self._office.config.accounts.values()]
        return no_person_at(item.to, newest.message.headers if newest else {}, own=own)


class News:
    """Tells what the owner had not before them when they queued a message.

    The letters that were here are named in the message, so no clock is asked: the server's may be minutes
    behind ours. Times only sort out old mail that a first sync had not brought in yet.
    """

    def __init__(self, item: OutboxItem, mails: Sequence[CachedMessage]) -> None:
        self._item = item
        self._seen = frozenset(item.seen)
        there = [mail.received_at for mail in mails if name_of(mail) in self._seen]
        self._since = max(there) - OLDER if there else None

    def __call__(self, mail: CachedMessage) -> bool:
        """True for a letter that came to light since."""
        if self._seen:
            is_old = self._since is not None and mail.received_at < self._since
            return name_of(mail) not in self._seen and not is_old
        if mail.direction == Direction.OUT:
            # A server's INTERNALDATE has no fractions of a second.
            return mail.received_at >= self._item.created_at.replace(microsecond=0)
        up_to = self._item.answers_up_to
        return up_to is None or mail.received_at > up_to


def seen_of(mails: Sequence[CachedMessage], ours: Sequence[OutboxItem]) -> tuple[str, ...]:
    """The names of the newest of these letters and of what was queued already, for ``OutboxItem.seen``."""
    newest = sorted(mails, key=lambda mail: mail.received_at)[-MOST_SEEN:]
    queued = [item.message_id for item in ours[-MOST_SEEN:]]
    return tuple(dict.fromkeys((*map(name_of, newest), *queued)))


def name_of(mail: CachedMessage) -> str:
    """Its Message-ID; for the few without one, its place on the server."""
    ref = mail.ref
    return mail.message.message_id or f"{ref.mailbox}/{ref.uidvalidity}/{ref.uid}"

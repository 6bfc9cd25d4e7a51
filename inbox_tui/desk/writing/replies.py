"""The reply: the owner's own words, kept while they are written, checked, and queued when they say so."""

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property

from ...core.case import Case
from ...core.checklist import Answer, Check, Checklist, Complaint, Stance
from ...core.draft_words import merged_words
from ...core.letter import (
    Letter,
    LetterError,
    compose,
    new_message_id,
    quote,
    reply_references,
    reply_subject,
)
from ...core.message import Address, CachedMessage, Direction
from ...core.outbox import (
    ON_THEIR_WAY,
    STATE_WORDS,
    WAITING,
    Kind,
    OutboxItem,
    State,
    cancelled,
    is_of_another,
    undoable,
)
from ...core.promises import Promised
from ...core.quoting import split_reply
from ...core.text import clean
from ...core.triage import dangers
from ...core.triage.automatic import AutomaticKind, kind_of_automatic
from ...errors import RefusedError, StoreError
from ...ports import Draft
from ..cases.cases import Cases
from ..cases.mail_of import messages_of
from ..cases.team import Team
from ..office import Office
from ..sending.since import seen_of
from .outcomes import AnsweredBy, Blocked, Empty, NobodyToWriteTo, OnItsWay, Queued, QueueOutcome, Review
from .promises import promised_in
from .sent_before import SentLetters

_MAY_ARRIVE = WAITING | {State.HELD, State.CLAIMED, State.UNKNOWN}
MEANWHILE = timedelta(days=1)
"""An answer of a colleague from longer ago was seen by whoever writes another one."""


class Replies:
    """Drafts, the checklist on them, and the step into the outbox."""

    def __init__(self, office: Office, cases: Cases, team: Team) -> None:
        self._office = office
        self._cases = cases
        self._team = team
        self._sent = SentLetters(office)

    @cached_property
    def checklist(self) -> Checklist:
        """The rules, read when the first draft is checked."""
        return Checklist(self._office.shop_rules.rules)

    def save_draft(self, case_id: str, text: str, *, dismissed: frozenset[str] = frozenset()) -> datetime:
        """Keep the words; returns when. Raises StoreError, and then the words are only on the screen."""
        self._cases.ensure(case_id)
        now = self._office.now()
        self._office.casebook.save_draft(Draft(case_id=case_id, text=text, saved_at=now, dismissed=dismissed))
        if text.strip():
            with suppress(StoreError):  # the words are on disk; who else knows of them matters less
                self._team.writing(case_id)
        return now

    def merge_draft(
        self, case_id: str, text: str, *, before: str | None, dismissed: frozenset[str] | None = None
    ) -> Draft:
        """Keep words that grew out of ``before`` (None: out of what is stored) and, beside them, what others
        put into the draft since: undo on another screen, another program. ``dismissed`` as it was, where it
        is not given."""
        kept = self._office.casebook.draft(case_id)
        stored = clean(kept.text) if kept else ""
        if dismissed is None:
            dismissed = kept.dismissed if kept else frozenset()
        both = merged_words(ours=text, kept=stored if before is None else before, stored=stored)
        at = self.save_draft(case_id, both, dismissed=dismissed)
        return Draft(case_id=case_id, text=both, saved_at=at, dismissed=dismissed)

    def question(self, case_id: str, *, dismissed: frozenset[str] = frozenset()) -> Answer:
        """What the checklist has to know of a case; the words are put in with ``dataclasses.replace``."""
        office = self._office
        case = self._cases.ensure(case_id)
        now = office.now()
        since = case.unanswered_since or case.received_at
        others = office.casebook.names_besides(case.from_addr)
        return Answer(
            text="",
            complaint=Complaint(from_name=case.from_name, subject=case.subject, text=self._said(case)),
            customer_name=case.from_name,
            # The checklist speaks of a day; where the shop counts otherwise, its own target is that day.
            hours_since=max(0.0, 24 * office.answer_within.spent(since, now)),
            stance=Stance(case.stance) if case.stance else None,
            other_names=frozenset(others),
            own_names=frozenset(each.from_name for each in office.config.accounts.values()),
            sent_before=self._sent.read(),
            alarms=dangers(case.why) if case.escalate else (),
            wrote_again=case.last_out_at is not None and case.unanswered_since is not None,
            dismissed=dismissed,
        )

    def review(
        self, case_id: str, text: str, *, subject: str | None = None, check: Check | None = None
    ) -> Review:
        """Recipient, subject and findings, for a person to look at once more. ``check`` reads the words, the
        shop's checklist without it."""
        case = self._cases.ensure(case_id)
        draft = self._office.casebook.draft(case_id)
        dismissed = draft.dismissed if draft else frozenset()
        answer = replace(self.question(case_id, dismissed=dismissed), text=text)
        return Review(
            to=self._recipient(case),
            subject=reply_subject(case.subject) if subject is None else subject,
            text=text,
            report=(check or self.checklist.check)(answer),
            answered=self._answered(case),
            writing=self._team.others().get(case_id, ""),
        )

    def queue(
        self,
        case_id: str,
        text: str,
        *,
        subject: str | None = None,
        at: datetime | None = None,
        now: bool = False,
        force: bool = False,
        promises: Sequence[Promised] | None = None,
        check: Check | None = None,
    ) -> QueueOutcome:
        """Fix the bytes and commit them to the outbox. ``at`` (aware) overrides the undo window,
        ``now`` skips it, ``force`` is the second yes, ``check`` as in ``review``. ``promises`` are
        those that the owner confirmed; without them, what the checklist finds in the text counts once it has
        left."""
        if not text.strip():
            return Empty()
        review = self.review(case_id, text, subject=subject, check=check)
        if not review.to.email:
            return NobodyToWriteTo()
        if review.report.errors and not force:
            return Blocked(report=review.report)
        if review.answered is not None and not force:
            return AnsweredBy(item=review.answered)
        for item in self._office.casebook.outbox(case_id=case_id):
            if item.text == text and item.state in _MAY_ARRIVE:
                return OnItsWay(item=item)
        wait = timedelta(seconds=0 if now else self._office.config.sending.undo_seconds)
        item = self.write(
            case_id, text, kind=Kind.REPLY, subject=review.subject, at=at or self._office.now() + wait
        )
        if promises is None:
            promises = promised_in(text, office=self._office, at=item.send_at)
        queued = self._office.casebook.queue(item, clear_draft=True, promises=promises)
        self._team.stopped()
        return Queued(item=queued)

    def write(self, case_id: str, text: str, *, kind: Kind, subject: str, at: datetime) -> OutboxItem:
        """The outbox item with the exact bytes that will leave at ``at`` (aware). Raises RefusedError for an
        address that no mail server takes."""
        office = self._office
        case = self._cases.ensure(case_id)
        account = office.account(case.account)
        now = office.now()
        heard = self._last_message(case, direction=Direction.IN)
        thread = heard or self._last_message(case, direction=Direction.OUT)
        to = self._recipient(case)
        body = clean(text)
        quoted = ""
        if office.config.sending.quote_original and heard is not None and kind is Kind.REPLY:
            fresh = split_reply(heard.message.text).fresh.strip()
            quoted = quote(fresh, to.name or to.email, heard.received_at.astimezone(office.zone))
        message_id = new_message_id(account.email.rpartition("@")[2], secrets.token_hex(12))
        letter = Letter(
            from_name=account.from_name,
            from_addr=account.email,
            to=to,
            subject=subject,
            text=body,
            message_id=message_id,
            date=at.astimezone(office.zone),
            in_reply_to=thread.message.message_id if thread else case.message_id,
            references=reply_references(thread.message) if thread else (case.message_id,),
            quoted=quoted,
            automatic=kind is Kind.SURVEY,
        )
        try:
            raw = compose(letter)
        except LetterError as error:
            raise RefusedError(f"{error} Nothing was queued; your words are kept.") from error
        return OutboxItem(
            account=case.account,
            case_id=case.id,
            kind=kind,
            to=to.email,
            subject=subject,
            text=text,
            message_id=message_id,
            raw=raw,
            created_at=now,
            send_at=max(at, now),
            zone=str(office.zone),
            answers_up_to=case.last_in_at,
            seen=seen_of(messages_of(office, case.id), office.casebook.outbox(case_id=case.id)),
            author=office.actor,
        )

    def take_back(self, item_id: int) -> OutboxItem:
        """Undo inside the window: the draft has the words again, exactly. Raises RefusedError where it waits
        no more."""
        book = self._office.casebook
        item = self._office.outgoing(item_id)
        if not undoable(item):
            raise RefusedError(
                f"It cannot be taken back: it is {STATE_WORDS[item.state]}. Nothing was changed."
            )
        gone = cancelled(item, at=self._office.now(), reason="taken back")
        words = item.text if item.kind is Kind.REPLY else None
        if not book.cancel(gone, expected=item.state, words=words):
            raise RefusedError("It cannot be taken back: it has just moved on. Look again.")
        return gone

    def _answered(self, case: Case) -> OutboxItem | None:
        """The newest reply of somebody else to the letter that this one answers, if it is not long ago."""
        since = self._office.now() - MEANWHILE
        return max(
            (
                item
                for item in self._office.casebook.outbox(states=ON_THEIR_WAY, case_id=case.id)
                if is_of_another(item, self._office.actor)
                and item.answers_up_to == case.last_in_at
                and (item.accepted_at or item.created_at) > since
            ),
            key=lambda item: item.created_at,
            default=None,
        )

    def _recipient(self, case: Case) -> Address:
        last = self._last_message(case, direction=Direction.IN)
        return last.message.answer_to if last else Address(name=case.from_name, email=case.from_addr)

    def _last_message(self, case: Case, *, direction: Direction) -> CachedMessage | None:
        mail = [m for m in messages_of(self._office, case.id) if m.direction == direction]
        newest_first = sorted(mail, key=lambda each: each.received_at, reverse=True)
        # Nobody reads an answer to the report that a letter did not arrive.
        by_people = (m for m in newest_first if direction == Direction.OUT or not _is_of_a_machine(m))
        return next(by_people, newest_first[0] if newest_first else None)

    def _said(self, case: Case) -> str:
        """The customer's own words: what they wrote since our last answer, else the first message."""
        mail = [m for m in messages_of(self._office, case.id) if m.direction == Direction.IN and m.whole]
        since = case.last_out_at
        news = [m for m in mail if (since is None or m.received_at > since) and not _is_of_a_machine(m)]
        recent = news or [m for m in mail if not _is_of_a_machine(m)]
        return "\n\n".join(split_reply(m.message.text).fresh for m in recent) or case.text


def _is_of_a_machine(mail: CachedMessage) -> bool:
    """True for what a mail server or an answering machine wrote. A shop's own form writes for a customer, and
    is none."""
    message = mail.message
    kind = kind_of_automatic(message.headers, message.sender.email, message.subject, message.text)
    return kind in (AutomaticKind.BOUNCE, AutomaticKind.DELAYED, AutomaticKind.OUT_OF_OFFICE)

"""The reply: the owner's own words, kept while they are written, checked, and queued when they say so."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property

from ...core.case import Case
from ...core.checklist import Answer, Check, Checklist, Complaint, Stance
from ...core.draft_words import merged_words
from ...core.letter import reply_subject
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
from ...core.text import clean
from ...core.triage import dangers
from ...errors import RefusedError, StoreError
from ...ports import Draft
from ..cases.cases import Cases
from ..cases.team import Team
from ..office import Office
from .letters import recipient, said_by, sender, written
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
            complaint=Complaint(
                from_name=case.from_name, subject=case.subject, text=said_by(self._office, case)
            ),
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
            to=recipient(self._office, case),
            subject=reply_subject(case.subject) if subject is None else subject,
            text=text,
            report=(check or self.checklist.check)(answer),
            answered=self._answered(case),
            writing=self._team.others().get(case_id, ""),
            sender=sender(self._office, case),
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
        """The message as it will leave at ``at`` (aware). Raises RefusedError as ``letters.written`` does."""
        return written(self._office, self._cases.ensure(case_id), text, kind=kind, subject=subject, at=at)

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

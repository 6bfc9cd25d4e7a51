"""Follow-ups: words the owner writes or approves now, to leave later if nothing has happened by then."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from ...core.followups import Suggested, suggestion
from ...core.letter import reply_subject
from ...core.outbox import STATE_WORDS, Kind, OutboxItem, cancelled, undoable
from ...core.promises import Promised
from ...core.when import Resolved, Unclear, counts_days
from ...errors import RefusedError
from ..cases.cases import Cases
from ..cases.inbox import Inbox
from ..cases.mail_of import messages_of
from ..office import Office
from ..views import OutboxRow
from ..writing.replies import Replies
from .on_the_way import outbox_rows
from .since import Happened


class FollowUps:
    """Queue, list and cancel follow-ups. The text is fixed here and never made up later."""

    def __init__(self, office: Office, inbox: Inbox, cases: Cases, replies: Replies) -> None:
        self._office = office
        self._inbox = inbox
        self._cases = cases
        self._replies = replies

    def when(self, text: str) -> Resolved | Unclear:
        """The instant that the owner means for mail to leave. A day that was counted moves to the next one on
        which the shop is open; one that was named stays, with a remark where the shop is closed."""
        found = self._cases.when(text)
        if isinstance(found, Unclear):
            return found
        if not counts_days(text):
            is_open = self._office.sending_hours.is_open(found.at)
            return found if is_open else replace(found, remark="you are closed then")
        moved = self._office.sending_hours.opening(found.at)
        if moved == found.at:
            return found
        return Resolved(at=moved.astimezone(self._office.zone), instead_of=found.at)

    def suggestion(self, promises: Collection[Promised], *, leaves: datetime | None = None) -> Suggested:
        """What to queue with a reply that promises this and leaves then (aware), or now."""
        return suggestion(promises, now=leaves or self._office.now(), hours=self._office.sending_hours)

    def add(self, case_id: str, *, kind: Kind, at: datetime, text: str) -> OutboxItem:
        """Queue a follow-up for ``at`` (aware). Raises RefusedError for one that could not be sent."""
        _asked(kind, at, text, now=self._office.now())
        return self._office.casebook.queue(self._written(case_id, kind, at, text), clear_draft=False)

    def rewrite(self, item_id: int, *, kind: Kind, at: datetime, text: str) -> OutboxItem:
        """Other words or another time for a follow-up that waits or is held: a new message takes its place,
        with today's view of the case. Raises RefusedError when it has left, and for what ``add`` refuses."""
        old = self._office.outgoing(item_id)
        if old.kind is Kind.REPLY or not undoable(old):
            raise RefusedError(f"It cannot be changed: it is {STATE_WORDS[old.state]}. Nothing was changed.")
        _asked(kind, at, text, now=self._office.now())
        gone = cancelled(old, at=self._office.now(), reason="put in other words")
        new = self._written(old.case_id, kind, at, text)
        queued = self._office.casebook.put_in_place(new, gone=gone, expected=old.state)
        if queued is None:
            raise RefusedError("It cannot be changed: it has just moved on. Look again.")
        return queued

    def _written(self, case_id: str, kind: Kind, at: datetime, text: str) -> OutboxItem:
        """The message, if it may be sent at all."""
        case = self._cases.ensure(case_id)
        item = self._replies.write(case_id, text, kind=kind, subject=reply_subject(case.subject), at=at)
        unwanted = self._office.casebook.suppressed().get(item.to.lower())
        if unwanted is not None:
            raise RefusedError(
                f"{item.to} gets no follow-ups: {unwanted} Nothing was queued. "
                "“inbox-tui followup allow” ends that."
            )
        why = Happened(self._office).no_person(item, messages_of(self._office, case_id))
        if why:
            raise RefusedError(f"A follow-up would reach nobody: {why}. Nothing was queued.")
        return item

    def suppress(self, address: str, *, reason: str = "") -> None:
        """This address gets no follow-ups and no surveys any more. Raises RefusedError for what is none."""
        if "@" not in address.strip("@ "):
            raise RefusedError(f"“{address}” is not an e-mail address. Nothing was changed.")
        why = reason or "they asked for none."
        self._office.casebook.suppress(address.strip(), at=self._office.now(), reason=why)

    def allow(self, address: str) -> None:
        """It gets them again. Raises RefusedError when it did already."""
        if not self._office.casebook.allow(address.strip()):
            raise RefusedError(f"{address} is not among those who get no follow-ups. Nothing was changed.")

    def rows(self) -> list[OutboxRow]:
        """All follow-ups, in the order in which they leave."""
        items = [item for item in self._office.casebook.outbox() if item.kind is not Kind.REPLY]
        return outbox_rows(self._office, items)

    def cancel(self, item_id: int) -> OutboxItem:
        """Take it out of the queue. Raises RefusedError where it waits no more, and for a reply, of which the
        words belong into its draft."""
        item = self._office.outgoing(item_id)
        if item.kind is Kind.REPLY:
            raise RefusedError(
                f"Message {item.id} is a reply. “inbox-tui outbox cancel {item.id}” takes it back, and its "
                "words are in the draft again. Nothing was changed."
            )
        if not undoable(item):
            raise RefusedError(
                f"It cannot be cancelled: it is {STATE_WORDS[item.state]}. Nothing was changed."
            )
        gone = cancelled(item, at=self._office.now(), reason="by you")
        if not self._office.casebook.move_item(gone, expected=item.state):
            raise RefusedError("It cannot be cancelled: it has just moved on. Look again.")
        return gone


def _asked(kind: Kind, at: datetime, text: str, *, now: datetime) -> None:
    """Raises RefusedError for a follow-up that makes no sense."""
    if kind is Kind.REPLY:
        raise RefusedError("A reply is no follow-up. Use “inbox-tui reply”.")
    if not text.strip():
        raise RefusedError("The follow-up has no words yet. Nothing was queued; write it first.")
    if at <= now:
        raise RefusedError("That time has passed. Give one in the future, such as “in 3 days”.")

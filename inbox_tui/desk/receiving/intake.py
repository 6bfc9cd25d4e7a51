"""What new mail means for the cases: open one, wake one, stop a clock.

Works from the conversation as it lies in the cache, oldest message first, and takes up only messages
that no case has taken up yet. So it may be run any number of times, after any interruption.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from ...core import case as moves
from ...core.case import Case, Moved
from ...core.frozen import dataclass
from ...core.message import CachedMessage, Direction
from ...errors import StaleError
from ...ports import HistoryEntry, Verdict
from ..cases.mail_of import alive
from ..office import Office
from .returned import Returned

# What reads mail is imported where it is used: most rounds find nothing new.

if TYPE_CHECKING:
    from ...core.triage import Triage


TRIES = 4
"""How often a message is told to a case that somebody else changes at the same time."""


@dataclass(frozen=True, kw_only=True)
class TakenIn:
    """What a round of intake did."""

    opened: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    """Cases in which a customer or a colleague wrote."""


class Intake:
    """Reads new mail with ``core.triage`` and moves the cases that it touches."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._returned = Returned(office)

    def take_in(self, account: str, conversations: Iterable[str]) -> TakenIn:
        """Settle these conversations."""
        opened: list[str] = []
        heard: list[str] = []
        self._office.teaching.refresh()
        for conversation in dict.fromkeys(conversations):
            match self._settle(account, conversation):
                case "opened":
                    opened.append(conversation)
                case "heard":
                    heard.append(conversation)
                case _:
                    pass
            self._office.cache.settle(account, [conversation])
        return TakenIn(opened=tuple(opened), heard=tuple(heard))

    def _settle(self, account: str, conversation: str) -> str:
        from .reading import read_mail

        office = self._office
        book = office.casebook
        mail = [each for each in office.cache.messages(conversation) if each.whole]
        taken = book.cases_of(account, [each.message.message_id for each in mail])
        fresh = [each for each in mail if each.message.message_id not in taken]
        if not fresh:
            return ""
        seen = {each.ref: read_mail(office, each.message) for each in fresh if each.direction == Direction.IN}
        office.cache.judge({ref: _verdict(what) for ref, what in seen.items()})
        for each in fresh:
            if each.direction == Direction.IN:
                self._returned.note(account, each)
        case = book.case(conversation)
        if case is None and len(mail) == 1:
            case = self._answered_by_subject(fresh[0])
        if case is not None:
            # What was merged goes on elsewhere: there the customer is heard.
            case = alive(office, case)
        result = ""
        if case is None:
            horizon = office.now() - timedelta(days=office.config.desk.download_days)
            first = next(
                (m for m in fresh if m.ref in seen and seen[m.ref].is_complaint and m.received_at >= horizon),
                None,
            )
            if first is None:
                return ""
            case = self._open(conversation, first, seen[first.ref])
            fresh = [m for m in fresh if m.received_at >= first.received_at and m is not first]
            result = "opened"
        for each in fresh:
            case, moved = self._hear(case, each, seen.get(each.ref))
            result = result or ("heard" if moved else "")
        book.link(case.id, account, [each.message.message_id for each in mail])
        return result

    def _answered_by_subject(self, mail: CachedMessage) -> Case | None:
        """The case that an answer without References belongs to; the letter moves into its conversation."""
        from ...core.orphans import is_orphan, parent_of

        office = self._office
        if mail.direction != Direction.IN or not is_orphan(mail.message):
            return None
        parent = parent_of(
            mail.message, mail.received_at, office.casebook.cases_from([mail.message.sender.email])
        )
        raw = office.cache.raw(mail.ref)
        if parent is None or raw is None:
            return None
        parent = alive(office, parent)
        office.cache.put([replace(mail, conversation=parent.id)], {mail.ref: raw})
        return parent

    def _hear(self, case: Case, mail: CachedMessage, seen: "Triage | None") -> tuple[Case, bool]:
        """The case after one more message; automatic mail moves nothing. Who is quicker, the owner or another
        program that takes in the same mail, is no trouble of the mail's."""
        for left in reversed(range(TRIES)):
            move = _move(case, mail, seen)
            if move is None:
                return case, False
            try:
                return self._office.record(case, move, undoable=False), True
            except StaleError:
                if not left:
                    raise
            case = alive(self._office, self._office.case(case.id))
            if _is_heard(case, mail):
                break
        return case, False

    def _open(self, conversation: str, mail: CachedMessage, seen: "Triage") -> Case:
        from .reading import case_from

        case = case_from(conversation, mail, seen)
        office = self._office
        office.casebook.add_case(
            case, HistoryEntry(case_id=case.id, at=office.now(), actor="inbox-tui", what="complaint came in")
        )
        return office.case(case.id)


def _move(case: Case, mail: CachedMessage, seen: "Triage | None") -> Moved | None:
    """What a message does to a case; None for nothing. ``seen`` is None for a letter of ours."""
    if seen is None:
        automatic = mail.message.headers.get("auto-submitted", "no").lower() != "no"
        move = None if automatic else moves.answered(case, at=mail.received_at)
    elif seen.automatic:
        return None
    else:
        move = moves.customer_wrote(
            case, at=mail.received_at, message_id=mail.message.message_id, thanks_only=seen.thanks_only
        )
    return move if isinstance(move, Moved) else None


def _is_heard(case: Case, mail: CachedMessage) -> bool:
    """Whether this message is the newest that the case knows of."""
    if mail.direction == Direction.OUT:
        return case.last_out_at == mail.received_at
    return case.last_in_id == mail.message.message_id


def _verdict(seen: "Triage") -> Verdict:
    return Verdict(
        is_complaint=seen.is_complaint,
        category=seen.category.value,
        automatic="automatic" if seen.automatic else "",
        thanks_only=seen.thanks_only,
    )

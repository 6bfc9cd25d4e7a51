"""Taking back whatever came last: a reply that has not left, or a change of a case."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..core.case import Case
from ..core.outbox import WAITING, Kind, OutboxItem

if TYPE_CHECKING:
    from .desk import Desk


@dataclass(frozen=True, kw_only=True)
class TakenBack:
    """A reply that had not left: its words are in the draft again."""

    item: OutboxItem


@dataclass(frozen=True, kw_only=True)
class Undone:
    """The newest change of a case is as if it had not been."""

    case: Case


def undo_newest(desk: "Desk") -> TakenBack | Undone:
    """Undo the newer of the newest reply that waits to leave and the newest change that can be undone.

    Raises RefusedError when there is neither, or when the reply has left in the meantime.
    """
    book = desk.office.casebook
    replies = [item for item in book.outbox(states=WAITING) if item.kind is Kind.REPLY]
    newest = max(replies, key=lambda item: (item.created_at, item.id), default=None)
    change = book.last_undoable()
    if newest is not None and (change is None or change.at <= newest.created_at):
        return TakenBack(item=desk.replies.take_back(newest.id))
    return Undone(case=desk.cases.undo())

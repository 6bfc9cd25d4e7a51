"""Taking back whatever came last: a reply that has not left, or what was decided about cases."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from ...core.case import Case, Moved
from ...core.frozen import dataclass
from ...core.outbox import WAITING, Kind, OutboxItem, is_of_another
from ...core.takeback import letter_left, taken_back, too_late
from ...errors import RefusedError
from ...ports import HistoryEntry, Note
from .joined_drafts import part_drafts

if TYPE_CHECKING:
    from ..desk import Desk
    from ..office import Office


@dataclass(frozen=True, kw_only=True)
class TakenBack:
    """A reply that had not left: its words are in the draft again."""

    item: OutboxItem


@dataclass(frozen=True, kw_only=True)
class Undone:
    """What was done last to these cases is as if it had not been. ``what`` is its word in the history."""

    case: Case
    what: str
    others: tuple[Case, ...] = ()


def undo_newest(desk: "Desk") -> TakenBack | Undone:
    """Undo the newer of this person's newest reply that waits to leave and newest change that can be undone:
    nobody takes back what a colleague did.

    Raises RefusedError when there is neither, when the reply has left in the meantime, or when something
    that came later stands in the way.
    """
    book, me = desk.office.casebook, desk.office.actor
    waiting = book.outbox(states=WAITING)
    replies = [item for item in waiting if item.kind is Kind.REPLY and not is_of_another(item, me)]
    newest = max(replies, key=lambda item: (item.created_at, item.id), default=None)
    act = book.last_undoable(actor=me)
    if newest is not None and (not act or act[0].at <= newest.created_at):
        return TakenBack(item=desk.replies.take_back(newest.id))
    return undo_act(desk.office, act)


def undo_act(office: "Office", act: Collection[HistoryEntry]) -> Undone:
    """Take back changes that were one act: all of them, or (RefusedError) none."""
    if not act:
        raise RefusedError("There is nothing to undo.")
    back: list[tuple[Case, Moved]] = []
    stand = {entry.case_id: office.case(entry.case_id) for entry in act}
    # What was answered as one case cannot be two again, whichever of them the letter left on.
    moved = any(e.before and e.after and e.before.state != e.after.state for e in act)
    if moved and any(letter_left(entry.after, stand[entry.case_id]) for entry in act):
        raise RefusedError(f"{too_late([*act][-1].what).reason} Nothing was changed.")
    for entry in act:
        now = stand[entry.case_id]
        move = taken_back(before=entry.before or now, after=entry.after, now=now, what=entry.what)
        if not isinstance(move, Moved):
            where = f"{now.customer}: " if len(act) > 1 else ""
            raise RefusedError(f"{where}{move.reason} Nothing was changed.")
        back.append((now, move))
    notes = [
        Note(case_id=entry.case_id, at=entry.at, author=entry.actor, text=entry.detail)
        for entry in act
        if entry.what == "note"
    ]
    cases = office.act(back, undone=[entry.id for entry in act], unsaid=notes, undoable=False)
    for entry in act:
        if entry.what == "merged" and entry.after is not None:
            part_drafts(office, entry.case_id, entry.after.merged_into)
    return Undone(case=cases[0], what=[*act][-1].what, others=tuple(cases[1:]))

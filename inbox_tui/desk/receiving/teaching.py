"""What the owner taught the reading of mail, taken from the history of the cases.

A correction is a change of a case that the owner made, and the history has them all: so a change that is
undone is a lesson taken back, a colleague's lessons count on a shared casebook, and nothing is kept twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from ...ports import Casebook, HistoryEntry
from ..facts import LESSONS_FORGOTTEN

if TYPE_CHECKING:
    from ...core.triage.lessons import Lesson, Lessons

NOT_A_COMPLAINT = "marked as not a complaint"
A_COMPLAINT = "marked as a complaint"
CATEGORY = "category"
_MOST = 600
"""Corrections that are looked at; a case may have several, and its last word counts."""


class Teaching:
    """The lessons of one casebook, learned anew only when something was corrected."""

    def __init__(self, open_book: Callable[[], Casebook]) -> None:
        self._open_book = open_book
        self._learned: tuple[tuple[int, ...], Lessons] | None = None

    def current(self) -> Lessons:
        """What was taught up to the last ``refresh``: mail is read by the hundred."""
        return self.refresh() if self._learned is None else self._learned[1]

    def refresh(self) -> Lessons:
        """Everything taught so far, here and by colleagues."""
        from ...core.triage.lessons import learn

        changes = _corrections(self._open_book())
        mark = tuple(change.id for change in changes)
        if self._learned is None or self._learned[0] != mark:
            self._learned = mark, learn(_lessons(changes))
        return self._learned[1]


def forget(book: Casebook, *, now: datetime) -> int:
    """Let nothing taught before ``now`` count any more; how many cases had taught something. Cases stay."""
    many = len({change.case_id for change in _corrections(book)})
    book.set_value(LESSONS_FORGOTTEN, now.isoformat())
    return many


def _corrections(book: Casebook) -> list[HistoryEntry]:
    since = book.value(LESSONS_FORGOTTEN)
    after = datetime.fromisoformat(since) if since else None
    return book.changes({NOT_A_COMPLAINT, A_COMPLAINT, CATEGORY}, after=after, limit=_MOST)


def _lessons(changes: Iterable[HistoryEntry]) -> list[Lesson]:
    """One lesson for each corrected case, in the order of their last corrections."""
    from ...core.triage.lessons import Lesson

    by_case: dict[str, list[HistoryEntry]] = {}
    for change in changes:
        by_case[change.case_id] = [*by_case.pop(change.case_id, []), change]
    found = []
    for trail in by_case.values():
        before = trail[0].before
        if before is None:
            continue
        said = [change.what == A_COMPLAINT for change in trail if change.what != CATEGORY]
        named = [change.detail for change in trail if change.what == CATEGORY]
        found.append(
            Lesson(
                from_addr=before.from_addr,
                subject=before.subject,
                text=before.text,
                complains=said[-1] if said else None,
                category=named[-1] if named else "",
                taken_for=before.category,
            )
        )
    return found

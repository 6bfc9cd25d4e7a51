"""Promises to customers: what was said, by when, and whether the shop did it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from ...core.frozen import dataclass
from ...core.promised_day import due_instant
from ...core.promises import (
    AlreadySettled,
    KeptRate,
    NotSettled,
    Promise,
    Promised,
    PromiseState,
    Standing,
    by_urgency,
    kept_rate,
    promised,
    reopened,
    settled,
    standing,
)
from ...core.when import Resolved, Unclear, resolve
from ...errors import NotFoundError, RefusedError, StaleError
from ..office import Office


@dataclass(frozen=True, kw_only=True)
class PromiseRow:
    """A promise as a list shows it."""

    promise: Promise
    customer: str
    standing: Standing


class Promises:
    """Reads promises and settles them. Blocks on the casebook."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def rows(self, *, only_open: bool = False) -> list[PromiseRow]:
        """What was promised: the most urgent first, what is settled last."""
        book = self._office.casebook
        found = by_urgency(book.promises(states={PromiseState.OPEN} if only_open else None))
        names = book.customers({one.case_id for one in found})
        now = self._office.now()
        return [
            PromiseRow(promise=one, customer=names.get(one.case_id, ""), standing=standing(one, now=now))
            for one in found
        ]

    def late(self) -> list[PromiseRow]:
        """What should have been done by now."""
        return [row for row in self.rows(only_open=True) if row.standing is Standing.LATE]

    def keep(self, promise_id: int) -> PromiseRow:
        """The shop did as it said. Raises NotFoundError, RefusedError or StaleError, with nothing changed."""
        return self._settle(promise_id, PromiseState.KEPT)

    def break_(self, promise_id: int) -> PromiseRow:
        """The shop did not. Raises as ``keep`` does."""
        return self._settle(promise_id, PromiseState.BROKEN)

    def take_back(self, promise_id: int) -> PromiseRow:
        """It was not settled after all. Raises as ``keep`` does."""
        found = self._found(promise_id)
        after = reopened(found)
        if isinstance(after, NotSettled):
            raise RefusedError(after.reason)
        return self._store(after, expected=found.state)

    def redate(self, promise_id: int, at: datetime) -> PromiseRow:
        """Another day (aware) was agreed. Raises as ``keep`` does."""
        found = self._found(promise_id)
        if found.state is not PromiseState.OPEN:
            raise RefusedError(f"This promise is {found.state.value}, so its day stays. Nothing was changed.")
        return self._store(replace(found, due_at=at), expected=PromiseState.OPEN)

    def kept_rate(self, *, days: int) -> KeptRate:
        """The figure for the last so many days."""
        now = self._office.now()
        return kept_rate(self._office.casebook.promises(), since=now - timedelta(days=days), until=now)

    def when(self, text: str) -> Resolved | Unclear:
        """The instant that the owner means by a day: the end of it, where no hour is given."""
        now, zone = self._office.now(), self._office.zone
        at = due_instant(text, now=now, zone=zone)
        return Resolved(at=at.astimezone(zone)) if at else resolve(text, now=now, zone=zone)

    def _settle(self, promise_id: int, wish: PromiseState) -> PromiseRow:
        found = self._found(promise_id)
        after = settled(found, wish, at=self._office.now())
        if isinstance(after, AlreadySettled):
            raise RefusedError(after.reason)
        return self._store(after, expected=found.state)

    def _found(self, promise_id: int) -> Promise:
        found = self._office.casebook.promise(promise_id)
        if found is None:
            raise NotFoundError(f"There is no promise number {promise_id}. “inbox-tui promises” lists them.")
        return found

    def _store(self, after: Promise, *, expected: PromiseState) -> PromiseRow:
        office = self._office
        if not office.casebook.change_promise(after, expected=expected):
            raise StaleError("Somebody else settled this promise just now. Nothing was changed; look again.")
        name = office.casebook.customers([after.case_id]).get(after.case_id, "")
        return PromiseRow(promise=after, customer=name, standing=standing(after, now=office.now()))


def promised_in(text: str, *, office: Office, at: datetime) -> Sequence[Promised]:
    """What a reply promises that leaves at ``at`` (aware)."""
    from ...core.checklist import Answer, promises
    from ...core.scaffold import without_questions

    found = promises(Answer(text=without_questions(text)))
    return promised([(one.what, one.due) for one in found], now=at, zone=office.zone)

"""The rows of a list of any length, of which only those near the eye are held.

Where each conversation stands is known for all of them; what a row says is asked for when it comes near. So
100,000 conversations cost their names, not their rows.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import Self, overload

from ...core.case import CaseState
from ...core.deadlines import Due, Pace
from ...desk.views import Row

PAGE = 100
"""Rows that are asked for at once: more than a tall screen shows."""
AHEAD = 50
"""Rows before an unknown one at which it is asked for."""
_HELD = 4_000
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class RowWindow(Sequence[Row]):
    """Rows in their order. One that is not here yet has its ``id`` and says nothing else."""

    def __init__(self, ids: Sequence[str], rows: Iterable[Row], *, besides: int = 0) -> None:
        """``besides`` are those among ``ids`` that are in the list no more."""
        self.ids = ids
        self.listed = len(ids) - besides
        self._rows = {row.id: row for row in rows}

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Self:
        """All of these are here."""
        each = list(rows)
        return cls([row.id for row in each], each)

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return [self._row(name) for name in self.ids[at]]
        return self._row(self.ids[at])

    def find(self, conversation: str, *, near: int) -> int | None:
        """Where a conversation is now; most often where it was."""
        if near < len(self.ids) and self.ids[near] == conversation:
            return near
        try:
            return self.ids.index(conversation)
        except ValueError:
            return None

    def followed(
        self, at: int, new: "RowWindow", *, let_go: Collection[str] = (), gone: Row | None = None
    ) -> tuple["RowWindow", int]:
        """The rows that come after these, and where in them the cursor is that stood ``at`` here. It follows
        its conversation. One that vanished stays at its old place (as ``gone``, how it is now), unless it is
        in ``let_go``: then the next that stays is under the cursor."""
        if not self.ids:
            return new, at
        here = self.ids[at]
        found = new.find(here, near=at)
        if found is not None:
            return new, found
        if here not in let_go:
            row, place = gone if gone and gone.id == here else self[at], min(at, len(new))
            return new._with(row, place), place
        after = next((name for name in self.ids[at + 1 :] if name not in let_go), "")
        found = new.find(after, near=at) if after else None
        return new, at if found is None else found

    def _with(self, row: Row, at: int) -> "RowWindow":
        return RowWindow([*self.ids[:at], row.id, *self.ids[at:]], [*self._rows.values(), row], besides=1)

    def is_here(self, at: int) -> bool:
        """Whether a row says something; there is nothing to ask for beyond the ends."""
        return not 0 <= at < len(self.ids) or self.ids[at] in self._rows

    def missing(self, at: int) -> list[str]:
        """What to ask for, so that a page to both sides of a place is here."""
        return [name for name in self.ids[max(0, at - PAGE) : at + PAGE] if name not in self._rows]

    def around(self, at: int) -> list[str]:
        """The conversations of a page to both sides of a place."""
        return list(self.ids[max(0, at - PAGE) : at + PAGE])

    def fill(self, asked: Collection[str], rows: Iterable[Row], *, keep: Iterable[str] = ()) -> None:
        """Take in the rows that were asked for. One that is gone stays empty, and is not asked for again.
        Of too many only those in ``keep`` stay."""
        if len(self._rows) > _HELD:
            self._rows = {name: self._rows[name] for name in keep if name in self._rows}
        self._rows |= {name: _unknown(name) for name in asked} | {row.id: row for row in rows}

    def _row(self, name: str) -> Row:
        return self._rows.get(name) or _unknown(name)


def _unknown(name: str) -> Row:
    return Row(
        id=name,
        account="",
        from_name="…",
        from_addr="",
        subject="",
        received_at=_LONG_AGO,
        last_at=_LONG_AGO,
        state=CaseState.NOT_COMPLAINT.value,
        is_complaint=False,
        category="other",
        due=Due(pace=Pace.NOTHING_DUE),
    )

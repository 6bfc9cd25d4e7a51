"""What the casebook keeps beside cases and outgoing mail, and what its compare-and-sets say."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ..core.frozen import dataclass

if TYPE_CHECKING:
    from ..core.case import Case


@dataclass(frozen=True, kw_only=True)
class HistoryEntry:
    """One change of a case: when (aware UTC), by whom, what, and the case as it was before."""

    id: int = 0
    case_id: str
    at: datetime
    actor: str
    what: str
    detail: str = ""
    before: Case | None = None
    """Present when the change can be undone."""
    after: Case | None = None
    together: str = ""
    """Changes with the same name here were one act, and are undone as one."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The owner's words on a case, as last saved."""

    case_id: str
    text: str
    saved_at: datetime
    dismissed: frozenset[str] = frozenset()
    """Keys of the findings that the owner put aside in this draft."""


@dataclass(frozen=True, kw_only=True)
class Note:
    """A remark for the shop only."""

    id: int = 0
    case_id: str
    at: datetime
    author: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Present:
    """Somebody is writing on a case; ``program`` tells one window of theirs from another."""

    case_id: str
    program: str
    person: str


@dataclass(frozen=True, kw_only=True)
class Act:
    """What a person did with one key: changes of one case or of many, carried out together or not at all."""

    changes: tuple[tuple[Case, HistoryEntry], ...]
    opened: tuple[Case, ...] = ()
    """Cases that are made before the changes; one that exists is left as it is."""
    undone: tuple[int, ...] = ()
    """The numbers of the history entries that this takes back."""
    notes: tuple[Note, ...] = ()
    unsaid: tuple[Note, ...] = ()
    """Remarks to take off again; their words stay in the history."""


@dataclass(frozen=True, kw_only=True)
class Changed:
    """The case was stored; this is its new version."""

    case: Case


@dataclass(frozen=True, kw_only=True)
class Stale:
    """Somebody else changed the case first; this is how it stands now."""

    case: Case


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Somebody else has it, or it is not due any more."""


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """It is stored."""

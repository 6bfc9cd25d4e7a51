"""What the owner may wish for a case, as a function that says what would become of it.

The same wish is asked about one case or about many, looked at before it is carried out, and carried out
by ``Cases.do``.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from ...core import case as moves
from ...core.case import Case, Move, Moved, NotAllowed, WaitingOn
from ...core.checklist import Stance
from ...core.frozen import dataclass
from ...core.record import BadField, changes, filled
from ...core.text import clean_line
from ...core.triage import Category
from ...errors import RefusedError

Wish = Callable[[Case], Move]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a wish would do to some cases."""

    moves: tuple[tuple[Case, Moved], ...]
    refused: tuple[tuple[Case, NotAllowed], ...] = ()


def resolve(*, at: datetime, reason: str = "", said: Mapping[str, str] | None = None) -> Wish:
    """Close it, with what was said for its record. Raises RefusedError for a field that cannot be."""

    def wish(case: Case) -> Move:
        record = filled(case.record, said or {})
        if isinstance(record, BadField):
            return NotAllowed(reason=record.reason)
        return moves.resolved(case, at=at, reason=" ".join(reason.split()), record=record)

    return wish


def reopen() -> Wish:
    """Take it back to the desk."""
    return moves.reopened


def snooze(*, until: datetime | None, now: datetime) -> Wish:
    """Put it aside until then, or (None) until they answer."""
    return partial(moves.snoozed, until=until, now=now)


def wait(on: str, *, whom: str = "") -> Wish:
    """It is somebody else's move. Raises RefusedError for another word than customer and third_party."""
    wanted = on.replace("-", "_")
    if wanted not in set(WaitingOn):
        raise RefusedError(f"“{on}” is nobody to wait for. Choose one of: {', '.join(WaitingOn)}.")
    return partial(moves.waiting, on=WaitingOn(wanted), whom=" ".join(whom.split()))


def not_a_complaint() -> Wish:
    """It was none."""
    return moves.not_a_complaint


def a_complaint() -> Wish:
    """It is one after all."""
    return moves.a_complaint


def categorise(category: str) -> Wish:
    """Say what it is about: a complaint that is a newsletter after all is none. Raises RefusedError for a
    category that does not exist."""
    if category not in set(Category):
        raise RefusedError(f"“{category}” is no category. Choose one of: {', '.join(Category)}.")

    def wish(case: Case) -> Move:
        if case.category == category:
            return NotAllowed(reason=f"The category of this case is “{category}” already.")
        none = None if Category(category).is_complaint_kind else moves.not_a_complaint(case)
        stays = none.case if isinstance(none, Moved) else case
        return Moved(case=replace(stays, category=category), what="category", detail=category)

    return wish


def take_stance(stance: str) -> Wish:
    """Say whose fault it was. Raises RefusedError for a stance that does not exist."""
    if stance not in set(Stance):
        raise RefusedError(f"“{stance}” is no stance. Choose one of: {', '.join(Stance)}.")

    def wish(case: Case) -> Move:
        if case.stance == stance:
            return NotAllowed(reason=f"The stance on this case is “{stance}” already.")
        return Moved(case=replace(case, stance=stance), what="stance", detail=stance)

    return wish


def assign(person: str) -> Wish:
    """Give it to somebody of the shop; an empty name gives it to nobody."""
    wanted = " ".join(clean_line(person).split())

    def wish(case: Case) -> Move:
        if case.owner == wanted:
            return NotAllowed(reason=f"This case is {f'{wanted}’s' if wanted else 'nobody’s'} already.")
        return Moved(case=replace(case, owner=wanted), what="assigned", detail=wanted or "nobody")

    return wish


def write_record(said: Mapping[str, str]) -> Wish:
    """Fill in fields of the complaint record."""

    def wish(case: Case) -> Move:
        record = filled(case.record, said)
        if isinstance(record, BadField):
            return NotAllowed(reason=record.reason)
        told = "; ".join(f"{name}: {value or 'not said'}" for name, value in changes(case.record, record))
        if not told:
            return NotAllowed(reason="The record says so already.")
        return Moved(case=replace(case, record=record), what="record", detail=told)

    return wish


def note(text: str) -> Wish:
    """Keep a remark: the case itself stays as it is. Raises RefusedError for an empty one."""
    if not text.strip():
        raise RefusedError("The note is empty. Nothing was kept.")
    return lambda case: Moved(case=case, what="note", detail=text)

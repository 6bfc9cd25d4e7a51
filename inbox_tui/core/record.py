"""The minimum complaint record: what a shop should know of each complaint once it is over.

Most of it comes from the mail and from what was done; the rest is asked for once, at resolving, and never
stands in the way. An empty text means “not said”.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

from .frozen import dataclass

MOST_WORDS = 500


@dataclass(frozen=True, kw_only=True)
class Record:
    """What only a person can say about a complaint. Days are ISO dates."""

    severity: str = ""
    safety: str = ""
    cause: str = ""
    justified: str = ""
    decision: str = ""
    redress: str = ""
    recourse_told: str = ""
    satisfaction: str = ""
    corrective_action: str = ""
    verified_on: str = ""
    keep_until: str = ""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One line of the record: what it is called, and what may stand there (anything, where empty)."""

    title: str
    choices: tuple[str, ...] = ()
    is_day: bool = False


FIELDS: Mapping[str, Field] = {
    "severity": Field(title="How bad was it?", choices=("low", "normal", "high")),
    "safety": Field(title="Was anybody's safety at stake?", choices=("no", "yes")),
    "cause": Field(title="What was the cause?"),
    "justified": Field(title="Was the complaint justified?", choices=("yes", "partly", "no")),
    "decision": Field(title="What did you decide?"),
    "redress": Field(title="What did they get?"),
    "recourse_told": Field(title="Told where else they can turn?", choices=("no", "yes")),
    "satisfaction": Field(title="How happy were they in the end?", choices=("1", "2", "3", "4", "5")),
    "corrective_action": Field(title="What did you change so that it stays away?"),
    "verified_on": Field(title="When did you see that the change works?", is_day=True),
    "keep_until": Field(title="Until when must this be kept?", is_day=True),
}
"""In the order in which a record is read."""

ASKED = ("cause", "justified", "decision", "redress", "recourse_told")
"""What the minimum record needs and mail cannot say; the rest may be added whenever it is known."""


@dataclass(frozen=True, kw_only=True)
class BadField:
    """That cannot stand there; ``reason`` says what could."""

    reason: str


def filled(record: Record, said: Mapping[str, str]) -> Record | BadField:
    """``record`` with these fields; an empty value takes a field out again."""
    values: dict[str, str] = {}
    for name, value in said.items():
        field = FIELDS.get(name)
        if field is None:
            return BadField(reason=f"“{name}” is no field of the record. There are: {', '.join(FIELDS)}.")
        text = " ".join(value.split())
        if len(text) > MOST_WORDS:
            return BadField(
                reason=f"{field.title} That is {len(text)} letters; {MOST_WORDS} fit. Make it shorter."
            )
        if text and field.choices and text.lower() not in field.choices:
            return BadField(reason=f"{field.title} “{text}” is not one of {', '.join(field.choices)}.")
        if text and field.is_day and not _is_day(text):
            return BadField(reason=f"{field.title} “{text}” is no day. Write it as 2026-12-01.")
        values[name] = text.lower() if field.choices else text
    return replace(record, **values)


def changes(before: Record, after: Record) -> tuple[tuple[str, str], ...]:
    """The fields that differ, with what they say now."""
    return tuple(
        (name, getattr(after, name)) for name in FIELDS if getattr(after, name) != getattr(before, name)
    )


def missing(record: Record) -> tuple[str, ...]:
    """What the minimum record still lacks."""
    return tuple(name for name in ASKED if not getattr(record, name))


def from_mapping(found: Mapping[str, Any]) -> Record:
    """A record as it was stored; fields that this program does not know are left out."""
    known = {field.name for field in fields(Record)}
    return Record(**{name: str(value) for name, value in found.items() if name in known})


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2026-12-01")

"""The values that go into and come out of the checklist.

They carry no behaviour beyond a view or two, so that every screen and command can show the same report.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from enum import StrEnum

from ..frozen import dataclass
from .likeness import SentBefore

CHECKS: tuple[str, ...] = (
    "empathy",
    "validation",
    "explanation",
    "fault",
    "commitment",
    "solution",
    "follow_up",
    "promptness",
    "personalised",
    "tone",
    "placeholder",
    "excuse",
    "blame",
    "canned",
    "argue",
    "overpromise",
)
"""The sixteen checks, in the order in which every report lists them."""

MISTAKES: frozenset[str] = frozenset({"placeholder", "excuse", "blame", "canned", "argue", "overpromise"})
"""Checks whose `found` means that something should go; in all others it means that a part is there."""


class Stance(StrEnum):
    """How far the shop takes the failure as its own; it changes what a reply needs."""

    OURS = "ours"
    SHARED = "shared"
    NOT_OURS = "not_ours"
    UNKNOWN = "unknown"


class Level(StrEnum):
    """How much a finding matters before sending; only ERROR asks for a second confirmation."""

    OK = "ok"
    HINT = "hint"
    SHOULD = "should"
    MUST = "must"
    ERROR = "error"


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """What the customer wrote, as far as it is known."""

    from_name: str = ""
    subject: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A draft together with everything the checks may hold it against.

    `hours_since` counts from the customer's message, as parts of a day of 24 hours in which an answer is
    due. With no `stance` it is guessed from the draft. `other_names` are other customers' names, `own_names`
    those of the shop and its people, `sent_before` this shop's own earlier replies, `alarms` the dangers
    that the complaint speaks of (triage's names), `wrote_again` whether the customer came back after an
    answer, and `dismissed` the keys of findings that the owner has put aside.
    """

    text: str
    complaint: Complaint | None = None
    customer_name: str = ""
    hours_since: float | None = None
    stance: Stance | None = None
    other_names: frozenset[str] = frozenset()
    own_names: frozenset[str] = frozenset()
    sent_before: SentBefore = field(default_factory=SentBefore)
    alarms: tuple[str, ...] = ()
    wrote_again: bool = False
    dismissed: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one check has to say.

    `found` is True when the part (or the mistake) is there, False when it is not, None when the check does
    not apply. `spans` are half-open code-point ranges of the reply exactly as it was given. `key` names the
    finding in `Answer.dismissed` and survives edits elsewhere in the draft; `rule` names the rule that
    decided. `why` says in one sentence why it matters; `example` is something better, about another case.
    """

    check: str
    found: bool | None
    level: Level
    spans: tuple[tuple[int, int], ...]
    message: str
    suggestion: str
    why: str
    key: str
    example: str = ""
    rule: str = ""
    dismissed: bool = False


@dataclass(frozen=True, kw_only=True)
class Promise:
    """Something the draft promises, with the words for it and for its date.

    `due` is the date as it was written ("by Friday 27 Nov"), empty where none is given; turning it into an
    instant needs a clock and a zone, which the checklist does not have.
    """

    what: str
    due: str
    span: tuple[int, int]
    due_span: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class Report:
    """One finding per check, in the order of CHECKS, and what is left to do.

    `ready` means that nothing the reply must have is missing and nothing in it should stop it. `promises`
    are what the draft holds out to the customer; `notices` are for the owner to think of before sending.
    """

    findings: tuple[Finding, ...]
    ready: bool
    stance: Stance
    stance_guessed: bool
    to_go: tuple[str, ...]
    summary: str
    promises: tuple[Promise, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that ask for a second, explicit confirmation before sending."""
        return tuple(f for f in self.findings if f.level is Level.ERROR and not f.dismissed)


Check = Callable[[Answer], Report]
"""What reads a draft."""

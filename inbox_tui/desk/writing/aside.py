"""Putting a finding aside in a draft, or back: decided here for the pane and for the command."""

from ...core.checklist import Finding, Level
from ...core.frozen import dataclass


@dataclass(frozen=True, kw_only=True)
class Aside:
    """The keys of all that is put aside in the draft from now on."""

    dismissed: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class NothingOpen:
    """The check has nothing to say that could be put aside."""


@dataclass(frozen=True, kw_only=True)
class StopsSending:
    """It stops the reply, and is asked about when that is sent; ``reason`` says so."""

    reason: str = "This one cannot be put aside: sending asks for a second yes."


def put_aside(dismissed: frozenset[str], finding: Finding) -> Aside | NothingOpen | StopsSending:
    """What is put aside once the owner has said so of ``finding``. One that was comes back, by whatever words
    it was known then: a draft is written on."""
    if finding.dismissed:
        others = (key for key in dismissed if not key.startswith(f"{finding.check}:"))
        return Aside(dismissed=frozenset(others))
    match finding.level:
        case Level.OK:
            return NothingOpen()
        case Level.ERROR:
            return StopsSending()
        case _:
            return Aside(dismissed=dismissed | {finding.key})

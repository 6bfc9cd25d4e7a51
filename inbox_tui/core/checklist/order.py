"""The order in which a person works on a report: what a reply must have, mistakes, and then the rest."""

from __future__ import annotations

from .model import MISTAKES, Finding, Level, Report


def ordered(report: Report) -> list[Finding]:
    """All findings: missing musts, mistakes, what it should have, hints, put aside, there, not asked for."""
    return sorted(report.findings, key=_rank)


def is_open(finding: Finding) -> bool:
    """True for what is still to do."""
    return finding.level is not Level.OK and not finding.dismissed


def points_at_words(finding: Finding) -> bool:
    """True for an open finding about words that are there, false for what is not found yet."""
    return finding.check in MISTAKES or bool(finding.spans) or finding.check == "promptness"


def _rank(finding: Finding) -> int:
    if finding.level is Level.OK:
        return 6 if finding.found and finding.check not in MISTAKES else 7
    if finding.dismissed:
        return 5
    match finding.level:
        case Level.MUST:
            return 0
        case Level.ERROR:
            return 1
        case Level.SHOULD:
            return 2 if finding.spans or finding.check in MISTAKES else 3
        case _:
            return 4

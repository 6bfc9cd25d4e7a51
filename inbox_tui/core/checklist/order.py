"""The order in which a person works on a report: what a reply must have, mistakes, and then the rest."""

from __future__ import annotations

from enum import IntEnum

from .model import MISTAKES, Finding, Level, Report


class Part(IntEnum):
    """Where a finding belongs, in the order of the parts of a report."""

    MISSING = 0
    MISTAKE = 1
    REST = 2
    ASIDE = 3
    THERE = 4
    SILENT = 5


def ordered(report: Report) -> list[Finding]:
    """All findings: missing musts, mistakes, what would help, put aside, there, not asked for."""
    return sorted(report.findings, key=lambda finding: (part_of(finding), _WEIGHT[finding.level]))


def is_open(finding: Finding) -> bool:
    """True for what is still to do."""
    return finding.level is not Level.OK and not finding.dismissed


def part_of(finding: Finding) -> Part:
    """The part of a report that a finding belongs to."""
    if finding.level is Level.OK:
        return Part.THERE if finding.found and finding.check not in MISTAKES else Part.SILENT
    if finding.dismissed:
        return Part.ASIDE
    if finding.check in MISTAKES or (finding.level is Level.ERROR and finding.spans):
        return Part.MISTAKE
    return Part.MISSING if finding.level in (Level.MUST, Level.ERROR) else Part.REST


_WEIGHT = {Level.ERROR: 0, Level.MUST: 1, Level.SHOULD: 2, Level.HINT: 3, Level.OK: 4}

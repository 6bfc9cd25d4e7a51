"""Reports of the checklist, made by hand."""

from dataclasses import replace

from inbox_tui.core.checklist import CHECKS, MISTAKES, Finding, Level, Report, Stance, is_open


def a_finding(check: str, level: Level = Level.OK, **fields: object) -> Finding:
    """What one check says."""
    finding = Finding(
        check=check,
        found=level is Level.OK,
        level=level,
        spans=(),
        message=f"Not found yet: {check}.",
        suggestion=f"Which {check}?",
        why="",
        key=f"{check}:missing",
    )
    return replace(finding, **fields)  # type: ignore[arg-type]


def a_report(**levels: Finding) -> Report:
    """Everything is there except what is named."""
    findings = tuple(levels.get(check) or a_finding(check, found=check not in MISTAKES) for check in CHECKS)
    to_go = tuple(each.check for each in findings if is_open(each))
    return Report(
        findings=findings, ready=not to_go, stance=Stance.OURS, stance_guessed=True, to_go=to_go, summary=""
    )

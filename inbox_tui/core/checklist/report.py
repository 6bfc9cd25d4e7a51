"""Putting what was found into levels and words."""

from __future__ import annotations

from collections.abc import Mapping

from . import dismissal
from .document import Outcome
from .model import CHECKS, MISTAKES, Answer, Finding, Level, Report, Stance
from .reading import Reading
from .rules import Wording, rule_files

_Needed = tuple[frozenset[str], frozenset[str]]

_NEEDED: dict[Stance, _Needed] = {
    Stance.OURS: (
        frozenset({"fault", "solution", "validation"}),
        frozenset({"empathy", "explanation", "commitment", "follow_up"}),
    ),
    Stance.SHARED: (
        frozenset({"fault", "solution", "validation"}),
        frozenset({"empathy", "explanation", "commitment", "follow_up"}),
    ),
    Stance.NOT_OURS: (frozenset({"validation", "explanation"}), frozenset({"empathy"})),
    Stance.UNKNOWN: (frozenset({"follow_up", "validation"}), frozenset({"empathy"})),
}
"""What a reply must have and should have, by stance."""
_ANSWERING = (frozenset[str](), frozenset[str]())
"""The same where the customer only asks something: nothing has gone wrong that would have to be made good."""

_STOPS = frozenset({"placeholder", "argue"})
_RANK = (Level.ERROR, Level.MUST, Level.SHOULD)
_NAMED = 3


def reported(
    found: dict[str, Outcome],
    answer: Answer,
    reading: Reading,
    stance: Stance,
    levels: Mapping[str, Level | None],
    *,
    asks: bool = False,
) -> Report:
    """The report for these outcomes; ``levels`` are those that the shop set, None for a check turned off.

    `asks` says that the customer has no complaint, only a question. Whoever owns a failure in answer to it
    knows better, and so does an owner who set the stance.
    """
    answers = asks and answer.stance is None and not found["fault"].found
    needed = _ANSWERING if answers else _NEEDED[stance]
    findings = tuple(
        _turned_off(check)
        if levels.get(check, Level.OK) is None
        else _finding(check, found[check], answer, reading, needed, levels.get(check))
        for check in CHECKS
    )
    live = [f for f in findings if not f.dismissed]
    open_ones = [f for level in _RANK for f in live if f.level is level]
    files = rule_files()
    to_go = tuple(_short(f, files[f.check].wording) for f in open_ones)
    ready = not any(f.level in (Level.ERROR, Level.MUST) for f in live)
    return Report(
        findings=findings,
        ready=ready,
        stance=stance,
        stance_guessed=answer.stance is None,
        to_go=to_go,
        summary=_summary(to_go, ready),
    )


def _summary(to_go: tuple[str, ...], ready: bool) -> str:
    if not to_go:
        return "Ready to read once more"
    named = "; ".join(to_go[:_NAMED])
    more = f"; and {len(to_go) - _NAMED} more" if len(to_go) > _NAMED else ""
    if ready:
        return f"Ready to read once more; it could still gain: {named}{more}"
    return f"{len(to_go)} to go: {named}{more}"


def _turned_off(check: str) -> Finding:
    return Finding(
        check=check,
        found=None,
        level=Level.OK,
        spans=(),
        message="This shop has turned this check off.",
        suggestion="",
        why=rule_files()[check].wording.why,
        key=dismissal.key(check, (), ""),
    )


def _finding(
    check: str, found: Outcome, answer: Answer, reading: Reading, needed: _Needed, own: Level | None
) -> Finding:
    file = rule_files()[check]
    level = _level(check, found, needed)
    if own is not None and level is not Level.OK:
        level = own
    message, suggestion = _words(check, found, level)
    put_aside = level is not Level.OK and dismissal.is_dismissed(
        check, found.said, found.case, answer.dismissed
    )
    return Finding(
        check=check,
        found=found.found,
        level=level,
        spans=tuple(reading.plain.span(a, b) for a, b in found.spans),
        message=message,
        suggestion="" if level is Level.OK else suggestion,
        why=file.wording.why,
        key=dismissal.key(check, found.said, found.case),
        example="" if level is Level.OK else file.better(reading.language),
        rule=", ".join(found.rules),
        dismissed=put_aside,
    )


def _level(check: str, found: Outcome, needed: _Needed) -> Level:
    if found.found is None:
        return Level.OK
    if check in MISTAKES:
        if not found.found:
            return Level.OK
        return Level.ERROR if check in _STOPS else Level.SHOULD
    if found.case == "wrong_name":
        return Level.ERROR
    if found.case in ("amber", "late_said") or (found.found and found.case == "refund_unanswered"):
        return Level.HINT
    if found.found:
        return Level.OK
    if found.case == "late":
        return Level.SHOULD
    must, should = needed
    return Level.MUST if check in must else Level.SHOULD if check in should else Level.HINT


def _words(check: str, found: Outcome, level: Level) -> tuple[str, str]:
    file = rule_files()[check]
    if found.found is None:
        return "Does not apply here.", ""
    cases = file.settings.get("cases", {})
    if found.case in cases:
        case = cases[found.case]
        return case["message"], case.get("suggestion", file.wording.suggestion)
    good = found.found is not (check in MISTAKES)
    if check in MISTAKES:
        return (file.wording.missing if good else file.wording.present), file.wording.suggestion
    return (file.wording.present if good else file.wording.missing), file.wording.suggestion


def _short(finding: Finding, wording: Wording) -> str:
    if finding.rule == "personalised/other-name":
        return "take out another customer's name"
    return wording.short

"""A report of the checklist in the order in which a person works: missing things first, found ones last."""

from collections.abc import Callable, Iterator

from ...core.checklist import MISTAKES, Finding, Level, Report, is_open, ordered, points_at_words
from ..show import fit, line, plain, styled
from .lines_view import Line
from .wrapping import wrapped

Glyph = Callable[[str], str]

NAMES = {
    "empathy": "feeling",
    "validation": "theirs",
    "explanation": "how",
    "fault": "ours",
    "commitment": "change",
    "solution": "remedy",
    "follow_up": "contact",
    "promptness": "in time",
    "personalised": "by name",
    "tone": "tone",
    "placeholder": "gap",
    "excuse": "excuse",
    "blame": "blame",
    "canned": "stock",
    "argue": "argues",
    "overpromise": "too much",
}
"""One short word per check, for the narrow column."""

_LABEL = 11


def checklist_lines(report: Report, text: str, width: int, *, glyph: Glyph, current: str) -> Iterator[Line]:
    """The lines; ``place`` names the finding by its position. ``current`` is the check with the cursor."""
    fine: list[str] = []
    heading = ""
    for number, finding in enumerate(ordered(report)):
        if finding.level is Level.OK and (finding.check in MISTAKES or not finding.found):
            fine.append(NAMES[finding.check])
            continue
        if (group := _group(finding)) != heading:
            heading = group
            if group:
                yield Line(styled(group, "muted"), place=(number, -1))
        yield from _finding(finding, text, width, number, glyph, current=finding.check == current)
    if fine:
        words = f"{glyph('fine')} nothing to say about: {', '.join(fine)}"
        yield from _hanging(words, width, "muted", (len(report.findings), 0), hang=2)


def _finding(
    finding: Finding, text: str, width: int, number: int, glyph: Glyph, *, current: bool
) -> Iterator[Line]:
    sign, role = _sign(finding)
    head = fit(styled(f"{glyph(sign)} {NAMES[finding.check]}", role), _LABEL, pad=True)
    said = quoted(finding, text) if finding.level is Level.OK else ""
    words = said or missing_words(finding)
    if finding.dismissed:
        words = f"put aside: {words}"
    room = max(8, width - _LABEL)
    body = "muted" if finding.level is Level.OK or finding.dismissed else "text"
    if finding.level is Level.OK:
        yield Line(line(head, fit(styled(words, body), room)), place=(number, 0))
        return
    for at, (_, each) in enumerate(wrapped(words, room)):
        yield Line((head if at == 0 else plain(" " * _LABEL)) + styled(each, body), place=(number, at))
    if current and finding.suggestion and not finding.dismissed:
        for at, (_, each) in enumerate(wrapped(finding.suggestion, room)):
            yield Line(plain(" " * _LABEL) + styled(each, "accent"), place=(number, 50 + at))


def _group(finding: Finding) -> str:
    """The heading above an open finding; what is there, or was put aside, needs none."""
    if not is_open(finding):
        return ""
    return "Have another look" if points_at_words(finding) else "Not found yet"


def missing_words(finding: Finding) -> str:
    """What a finding says; below a heading it need not say again that it was not found."""
    words = finding.message.removeprefix("Not found yet: ")
    return words[:1].upper() + words[1:]


def quoted(finding: Finding, text: str) -> str:
    """The words that a finding points at, as they stand in the draft."""
    if not finding.spans:
        return ""
    start, end = finding.spans[0]
    return f"“{' '.join(text[start:end].split())}”"


def _sign(finding: Finding) -> tuple[str, str]:
    if finding.dismissed:
        return "fine", "muted"
    match finding.level:
        case Level.OK:
            return "done", "ok"
        case Level.ERROR:
            return "mistake", "error"
        case Level.HINT:
            return "hint", "muted"
        case _:
            return ("mistake", "warn") if finding.check in MISTAKES else ("missing", "soon")


def _hanging(text: str, width: int, role: str, place: tuple[int, int], *, hang: int) -> Iterator[Line]:
    for at, (_, words) in enumerate(wrapped(text, max(8, width - hang))):
        yield Line(styled(words if at == 0 else " " * hang + words, role), place=place)

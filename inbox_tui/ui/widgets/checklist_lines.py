"""A report of the checklist in the order in which a person works: missing things first, found ones last."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from ...core.checklist import MISTAKES, Finding, Level, Part, Report, Stance, ordered, part_of
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
SUMMARY_LINES = 2
"""A narrow pane breaks the one line that says what is left to do, and cuts it after these."""


_HEADINGS = {
    Part.MISSING: "Not found yet",
    Part.MISTAKE: "Have another look",
    Part.REST: "Would help too",
}
STANCES = {
    Stance.OURS: "ours",
    Stance.SHARED: "shared",
    Stance.NOT_OURS: "not ours",
    Stance.UNKNOWN: "still looking",
}
"""How far the shop takes the failure as its own, in the owner's words."""
Day = Callable[[str], str]
"""The day that words such as "by Friday" mean, short; empty where they mean none."""


def head_lines(report: Report, width: int, *, key: str, day: Day, glyph: Glyph) -> Iterator[Line]:
    """What is left to do, what to think of first, the stance that it is held against, what is promised."""
    shown = _head(report, width, key, day, glyph)
    yield from (replace(each, place=(-1, number)) for number, each in enumerate(shown))


def _head(report: Report, width: int, key: str, day: Day, glyph: Glyph) -> Iterator[Line]:
    starts = [at for at, _ in wrapped(report.summary, width)]
    for at, end in zip(starts[:SUMMARY_LINES], (*starts[1:SUMMARY_LINES], None), strict=False):
        yield Line(fit(styled(report.summary[at:end].rstrip(), "strong"), width))
    for notice in report.notices:
        yield from _hanging(f"{glyph('escalate')} {notice}", width, "soon", (0, 0), hang=2)
    how = "guessed" if report.stance_guessed else "as you said"
    stance = line(
        styled(f"stance: {STANCES[report.stance]}", "text"),
        styled(f", {how}", "muted"),
        styled(" (" if key else "", "muted"),
        styled(key, "key"),
        styled(" changes it)" if key else "", "muted"),
    )
    yield Line(fit(stance, width))
    for promise in report.promises:
        due = day(promise.due) if promise.due else ""
        tail = f" ({due})" if due else ""
        what = fit(" ".join(promise.what.split()), max(8, width - len("you promise: ") - len(tail)))
        told = line(styled("you promise: ", "muted"), styled(what, "text"), styled(tail, "accent"))
        yield Line(told)


def checklist_lines(report: Report, text: str, width: int, *, glyph: Glyph, current: str) -> Iterator[Line]:
    """The lines; ``place`` names the finding by its position. ``current`` is the check with the cursor."""
    fine: list[str] = []
    heading = ""
    for number, finding in enumerate(ordered(report)):
        if finding.level is Level.OK and (finding.check in MISTAKES or not finding.found):
            fine.append(NAMES[finding.check])
            continue
        # What is there, or was put aside, needs no heading.
        if (group := _HEADINGS.get(part_of(finding), "")) != heading:
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
    if current and not finding.dismissed:
        yield from _told(finding, room, number)


def _told(finding: Finding, room: int, number: int) -> Iterator[Line]:
    """For the finding with the cursor: a question to answer, why it matters, and one example of better."""
    better = f"For example: {finding.example}" if finding.example else ""
    at = 50
    for words, role in ((finding.suggestion, "accent"), (finding.why, "muted"), (better, "muted")):
        for _, each in wrapped(words, room) if words else ():
            yield Line(plain(" " * _LABEL) + styled(each, role), place=(number, at))
            at += 1


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
    if finding.check == "promptness" and finding.level is not Level.OK:
        return ("soon", "soon") if finding.found else ("late", "late")
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

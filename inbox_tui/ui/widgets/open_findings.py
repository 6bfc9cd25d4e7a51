"""What should stop a reply, and what is still open in it, in a few lines."""

from collections.abc import Callable

from textual.content import Content
from textual.widget import Widget

from ...core.checklist import Level, Report
from ..show import line, styled
from ..theming import glyph
from .checklist_lines import missing_words

SHOWN_OPEN = 5
"""More open findings than this are counted, not listed: the draft's checklist has them all."""


def open_findings(
    widget: Widget, report: Report, one_line: Callable[[Content], Content], *, checked: bool
) -> list[Content]:
    """What should stop it, then what is still open; one line each, so that the end stays in sight."""
    stop, open_ = glyph(widget, "mistake"), glyph(widget, "missing")
    shown = [one_line(line(styled(line(stop, " Stop: "), "error"), f.message)) for f in report.errors]
    still = [f for f in report.findings if f.level in (Level.MUST, Level.SHOULD) and not f.dismissed]
    if still:
        shown.append(line(styled("Still open:", "soon")))
    shown += [one_line(line(styled(line(open_, " "), "soon"), missing_words(f))) for f in still[:SHOWN_OPEN]]
    if len(still) > SHOWN_OPEN:
        shown.append(styled(line("  and ", str(len(still) - SHOWN_OPEN), " more in the checklist"), "muted"))
    if not checked:
        words = "The checklist could not look at these words; read them once more yourself."
        return [one_line(line(styled(line(glyph(widget, "hint"), " "), "soon"), words))]
    return shown or [line(styled(glyph(widget, "done"), "ok"), " Nothing is open.")]

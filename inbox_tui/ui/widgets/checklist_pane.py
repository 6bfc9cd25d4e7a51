"""The live checklist beside the draft: what is not found yet, what should go, and what is there."""

from collections.abc import Iterator
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from ...core.checklist import Finding, Report, is_open, ordered
from ..actions import BY_ID, Where, bindings
from ..keys import KeyTable
from ..show import entitle, plain
from ..theming import glyph
from .checklist_lines import Day, checklist_lines, head_lines, quoted
from .lines_view import Line, LinesView

_STANCE = ("case.stance", "draft.stance")


class ChecklistPane(LinesView):
    """Renders one ``Report``. The cursor belongs to a check, so a new report does not move it.

    ``day`` turns the words of a promise into the day that they mean.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.CHECKLIST)

    class Pointed(Message):
        """The cursor is on another finding; ``finding`` is None when there is nothing to point at."""

        def __init__(self, finding: Finding | None) -> None:
            super().__init__()
            self.finding = finding

    class PutAside(Message):
        """The owner does not want to hear of this finding in this draft, or wants to again."""

        def __init__(self, finding: Finding) -> None:
            super().__init__()
            self.finding = finding

    def __init__(self, *, day: Day = str, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._day = day
        self._report: Report | None = None
        self._order: list[Finding] = []
        """The findings as they are listed."""
        self._text = ""
        self._check = ""
        self._instead = "Reading along as soon as there is a draft."

    @property
    def report(self) -> Report | None:
        """What is shown."""
        return self._report

    @property
    def text(self) -> str:
        """The words that the report is about."""
        return self._text

    @property
    def current(self) -> Finding | None:
        """The finding with the cursor."""
        found = self._report.findings if self._report else ()
        return next((each for each in found if each.check == self._check), None)

    @property
    def to_go(self) -> str:
        """``2 to go``, for a title."""
        if self._report is None:
            return ""
        count = len(self._report.to_go)
        return f"{count} to go" if count else "nothing to go"

    def show_report(self, report: Report | None, text: str) -> None:
        """Show what was found in ``text``; the cursor and the place stay where they were."""
        if report is None:
            self._check = ""
        same = _looks(report, text) == _looks(self._report, self._text) and report is not None
        self._report, self._text = report, text
        self._order = ordered(report) if report else []
        if same:
            return
        entitle(self, plain(f"Checklist {glyph(self, 'dot')} {self.to_go}" if report else "Checklist"))
        self.lay_out_again()

    def give_up(self) -> None:
        """The checklist itself is broken: say so once, and be out of the way."""
        self._instead = "The checklist cannot read this draft. Writing and sending work as ever."
        self.show_report(None, "")
        self.lay_out_again()

    def lay_out(self, width: int) -> Iterator[Line]:
        """A summary, then the findings."""
        if self._report is None:
            yield Line(self._instead, "muted")
            return
        table = getattr(self.app, "key_table", None)
        keys = [table.shown(BY_ID[each]) for each in _STANCE] if isinstance(table, KeyTable) else []

        def sign(name: str) -> str:
            return glyph(self, name)

        yield from head_lines(self._report, width, key=" or ".join(keys), day=self._day, glyph=sign)
        yield from checklist_lines(self._report, self._text, width, glyph=sign, current=self._check)

    def highlighted(self, number: int, shown: Line) -> bool:
        """The first line of the finding with the cursor."""
        return shown.place[1] == 0 and self._report is not None and shown.place[0] == self._at()

    def _at(self) -> int:
        return next((n for n, each in enumerate(self._order) if each.check == self._check), -1)

    # --- moving -----------------------------------------------------------------------------------

    def step(self, by: int) -> Finding | None:
        """To the next or previous open finding, around the ends; the finding it came to."""
        wanted = [each for each in self._order if is_open(each)]
        return self._step(wanted, by, around=True)

    def _step(self, wanted: list[Finding], by: int, *, around: bool) -> Finding | None:
        if not wanted:
            return None
        at = next((n for n, each in enumerate(wanted) if each.check == self._check), None)
        if at is None:
            at = 0 if by > 0 else len(wanted) - 1
        else:
            at = (at + by) % len(wanted) if around else max(0, min(at + by, len(wanted) - 1))
        self._point(wanted[at])
        return wanted[at]

    def _point(self, finding: Finding) -> None:
        self._check = finding.check
        self.lay_out_again()
        self._show_current()
        self.post_message(self.Pointed(finding))

    def _show_current(self) -> None:
        at = self._at()
        rows = [n for n, each in enumerate(self.lines) if each.place[0] == at]
        top, height = round(self.scroll_offset.y), max(1, self.scrollable_content_region.height)
        if rows and rows[0] < top:
            self.scroll_to(y=rows[0], animate=False, force=True)
        elif rows and rows[-1] >= top + height:
            self.scroll_to(y=min(rows[0], rows[-1] - height + 1), animate=False, force=True)

    def _listed(self) -> list[Finding]:
        shown = {each.place[0] for each in self.lines}
        return [each for n, each in enumerate(self._order) if n in shown]

    def action_cursor_down(self) -> None:
        """One finding down."""
        self._step(self._listed(), 1, around=False)

    def action_cursor_up(self) -> None:
        """One finding up."""
        self._step(self._listed(), -1, around=False)

    def action_put_aside(self) -> None:
        """Not in this draft."""
        if (finding := self.current) is not None:
            self.post_message(self.PutAside(finding))

    def on_click(self, event: events.Click) -> None:
        """Point with the mouse."""
        offset = event.get_content_offset(self)
        at = offset.y + round(self.scroll_offset.y) if offset is not None else len(self.lines)
        if at < len(self.lines):
            number = self.lines[at].place[0]
            if 0 <= number < len(self._order):
                self._point(self._order[number])


def _looks(report: Report | None, text: str) -> list[tuple[object, ...]]:
    """What can be seen of a report: most keys change where words are, and nothing that is shown."""
    if report is None:
        return []
    head = (report.stance, report.stance_guessed, report.summary, report.promises, report.notices)
    return [head] + [
        (each.check, each.level, each.found, each.dismissed, each.message, quoted(each, text))
        for each in report.findings
    ]

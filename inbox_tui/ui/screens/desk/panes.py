"""The panes of the main screen: which are shown, which is in use, and how one goes from one to another."""

from collections.abc import Callable

from textual import events
from textual.geometry import Size
from textual.widget import Widget

from ....core.checklist import Check
from ....core.deadlines import as_of
from ....desk.desk import Desk
from ....desk.views import Row
from ....ports import Runner
from ...widgets.case_header import CaseHeader, Pages
from ...widgets.row_lines import state_words
from .layout import TALL, Layout, Pane, layout, next_tab
from .turning import Turning
from .writing import Writing


class Panes(Writing, Turning):
    """Another size shows other panes; focus, cursors and words stay as they are."""

    def __init__(
        self, desk: Desk, *, checks: Runner | None = None, check: Callable[[], Check] | None = None
    ) -> None:
        super().__init__(desk, checks=checks, check=check)
        self._panes: dict[Pane, Widget] = {
            Pane.LIST: self.list,
            Pane.MESSAGE: self.message,
            Pane.DRAFT: self.editor,
            Pane.CHECKLIST: self.checklist,
        }
        self.header = CaseHeader(id="header")
        self._pane = Pane.LIST
        self._plan: Layout = layout(80, opened=False, pane=Pane.LIST)

    @property
    def target(self) -> Row | None:
        """The row under the cursor where the list is in use, else the opened conversation."""
        if self._pane is Pane.LIST or self._view is None:
            return self.list.row
        return self._view.row

    def on_resize(self, event: events.Resize) -> None:
        """Another size, the same focus, cursor and place."""
        self._arrange(event.size)

    def _arrange(self, size: Size | None = None) -> None:
        size = size or self.size
        self._plan = plan = layout(size.width, opened=self._view is not None, pane=self._pane)
        self.sections.display = plan.list_width is not None and size.height >= TALL
        column = self.query_one("#list-column")
        column.styles.width = plan.list_width if plan.list_width is not None else "1fr"
        column.display = Pane.LIST in plan.shown
        self.query_one("#writing").display = bool(plan.shown & {Pane.DRAFT, Pane.CHECKLIST})
        for pane in (Pane.MESSAGE, Pane.DRAFT, Pane.CHECKLIST):
            self._panes[pane].display = pane in plan.shown
        self.header.display = plan.pages
        self.set_class(not plan.frames, "-bare")
        self.show_header()
        self.refresh_bindings()
        if Pane.LIST in plan.shown:
            # Only then is it known how much of the titles there is room for.
            self.call_after_refresh(self.name_list)

    def go(self, pane: Pane) -> None:
        """Show a pane and put the focus there."""
        self._pane = pane
        self._arrange()
        self.set_focus(self._panes[pane])

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The mouse can change panes too."""
        pane = next((each for each, widget in self._panes.items() if widget is event.widget), None)
        if pane is not None and pane is not self._pane and pane in self._plan.shown:
            self._pane = pane
            self._arrange()

    def show_header(self) -> None:
        """The title row of a narrow screen."""
        if self._view is None or not self._plan.pages:
            return
        row = self._view.row
        notes = {
            Pane.DRAFT: self.keeping_words,
            Pane.CHECKLIST: "" if self.checks_wait else self.checklist.to_go,
        }
        due = as_of(row.due, now=self.desk.office.now(), target=self.desk.office.answer_within)
        self.header.show(
            Pages(
                customer=row.customer,
                order=row.order_numbers[0] if row.order_numbers else "",
                state=state_words(row, due),
                late=due.left is not None and due.left.total_seconds() < 0,
                pages=tuple((pane.value, notes.get(pane, "")) for pane in self._plan.tabs),
                current=self._pane.value,
            )
        )

    def on_case_header_turned(self, event: CaseHeader.Turned) -> None:
        """A page was clicked."""
        self.go(Pane(event.page))

    def action_next_pane(self) -> None:
        """To the next pane or page."""
        self.go(next_tab(self._plan.tabs, self._pane, 1))

    def action_previous_pane(self) -> None:
        """To the pane before."""
        self.go(next_tab(self._plan.tabs, self._pane, -1))

    def leave_draft(self) -> None:
        """To the list, where the next complaint waits."""
        if self._pane is Pane.DRAFT:
            self.go(Pane.LIST)

    def action_to_finding(self) -> None:
        """To the words that the finding means."""
        self.go(Pane.DRAFT)
        self.editor.go_to_mark()

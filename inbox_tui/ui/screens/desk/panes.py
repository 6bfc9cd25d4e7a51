"""The panes of the main screen: which are shown, which is in use, and how one goes from one to another."""

from __future__ import annotations

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING

from textual import events
from textual.containers import Vertical
from textual.geometry import Size
from textual.widget import Widget

from ....core.deadlines import as_of
from ....desk.views import Row
from ...widgets.row_lines import state_words
from .layout import CASE_PANES, TALL, Layout, Pane, layout, next_tab
from .turning import Turning
from .writing import Writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from ....core.checklist import Check
    from ....desk.desk import Desk
    from ....ports import Runner
    from ...widgets.case_header import CaseHeader


class Panes(Writing, Turning):
    """Another size shows other panes; focus, cursors and words stay as they are."""

    def __init__(
        self, desk: Desk, *, checks: Runner | None = None, check: Callable[[], Check] | None = None
    ) -> None:
        super().__init__(desk, checks=checks, check=check)
        self._panes: dict[Pane, Widget] = {Pane.LIST: self.list}
        """Those that are on the screen or can be shown there; the others come with ``bring_panes``."""
        self._bringing = asyncio.Lock()
        self._pane = Pane.LIST
        self._plan: Layout = layout(80, opened=False, pane=Pane.LIST)

    @cached_property
    def header(self) -> CaseHeader:
        """Names the pages of a narrow screen."""
        from ...widgets.case_header import CaseHeader

        return CaseHeader(id="header")

    @cached_property
    def writing(self) -> Vertical:
        """The draft with its checklist below it."""
        return Vertical(self.editor, self.checklist, id="writing")

    def _know_panes(self) -> None:
        self._panes |= {
            Pane.MESSAGE: self.message,
            Pane.DRAFT: self.editor,
            Pane.CHECKLIST: self.checklist,
        }

    async def bring_panes(self) -> None:
        """Have the panes of a case at hand: it takes a while, so it is done when the list is on the screen,
        and at the latest when a case is opened. Only a wide screen shows them from the beginning."""
        async with self._bringing:
            if len(self._panes) == len(Pane):
                return
            for each in (self.header, self.message, self.writing):
                each.display = False
            place = self.query_one("#panes")
            await self.mount(self.header, before=place)
            await place.mount(self.message, self.writing)
            self._know_panes()
            self._show_panes()

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
        if len(self._panes) == len(Pane):
            self._show_panes()
        elif not plan.shown.isdisjoint(CASE_PANES):
            self.run_worker(self.bring_panes())
        self.set_class(not plan.frames, "-bare")
        self.show_header()
        self.refresh_bindings()
        if Pane.LIST in plan.shown:
            # Only then is it known how much of the titles there is room for.
            self.call_after_refresh(self.name_list)

    def _show_panes(self) -> None:
        shown = self._plan.shown
        self.writing.display = not shown.isdisjoint({Pane.DRAFT, Pane.CHECKLIST})
        for pane in CASE_PANES:
            self._panes[pane].display = pane in shown
        self.header.display = self._plan.pages

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
        from ...widgets.case_header import Pages

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

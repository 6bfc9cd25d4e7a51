"""Which list the main screen shows: its section, its order, and what a search finds."""

from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Input

from ....desk.cases.sections import Section, orders_of
from ...show import plain
from ...widgets.section_bar import SectionBar
from .layout import Pane
from .listing import Listing

if TYPE_CHECKING:
    from ..choice import Chosen, NothingChosen


class Turning(Listing):
    """Turns from one list to another; each begins at its top."""

    def action_next_section(self) -> None:
        """The next list, and around."""
        sections = list(Section)
        self.turn_to(sections[(sections.index(self._section) + 1) % len(sections)])

    def turn_to(self, section: Section) -> None:
        """Show another list; the cursor begins at its top."""
        self._end_search()
        self._section, self._turned = section, True
        self.list.border_title = plain(section.value)
        self.list.unselect()
        self.look_again(let_go=self._under_cursor())

    def action_choose_section(self) -> None:
        """One key for each list."""
        from ..choice import Choice, Chosen, Option

        def answered(answer: "Chosen[Section] | NothingChosen | None") -> None:
            if isinstance(answer, Chosen):
                self.turn_to(answer.value)

        options = [
            Option(value=each, words=f"{each.value} ({n:,})" if (n := self._counts.get(each)) else each.value)
            for each in Section
        ]
        self.app.push_screen(Choice("Which list?", options, now=self._section), answered)

    @on(SectionBar.Chosen)
    def _section_clicked(self, event: SectionBar.Chosen) -> None:
        event.stop()
        self.turn_to(Section[event.name])

    def action_next_order(self) -> None:
        """The same list in another order, from its top."""
        if self._words:
            self.say("What a search finds stands best match first.")
            return
        orders = orders_of(self._section)
        self._orders[self._section] = orders[(orders.index(self._order) + 1) % len(orders)]
        self._turned = True
        self.look_again(let_go=self._under_cursor())

    def action_search(self) -> None:
        """Search all mail as one types."""
        self.go(Pane.LIST)
        if not self.search_line.is_attached:
            # Not waited for: it takes keys at once.
            self.query_one("#list-column").mount(self.search_line, before=self.list)
        self.searches = self.search_line.display = True
        self.set_focus(self.search_line)

    def _end_search(self) -> None:
        if self.searches:
            self.searches = self.search_line.display = False
            self.search_line.value = ""
            self.look_again(let_go=self._under_cursor())

    @on(Input.Changed, "#search")
    def _searching(self, event: Input.Changed) -> None:
        event.stop()
        if self.searches:
            # What fits best stands on top, and Enter is to open it.
            self._turned = True
            self.look_again(let_go=self._under_cursor())

    @on(Input.Submitted, "#search")
    def _searched(self, event: Input.Submitted) -> None:
        event.stop()
        self.go(Pane.LIST)

    def go(self, pane: Pane) -> None:
        """Show a pane and put the focus there."""
        raise NotImplementedError

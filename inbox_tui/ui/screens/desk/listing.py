"""The list of the main screen: its sections, the search, and how it stays up to date."""

import re
from collections.abc import Collection, Mapping

from textual import on, work
from textual.widgets import Input

from ....desk.desk import Desk
from ....desk.views import ConversationView
from ...show import Showable, fit, join, line, plain, styled
from ...theming import glyph
from ...widgets.complaint_list import ComplaintList
from ...widgets.leaving import Leaving, LeavingLine
from ...widgets.message_pane import MessagePane
from ...widgets.search_line import SearchLine
from .base import DeskBase, Failed
from .layout import Pane
from .reading import Opened, Section, read_conversation, read_list

_KEY = re.compile(r"\{([\w.]+)\}")
_NOTHING = {
    Section.ANSWER: (
        "Nothing to answer.",
        "New complaints come in by themselves.",
        "",
        "{desk.search} to search, {list.next_section} for more",
    ),
    Section.WAITING: ("No customer owes you an answer.",),
    Section.SNOOZED: ("Nothing is put aside.",),
    Section.RESOLVED: ("No case is closed yet.",),
    Section.ALL: ("There is no mail yet.", "{desk.sync} asks the mail server."),
}


class Listing(DeskBase):
    """Holds the list and the message; both are read anew together, and neither moves under the eye."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.list = ComplaintList(id="list", classes="pane")
        self.message = MessagePane(zone=desk.office.zone, id="message", classes="pane")
        self.search_line = SearchLine(id="search")
        self._view: ConversationView | None = None
        self._section = Section.ANSWER
        self._leaving: tuple[Leaving, ...] = ()

    @property
    def opened(self) -> ConversationView | None:
        """The conversation on the desk."""
        return self._view

    def _time_runs(self) -> None:
        if self._section is Section.ALL and not self.search_line.value:
            self.list.set_time(self.desk.office.now(), target=self.desk.office.answer_within)
        else:
            self.look_again()

    def _count_down(self) -> None:
        if self._leaving:
            self.query_one(LeavingLine).show(self._leaving, now=self.desk.office.now())

    def look_again(self, *, let_go: frozenset[str] = frozenset()) -> None:
        """Read the list and the opened conversation anew; the cursor stays where it is."""
        self._look(let_go)

    @work(exclusive=True, group="look")
    async def _look(self, let_go: frozenset[str]) -> None:
        section, words = self._section, self.search_line.value if self.search_line.display else ""
        if self.list.loading_rows and section is Section.ANSWER:
            await self._glance()
        listed = await self.ask(read_list, self.desk, section, words, self.list.near)
        if isinstance(listed, Failed):
            if self.list.loading_rows:
                self.list.set_rows((), nothing=("The list could not be read.", listed.reason))
            return
        nothing = (f"No mail has all of: {words}",) if words else self._nothing(section)
        self._name_list(words, len(listed.rows), listed.counts)
        now = self.desk.office.now()
        self.list.set_time(now, target=self.desk.office.answer_within)
        self.list.set_rows(listed.rows, nothing=nothing, let_go=let_go)
        self._leaving = listed.leaving
        self.query_one(LeavingLine).show(self._leaving, now=now)
        self.refresh_bindings()
        if (view := self._view) is not None:
            again = await self.ask(read_conversation, self.desk, view.row.id, opening=False)
            if not isinstance(again, Failed) and self._view is not None and self._view.row.id == view.row.id:
                self._view = again.view
                self.message.show_view(again.view)
                self.take_news(again)
                self.show_header()

    @on(ComplaintList.Wanted)
    def _fill_list(self, event: ComplaintList.Wanted) -> None:
        """Rows of a long list come near."""
        event.stop()
        self._read_rows(event.ids)

    @work(group="rows")
    async def _read_rows(self, ids: Collection[str]) -> None:
        rows = await self.ask(self.desk.inbox.rows_of, ids)
        if not isinstance(rows, Failed):
            self.list.fill(ids, rows)

    async def _glance(self) -> None:
        """The list as it was last time, until the casebook is open."""
        rows = await self.ask(self.desk.glance.rows)
        if not isinstance(rows, Failed) and rows:
            self._name_list("", len(rows), {})
            self.list.set_time(self.desk.office.now(), target=self.desk.office.answer_within)
            self.list.set_rows(rows)

    def _name_list(self, words: str, rows: int, counts: Mapping[Section, int]) -> None:
        """The title says what is listed, the line below what else there is."""
        title = f"Search: {words}" if words else self._section.value
        others = [f"{each.short} {n}" for each, n in counts.items() if n and each is not self._section]
        rest = line(
            styled(self.key_for("list.next_section"), "key"),
            " ",
            join(f" {glyph(self, 'dot')} ", [*others, "more"]),
        )
        self.list.border_title = fit(f"{title} ({rows})", 60)
        self.list.border_subtitle = fit(self._selected() or rest, 60)

    def _nothing(self, section: Section) -> tuple[str, ...]:
        """What an empty list says, with the keys that lead on."""
        return tuple(_KEY.sub(lambda found: self.key_for(found[1]), each) for each in _NOTHING[section])

    def _selected(self) -> Showable:
        """How many are selected, and how that ends."""
        count = len(self.list.selected_rows)
        return line(f"{count} selected, ", styled("Esc", "key"), " none") if count else ""

    @on(ComplaintList.Selected)
    def _say_how_many(self, event: ComplaintList.Selected) -> None:
        """The frame says so."""
        event.stop()
        if event.count:
            self.list.border_subtitle = fit(self._selected(), 60)
        else:
            self.look_again()
        self.refresh_bindings()

    def action_next_section(self) -> None:
        """To answer, waiting, snoozed, resolved, all mail, and around."""
        self._end_search()
        sections = list(Section)
        self._section = sections[(sections.index(self._section) + 1) % len(sections)]
        self.list.border_title = plain(self._section.value)
        self.look_again(let_go=frozenset(filter(None, [self.list.row.id if self.list.row else ""])))

    def action_search(self) -> None:
        """Search all mail as one types."""
        self.go(Pane.LIST)
        self.search_line.display = True
        self.set_focus(self.search_line)

    def _end_search(self) -> None:
        if self.search_line.display:
            self.search_line.display = False
            self.search_line.value = ""
            self.look_again(let_go=self._under_cursor())

    def _under_cursor(self) -> frozenset[str]:
        return frozenset({self.list.row.id}) if self.list.row else frozenset()

    @on(Input.Changed, "#search")
    def _searching(self, event: Input.Changed) -> None:
        event.stop()
        if self.search_line.display:
            self.look_again(let_go=self._under_cursor())

    @on(Input.Submitted, "#search")
    def _searched(self, event: Input.Submitted) -> None:
        event.stop()
        self.go(Pane.LIST)

    def go(self, pane: Pane) -> None:
        """Show a pane and put the focus there."""
        raise NotImplementedError

    def take_news(self, opened: Opened) -> None:
        """The opened conversation was read anew."""
        raise NotImplementedError

    def show_header(self) -> None:
        """The line above the pages says what has changed."""
        raise NotImplementedError

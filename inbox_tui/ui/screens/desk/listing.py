"""The list of the main screen, and how it stays up to date."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from textual import on, work

from ....desk.cases.sections import Order, Section, orders_of
from ....desk.desk import Desk
from ....desk.views import ConversationView, Row
from ...keys import key_of
from ...show import entitle, fit, subtitle
from ...widgets.complaint_list import ComplaintList
from ...widgets.leaving import Leaving, LeavingLine
from ...widgets.section_bar import Entry, SectionBar
from ...widgets.status_line import Status
from .base import DeskBase, Failed
from .nothing import nothing_words
from .reading import Opened, Wanted, read_conversation, read_list
from .titles import others_words, selected_words, title_words

if TYPE_CHECKING:
    from ...first_mail import FirstMail
    from ...widgets.message_pane import MessagePane
    from ...widgets.search_line import SearchLine


class Listing(DeskBase):
    """Holds the list and the message; both are read anew together, and neither moves under the eye."""

    first_mail: FirstMail | None = None
    """The newest mail as the servers tell it, for a list that was never read before."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.list = ComplaintList(zone=desk.office.zone, id="list", classes="pane")
        self.sections = SectionBar(id="sections")
        self.searches = False
        """Whether the line is open in which one searches."""
        self.leaving_line = LeavingLine()
        self._view: ConversationView | None = None
        self._section = Section.ANSWER
        self._orders = {each: orders_of(each)[0] for each in Section}
        self._counts: Mapping[Section, int] = {}
        self._any_mail = False
        self._leaving: tuple[Leaving, ...] = ()
        self._let_go: frozenset[str] = frozenset()
        """Conversations that the next look may take from under the cursor."""
        self._show = ""
        """The conversation to which the next look takes the cursor, unless it was moved meanwhile."""
        self._show_from = ""
        self._turned = False
        self._view_is_old = False
        """The conversation on the desk may have changed since it was read."""
        self._glanced: tuple[Sequence[Row] | None] | None = None
        """The list as it was last time, once that is known."""
        self._failed = ""
        """Why the list could not be read, if it could not."""

    @cached_property
    def message(self) -> MessagePane:
        """The letters that are read. Loaded when panes are needed: the list comes sooner."""
        from ...widgets.message_pane import MessagePane

        return MessagePane(zone=self.desk.office.zone, id="message", classes="pane")

    @cached_property
    def search_line(self) -> SearchLine:
        """Words to search for; put above the list when somebody wants to search."""
        from ...widgets.search_line import SearchLine

        return SearchLine(id="search")

    @property
    def _order(self) -> Order:
        return self._orders[self._section]

    @property
    def _words(self) -> str:
        return self.search_line.value if self.searches else ""

    @property
    def _status(self) -> Status:
        status = getattr(self.app, "status", None)
        return status if isinstance(status, Status) else Status()

    @property
    def opened(self) -> ConversationView | None:
        """The conversation on the desk."""
        return self._view

    def look_again(self, *, let_go: frozenset[str] = frozenset(), show: str = "") -> None:
        """Read the list and the opened conversation anew; the cursor stays where it is, unless it is taken to
        ``show``."""
        self._let_go |= let_go
        if show:
            self._show, self._show_from = show, self._under
        self._view_is_old = True
        self._look()

    def read_list_again(self) -> None:
        """The conversation on the desk is as it was just read; what the list says of it may be another."""
        self._look()

    def lists(self, section: Section) -> bool:
        """Whether what belongs to this section is in the list that is shown."""
        return not self._words and self._section in (section, Section.ALL)

    @work(exclusive=True, group="look")
    async def _look(self) -> None:
        wanted = Wanted(
            section=self._section,
            order=self._order,
            words=self._words,
            near=self.list.near,
            under=self._under,
        )
        if self.list.loading_rows:
            await self._glance()
        listed = await self.ask(read_list, self.desk, wanted)
        if isinstance(listed, Failed):
            self._failed = listed.reason
            if self.list.loading_rows or not self.list.rows:
                self.list.set_rows((), nothing=self._nothing())
            return
        self._failed = ""
        self._counts, self._any_mail = listed.counts, listed.any_mail
        now = self.desk.office.now()
        self.list.set_time(now, target=self.desk.office.answer_within)
        stood = self._show and self._show_from == self._under
        self.list.set_rows(listed.rows, nothing=self._nothing(), let_go=self._let_go, gone=listed.gone)
        self._let_go = frozenset()
        # Until a key was pressed, the first fetch brings the most urgent to the top, and the cursor with it.
        if self._turned or not (self._status.fetched or self.list.was_moved):
            self._turned = False
            self.list.begin_at_top()
        if stood:
            self.list.go_to(self._show)
        self._show = ""
        self.name_list()
        self.call_after_refresh(self.bring_panes)
        self._leaving = listed.leaving
        self.leaving_line.show(self._leaving, now=now)
        self.refresh_bindings()
        if (view := self._view) is not None and self._view_is_old:
            again = await self.ask(read_conversation, self.desk, view.row.id, opening=False)
            if not isinstance(again, Failed) and self._view is not None and self._view.row.id == view.row.id:
                self._view, self._view_is_old = again.view, False
                self.message.show_view(again.view)
                self.take_news(again)
                self.show_header()
                # The footer says what can be done to the letter as it is now.
                self.refresh_bindings()

    def _nothing(self) -> Sequence[str]:
        if self._failed:
            return "The list could not be read.", self._failed
        key = partial(key_of, self)
        return nothing_words(self._section, self._words, self._status, any_mail=self._any_mail, key=key)

    def status_changed(self) -> None:
        """What is known of the mail has changed; an empty list says so."""
        if not self.list.loading_rows and not self.list.rows:
            self.list.say_nothing(self._nothing())
            self.name_list()

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
        """The list as it was last time, until the casebook is open; where there was none, the newest mail.

        Opening stores takes the processor from the screen, so they wait until that is painted.
        """
        if self._glanced is None:
            # Once: another list may be turned to while their thread opens the stores.
            found = await self.ask(self.desk.glance.rows)
            if isinstance(found, Failed):
                return
            self._glanced = (found,)
        (known,) = self._glanced
        rows: Sequence[Row] = known or ()
        if known is None and self.first_mail is not None:
            rows = await self.first_mail.rows()
        if rows and self._section is (Section.ALL if known is None else Section.ANSWER):
            self.list.set_time(self.desk.office.now(), target=self.desk.office.answer_within)
            self.list.set_rows(rows)
            # At its top already: what is read next must not take the cursor back from where a key moved it.
            self._turned = False
            self.name_list()
        painted = asyncio.Event()
        # The list says so and not the screen, which does not know yet that the list is to be painted.
        self.list.call_after_refresh(painted.set)
        await painted.wait()
        if self.first_mail is not None:
            self.first_mail.shown.set()

    def name_list(self) -> None:
        """The title says what is listed and in which order, the line below what else there is."""
        words = self._words
        mail = self._section in (Section.ANSWER, Section.REST, Section.ALL)
        known = self.list.rows or self._status.fetched or not mail
        # Until another list was read, the rows of the last one stand there.
        count = self.list.listed if known and not self._turned else None
        title = title_words(self, self._section, self._order, words=words, count=count)
        width = max(20, (self.list.size.width or self.size.width) - 4)
        others = {} if self.sections.display else self._counts
        below = selected_words(self, len(self.list.selected_rows))
        below = below or others_words(self, others, besides=self._section)
        entitle(self.list, fit(title, width))
        subtitle(self.list, fit(below, width))
        entries = [Entry(name=each.name, title=each.value, count=self._counts.get(each)) for each in Section]
        self.sections.show(entries, current="" if words else self._section.name)

    @on(ComplaintList.Selected)
    def _say_how_many(self, event: ComplaintList.Selected) -> None:
        """The frame says so."""
        event.stop()
        if event.count:
            self.name_list()
        else:
            self.look_again()
        self.refresh_bindings()

    @property
    def _under(self) -> str:
        return self.list.row.id if self.list.row else ""

    def _under_cursor(self) -> frozenset[str]:
        return frozenset({self._under} - {""})

    async def bring_panes(self) -> None:
        """Have the panes beside the list at hand."""
        raise NotImplementedError

    def take_news(self, opened: Opened) -> None:
        """The opened conversation was read anew."""
        raise NotImplementedError

    def show_header(self) -> None:
        """The line above the pages says what has changed."""
        raise NotImplementedError

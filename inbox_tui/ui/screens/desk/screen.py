"""The main screen: the list of complaints, and beside it (or behind it) the one that is being answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical

from ....core.case import CaseState
from ....desk.cases.sections import Section
from ....desk.desk import Desk
from ....desk.views import Row
from ....ports import Runner
from ...actions import BY_ID, Where, bindings
from ...happened import DraftReturned, MailPulled, MailStored, OutboxMoved
from ...widgets.complaint_list import ComplaintList
from ...widgets.footer import KeyLine
from ...widgets.status_line import StatusLine
from ...widgets.trouble_line import TroubleLine
from .layout import CASE_PANES, Pane, layout
from .moves import CaseMoves
from .opening import Opening

if TYPE_CHECKING:
    from ....core.checklist import Check
    from ...first_mail import FirstMail
    from .deciding import Deciding

LOOK_EVERY = 30.0
_FOOTER: Mapping[str, Mapping[str, str]] = {
    CaseState.RESOLVED: {"case.snooze": "", "case.resolve": "reopen"},
    CaseState.NOT_COMPLAINT: {"case.snooze": "", "case.resolve": "", "case.not_complaint": "a complaint"},
    CaseState.MERGED: {"case.snooze": "", "case.resolve": ""},
}
"""What the footer calls an action, by the state of the case that is meant."""


class DeskScreen(CaseMoves, Opening):
    """List, message, draft and checklist in as many panes as there is room for.

    ``checks`` is the thread for slow checks (the stores' one without it), ``check`` makes the checklist
    (the built-in one without it), ``downloads`` is the folder for attachments (the user's own without it),
    ``first_mail`` is what servers tell of new mailboxes before the stores are open.
    """

    # ctrl+s sends from the message and the checklist too: it is where one sees that nothing is missing.
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Where.DESK),
        *bindings(Where.DRAFT, actions=[BY_ID["draft.review"]]),
    ]

    def __init__(
        self,
        desk: Desk,
        *,
        checks: Runner | None = None,
        check: Callable[[], Check] | None = None,
        downloads: Path | None = None,
        first_mail: FirstMail | None = None,
    ) -> None:
        super().__init__(desk, checks=checks, check=check)
        self.downloads = downloads
        self.first_mail = first_mail
        self._kind_shown = ""

    def compose(self) -> ComposeResult:
        """Status, the panes, what is leaving, the keys."""
        wide = not layout(self.app.size.width, opened=False, pane=Pane.LIST).shown.isdisjoint(CASE_PANES)
        yield StatusLine()
        if wide:
            yield self.header
        with Horizontal(id="panes"):
            with Vertical(id="list-column"):
                yield self.list
                yield self.sections
            if wide:
                yield self.message
                yield self.writing
                self._know_panes()
        yield TroubleLine()
        yield self.leaving_line
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the list; look again every half minute, because time runs."""
        self.list.border_title = Section.ANSWER.value
        self._arrange()
        self.set_focus(self.list)
        self.look_again()
        self.watch(self.app, "status", self.status_changed)
        self.tell_of_bad_rules()
        self.set_interval(LOOK_EVERY, self._time_runs)
        self.set_interval(1, self._count_down)

    def _time_runs(self) -> None:
        if self._section is Section.ALL and not self._words:
            self.list.set_time(self.desk.office.now(), target=self.desk.office.answer_within)
        else:
            self.look_again()

    def _count_down(self) -> None:
        if self._leaving:
            self.leaving_line.show(self._leaving, now=self.desk.office.now())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what can be done here is offered; sending means the case before one's eyes, never another."""
        match action:
            case "review":
                return self._view is not None and self._pane is not Pane.LIST
            case "draft" | "follow_up" | "decide":
                return self.target is not None
            case "open_case":
                return self.list.row is not None
            case "next_pane" | "previous_pane":
                return len(self._plan.tabs) > 1
            case "back":
                return self._pane is not Pane.LIST or self.searches or bool(self.list.selected_rows)
            case _:
                return True

    def action_back(self) -> None:
        """From the draft to the message, from anything else to the list; a search ends."""
        if self._pane is Pane.DRAFT and not self._plan.pages:
            self.go(Pane.MESSAGE)
            return
        if self._pane is Pane.LIST and self.list.selected_rows:
            self.list.unselect()
            return
        if self._pane is Pane.LIST and self.searches:
            self._end_search()
        self.go(Pane.LIST)

    # --- news -------------------------------------------------------------------------------------

    def on_mail_pulled(self, _: MailPulled) -> None:
        """New mail may be there."""
        self.look_again()

    def on_mail_stored(self, _: MailStored) -> None:
        """There is more to show."""
        self.look_again()

    def on_outbox_moved(self, _: OutboxMoved) -> None:
        """Something left, or waits for the owner."""
        self.look_again()

    def on_draft_returned(self, event: DraftReturned) -> None:
        """Words came back from the outbox: show them."""
        self.open_conversation(event.case_id, writing=True)

    async def on_screen_suspend(self) -> None:
        """Another screen may put words into the draft: ours must be on disk before."""
        await self.keep_words()

    def on_screen_resume(self) -> None:
        """Things may have moved meanwhile."""
        if self._view is not None or not self.list.loading_rows:
            self.look_again()

    # --- deciding ----------------------------------------------------------------------------------

    @cached_property
    def _deciding(self) -> Deciding:
        from .deciding import Deciding

        return Deciding(self)

    @property
    def targets(self) -> Sequence[Row]:
        """What is selected in the list while the list is in use, else the one that a key means."""
        if self._pane is Pane.LIST and self.list.selected_rows:
            return self.list.selected_rows
        return [self.target] if self.target is not None else []

    def action_decide(self, name: str) -> None:
        """One of the decisions about cases, by its name."""
        if self.targets:
            self._deciding.commands[name]()

    def decided(self, case_ids: frozenset[str]) -> None:
        """These cases were changed: look again, and let go of them in the list."""
        self.list.unselect()
        self.look_again(let_go=case_ids)
        self.recount()

    def footer_words(self) -> Mapping[str, str]:
        """What is over cannot be put aside, and Esc is not always the way to the list."""
        words = dict(_FOOTER.get(self._kind(), {}))
        if self._pane is Pane.LIST and self.list.selected_rows:
            words["desk.back"] = "none"
        elif self._pane is Pane.LIST and self.searches:
            words["desk.back"] = "end search"
        if self._view is not None and not self.message.has_folds:
            words["message.quoted"] = ""
        if self._view is not None and not any(each.attachments for each in self._view.messages):
            words["message.save"] = ""
        return words

    def _kind(self) -> str:
        """The state of what a key means, where all of it is over."""
        states = {row.state for row in self.targets}
        return states.pop() if len(states) == 1 else ""

    @on(ComplaintList.Moved)
    def _other_words(self) -> None:
        """Mail and cases may stand in one list, and the footer says what can be done to either."""
        if (kind := self._kind()) != self._kind_shown:
            self._kind_shown = kind
            self.refresh_bindings()

    # --- opening ----------------------------------------------------------------------------------

    def on_complaint_list_chosen(self, event: ComplaintList.Chosen) -> None:
        """A double click opens."""
        self.open_conversation(event.row.id)

    def action_open_case(self) -> None:
        """Open the conversation under the cursor."""
        if (row := self.list.row) is not None:
            self.open_conversation(row.id)

    def action_draft(self) -> None:
        """Write to the customer."""
        if (row := self.target) is not None:
            self.begin_draft(row.id)

    def action_quoted(self) -> None:
        """Unfold or fold the quoted lines, where letters are read."""
        if self.message.has_folds:
            self.message.toggle_quoted()
        else:
            self.say("These letters quote nothing, so there is nothing to unfold.")

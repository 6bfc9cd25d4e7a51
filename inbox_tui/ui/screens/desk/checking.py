"""The checklist beside the draft: it reads what is typed, and its findings mark the words they mean."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from textual import work

from ....desk.desk import Desk
from ....ports import Runner
from ...mishaps import tell
from ...settling import settle
from ...show import line
from ...widgets.live_check import LiveCheck
from .base import DeskBase, Failed

if TYPE_CHECKING:
    from ....core.checklist import Answer, Check, Report
    from ...widgets.checklist_pane import ChecklistPane
    from ...widgets.draft_editor import DraftEditor

STALE_AFTER = 0.15
"""Seconds for which the report on the words before may stay, until there is one on these."""


class Checking(DeskBase):
    """Holds the editor and the checklist that reads it."""

    def __init__(
        self, desk: Desk, *, checks: Runner | None = None, check: Callable[[], Check] | None = None
    ) -> None:
        super().__init__(desk)
        self.live = LiveCheck(
            checks or desk.stores,
            check or partial(_new_checklist, desk),
            found=self._checked,
            broken=self._check_broke,
        )
        self._question: Answer | None = None
        self._settled = False
        self.checks_wait = False
        """Other words were put on the desk, and what they are held against is not known yet."""

    @cached_property
    def editor(self) -> DraftEditor:
        """The draft. Loaded when panes are needed, as are those below: the list comes sooner."""
        from ...widgets.draft_editor import DraftEditor

        editor = DraftEditor(id="draft", classes="pane", read_only=True)
        editor.border_title = "Your reply"
        return editor

    @cached_property
    def checklist(self) -> ChecklistPane:
        """What the draft has and misses."""
        from ...widgets.checklist_pane import ChecklistPane

        checklist = ChecklistPane(day=self._day, id="checklist", classes="pane")
        checklist.border_title = "Checklist"
        return checklist

    @work(group="rules")
    async def tell_of_bad_rules(self) -> None:
        """A shop's own checklist file that cannot be read is named at once, not at the first draft."""
        file = self.desk.office.checklist_file
        if file is None or not file.exists():
            # Reading rules takes longer than the first screen, and most shops have none of their own.
            return
        found = await self.ask(lambda: self.desk.office.shop_rules)
        if not isinstance(found, Failed) and found.bad:
            self.say(found.bad)

    def stop_checking(self) -> None:
        """Nothing that is still being read is about the words that come now."""
        self.checks_wait = True
        self._question = None
        self.live.about(None)
        self.set_timer(STALE_AFTER, self._let_go_of_report)

    def _let_go_of_report(self) -> None:
        """Most often the next report is there sooner, and nothing flickers."""
        if self.checks_wait:
            self.checklist.show_report(None, "")

    def check_words(self, question: Answer | None) -> None:
        """Hold the words on the desk against this from now on."""
        self.checks_wait = False
        if question is None or not self.live.is_quick:
            self.checklist.show_report(None, "")
        self._ask_about(question)

    def _ask_about(self, question: Answer | None) -> None:
        self._question = question
        self.live.about(question)
        self.live.read(self.editor.text)

    @work(exclusive=True, group="question")
    async def _ask_question(self, conversation: str) -> None:
        """Mail that is no case has no question yet; writing an answer makes it one."""
        question = await self.ask(self.desk.replies.question, conversation)
        if not isinstance(question, Failed) and self.opened and self.opened.row.id == conversation:
            self.check_words(question)

    def check_again(self) -> None:
        """No other words came after all: go on with those that are there."""
        if self.checks_wait and self.opened is not None:
            self._ask_question(self.opened.row.id)

    def _checked(self, report: Report, text: str) -> None:
        if not self._settled:
            self._settled = True
            self.call_after_refresh(settle)
        self.checklist.show_report(report, text)
        current = self.checklist.current
        self.editor.mark(current.spans if current else ())
        self.show_header()

    def _check_broke(self, error: Exception) -> None:
        self.checklist.give_up()
        tell(self, error)

    def on_checklist_pane_pointed(self, event: ChecklistPane.Pointed) -> None:
        """Mark the words that a finding means."""
        self.editor.mark(event.finding.spans if event.finding else (), show=True)

    def _day(self, words: str) -> str:
        """``Fri 27 Nov`` for the words of a promise."""
        from ....core.promised_day import due_instant

        zone = self.desk.office.zone
        at = due_instant(words, now=self.desk.office.now(), zone=zone)
        here = at.astimezone(zone) if at else None
        return f"{here:%a} {here.day} {here:%b}" if here else ""

    def action_next_finding(self) -> None:
        """To the next open finding."""
        self._step(1)

    def action_previous_finding(self) -> None:
        """To the open finding before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        finding = self.checklist.step(by)
        if self.checklist.display:
            return
        # One page fills the screen, and it is another one: the words are marked there, so say the rest.
        if finding is not None:
            from ...widgets.checklist_lines import missing_words

            self.say(line(missing_words(finding), " ", finding.suggestion))
        elif self.checklist.report is not None:
            self.say("Nothing is open in the checklist.")

    def show_header(self) -> None:
        """The line above the pages says what has changed."""
        raise NotImplementedError


def _new_checklist(desk: Desk) -> Check:
    from ....core.checklist import Checklist

    checklist = Checklist(desk.office.shop_rules.rules)
    checklist.warm()  # better now, on the checks' thread, than at the first word
    return checklist.check

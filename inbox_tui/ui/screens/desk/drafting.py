"""The draft of the opened case: kept while it is typed, and never lost to other words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, assert_never

from ....core.draft_words import merged_words
from ....desk.desk import Desk
from ....desk.views import ConversationView
from ....ports import Runner
from ...last_words import KeepsWords
from ...show import entitle, fit, join, line
from ...theming import glyph
from ...widgets.draft_saving import DraftSaving, Keeping, Kept, NotKept, NotYetKept
from .checking import Checking
from .reading import Opened, save_words, words_of

if TYPE_CHECKING:
    from textual.widgets import TextArea

    from ....core.checklist import Check
    from ...widgets.checklist_pane import ChecklistPane


class Drafting(Checking, KeepsWords):
    """Holds the words, and says whether they are on disk."""

    def __init__(
        self, desk: Desk, *, checks: Runner | None = None, check: Callable[[], Check] | None = None
    ) -> None:
        super().__init__(desk, checks=checks, check=check)
        self.saving = DraftSaving(
            desk.stores, partial(save_words, desk), tell=self._tell_keeping, merged=self._merge
        )
        self.keeping: Keeping = Kept()
        self._told: Kept | NotKept = Kept()
        self.keeping_words = ""

    async def keep_words(self) -> None:
        """Save what was typed a moment ago; asked for before leaving."""
        await self._flush()

    def unsaved_words(self) -> str:
        """The whole draft while any of it is only on the screen."""
        return self.editor.text if self.saving.words.case_id and self.saving.dirty else ""

    async def let_go_of_words(self) -> Kept | NotKept:
        """Before other words take their place: these must be on disk."""
        outcome = await self._flush()
        if isinstance(outcome, NotKept):
            self.say(line("The draft could not be saved, so it stays on the desk: ", outcome.reason))
        return outcome

    async def _flush(self) -> Kept | NotKept:
        """The news of the last key may still be under way: the editor itself knows best."""
        if self.saving.words.case_id:
            self.saving.changed(text=self.editor.text)
        return await self.saving.flush()

    def take_up(self, view: ConversationView) -> None:
        """Another case: its draft. ``check_words`` follows."""
        words = words_of(view)
        self.stop_checking()
        self.editor.open_text(words.text)
        self.saving.begin(words, at=view.draft.saved_at if view.draft else None)

    def take_words(self, view: ConversationView) -> None:
        """The same case again: words that came back from the outbox appear, typed ones stay."""
        words = words_of(view)
        if words != self.saving.kept and not self.saving.dirty:
            self.editor.put_back(words.text)
            self.saving.begin(words, at=view.draft.saved_at if view.draft else None)

    def take_news(self, opened: Opened) -> None:
        """The same case again, and what its words are held against now."""
        self.take_words(opened.view)
        question = opened.question
        if question is not None and self.saving.words.case_id == opened.view.row.id:
            # What was put aside since it was read is not stored yet.
            question = replace(question, dismissed=self.saving.words.dismissed)
        if question != self._question:
            self._ask_about(question)

    def _merge(self, given: str, stored: str) -> str:
        self.editor.put_back(merged_words(ours=self.editor.text, kept=given, stored=stored))
        return self.editor.text

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """The draft: there is no other text on this screen."""
        event.stop()
        text = self.editor.text
        self.saving.changed(text=text)
        if self.checks_wait:
            return
        if self._question is None and text and self.opened is not None:
            self._ask_question(self.opened.row.id)
        self.live.read(text)

    def _tell_keeping(self, keeping: Keeping) -> None:
        was, self.keeping = self.keeping, keeping
        if isinstance(keeping, NotYetKept):
            # The title stays as it is for the second that this takes: nothing flickers while one types.
            return
        before, self._told = self._told, keeping
        old_words, self.keeping_words = self.keeping_words, self._keeping_words(keeping)
        if isinstance(keeping, NotKept) and not isinstance(before, NotKept):
            self.app.bell()
        begun = isinstance(keeping, Kept) and isinstance(was, NotYetKept)
        if begun and self.opened is not None and not self.opened.row.has_draft:
            self.look_again()
        if self.is_mounted and self.keeping_words != old_words:
            title = join(f" {glyph(self, 'dot')} ", ["Your reply", self.keeping_words])
            entitle(self.editor, fit(title, 70))
            self.show_header()

    def _keeping_words(self, keeping: Kept | NotKept) -> str:
        """``saved 14:03``, or why not."""
        match keeping:
            case Kept(at=at):
                return f"saved {at.astimezone(self.desk.office.zone):%H:%M}" if at else ""
            case NotKept(reason=reason):
                return f"not saved; your words are still here. {reason}"
            case _:
                assert_never(keeping)

    def on_checklist_pane_put_aside(self, event: ChecklistPane.PutAside) -> None:
        """Remember it with the draft; what should stop a mail is asked about when sending, not put aside."""
        from ....desk.writing.aside import Aside, NothingOpen, StopsSending, put_aside

        if self._question is None:
            return
        match put_aside(self.saving.words.dismissed, event.finding):
            case Aside(dismissed=dismissed):
                self.saving.changed(dismissed=dismissed)
                self._ask_about(replace(self._question, dismissed=dismissed))
            case NothingOpen():
                return
            case StopsSending(reason=reason):
                self.say(reason)

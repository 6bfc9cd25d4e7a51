"""The writing half of the main screen: the draft is kept, checked, reviewed, queued and taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import assert_never

from textual import on, work
from textual.widgets import TextArea

from ...core.checklist import Answer, Level, Report
from ...core.outbox import Kind
from ...core.promised_day import due_instant
from ...core.text import clean
from ...desk.desk import Desk
from ...desk.outcomes import AnsweredBy, Blocked, Empty, NobodyToWriteTo, OnItsWay, Queued
from ...desk.promises import promised_in
from ...desk.undoing import TakenBack, Undone, undo_newest
from ...desk.views import ConversationView
from ...ports import Runner
from ..mishaps import tell
from ..settling import settle
from ..show import fit, join, line
from ..theming import glyph
from ..widgets.checklist_lines import missing_words
from ..widgets.checklist_pane import ChecklistPane
from ..widgets.draft_editor import DraftEditor
from ..widgets.draft_merging import merged_words
from ..widgets.draft_saving import DraftSaving, Keeping, Kept, NotKept, NotYetKept, Words
from ..widgets.live_check import Check, LiveCheck
from .desk_base import DeskBase, Failed
from .desk_reading import Opened, save_words, words_of
from .desk_sending import Looked, queue_words, review_words
from .review import NotSent, Reviewed, ReviewScreen, SendIt, WriteOn


class Writing(DeskBase):
    """Holds the draft of the opened case."""

    def __init__(
        self, desk: Desk, *, checks: Runner | None = None, check: Callable[[], Check] | None = None
    ) -> None:
        super().__init__(desk)
        self.editor = DraftEditor(id="draft", classes="pane")
        self.checklist = ChecklistPane(day=self._day, id="checklist", classes="pane")
        self.saving = DraftSaving(
            desk.stores, partial(save_words, desk), tell=self._tell_keeping, merged=self._merge
        )
        self.live = LiveCheck(
            checks or desk.stores,
            check or partial(_new_checklist, desk),
            found=self._checked,
            broken=self._check_broke,
        )
        self._question: Answer | None = None
        self.keeping: Keeping = Kept()
        self._told: Kept | NotKept = Kept()
        self.keeping_words = ""
        self._settled = False

    # --- the words --------------------------------------------------------------------------------

    async def keep_words(self) -> None:
        """Save what was typed a moment ago; asked for before leaving."""
        await self._flush()

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

    def take_up(self, opened: Opened) -> None:
        """Another case: its draft, and what the checklist holds it against."""
        words = words_of(opened.view)
        self.editor.open_text(words.text)
        self.saving.begin(words, at=opened.view.draft.saved_at if opened.view.draft else None)
        self.checklist.show_report(None, "")
        self._ask_about(opened.question)

    def take_news(self, opened: Opened) -> None:
        """The same case again: words that came back from the outbox appear, typed ones stay."""
        words = words_of(opened.view)
        if words != self.saving.kept and not self.saving.dirty:
            self.editor.put_back(words.text)
            self.saving.begin(words, at=opened.view.draft.saved_at if opened.view.draft else None)
        if opened.question != self._question:
            self._ask_about(opened.question)

    @work(group="rules")
    async def tell_of_bad_rules(self) -> None:
        """A shop's own checklist file that cannot be read is named at once, not at the first draft."""
        file = self.desk.office.checklist_file
        if file is None or not file.exists():
            # Reading rules takes longer than the first screen, and most shops have none of their own.
            return
        found = await self.ask(lambda: self.desk.shop_rules)
        if not isinstance(found, Failed) and found.bad:
            self.say(found.bad)

    def _merge(self, given: str, stored: str) -> str:
        self.editor.put_back(merged_words(ours=self.editor.text, kept=given, stored=stored))
        return self.editor.text

    @on(TextArea.Changed, "#draft")
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        text = self.editor.text
        self.saving.changed(text=text)
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
            self.editor.border_title = fit(title, max(10, self.editor.size.width))
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

    def show_header(self) -> None:
        """The line above the pages says what has changed."""
        raise NotImplementedError

    # --- the checklist ----------------------------------------------------------------------------

    def _ask_about(self, question: Answer | None) -> None:
        self._question = question
        self.live.about(question)
        self.live.read(self.editor.text)

    @work(exclusive=True, group="question")
    async def _ask_question(self, conversation: str) -> None:
        """Mail that is no case has no question yet; writing an answer makes it one."""
        question = await self.ask(self.desk.replies.question, conversation)
        if not isinstance(question, Failed) and self.opened and self.opened.row.id == conversation:
            self._ask_about(question)

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

    def on_checklist_pane_put_aside(self, event: ChecklistPane.PutAside) -> None:
        """Remember it with the draft; what should stop a mail is asked about when sending, not put aside."""
        finding = event.finding
        if self._question is None or (finding.level is Level.OK and not finding.dismissed):
            return
        if finding.level is Level.ERROR and not finding.dismissed:
            self.say("This one cannot be put aside: sending asks for a second yes.")
            return
        dismissed = self.saving.words.dismissed ^ {finding.key}
        self.saving.changed(dismissed=dismissed)
        self._ask_about(replace(self._question, dismissed=dismissed))

    def _day(self, words: str) -> str:
        """``Fri 27 Nov`` for the words of a promise."""
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
            self.say(line(missing_words(finding), " ", finding.suggestion))
        elif self.checklist.report is not None:
            self.say("Nothing is open in the checklist.")

    # --- out --------------------------------------------------------------------------------------

    def action_review(self) -> None:
        """Look once more, then send."""
        if self.opened is None:
            self.say("Open a complaint first; then there is something to send.")
        elif not self.editor.text.strip():
            self.say("There are no words to send yet.")
        else:
            self._review(self.opened)

    @work(exclusive=True, group="review")
    async def _review(self, view: ConversationView) -> None:
        if isinstance(await self.let_go_of_words(), NotKept):
            return
        text = self.editor.text
        look = await self.ask(review_words, self.desk, view.row.id, text)
        if isinstance(look, Failed) or self.opened is None or self.opened.row.id != view.row.id:
            return
        looked = isinstance(look, Looked)
        desk = self.desk
        promised = await self.ask(promised_in, text, office=desk.office, at=desk.office.now())
        found = () if isinstance(promised, Failed) else tuple(promised)
        screen = ReviewScreen(
            look.review,
            when=desk.follow_ups.when,
            undo_seconds=desk.office.config.sending.undo_seconds,
            promises=found,
            promised_when=desk.promises.when,
            suggested=desk.follow_ups.suggestion(found),
            zone=desk.office.zone,
            checked=looked,
        )
        self.app.push_screen(screen, partial(self._reviewed, view, text, looked))

    def _reviewed(self, view: ConversationView, text: str, looked: bool, outcome: Reviewed | None) -> None:
        match outcome:
            case SendIt():
                self._queue(view, text, outcome, looked=looked)
            case WriteOn():
                self.open_conversation(view.row.id, writing=True)
            case NotSent() | None:
                return
            case _:
                assert_never(outcome)

    @work(group="queue")
    async def _queue(self, view: ConversationView, text: str, wish: SendIt, *, looked: bool) -> None:
        call = partial(
            queue_words, self.desk, view.row.id, text,
            force=wish.force, looked=looked, promises=wish.promises,
        )  # fmt: skip
        outcome = await self.ask(call)
        match outcome:
            case Failed():
                return
            case Queued():
                self._has_gone(view.row.id, text)
                self.leave_draft()
                self.look_again(let_go=frozenset({view.row.id}))
                self.recount()
                if wish.follow_up_at is not None:
                    self.write_follow_up(view, wish.follow_up_at, wish.follow_up_kind)
            case Blocked(report=report):
                self.say(line("Something serious is open: ", report.summary, ". Nothing was queued."))
            case AnsweredBy(item=item):
                self.say(line(item.author, " answered this letter meanwhile. Nothing was queued."))
            case Empty():
                self.say("There are no words to send yet.")
            case NobodyToWriteTo():
                self.say("Their mail names no address that an answer could go to. The draft is kept.")
            case OnItsWay():
                self.say("The very same words are on their way already. The draft is kept.")
            case _:
                assert_never(outcome)

    def _has_gone(self, case_id: str, text: str) -> None:
        """The queue emptied the stored draft; words typed since stay on the screen and are kept."""
        if self.saving.words.case_id == case_id:
            rest = "" if clean(self.editor.text) == clean(text) else self.editor.text
            self.saving.begin(Words(case_id=case_id, text=""), at=None)
            self.editor.put_back(rest)
            self.saving.changed(text=rest)

    def leave_draft(self) -> None:
        """The reply is on its way: from here on z takes it back, so letters must be keys again."""
        raise NotImplementedError

    def write_follow_up(self, view: ConversationView, at: datetime, kind: Kind = Kind.CHECK_BACK) -> None:
        """Ask for the words of a follow-up."""
        raise NotImplementedError

    # --- back -------------------------------------------------------------------------------------

    @work(group="undo", exclusive=True)
    async def undo(self) -> None:
        """The newest reply or change, whichever came last."""
        if isinstance(await self.let_go_of_words(), NotKept):
            return
        outcome = await self.ask(undo_newest, self.desk)
        match outcome:
            case Failed():
                return
            case TakenBack(item=item):
                self.say("Taken back. The words are in the draft again.")
                self.open_conversation(item.case_id, writing=True)
            case Undone(case=case, what=what, others=others):
                also = f" and {len(others)} more" if others else ""
                self.say(line("Undone: ", what, ", ", case.from_name or case.from_addr, also, "."))
            case _:
                assert_never(outcome)
        self.look_again()
        self.recount()

    def action_undo(self) -> None:
        """Take back the last reply or change."""
        self.undo()


def _new_checklist(desk: Desk) -> Check:
    from ...core.checklist import Checklist

    checklist = Checklist(desk.shop_rules.rules)
    checklist.warm()  # better now, on the checks' thread, than at the first word
    return checklist.check

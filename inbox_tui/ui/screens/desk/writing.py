"""A reply on its way out and back: reviewed, queued, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, assert_never

from textual import work

from ....core.case import CaseState
from ....core.outbox import Kind
from ....core.text import clean
from ....desk.views import ConversationView
from ...show import line
from ...themed import ThemedApp
from ...widgets.draft_saving import NotKept, Words
from .base import Failed
from .outside import EditingOutside
from .reading import place_of

if TYPE_CHECKING:
    from ....core.followups import Suggested
    from ....core.promises import Promised
    from ....desk.cases.undoing import Undone
    from ..reviewed import Reviewed, SendIt


class Writing(EditingOutside):
    """Queues only what a person said yes to, and gives it back word for word."""

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
        from ..review import ReviewScreen
        from .sending import Looked, review_words

        if isinstance(await self.let_go_of_words(), NotKept):
            return
        text = self.editor.text
        look = await self.ask(review_words, self.desk, view.row.id, text)
        if isinstance(look, Failed) or self.opened is None or self.opened.row.id != view.row.id:
            return
        looked = isinstance(look, Looked)
        desk = self.desk
        read_at = partial(self._promised, text)
        found, suggested = await read_at(None)
        screen = ReviewScreen(
            look.review,
            when=desk.follow_ups.when,
            undo_seconds=desk.office.config.sending.undo_seconds,
            promises=found,
            promised_when=desk.promises.when,
            suggested=suggested,
            zone=desk.office.zone,
            checked=looked,
            read_at=read_at,
        )
        self.app.push_screen(screen, partial(self._reviewed, view, text, looked))

    async def _promised(self, text: str, leaves: datetime | None) -> tuple[Sequence[Promised], Suggested]:
        """What it promises when it leaves then (aware), or now, and what to queue with it."""
        from ....desk.writing.promises import promised_in

        office = self.desk.office
        promised = await self.ask(promised_in, text, office=office, at=leaves or office.now())
        found = () if isinstance(promised, Failed) else tuple(promised)
        return found, self.desk.follow_ups.suggestion(found, leaves=leaves)

    def _reviewed(self, view: ConversationView, text: str, looked: bool, outcome: Reviewed | None) -> None:
        from ..reviewed import NotSent, SendIt, WriteOn

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
        from ....core.when import Resolved
        from ....desk.writing.outcomes import AnsweredBy, Blocked, Empty, NobodyToWriteTo, OnItsWay, Queued
        from .sending import queue_words

        call = partial(
            queue_words, self.desk, view.row.id, text,
            force=wish.force, looked=looked, promises=wish.promises, at=wish.at,
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
                if wish.at is not None:
                    when = Resolved(at=wish.at.astimezone(self.desk.office.zone)).words
                    outbox, undo = self.key_for("app.outbox"), self.key_for("desk.undo")
                    self.say(
                        line("It leaves ", when, f". The outbox has it ({outbox}); {undo} takes it back.")
                    )
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
        from ....desk.cases.undoing import TakenBack, Undone, undo_newest

        if isinstance(await self.let_go_of_words(), NotKept):
            return
        outcome = await self.ask(undo_newest, self.desk)
        match outcome:
            case Failed():
                return
            case TakenBack(item=item):
                self._unsay()
                self.say("Taken back. The words are in the draft again.")
                self.open_conversation(item.case_id, writing=True)
            case Undone():
                self._unsay()
                await self._undone(outcome)
            case _:
                assert_never(outcome)
        self.look_again()
        self.recount()

    def _unsay(self) -> None:
        """The key that takes something back means another thing from now on."""
        if isinstance(self.app, ThemedApp):
            self.app.unsay(f"{self.key_for('desk.undo')} takes it back.")

    async def _undone(self, done: Undone) -> None:
        """The cursor goes to the case as it was before; where it is in another list, that list is named."""
        case = done.case
        also = f" and {len(done.others)} more" if done.others else ""
        told = line("Undone: ", done.what, ", ", case.customer, also, ".")
        if case.state is CaseState.MERGED:
            # A case that was split off is a part of the first one, and in no list of its own.
            self.say(line(told, " It is one case again."))
            self.look_again(show=case.merged_into)
            return
        place = await self.ask(place_of, self.desk, case.id)
        if not isinstance(place, Failed) and not self.lists(place):
            told = line(told, " It is in “", place.value, "”.")
        self.say(told)
        self.look_again(show=case.id)

    def action_undo(self) -> None:
        """Take back the last reply or change."""
        self.undo()

"""The words of a follow-up, written now to leave later: nothing is made up when its time has come."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, tzinfo
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static, TextArea
from textual.worker import Worker, WorkerError, WorkerState

from ...core.frozen import dataclass
from ...core.outbox import Kind
from ...core.when import Resolved
from ...desk.views import KIND_WORDS
from ..actions import BY_ID, Where, bindings
from ..keys import key_of
from ..last_words import KeepsWords
from ..show import Showable, join, line, lines, styled
from ..widgets.draft_editor import DraftEditor
from .dialog import Dialog

KINDS = (Kind.CHECK_BACK, Kind.NUDGE, Kind.PROMISE, Kind.SURVEY)
_MEANINGS = {
    Kind.CHECK_BACK: "You ask how things are. It waits for you if they write before.",
    Kind.NUDGE: "You remind them of an answer you need. It waits for you if they write before.",
    Kind.SURVEY: "You ask for a number from 1 to 5. It waits for you if they write before.",
    Kind.PROMISE: "You tell them what you promised to tell. A mere “thanks” does not hold it back.",
}


@dataclass(frozen=True, kw_only=True)
class QueueIt:
    """These words, of this kind, at that time."""

    kind: Kind
    text: str


@dataclass(frozen=True, kw_only=True)
class NotNow:
    """Left without queueing; the owner's own words so far are given back, to be shown again."""

    text: str


def no_words(_: Kind) -> str:
    """Nothing to start from."""
    return ""


def no_keeping(_: str) -> None:
    """The words are kept by nobody before they are queued."""


KEEP_AFTER = 0.5
"""Seconds from a key until the words are on their way to the disk."""


class FollowUpEditor(DraftEditor):
    """No checklist reads along here."""

    invitation = "In your own words."


class FollowUpScreen(Dialog[QueueIt | NotNow], KeepsWords):
    """A small editor with a kind and a time. Until the owner changes them, the words are those that
    ``suggested`` has for the kind: something to start from, never sent unseen."""

    has_key_line = False
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.DRAFT, actions=[BY_ID["draft.review"]])
    DEFAULT_CSS: ClassVar[str] = "FollowUpScreen DraftEditor { height: 10; background: $c-bar; }"

    def __init__(
        self,
        customer: str,
        at: datetime,
        *,
        zone: tzinfo,
        text: str = "",
        suggested: Callable[[Kind], str] = no_words,
        kind: Kind = KINDS[0],
        keep: Callable[[str], object] = no_keeping,
    ) -> None:
        """``keep`` is given the owner's own words a moment after they were typed; it must return at once, and
        may give the worker that keeps them, which fails or ends with False where it could not."""
        super().__init__()
        self._keep = keep
        self._keeping: Timer | None = None
        self._kept = ""
        self._keeper: Worker[object] | None = None
        self._customer = customer
        self._at = Resolved(at=at.astimezone(zone))
        self._kind = kind
        self._suggested = suggested
        self._text = text or suggested(self._kind)

    def heading(self) -> Showable:
        """To whom, when."""
        return line("Follow-up to ", self._customer, ", ", self._at.words)

    def body(self) -> ComposeResult:
        """The kind, and the words."""
        yield Static(self._told(), id="kind")
        yield FollowUpEditor(id="follow-up-words")

    def on_mount(self) -> None:
        """Letters are text from the start."""
        editor = self.query_one(DraftEditor)
        editor.open_text(self._text)
        editor.focus()
        self._kept = self._own_words

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Words that nobody has seen yet are kept while they are typed."""
        event.stop()
        if self._keeping is None:
            self._keeping = self.set_timer(KEEP_AFTER, self._keep_now)

    def _keep_now(self) -> None:
        self._keeping, self._kept = None, self._own_words
        keeper = self._keep(self._kept)
        self._keeper = keeper if isinstance(keeper, Worker) else None

    async def keep_words(self) -> None:
        """Keep what was typed a moment ago; asked for before leaving. The news of the last key may still be
        under way: the editor itself knows best."""
        if self.unsaved_words():
            self._keep_now()
        if self._keeper is not None:
            with suppress(WorkerError):
                await self._keeper.wait()

    def unsaved_words(self) -> str:
        """The owner's own words while any of them is only on the screen."""
        own, keeper = self._own_words, self._keeper
        failed = keeper is not None and (keeper.state is not WorkerState.SUCCESS or keeper.result is False)
        return own if failed or own != self._kept else ""

    def _told(self) -> Content:
        kinds = [
            styled(f"[{KIND_WORDS[kind]}]" if kind is self._kind else KIND_WORDS[kind],
                   "accent" if kind is self._kind else "muted")
            for kind in KINDS
        ]  # fmt: skip
        ways = {"draft.review": "queue it", "draft.next_pane": "another kind", "draft.leave": "not now"}
        keys = join("   ", [line(styled(key_of(self, id_), "key"), " ", word) for id_, word in ways.items()])
        return lines([join("   ", kinds), styled(_MEANINGS[self._kind], "muted"), keys, ""])

    def action_next_pane(self) -> None:
        """Another kind."""
        self._turn(1)

    def action_previous_pane(self) -> None:
        """The kind before."""
        self._turn(-1)

    @property
    def _own_words(self) -> str:
        """What is in the editor, if the owner had a hand in it."""
        text = self.query_one(DraftEditor).text
        return "" if text == self._suggested(self._kind) else text

    def _turn(self, by: int) -> None:
        own = self._own_words
        self._kind = KINDS[(KINDS.index(self._kind) + by) % len(KINDS)]
        if not own.strip():
            self.query_one(DraftEditor).open_text(self._suggested(self._kind))
        self.query_one("#kind", Static).update(self._told())

    def action_review(self) -> None:
        """Queue it, if there are words."""
        text = self.query_one(DraftEditor).text
        if text.strip():
            self.dismiss(QueueIt(kind=self._kind, text=text))
        else:
            self.app.bell()

    def action_back(self) -> None:
        """Not now."""
        self.dismiss(NotNow(text=self._own_words))

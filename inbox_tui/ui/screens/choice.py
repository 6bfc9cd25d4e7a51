"""One of a few things, with one key."""

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.widgets import Static

from ...core.frozen import dataclass
from ..actions import Where, bindings
from ..show import Showable, fit, line, lines, plain, styled
from ..theming import glyph
from .dialog import BOX_WIDTH, Dialog

T = TypeVar("T")
KEYS = "123456789abdfghilmop"
"""Letters that lead nowhere else in a list of choices; the first choices have digits."""

_AROUND = 13
"""Columns that frame, scrollbar, cursor and key take from an option."""


@dataclass(frozen=True, kw_only=True)
class Option(Generic[T]):
    """What may be chosen, and the words for it."""

    value: T
    words: Showable


@dataclass(frozen=True, kw_only=True)
class Chosen(Generic[T]):
    """That one."""

    value: T


@dataclass(frozen=True, kw_only=True)
class NothingChosen:
    """Left as it was."""


class Choice(Dialog[Chosen[T] | NothingChosen]):
    """Shows options with their keys; ``hint`` says what choosing does. A cursor reaches those for which no
    key is left."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.CHOICE)

    def __init__(
        self, question: Showable, options: Sequence[Option[T]], *, hint: Showable = "", now: T | None = None
    ) -> None:
        """``now`` is what is so now; the cursor begins there."""
        super().__init__()
        self._question = question
        self._options = tuple(options)
        self._hint = hint
        self._at = next((at for at, each in enumerate(self._options) if each.value == now), 0)

    def heading(self) -> Showable:
        """The question."""
        return self._question

    def body(self) -> ComposeResult:
        """The options with their keys."""
        with VerticalScroll(classes="scrolls", can_focus=False):
            yield Static(self._shown(), id="options")
        if self._hint:
            yield Static(plain(lines(["", styled(self._hint, "muted")])))

    def _shown(self) -> Content:
        return lines(self._line(at, option) for at, option in enumerate(self._options))

    def _line(self, at: int, option: Option[T]) -> Content:
        here = at == self._at
        mark = fit(glyph(self, "cursor") if here else "", 2, pad=True)
        key = styled(KEYS[at] if at < len(KEYS) else " ", "key")
        words = fit(option.words, min(BOX_WIDTH, self.app.size.width) - _AROUND)
        return line(styled(mark, "accent"), key, "  ", styled(words, "accent") if here else words)

    def on_key(self, event: events.Key) -> None:
        """A key of an option chooses it."""
        at = KEYS.find(event.character or "\0")
        if 0 <= at < len(self._options):
            event.stop()
            self.dismiss(Chosen(value=self._options[at].value))

    def on_click(self, event: events.Click) -> None:
        """A click on an option chooses it."""
        options = self.query_one("#options", Static)
        if event.widget is options:
            self._at = min(event.y, len(self._options) - 1)
            self.action_take()

    def _move(self, by: int) -> None:
        self._at = max(0, min(self._at + by, len(self._options) - 1))
        self.query_one("#options", Static).update(self._shown())
        self.query_one(VerticalScroll).scroll_to_region(Region(0, self._at, 1, 1), animate=False)

    def action_cursor_down(self) -> None:
        """The next one."""
        self._move(1)

    def action_cursor_up(self) -> None:
        """The one before."""
        self._move(-1)

    def action_take(self) -> None:
        """The one with the cursor."""
        if self._options:
            self.dismiss(Chosen(value=self._options[self._at].value))

    def action_cancel(self) -> None:
        """Nothing changes."""
        self.dismiss(NothingChosen())

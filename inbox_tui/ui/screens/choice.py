"""One of a few things, with one key."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from ..show import Showable, line, lines, plain, styled
from .dialog import Dialog

T = TypeVar("T")
KEYS = "123456789abdfghilmop"
"""Letters that lead nowhere else in a list of choices; the first choices have digits."""


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
    """Shows options with their keys; ``hint`` says what choosing does."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "cancel", show=False)]

    def __init__(self, question: Showable, options: Sequence[Option[T]], *, hint: Showable = "") -> None:
        super().__init__()
        self._question = question
        self._options = tuple(options)[: len(KEYS)]
        self._hint = hint

    def heading(self) -> Showable:
        """The question."""
        return self._question

    def body(self) -> ComposeResult:
        """The options with their keys."""
        shown: list[Showable] = [
            line(styled(key, "key"), "  ", option.words)
            for key, option in zip(KEYS, self._options, strict=False)
        ]
        with VerticalScroll(classes="scrolls", can_focus=False):
            yield Static(plain(lines(shown)))
        told: list[Showable] = ["", *([styled(self._hint, "muted")] if self._hint else [])]
        yield Static(
            plain(lines([*told, line(styled("Esc", "key"), " ", styled("nothing changes", "muted"))]))
        )

    def on_key(self, event: events.Key) -> None:
        """A key of an option chooses it."""
        at = KEYS.find(event.character or "\0")
        if 0 <= at < len(self._options):
            event.stop()
            self.dismiss(Chosen(value=self._options[at].value))

    def action_cancel(self) -> None:
        """Nothing changes."""
        self.dismiss(NothingChosen())

"""One line to fill in, with what it will be taken to mean shown below while it is typed."""

from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, Static

from ...core.frozen import dataclass
from ..actions import Where, bindings
from ..last_words import KeepsWords
from ..show import Showable, line, plain, styled
from ..theming import glyph
from .dialog import Dialog

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Understood(Generic[T]):
    """The line means ``value``; ``words`` say so before it is accepted."""

    value: T
    words: Showable


@dataclass(frozen=True, kw_only=True)
class NotYet:
    """The line cannot be taken yet; ``words`` say what would work."""

    words: Showable


@dataclass(frozen=True, kw_only=True)
class Cancelled:
    """The person left without an answer; ``text`` is what stood in the line."""

    text: str = ""


Reading = Understood[T] | NotYet


class Prompt(Dialog[Understood[T] | Cancelled], KeepsWords):
    """Asks for one line. ``read`` is called at every key, so it must be quick and free of effects. With
    ``in_words`` the line holds words of the owner that are nowhere else, not a time or a name."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.PROMPT)

    def __init__(
        self,
        question: Showable,
        read: Callable[[str], Reading[T]],
        *,
        value: str = "",
        hint: Showable = "",
        in_words: bool = False,
    ) -> None:
        super().__init__()
        self._question = question
        self._read = read
        self._value = value
        self._hint = hint
        self._in_words = in_words

    def heading(self) -> Showable:
        """The question."""
        return self._question

    def body(self) -> ComposeResult:
        """The line, what it means, and a hint."""
        yield Input(value=plain(self._value).plain)
        yield Static(self._meaning(self._value), id="meaning")
        if self._hint:
            yield Static(styled(self._hint, "muted"))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say at once what the line means now."""
        self.query_one("#meaning", Static).update(self._meaning(event.value))

    def _meaning(self, text: str) -> Content:
        match self._read(text):
            case Understood(words=words):
                return line(styled(glyph(self, "arrow"), "ok"), " ", words)
            case NotYet(words=words):
                return styled(line(glyph(self, "hint"), " ", words), "muted" if not text else "soon")

    def action_accept(self) -> None:
        """Take it, if it can be taken; otherwise the words under the line say why not."""
        reading = self._read(self._text)
        if isinstance(reading, Understood):
            self.dismiss(reading)
        else:
            self.app.bell()

    def action_cancel(self) -> None:
        """Nothing changes."""
        self.dismiss(Cancelled(text=self._text))

    async def keep_words(self) -> None:
        """There is no place for a line that was not accepted."""

    def unsaved_words(self) -> str:
        """The line, where it holds words."""
        return self._text.strip() if self._in_words else ""

    @property
    def _text(self) -> str:
        """What stands in the line; there is none yet for who leaves in the same moment."""
        lines = self.query(Input)
        return lines.first().value if lines else self._value

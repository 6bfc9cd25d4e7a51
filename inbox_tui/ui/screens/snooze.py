"""Putting a case aside: a time that is typed, or one of those that are offered."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Input, Static

from ...core.frozen import dataclass
from ...core.when import Resolved, Unclear, UntilTheyAnswer
from ..actions import Where, bindings
from ..keys import key_of
from ..show import Showable, fit, line, lines, styled
from ..theming import glyph
from .dialog import Dialog

OFFERS = ("tomorrow 9am", "in 4 hours", "in 2 business days", "mon 9am", "in 1 week", "until they answer")
"""What is asked for most; the first stands in the line already."""

Until = Callable[[str], Resolved | UntilTheyAnswer | Unclear]
_WIDE = 22


@dataclass(frozen=True, kw_only=True)
class Asleep:
    """Until this instant (aware), or None: until they answer. ``words`` say so."""

    until: datetime | None
    words: str


@dataclass(frozen=True, kw_only=True)
class Awake:
    """It stays where it is."""


class SnoozeScreen(Dialog[Asleep | Awake]):
    """A line to type in; up and down take an offered time into it. Enter accepts what is shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Where.PROMPT),
        *bindings(Where.SNOOZE),
    ]

    def __init__(self, question: Showable, until: Until) -> None:
        super().__init__()
        self._question = question
        self._until = until

    def heading(self) -> Showable:
        """Whose case."""
        return self._question

    def body(self) -> ComposeResult:
        """The line, what it means, what is offered."""
        yield Input(value=OFFERS[0])
        yield Static(self._meaning(OFFERS[0]), id="meaning")
        yield Static(self._offers(OFFERS[0]), id="offers")
        hint = "The customer's time goes on running. It comes back earlier if they write."
        yield Static(lines(["", styled(hint, "muted")]))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say at once what the line means now."""
        self.query_one("#meaning", Static).update(self._meaning(event.value))
        self.query_one("#offers", Static).update(self._offers(event.value))

    def _meaning(self, text: str) -> Content:
        match self._until(text):
            case Unclear(reason=reason):
                return styled(line(glyph(self, "hint"), " ", reason), "soon" if text else "muted")
            case found:
                return line(styled(glyph(self, "arrow"), "ok"), " ", found.words)

    def _offers(self, text: str) -> Content:
        shown: list[Showable] = [
            "",
            styled(f"{key_of(self, 'snooze.next')} and {key_of(self, 'snooze.previous')} offer:", "muted"),
        ]
        for offer in OFFERS:
            here = offer == text
            sign = styled(fit(glyph(self, "cursor") if here else "", 2, pad=True), "accent")
            found = self._until(offer)
            when = found.words if isinstance(found, Resolved) else ""
            words = styled(fit(offer, _WIDE, pad=True), "accent" if here else "text")
            shown.append(line(sign, words, styled(when, "muted")))
        return lines(shown)

    def action_offer(self, by: int) -> None:
        """The next offered time stands in the line."""
        line_ = self.query_one(Input)
        at = OFFERS.index(line_.value) if line_.value in OFFERS else (-1 if by > 0 else 0)
        line_.value = OFFERS[(at + by) % len(OFFERS)]
        line_.cursor_position = len(line_.value)

    def action_accept(self) -> None:
        """Take it, if it can be taken; otherwise the words under the line say why not."""
        match self._until(self.query_one(Input).value):
            case Resolved(at=at, words=words):
                self.dismiss(Asleep(until=at, words=f"until {words}"))
            case UntilTheyAnswer(words=words):
                self.dismiss(Asleep(until=None, words=words))
            case _:
                self.app.bell()

    def action_cancel(self) -> None:
        """Nothing changes."""
        self.dismiss(Awake())

"""A question with yes or no."""

from enum import StrEnum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from ..actions import Where, bindings
from ..show import Showable, plain
from .dialog import Dialog


class Answered(StrEnum):
    """What the person said; leaving the question is a no."""

    YES = "yes"
    NO = "no"


class Confirm(Dialog[Answered]):
    """Asks ``question``; ``detail`` says what yes would do and what it would not."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.CONFIRM)

    def __init__(self, question: Showable, detail: Showable = "") -> None:
        super().__init__()
        self._question = question
        self._detail = detail

    def heading(self) -> Showable:
        """The question itself."""
        return self._question

    def body(self) -> ComposeResult:
        """What the answer means."""
        if self._detail:
            yield Static(plain(self._detail))

    def action_yes(self) -> None:
        """Do it."""
        self.dismiss(Answered.YES)

    def action_no(self) -> None:
        """Leave things as they are."""
        self.dismiss(Answered.NO)

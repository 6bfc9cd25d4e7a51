"""The first screen of somebody who has no account here yet: what to do, in plain words."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from ..actions import Where, bindings
from ..keys import key_of
from ..show import line, lines, plain, styled
from ..widgets.footer import KeyLine
from ..widgets.status_line import StatusLine
from .set_up import SetUp, SetUpScreen

BEGIN_AGAIN = -1
"""The app's return code when there is an account now, and the program is to begin with it."""


class WelcomeScreen(Screen[None]):
    """Leads to the form for an account, and says that there is a demo which needs none."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.WELCOME)

    def __init__(self, set_up: SetUp | None = None) -> None:
        """Without ``set_up`` only the command line can add an account."""
        super().__init__()
        self._set_up = set_up

    def compose(self) -> ComposeResult:
        """Words and keys."""
        yield StatusLine()
        with VerticalScroll(classes="pane box letter", can_focus=False) as box:
            box.border_title = plain("Welcome")
            yield Static(self._words())
        yield KeyLine()

    def _words(self) -> Content:
        leave = key_of(self, "app.quit")
        form = line(
            "Press ", styled(key_of(self, "welcome.set_up"), "key"), " and fill in your address, the "
            "password and two servers. Both are tried before anything is saved, and the password goes into "
            "the keyring of this computer. Your provider names the servers; most often the guess is right.",
        )  # fmt: skip
        return lines(
            [
                styled("This is the complaint desk of your shop.", "strong"),
                "It reads your mail, puts every complaint on a 24-hour clock, and helps you "
                "answer well. You write and send every word yourself.",
                "",
                styled("To use your own mail", "title"),
                form,
                "",
                styled("To look around first", "title"),
                f"Leave with {leave}, then start the demo. It needs nothing and leaves nothing behind:",
                "",
                styled("    inbox-tui demo", "key"),
                "",
                styled("Without this form", "title"),
                "“inbox-tui account add --help” does the same from the command line, for a screen reader "
                "too, and knows more ways to a password.",
            ]
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The form is offered where somebody can carry it out."""
        return action != "set_up" or self._set_up is not None

    def action_set_up(self) -> None:
        """Fill in the form."""
        if self._set_up is not None:
            self.app.push_screen(SetUpScreen(self._set_up), self._begin)

    def _begin(self, kept: bool | None) -> None:
        if kept:
            self.app.exit(return_code=BEGIN_AGAIN)

"""The first screen of somebody who has no account here yet: what to do, in plain words."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from ..show import lines, plain, styled
from ..widgets.footer import KeyLine
from ..widgets.status_line import StatusLine

_ADD = (
    "inbox-tui account add shop --email you@shop.example \\",
    "    --imap imap.shop.example:993 --imap-tls implicit \\",
    "    --smtp smtp.shop.example:465 --smtp-tls implicit",
)


class WelcomeScreen(Screen[None]):
    """Says how to add an account, and that there is a demo which needs none."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def compose(self) -> ComposeResult:
        """Words and keys."""
        yield StatusLine()
        with VerticalScroll(classes="pane letter", can_focus=False) as box:
            box.border_title = plain("Welcome")
            yield Static(
                lines(
                    [
                        styled("This is the complaint desk of your shop.", "strong"),
                        "It reads your mail, puts every complaint on a 24-hour clock, and helps you "
                        "answer well. You write and send every word yourself.",
                        "",
                        styled("To look around first", "title"),
                        "Leave with q, then start the demo. It needs nothing and leaves nothing behind:",
                        "",
                        styled("    inbox-tui demo", "key"),
                        "",
                        styled("To use your own mail", "title"),
                        "Leave with q, then add your account. It asks for the password and keeps it "
                        "in the keyring of this computer. Both servers are tried before it saves:",
                        "",
                        *(styled("    " + row, "key") for row in _ADD),
                        "",
                        "Your provider names these servers. “inbox-tui account add --help” tells the rest.",
                    ]
                )
            )
        yield KeyLine()

"""What a sync shows on a terminal while it runs."""

import io
import sys

import pytest

from inbox_tui.cli.mail import _bar
from inbox_tui.desk.receiving.sync import Progress


class Terminal(io.StringIO):
    """Takes what is written to it, as a terminal would."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("mailbox", ["[/sent]", "[imap]/Sent", "Sent\u202e\x1b]0;x\x07"])
def test_the_name_of_a_mailbox_is_only_a_name(mailbox: str, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    with _bar(["shop"]) as show:
        show("shop")(Progress(mailbox=mailbox, done=1, total=2))
    shown = screen.getvalue()
    assert "\u202e" not in shown and "\x1b]" not in shown and "\x07" not in shown
    assert f"shop {mailbox.partition(chr(0x202E))[0]}" in shown

"""An error that nobody foresaw: one line for the person, the whole story in the log of the same home."""

import logging
import sys
from pathlib import Path

import click
import pytest

from inbox_tui.cli import root
from inbox_tui.cli.settings import common_options


@click.command("look")
@common_options
def broken() -> None:
    """A command with a fault."""
    raise ZeroDivisionError("a fault\nof ours\x1b]52;c;eA==\x07")


def test_it_is_one_line_and_the_log_lies_in_the_home_that_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    monkeypatch.setenv("INBOX_TUI_HOME", str(elsewhere))
    monkeypatch.setattr(root.cli, "get_command", lambda ctx, name: broken)
    logger = logging.getLogger("inbox_tui")
    monkeypatch.setattr(logger, "handlers", [])
    monkeypatch.setattr(logger, "propagate", True)
    monkeypatch.setattr(sys, "argv", ["inbox-tui", "look", "--home", str(home)])
    with pytest.raises(SystemExit) as ended:
        root.main()
    (said,) = capsys.readouterr().err.splitlines()
    assert ended.value.code == 1
    assert "Something unexpected happened (ZeroDivisionError: a fault of ours]52;c;eA==)" in said
    assert said.isprintable()
    assert "Nothing was sent" not in said
    assert "raise ZeroDivisionError" in (home / "log" / "inbox-tui.log").read_text()
    assert not elsewhere.exists()

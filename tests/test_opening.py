"""The name of the program alone: it opens the app, which does not wait for what reads commands."""

import os
import subprocess
import sys

RUN = """
import atexit, sys
atexit.register(lambda: print("click" in sys.modules))
sys.argv = ["inbox-tui", *sys.argv[1:]]
from inbox_tui.cli import main
main()
"""


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Without a terminal."""
    return subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_the_app_opens_without_what_reads_commands() -> None:
    done = run()
    assert done.stderr.startswith("The app needs a terminal.")
    assert len(done.stderr.splitlines()) == 1
    assert done.returncode == 1
    assert done.stdout.split() == ["False"]


def test_options_and_commands_are_read() -> None:
    assert "Usage: inbox-tui" in run("--help").stdout
    done = run("nothing-of-the-kind")
    assert done.returncode == 2
    assert "No such command" in done.stderr


def test_a_shell_that_completes_commands_is_answered() -> None:
    assert "_INBOX_TUI_COMPLETE=zsh_complete" in run(_INBOX_TUI_COMPLETE="zsh_source").stdout

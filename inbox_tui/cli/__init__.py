"""The command line: everything that the screens do, for scripts, for cron and for screen readers."""

import os
import sys
from typing import NoReturn

COMPLETES = "_INBOX_TUI_COMPLETE"
"""The variable in which a shell says that it wants to complete a command."""

__all__ = ["main"]


def main() -> NoReturn:
    """The command that is named, or the app: whoever opens that does not wait for what reads commands."""
    if len(sys.argv) > 1 or COMPLETES in os.environ:
        from .root import main as command_line

        command_line()
    from .app import run_app
    from .ending import run

    run(lambda: run_app(None), home=lambda: None)

"""How a command or the app ends: a failure is one line on stderr, with what was kept and what to do."""

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from ..errors import InboxError


def run(work: Callable[[], int], *, home: Callable[[], str | None]) -> NoReturn:
    """Do it and end the process with its exit code. ``home`` says whose log a failure goes into that nobody
    foresaw."""
    try:
        code = work()
    except KeyboardInterrupt:
        sys.exit(130)
    except InboxError as error:
        _say(" ".join(str(error).split()))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # Whoever read our output has gone; that is no failure worth a word.
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        _say(_unexpected(error, home()))
        sys.exit(1)
    sys.exit(code)


def _say(line: str) -> None:
    from ..core.text import clean  # an error that nobody foresaw may quote a stranger's letter

    sys.stderr.write(clean(line, multiline=False) + "\n")
    sys.stderr.flush()


def _unexpected(error: Exception, home: str | None) -> str:
    """One line for the person, the whole story into the log of this home."""
    from ..paths import paths

    story = "It could not be written to the log."
    try:
        folder: Path = paths(home).log
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(folder / "inbox-tui.log", encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        logger = logging.getLogger("inbox_tui")
        logger.addHandler(handler)
        logger.propagate = False
        logger.error("unexpected", exc_info=error)
        story = f"The details are in {folder / 'inbox-tui.log'}."
    except OSError:
        pass  # then the sentence says so
    what = " ".join(str(error).split())[:200]
    return (
        f"Something unexpected happened ({type(error).__name__}: {what}). Your drafts and mail are kept; "
        f"“inbox-tui outbox” says what has left. {story}"
    )

"""``demo``: the whole program on sample mail, with nothing to configure and nothing left behind."""

import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from ..errors import InboxError
from .settings import common_options


@click.command("demo")
@click.option("--serve", is_flag=True, help="Only the servers: print where they are, run until stdin closes.")
@common_options
def demo_command(serve: bool) -> None:
    """Start embedded mail servers with sample mail, and the app on them, in a throw-away home."""
    from ..bootstrap import serve_demo

    if serve:
        serve_demo()
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InboxError("“inbox-tui demo” needs a terminal. “inbox-tui demo --serve” runs without one.")
    # A closed terminal window must leave nothing behind either.
    for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        signal.signal(number, _leave)
    home = tempfile.mkdtemp(prefix="inbox-tui-demo-")
    try:
        code = _run(Path(home))
    finally:
        shutil.rmtree(home, ignore_errors=True)
    sys.stdout.flush()
    # As in the app: nothing is waited for on the way out.
    os._exit(code)


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    """Out of the event loop and through the tidying up."""
    sys.exit(128 + number)


def _run(home: Path) -> int:
    from ..bootstrap import start_demo
    from .app import open_app, run_until_left

    demo = start_demo(home)
    try:
        return run_until_left(open_app(str(home)))
    finally:
        demo.stop()

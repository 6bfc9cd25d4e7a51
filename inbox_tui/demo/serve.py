"""The demo's servers without the app, for people who want to look at them with another mail program."""

import json
import os
import signal
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

from ..paths import shipped
from .mail import DemoMail

_LOOK_SECONDS = 0.5
"""How often the wait is interrupted: on Windows a signal is only seen in between."""


def serve_until_closed(sample: Path | None = None, now: datetime | None = None) -> None:
    """Print one JSON line with where the servers are, then wait until stdin closes or a signal comes.

    Must be called on the main thread. ``now`` is aware; the letters' ages count back from it.
    """
    closed = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        closed.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        with DemoMail.start(sample or shipped("sample_mail"), now or datetime.now(UTC)) as demo:
            sys.stdout.write(json.dumps(_whereabouts(demo)) + "\n")
            sys.stdout.flush()
            threading.Thread(target=_wait_for_end, args=(closed,), daemon=True, name="demo-stdin").start()
            while not closed.wait(_LOOK_SECONDS):
                pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _whereabouts(demo: DemoMail) -> dict[str, dict[str, str | int]]:
    who: dict[str, str | int] = {"user": demo.user, "password": demo.password}
    return {
        "imap": {"host": demo.imap_host, "port": demo.imap_port, **who},
        "smtp": {"host": demo.smtp_host, "port": demo.smtp_port, **who},
    }


def _wait_for_end(closed: threading.Event) -> None:
    """Reads the bare descriptor: a thread inside ``sys.stdin`` would hold a lock that exit needs."""
    try:
        while os.read(sys.stdin.fileno(), 4096):
            pass
    except (OSError, ValueError, AttributeError):
        # No stdin at all, as under a service manager: only a signal ends the servers then.
        return
    closed.set()

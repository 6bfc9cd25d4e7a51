"""Keeps one daemon alive for as long as standard input is open, and never a moment longer.

Run as ``python keeper.py USER COMMAND...``; an empty USER is one's own. The test process holds the other end
of the pipe, so the daemon dies with it, even when the test process is killed without a chance to clean up.
"""

import os
import signal
import subprocess
import sys
import threading

GRACE = 3.0


def main(user: str, command: list[str]) -> int:
    """Start ``command`` in a process group of its own; end the whole group when standard input closes."""
    daemon = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, user=user or None)
    signal.signal(signal.SIGTERM, lambda *_: _end(daemon))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch_input, args=(daemon,), daemon=True).start()
    code = daemon.wait()
    _signal_group(daemon, signal.SIGKILL)
    return code


def _watch_input(daemon: subprocess.Popen[bytes]) -> None:
    sys.stdin.buffer.read()
    _end(daemon)
    threading.Timer(GRACE, _signal_group, (daemon, signal.SIGKILL)).start()


def _end(daemon: subprocess.Popen[bytes]) -> None:
    _signal_group(daemon, signal.SIGTERM)


def _signal_group(daemon: subprocess.Popen[bytes], number: int) -> None:
    try:
        os.killpg(daemon.pid, number)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))

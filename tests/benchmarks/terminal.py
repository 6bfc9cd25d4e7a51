"""A program in a terminal of its own, and a clock beside it: what a person sees, and after how long."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

_PLACE = re.compile(rb"\x1b\[[\d;]*[Hf]|\r\n|\r|\n")
_CODES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|P[^\x1b]*\x1b\\|[@-Z\\^_])")
QUIET = 0.03
"""Seconds without a byte after which a paint is over."""
NOTHING = 5
"""Seconds without a byte after which a key is taken to paint nothing."""
PATIENCE = 120
"""Seconds that nothing takes, were the computer ever so busy."""


class Terminal:
    """Runs a command on ``columns`` by ``rows`` cells; it is killed at the end."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], *, columns: int = 100, rows: int = 30
    ) -> None:
        self._leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._painted = b""
        settings = {**os.environ, "TERM": "xterm-256color", **environment}
        settings.pop("PYTHONDONTWRITEBYTECODE", None)
        self.began = time.perf_counter()
        self._child = subprocess.Popen(
            list(command), stdin=follower, stdout=follower, stderr=follower, env=settings,
            start_new_session=True,
        )  # fmt: skip
        os.close(follower)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.killpg(self._child.pid, signal.SIGKILL)
        self._child.wait()
        os.close(self._leader)

    def until(self, sign: str, *, within: float = PATIENCE, since: float | None = None) -> float:
        """Seconds from ``since`` (the start of the program) until a line with this pattern is painted."""
        began, pattern = self.began if since is None else since, re.compile(sign.encode())
        while True:
            at = self._read(max(0.0, began + within - time.perf_counter()))
            if pattern.search(self._lines()):
                return at - began
            if not at:
                raise AssertionError(f"no “{sign}” after {within} s in:\n{self.tail}")

    def type(self, keys: str) -> None:
        """Press keys without waiting for what they do."""
        os.write(self._leader, keys.encode())

    def shows(self, sign: str) -> bool:
        """True when a line with this pattern was painted since the last key that was waited for."""
        return re.search(sign.encode(), self._lines()) is not None

    def press(self, keys: str, sign: str = "", *, within: float = PATIENCE) -> float:
        """Seconds from a key to the paint of a line with this pattern; without one, to the last byte of
        what it painted."""
        self._settle()
        self._painted = b""
        began = time.perf_counter()
        os.write(self._leader, keys.encode())
        if sign:
            return self.until(sign, within=within, since=began)
        last = began
        while at := self._read(QUIET if last > began else NOTHING):
            last = at
        return last - began

    @property
    def peak_bytes(self) -> int:
        """The most memory that it held at any time (Linux)."""
        status = Path(f"/proc/{self._child.pid}/status").read_text().splitlines()
        (line,) = [line for line in status if line.startswith("VmHWM")]
        return int(line.split()[1]) * 1024

    @property
    def tail(self) -> str:
        """What was painted last, for a message."""
        return self._lines()[-3000:].decode("utf-8", "replace")

    def _settle(self) -> None:
        while self._read(QUIET):
            continue

    def _read(self, timeout: float) -> float:
        """Take what is painted within ``timeout`` seconds; when it came, or 0."""
        if not select.select([self._leader], [], [], timeout)[0]:
            return 0
        try:
            data = os.read(self._leader, 1 << 16)
        except OSError:
            data = b""
        at = time.perf_counter()
        if not data:
            raise AssertionError(f"the program ended:\n{self.tail}")
        self._painted = (self._painted + data)[-200_000:]
        return at

    def _lines(self) -> bytes:
        """What was painted, one line for each place that the cursor was sent to."""
        return _CODES.sub(b"", _PLACE.sub(b"\n", self._painted))

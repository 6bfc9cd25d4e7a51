"""Starting and ending one real daemon on loopback."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
KEEPER = Path(__file__).with_name("keeper.py")


class DidNotStart(Exception):  # noqa: N818 - reads as what happened
    """The daemon ended, or opened no port in time; the text holds what it logged."""


class Daemon:
    """A running daemon, perhaps of another user; ``stop`` ends it together with all its children."""

    def __init__(
        self, command: Sequence[str], *, ports: Sequence[int], log: Path, user: str | None = None
    ) -> None:
        with log.with_suffix(".output").open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-S", str(KEEPER), user or "", *command],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
            )
        self._log = log
        try:
            self._await(ports)
        except DidNotStart:
            self.stop()
            raise

    def _await(self, ports: Sequence[int], seconds: float = 120) -> None:
        end = time.monotonic() + seconds
        for port in ports:
            while not answers(port):
                if self._process.poll() is not None or time.monotonic() > end:
                    raise DidNotStart(self._said())
                time.sleep(0.02)

    def _said(self) -> str:
        logs = (self._log, self._log.with_suffix(".output"))
        return "\n".join(path.read_text(errors="replace")[-2000:] for path in logs if path.exists())

    def stop(self) -> None:
        """End it and wait until it is gone (at most 10 s)."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(timeout=5)


def answers(port: int) -> bool:
    """True when somebody listens on that port of this computer."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def free_ports(count: int) -> list[int]:
    """Ports that nobody uses just now. Held together until all are known, so none comes twice."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    try:
        return [server.getsockname()[1] for server in held]
    finally:
        for server in held:
            server.close()


def started(start: Callable[[], T], *, tries: int = 3) -> T:
    """What ``start`` gives; tried again, because another process may take a free port in between."""
    for _ in range(tries - 1):
        try:
            return start()
        except DidNotStart:
            continue
    return start()


@contextmanager
def own_folder(prefix: str) -> Iterator[Path]:
    """A folder that other users may enter, gone afterwards. Not pytest's: the path of a Unix socket holds 107
    characters at most."""
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(start: Callable[[], tuple[T, Daemon]]) -> Iterator[T]:
    """The server that ``start`` gives, as long as it is needed."""
    server, daemon = started(start)
    try:
        yield server
    finally:
        daemon.stop()


def found(program: str) -> str | None:
    """Where a daemon's program is; system folders are not on everybody's path."""
    path = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
    return shutil.which(program, path=path)

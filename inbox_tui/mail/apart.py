"""Large letters are read in a process of their own, which can be given up.

The readers take time in proportion to a letter and stop at limits; but a library may have a case that
nobody met, a thread cannot be stopped, and a fault in compiled code ends the whole program. So whatever is
long enough to hurt goes through a child, within two seconds of work and 200 MB; a letter that breaks these
costs the child, and the next one gets a new child. It is work that counts, not the clock: an honest letter on
a busy computer is only late.
"""

import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import IO

import msgspec

from ..core.message import Message

LARGE = 100_000
"""Bytes from which a letter is read apart: below, the worst that was found takes a tenth of a second."""

SECONDS = 2.0
MEGABYTES = 200
_COUNTS_WORK = hasattr(signal, "setitimer")
_PATIENCE = 10 if _COUNTS_WORK else 1
"""How many times as long it may take by the clock. Windows counts no work, so there the clock must do."""
_START_SECONDS = 20.0
"""A busy computer may take its time to start the child; no letter is to blame for that."""

_READY = b"ready"
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Message).decode


class NotStartedError(Exception):
    """This computer gives us no second process."""


class Apart:
    """One child for one reader. Any thread may ask; one letter is read at a time."""

    def __init__(self, *, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        self._seconds = seconds
        self._command = [sys.executable, "-P", "-m", __name__, str(megabytes), str(seconds)]
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None

    def read(self, raw: bytes) -> Message | None:
        """The message in ``raw``; None when it broke the limits. Raises NotStartedError."""
        with self._lock:
            child = self._child if self._child and self._child.poll() is None else self._start()
            answer = _within(self._seconds * _PATIENCE, child, lambda: _ask(child, raw))
            if answer is None:
                self._end()
                return None
        try:
            return _decode(answer)
        except msgspec.DecodeError:  # no letter: the child has run out of memory or met a fault
            return None

    def close(self) -> None:
        """End the child; the next letter would start another. One that reads just now ends with this program:
        its letter must not be taken for one that broke the limits."""
        if self._lock.acquire(blocking=False):
            try:
                self._end()
            finally:
                self._lock.release()

    def _start(self) -> subprocess.Popen[bytes]:
        self._end()
        try:
            # Not waited for on quitting: it ends when our end of its input closes.
            child = subprocess.Popen(  # noqa: S603 - our own interpreter and module, nothing of a stranger's
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError as error:
            raise NotStartedError from error
        if _within(_START_SECONDS, child, lambda: _receive(_pipe(child.stdout))) != _READY:
            _kill(child)
            raise NotStartedError
        self._child = child
        return child

    def _end(self) -> None:
        if self._child is not None:
            _kill(self._child)
            self._child = None


def _within(seconds: float, child: subprocess.Popen[bytes], call: Callable[[], bytes | None]) -> bytes | None:
    """What ``call`` hears from the child; None when the child had to be ended, or ended."""
    timer = threading.Timer(seconds, child.kill)
    timer.daemon = True
    timer.start()
    try:
        return call()
    except (OSError, ValueError):
        return None
    finally:
        timer.cancel()


def _ask(child: subprocess.Popen[bytes], raw: bytes) -> bytes | None:
    _send(_pipe(child.stdin), raw)
    return _receive(_pipe(child.stdout))


def _kill(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    child.wait()


def _pipe(end: IO[bytes] | None) -> IO[bytes]:
    if end is None:
        raise OSError("the child has no pipe")
    return end


def _send(out: IO[bytes], data: bytes) -> None:
    out.write(len(data).to_bytes(8, "big"))
    out.write(data)
    out.flush()


def _receive(source: IO[bytes]) -> bytes | None:
    """One piece; None at the end, or where it was cut."""
    head = source.read(8)
    size = int.from_bytes(head, "big")
    data = source.read(size) if len(head) == 8 else b""
    return data if len(head) == 8 and len(data) == size else None


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: there the seconds alone protect
        return
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 1_000_000,) * 2)


def _limit_work(seconds: float) -> None:
    """From now on; the system ends us when it is done. None for 0."""
    if _COUNTS_WORK:
        signal.setitimer(signal.ITIMER_PROF, seconds)


def serve(source: IO[bytes], out: IO[bytes], *, megabytes: int, seconds: float) -> None:
    """The child: letters in, messages out, until the other end closes."""
    from .mime import read

    _limit_memory(megabytes)
    _send(out, _READY)
    while (raw := _receive(source)) is not None:
        _limit_work(seconds)
        try:
            answer = _encode(read(raw))
        except Exception:  # as in ``MimeParser``: a fault of ours must not hide the other letters
            answer = b""
        _limit_work(0)
        raw = b""
        _send(out, answer)


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer, megabytes=int(sys.argv[1]), seconds=float(sys.argv[2]))

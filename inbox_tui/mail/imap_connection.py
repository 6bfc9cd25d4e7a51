"""A connection to an IMAP server that outlives its lines: it opens by itself, and again after it broke."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..config import Account
from ..core.text import clean_line
from ..errors import MailboxGoneError, MailError, RefusedError, SignInError, UnreachableError, is_a_no
from .imap_errors import translated
from .imap_line import Line
from .imap_open import open_line


class Connection:
    """``password`` is asked at each sign-in, and ``refused`` is called where it did not do; ``timeout`` is in
    seconds and holds for connecting and for each wait for an answer. One thread at a time, except ``close``.
    """

    def __init__(
        self,
        *,
        account: Account,
        password: Callable[[], str | None],
        refused: Callable[[], None],
        timeout: float,
    ) -> None:
        self._account = account
        self._password = password
        self._refused = refused
        self._timeout = timeout
        self._lock = threading.RLock()
        self._line: Line | None = None
        self._cut = threading.Event()

    def close(self) -> None:
        """Hang up without waiting; a call under way on another thread ends with UnreachableError."""
        self._cut.set()
        line = self._line
        if self._lock.acquire(blocking=False):
            try:
                self._drop()
            finally:
                self._lock.release()
        elif line is not None:
            line.cut()

    @contextmanager
    def _talk(self) -> Iterator[Line]:
        """The line, opened if need be; dropped when anything happened after which nobody knows its state."""
        with self._lock:
            try:
                with translated(self._account.imap.host, self._timeout):
                    yield self._line or self._open()
            except (RefusedError, MailboxGoneError):
                raise
            except MailError as error:
                if not is_a_no(error):
                    self._drop()
                raise
            except BaseException:
                self._drop()
                raise

    def _open(self) -> Line:
        self._cut.clear()
        try:
            line = open_line(self._account, self._password, timeout=self._timeout)
        except SignInError:
            self._refused()
            raise
        if self._cut.is_set():
            line.hang_up()
            raise self._was_closed()
        self._line = line
        return line

    def _drop(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.hang_up()

    def _was_closed(self) -> UnreachableError:
        host = clean_line(self._account.imap.host)
        return UnreachableError(f"The connection to {host} was closed here. What was fetched is kept.")

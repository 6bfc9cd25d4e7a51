"""Where blocking calls run: on one daemon thread of their own, or right here.

Python waits for the threads of executors when it ends, and a mail server may be silent for as long as
it likes. So each connection has a daemon thread, which nothing waits for: quitting is instant.
"""

import asyncio
import contextvars
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, ParamSpec, TypeVar

from ..core.frozen import dataclass

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class _Job:
    """A call, and where its result is awaited."""

    call: Callable[[], Any]
    context: contextvars.Context
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop


class DaemonRunner:
    """A ``Runner`` with one named daemon thread, which starts with the first call.

    Calls run one after the other, in the order in which they were asked for. Awaiting from several event
    loops is allowed. A call whose awaiter was cancelled is not begun; one under way runs to its end and its
    result is dropped.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopped = False
        self._last: Callable[[], object] = lambda: None

    async def run(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of ``call``; its errors come through unchanged. Cancelled after ``stop``."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        job = _Job(
            call=lambda: call(*args, **kwargs),
            context=contextvars.copy_context(),
            future=future,
            loop=loop,
        )
        with self._lock:
            if self._stopped:
                raise asyncio.CancelledError(f"{self._name} was stopped")
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
                self._thread.start()
            self._queue.put(job)
        return await future

    def stop(self) -> None:
        """Take no more calls and forget the waiting ones. Returns at once, whatever is under way."""
        with self._lock:
            self._stopped = True
            self._queue.put(None)

    def finish(self, last: Callable[[], object], *, seconds: float) -> None:
        """Take no more calls, forget the waiting ones, and run ``last`` after the one under way; wait for all
        that at most ``seconds``. What calls work on must not be closed under their hands."""
        with self._lock:
            thread, self._last, self._stopped = self._thread, last, True
            self._queue.put(None)
        if thread is None:
            last()
        else:
            thread.join(seconds)

    def _work(self) -> None:
        while (job := self._queue.get()) is not None:
            if self._stopped:
                _tell(job, job.future.cancel)
            elif not job.future.cancelled():
                _carry_out(job)
            # A result may be large; do not hold it until the next call.
            del job
        self._last()


class Inline:
    """A ``Runner`` for the command line: the call runs here and now."""

    async def run(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of ``call``; its errors come through unchanged."""
        return call(*args, **kwargs)


def _carry_out(job: _Job) -> None:
    """Everything that a call raises belongs to its awaiter; the thread itself must live on."""
    try:
        result = job.context.run(job.call)
    except StopIteration as error:
        # A future cannot hold this one: it would end the awaiting coroutine as if it had returned.
        failure: BaseException = RuntimeError("the call raised StopIteration")
        failure.__cause__ = error
        _tell(job, lambda: _fail(job.future, failure))
    except BaseException as error:
        caught = error
        _tell(job, lambda: _fail(job.future, caught))
    else:
        _tell(job, lambda: _succeed(job.future, result))


def _tell(job: _Job, say: Callable[[], object]) -> None:
    """Run ``say`` on the awaiter's loop. A closed loop means that nobody is waiting any more."""
    try:
        job.loop.call_soon_threadsafe(say)
    except RuntimeError:
        if not job.loop.is_closed():
            raise


def _succeed(future: asyncio.Future[Any], result: object) -> None:
    if not future.done():
        future.set_result(result)


def _fail(future: asyncio.Future[Any], error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)

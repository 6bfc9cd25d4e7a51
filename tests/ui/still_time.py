"""Time that passes only while everybody waits: a sleep costs nothing, and a busy computer changes nothing."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec

P = ParamSpec("P")


class StillLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock jumps to the next moment that somebody waits for."""

    def __init__(self) -> None:
        super().__init__()
        self._moment = 0.0
        self._usual = self._selector.select  # type: ignore[attr-defined]
        self._selector.select = self._jump  # type: ignore[attr-defined]

    def time(self) -> float:
        """Seconds that were waited for so far."""
        return self._moment

    def _jump(self, timeout: float | None) -> Any:
        heard = self._usual(timeout if timeout is None else 0)
        if not heard and timeout:
            self._moment += timeout
        return heard


def in_still_time(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Run an asynchronous test on such a loop."""

    @wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with asyncio.Runner(loop_factory=StillLoop) as runner:
            runner.run(test(*args, **kwargs))

    return run

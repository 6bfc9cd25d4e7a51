"""The clock, and the thread that blocking calls run on."""

from collections.abc import Callable
from datetime import datetime
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Clock(Protocol):
    """The time of day; a fake in tests."""

    def now(self) -> datetime:
        """The present instant, aware UTC."""
        ...


class Runner(Protocol):
    """Where blocking port calls run: on a daemon thread in the app, right here on the command line."""

    async def run(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of ``call``; its errors come through unchanged."""
        ...

"""Stores of which one answer is long in coming."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class SlowStores:
    """Answer everything at once but ``slow``, the name of a question: that waits until they are ``free``."""

    def __init__(self, slow: str) -> None:
        self._slow = slow
        self.free = asyncio.Event()

    async def run(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """At once, or when it may be told."""
        if getattr(call, "__name__", "") == self._slow:
            await self.free.wait()
        return call(*args, **kwargs)

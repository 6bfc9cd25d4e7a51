"""The clock, the thread that blocking calls run on, and what is known of a program that ended."""

from collections.abc import Callable, Collection, Mapping
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


class Marks(Protocol):
    """Which claims this program began to hand over, known also after it was killed.

    A mark costs no disk write that is waited for: it outlives the program, not the computer, so it is
    believed only of a program that ended on this computer since it was started.
    """

    def open(self) -> None:
        """Before the first claim. Raises StoreError."""
        ...

    def begun(self, item_id: int, attempts: int) -> None:
        """The hand-over of this claim begins. Raises StoreError, and then it must not begin."""
        ...

    def taken(self, item_id: int, attempts: int, at: datetime) -> None:
        """The server said 250 to it at ``at``; the casebook does not have that yet. Never raises."""
        ...

    def begun_by(self, owner: str) -> Mapping[tuple[int, int], datetime | None] | None:
        """The claims that a program which ended had begun to hand over, with the time of the 250 where one
        was heard; None when nothing is known."""
        ...

    def tidy(self, *, gone: Callable[[str], bool], keep: Collection[str]) -> None:
        """Let go of the marks of programs that ended, except of these owners."""
        ...

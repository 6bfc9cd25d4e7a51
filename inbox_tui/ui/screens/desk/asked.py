"""The main screen, as far as decisions about cases need it."""

from collections.abc import Callable, Coroutine, Sequence
from typing import ParamSpec, Protocol, TypeVar

from ....desk.desk import Desk
from ....desk.views import Row
from ...show import Showable
from ..dialog import Dialog

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")


class Asked(Protocol):
    """Who asks the owner, and carries out what they answer."""

    desk: Desk

    @property
    def targets(self) -> Sequence[Row]:
        """The selected conversations, else the one that a key means."""
        ...

    async def attempt(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T | None:
        """The result of a blocking desk call, or None after one sentence to the owner."""
        ...

    def say(self, words: Showable) -> None:
        """Tell the owner one sentence."""
        ...

    def key_for(self, action: str) -> str:
        """The key of an action, for a sentence that names it."""
        ...

    def start(self, work: Callable[[], Coroutine[None, None, None]], *, group: str) -> None:
        """Begin something that takes a while."""
        ...

    def put(self, dialog: Dialog[R], answered: Callable[[R | None], None]) -> None:
        """Ask the owner; the answer comes when they give it."""
        ...

    def decided(self, case_ids: frozenset[str]) -> None:
        """These cases were changed: look again, and let go of them in the list."""
        ...

    def open_conversation(self, conversation: str, *, writing: bool = False) -> None:
        """Put a conversation on the desk."""
        ...

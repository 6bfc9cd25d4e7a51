"""What all parts of the main screen share: the desk, its thread, and how errors are told."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from textual.reactive import var
from textual.screen import Screen
from textual.widget import Widget

from ....core.frozen import dataclass
from ....desk.cases.sections import Section
from ....desk.desk import Desk
from ....desk.views import ConversationView, Row
from ....errors import InboxError
from ...keys import key_of
from ...mishaps import tell
from ...show import Showable, plain

if TYPE_CHECKING:
    from ..dialog import Dialog

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, kw_only=True)
class Failed:
    """A desk call did not work, and the owner has been told why."""

    reason: str


class DeskBase(Screen[None]):
    """Asks the desk on its thread; never raises for what can go wrong there."""

    focused: var[Widget | None] = var(None)
    """Without a paint of its own: Textual would paint the whole screen a second time whenever the focus goes
    to another pane, where only two frames change."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk

    async def ask(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T | Failed:
        """The result of a blocking desk call, or ``Failed`` after one sentence to the owner."""
        try:
            return await self.desk.stores.run(call, *args, **kwargs)
        except InboxError as error:
            tell(self, error)
            return Failed(reason=str(error))
        except Exception as error:
            tell(self, error)
            return Failed(reason=str(error))

    def say(self, words: Showable) -> None:
        """Tell the owner one sentence, in the corner, for a while."""
        self.app.notify(plain(words).plain, markup=False)

    def key_for(self, action: str) -> str:
        """The key of an action, for a sentence that names it."""
        return key_of(self, action)

    async def attempt(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T | None:
        """As ``ask``, for results that are never None: None after one sentence to the owner."""
        found = await self.ask(call, *args, **kwargs)
        return None if isinstance(found, Failed) else found

    def start(self, work: Callable[[], Coroutine[None, None, None]], *, group: str) -> None:
        """Begin something that takes a while."""
        self.run_worker(work(), group=group)

    def put(self, dialog: Dialog[R], answered: Callable[[R | None], None]) -> None:
        """Ask the owner; the answer comes when they give it."""
        self.app.push_screen(dialog, answered)

    def recount(self) -> None:
        """The status line shows counts of the stores: they may have changed."""
        recount = getattr(self.app, "recount", None)
        if callable(recount):
            recount()

    # --- answered by the parts --------------------------------------------------------------------

    @property
    def target(self) -> Row | None:
        """The conversation that a key means: under the cursor in the list, else the opened one."""
        raise NotImplementedError

    @property
    def opened(self) -> ConversationView | None:
        """The conversation on the desk."""
        raise NotImplementedError

    def look_again(self, *, let_go: frozenset[str] = frozenset(), show: str = "") -> None:
        """Read the list and the opened conversation anew; the cursor goes to ``show`` where it is listed."""
        raise NotImplementedError

    def lists(self, section: Section) -> bool:
        """Whether what belongs to this section is in the list that is shown."""
        raise NotImplementedError

    def open_conversation(self, conversation: str, *, writing: bool = False) -> None:
        """Put a conversation on the desk; ``writing`` goes straight to its draft."""
        raise NotImplementedError

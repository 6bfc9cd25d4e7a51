"""A screen of one list that is read from the stores, and on which a person decides about single rows."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen

from ..happened import OutboxMoved
from ..mishaps import sentence, tell
from ..show import plain
from ..widgets.block_list import BlockList
from ..widgets.footer import KeyLine
from ..widgets.status_line import StatusLine

if TYPE_CHECKING:
    from ...desk.desk import Desk

RowT = TypeVar("RowT")


class RowsScreen(Screen[None], Generic[RowT]):
    """Status, list, keys. A subclass says what the list is and how it is read; every store call runs on the
    stores' thread."""

    BINDINGS: ClassVar[list[BindingType]] = []
    HEADING: ClassVar[str]

    def __init__(self, desk: "Desk") -> None:
        super().__init__()
        self.desk = desk
        self.table = self.make_table()

    def make_table(self) -> BlockList[RowT]:
        """The empty list."""
        raise NotImplementedError

    async def read(self) -> None:
        """Read the rows anew and show them. Raises what stands in the way."""
        raise NotImplementedError

    @property
    def chosen(self) -> RowT | None:
        """The row under the cursor."""
        return self.table.chosen

    def compose(self) -> ComposeResult:
        """Status, list, keys."""
        yield StatusLine()
        with VerticalScroll(classes="pane box", can_focus=False) as box:
            box.border_title = plain(self.HEADING)
            yield self.table
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the rows now."""
        self.look_again()

    def on_screen_resume(self) -> None:
        """Somebody comes back to this screen: things may have moved."""
        self.look_again()

    def on_outbox_moved(self, _: OutboxMoved) -> None:
        """A round of sending ended."""
        self.look_again()

    @work(exclusive=True, group="rows", exit_on_error=False)
    async def look_again(self) -> None:
        """Read the rows anew, or say in their place why they cannot be."""
        try:
            await self.read()
        except Exception as error:
            tell(self, error)
            self.table.fail(sentence(error))

    @work(group="change", exit_on_error=False)
    async def do(
        self, call: Callable[[], object], done: str, then: Callable[[], object] = lambda: None
    ) -> None:
        """One change on the stores' thread, then one sentence, what follows from it, and a fresh look."""
        try:
            await self.desk.stores.run(call)
        except Exception as error:
            tell(self, error)
        else:
            self.app.notify(plain(done).plain, markup=False)
            then()
        self.look_again()

    def action_leave(self) -> None:
        """Back to where one was."""
        self.app.pop_screen()

"""A list of a few things of which each takes one line or more, with a cursor on one of them."""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget

from ..show import lines, plain, styled

RowT = TypeVar("RowT")


class BlockList(Widget, Generic[RowT], can_focus=True):
    """Paints all its rows; it stands in a ``VerticalScroll`` that follows the cursor.

    A subclass says how a row is known again, what it looks like, and what stands there while there is none.
    """

    DEFAULT_CSS: ClassVar[str] = "BlockList { height: auto; width: 1fr; }"

    def __init__(self, *, zone: tzinfo, identity: Callable[[RowT], object]) -> None:
        super().__init__()
        self.zone = zone
        self.now: datetime | None = None
        self.cursor = 0
        self._identity = identity
        self._rows: tuple[RowT, ...] = ()
        self._tops: list[int] = []
        self._instead: tuple[str, ...] | None = ("  Reading …",)
        """What stands here while nothing is known: that it is being read, or why it cannot be."""

    def empty(self) -> tuple[str, ...]:
        """The lines while there is nothing; the first one says so."""
        raise NotImplementedError

    def head(self, width: int) -> Content:
        """The line above the rows."""
        raise NotImplementedError

    def block(self, row: RowT, width: int, *, here: bool) -> list[Content]:
        """The lines of one row; ``here`` is the cursor."""
        raise NotImplementedError

    @property
    def chosen(self) -> RowT | None:
        """The row under the cursor; None while there is none."""
        return self._rows[self.cursor] if self._rows else None

    def show(self, rows: Sequence[RowT], *, now: datetime) -> None:
        """Paint these rows as seen at ``now`` (aware); the cursor stays on its row."""
        held = self.chosen
        self._rows, self.now, self._instead = tuple(rows), now, None
        known = [self._identity(row) for row in self._rows]
        if held is not None and self._identity(held) in known:
            self.cursor = known.index(self._identity(held))
        self.cursor = max(0, min(self.cursor, len(known) - 1))
        self.refresh(layout=True)
        self.screen.refresh_bindings()

    def fail(self, reason: str) -> None:
        """They could not be read. What was read before stays; else it is said, lest it look like nothing."""
        if not self._rows:
            self._instead = ("  This could not be read.", f"  {reason}")
            self.refresh(layout=True)

    def render(self) -> Content:
        """The rows, or what would fill the list."""
        if not self._rows:
            first, *rest = self._instead or self.empty()
            return lines(["", styled(first, "strong"), "", *(styled(each, "muted") for each in rest)])
        width = self.size.width
        painted = [styled(self.head(width), "muted")]
        self._tops = []
        for index, row in enumerate(self._rows):
            self._tops.append(len(painted))
            here = index == self.cursor
            block = self.block(row, width, here=here)
            painted += (
                [styled(plain(each.plain), "cursor") for each in block] if here and self.has_focus else block
            )
        self._tops.append(len(painted))
        return lines(painted)

    def action_cursor_down(self) -> None:
        """One row down."""
        self._move(1)

    def action_cursor_up(self) -> None:
        """One row up."""
        self._move(-1)

    def on_click(self, event: events.Click) -> None:
        """The cursor goes where the mouse points."""
        for index, (top, end) in enumerate(zip(self._tops, self._tops[1:], strict=False)):
            if top <= event.y < end:
                self._move(index - self.cursor)

    def on_focus(self) -> None:
        """The cursor is painted stronger while its keys work."""
        self.refresh()

    def _move(self, by: int) -> None:
        if not self._rows:
            return
        self.cursor = max(0, min(self.cursor + by, len(self._rows) - 1))
        self.refresh()
        self.screen.refresh_bindings()
        if isinstance(self.parent, VerticalScroll) and self.cursor + 1 < len(self._tops):
            top, end = self._tops[self.cursor : self.cursor + 2]
            self.parent.scroll_to_region(Region(0, top, self.size.width, end - top), animate=False)

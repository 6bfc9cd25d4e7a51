"""The complaint list: painted line by line, so that 100,000 conversations scroll like a hundred.

The cursor belongs to a conversation, not to a position: new mail moves rows, never the cursor, and a row
that vanished elsewhere stays under the cursor until the cursor leaves it. So no key hits a neighbour.
"""

from collections.abc import Collection, Sequence
from datetime import tzinfo
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from ...desk.views import Row
from ..actions import Where, bindings
from .row_painting import RowPainting
from .row_window import AHEAD, RowWindow


class ComplaintList(RowPainting):
    """Renders a sequence of rows; ``set_rows`` is instant whatever its length."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.LIST)
    DEFAULT_CSS: ClassVar[str] = "ComplaintList { scrollbar-gutter: stable; scrollbar-size-vertical: 1; }"

    class Moved(Message):
        """The cursor is on another conversation."""

        def __init__(self, row: Row) -> None:
            super().__init__()
            self.row = row

    class Selected(Message):
        """Another number of rows is selected."""

        def __init__(self, count: int) -> None:
            super().__init__()
            self.count = count

    class Wanted(Message):
        """Rows come near that are not here yet: ``fill`` brings them."""

        def __init__(self, ids: Collection[str]) -> None:
            super().__init__()
            self.ids = ids

    class Chosen(Message):
        """A row was clicked twice: open it."""

        def __init__(self, row: Row) -> None:
            super().__init__()
            self.row = row

    def __init__(
        self, *, zone: tzinfo | None = None, id: str | None = None, classes: str | None = None
    ) -> None:
        """Times are shown in ``zone``; without it, none are."""
        super().__init__(zone=zone, id=id, classes=classes)
        self._asked = False
        self._top = 0
        self._in_sight = True
        self._from: str | None = None
        self.loading_rows = True

    # --- what is shown ----------------------------------------------------------------------------

    @property
    def row(self) -> Row | None:
        """The conversation under the cursor."""
        return self._rows[self._at] if self._rows else None

    @property
    def rows(self) -> Sequence[Row]:
        """What is listed now."""
        return self._rows

    @property
    def listed(self) -> int:
        """How many are listed: one that only stays until the cursor leaves it is none of them."""
        return self._rows.listed

    @property
    def near(self) -> list[str]:
        """The conversations around the cursor and around what is shown."""
        top = round(self.scroll_offset.y) // self.row_height
        return [*self._rows.around(self._at), *self._rows.around(top)]

    @property
    def selected_rows(self) -> list[Row]:
        """What was selected and is listed, in the order of the list."""
        if not self._selected:
            return []
        return [self._rows[at] for at, name in enumerate(self._rows.ids) if name in self._selected]

    def unselect(self) -> None:
        """Select nothing."""
        self._from = None
        if self._selected:
            self._select(frozenset())

    def _select(self, ids: frozenset[str]) -> None:
        self._selected = ids
        self.paint_changes()
        self.post_message(self.Selected(len(self.selected_rows)))

    def action_select(self) -> None:
        """Select the row under the cursor, or not, and go on to the next."""
        if (row := self.row) is not None:
            self._from = row.id
            self._select(self._selected ^ {row.id})
            self._move(self._at + 1)

    def action_select_range(self) -> None:
        """First here, then there: all between are selected."""
        if (row := self.row) is None:
            return
        start = None if self._from is None else self._rows.find(self._from, near=self._at)
        if start is None:
            self._from = row.id
            self._select(self._selected | {row.id})
            return
        low, high = sorted((start, self._at))
        self._from = None
        self._select(self._selected | set(self._rows.ids[low : high + 1]))

    def set_rows(
        self,
        rows: Sequence[Row],
        *,
        nothing: Sequence[str] = (),
        let_go: Collection[str] = (),
        gone: Row | None = None,
    ) -> None:
        """Show these rows. ``nothing`` is said when there are none; the cursor leaves a vanished
        conversation at once if its id is in ``let_go``, because the owner just sent it away. ``gone`` is the
        vanished one as it is now."""
        before, height = self.row, self.row_height
        top = round(self.scroll_offset.y)
        old_y = self._at * height
        window = rows if isinstance(rows, RowWindow) else RowWindow.of(rows)
        window, at = self._rows.followed(self._at, window, let_go=let_go, gone=gone)
        self._rows = window
        self._asked = False
        self._at = max(0, min(at, len(window) - 1))
        self._nothing = tuple(nothing)
        self.loading_rows = False
        self._measure()
        if top <= old_y < top + max(1, self.scrollable_content_region.height):
            self.scroll_to(y=self._at * height - (old_y - top), animate=False, force=True)
        self.paint_changes()
        now_on = self.row
        if now_on is not None and (before is None or before.id != now_on.id):
            self.post_message(self.Moved(now_on))

    def say_nothing(self, nothing: Sequence[str]) -> None:
        """What is said where there are no rows has changed."""
        if self._nothing != tuple(nothing):
            self._nothing = tuple(nothing)
            if not self._rows:
                self.paint_changes()

    def fill(self, asked: Collection[str], rows: Sequence[Row]) -> None:
        """Show the rows that were ``Wanted``."""
        was_here = self._rows.is_here(self._at)
        self._rows.fill(asked, rows, keep=self.near)
        self._asked = False
        self._want_seen()
        self.paint_changes()
        if not was_here and self.row is not None:
            self.post_message(self.Moved(self.row))

    def _want(self, at: int) -> None:
        """Ask once for what is near a place and not here."""
        if not self._asked and (missing := self._rows.missing(at)):
            self._asked = True
            self.post_message(self.Wanted(missing))

    def go_to(self, conversation: str) -> bool:
        """Put the cursor on a conversation; False when it is not listed."""
        found = self._rows.find(conversation, near=self._at)
        if found is not None:
            self._move(found)
        return found is not None

    @property
    def _count(self) -> int:
        return len(self._rows)

    def _arrived(self, at: int) -> None:
        if not (self._rows.is_here(at - AHEAD) and self._rows.is_here(at + AHEAD)):
            self._want(at)
        self.post_message(self.Moved(self._rows[at]))

    # --- what is in sight --------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Rows may be higher or lower now. The row at the top stays there, and the cursor in sight."""
        self._measure()
        self.scroll_to(y=self._top * self.row_height, animate=False, force=True)
        if self._in_sight:
            self._show_cursor()
        self.settle()
        self.paint_changes()

    def scrolled(self) -> None:
        """Note the row at the top, and whether one can see the cursor."""
        height, y = self.row_height, round(self.scroll_offset.y)
        self._top = y // height
        self._in_sight = y <= self._at * height < y + self.scrollable_content_region.height

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines of the screen. Rows that have to be asked for come a moment later."""
        self._want_seen()
        return super().render_lines(crop)

    def _want_seen(self) -> None:
        height, top = self.row_height, round(self.scroll_offset.y)
        for y in (top, top + self.size.height):
            if not self._rows.is_here(y // height):
                self._want(y // height)

    def on_click(self, event: events.Click) -> None:
        """A click takes the cursor there, a double click opens."""
        offset = event.get_content_offset(self)
        if offset is None or not self._rows:
            return
        at = (offset.y + round(self.scroll_offset.y)) // self.row_height
        if at >= len(self._rows):
            return
        self._move(at)
        if event.chain >= 2:
            self.post_message(self.Chosen(self._rows[at]))

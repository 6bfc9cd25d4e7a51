"""Moving a cursor through rows of equal height; which rows they are, a subclass knows."""

from textual.geometry import Region

from .calm_scroll import CalmScroll


class RowScroll(CalmScroll, can_focus=True):
    """The cursor is always in sight, and only the rows that it leaves and enters are painted anew."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._at = 0
        self.was_moved = False
        """Whether the owner has been here: from then on the cursor goes nowhere by itself."""

    @property
    def row_height(self) -> int:
        """Screen lines of one row."""
        raise NotImplementedError

    @property
    def _count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def _arrived(self, at: int) -> None:
        """The cursor is on another row now."""
        raise NotImplementedError

    def _move(self, at: int) -> None:
        self.was_moved = True
        if not self._count:
            return
        at = max(0, min(at, self._count - 1))
        if at != self._at:
            height = self.row_height
            top = round(self.scroll_offset.y)
            for each in (self._at, at):
                self.refresh(Region(0, each * height - top, self.scrollable_content_region.width, height))
            self._at = at
            self._arrived(at)
        self._show_cursor()

    def _show_cursor(self) -> None:
        height = self.row_height
        top, room = round(self.scroll_offset.y), max(height, self.scrollable_content_region.height)
        y = self._at * height
        if y < top:
            self.scroll_to(y=y, animate=False, force=True)
        elif y + height > top + room:
            self.scroll_to(y=y + height - room, animate=False, force=True)

    @property
    def _page(self) -> int:
        return max(1, self.scrollable_content_region.height // self.row_height - 1)

    def action_cursor_down(self) -> None:
        """One conversation down."""
        self._move(self._at + 1)

    def action_cursor_up(self) -> None:
        """One conversation up."""
        self._move(self._at - 1)

    def action_page_down(self) -> None:
        """One screen down."""
        self._move(self._at + self._page)

    def action_page_up(self) -> None:
        """One screen up."""
        self._move(self._at - self._page)

    def begin_at_top(self) -> None:
        """As it was before anybody moved."""
        moved = self.was_moved
        self._move(0)
        self.was_moved = moved

    def action_first(self) -> None:
        """To the most urgent one."""
        self._move(0)

    def action_last(self) -> None:
        """To the last one."""
        self._move(self._count - 1)

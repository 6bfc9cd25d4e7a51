"""A view of lines that asks for no more layout and paint than what looks different."""

from textual.geometry import Size
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar


class CalmScroll(ScrollView):
    """In a long list the thumb stands still for many rows, and painting it costs as much as all the lines."""

    virtual_size = var(Size(0, 0))
    """Cells of all lines. Textual would lay out the whole screen at another number of lines; the pane stays
    as large as it is, and only its scrollbar has to know."""

    def watch_virtual_size(self, size: Size) -> None:
        """Bring the scrollbar up to date."""
        if self.container_size:
            self._scroll_update(size)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Paint the lines, and the scrollbar if its thumb moves."""
        if self.show_vertical_scrollbar:
            bar = self.vertical_scrollbar
            if bar.grabbed is not None or self._thumb(bar.position) != self._thumb(new_value):
                bar.position = new_value
            else:
                bar.set_reactive(ScrollBar.position, new_value)
        if round(old_value) != round(new_value):
            self.refresh(self.size.region)

    def _thumb(self, position: float) -> int:
        """Where the thumb begins, in eighths of a cell."""
        lines, room = self.virtual_size.height, max(1, self.scrollable_content_region.height)
        way = room - max(1.0, room * room / max(1, lines))
        return int(8 * way * position / max(1, lines - room))

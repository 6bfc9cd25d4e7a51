"""A view of lines whose scrollbar is painted only when it looks different."""

from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar


class CalmScroll(ScrollView):
    """In a long list the thumb stands still for many rows, and painting it costs as much as all the lines."""

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

"""A view of lines that asks for no more layout and paint than what looks different."""

from typing import Any, Self

from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from ..theming import ink_of

_KEPT_LINES = 2000
Looks = tuple[object, ...]
"""All that a line of the screen is painted from; the same looks are the same paint."""


class CalmScroll(ScrollView):
    """A subclass says what a line ``looks`` like and how it is drawn; what looks as before is not painted.

    In a long list the thumb stands still for many rows, and painting it costs as much as all the lines.
    """

    virtual_size = var(Size(0, 0))
    """Cells of all lines. Textual would lay out the whole screen at another number of lines; the pane stays
    as large as it is, and only its scrollbar has to know."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._drawn: LRUCache[Looks, Strip] = LRUCache(_KEPT_LINES)
        self._on_screen: dict[int, Looks] = {}
        self._ink: object = None
        self._sides: object = None
        """The sides of the frame as they are painted."""
        self._worn: dict[object, dict[str, object]] = {}
        """What the stylesheet says of the pane, with the focus and without it."""
        self._room = Size(0, 0)
        """Cells for lines, as they were asked for when painting began."""
        self._settled = Size(0, 0)
        """The size at which somebody scrolled. At another one Textual cuts the way short before anybody is
        asked, so what stood at the top is only noted at this one."""

    def looks(self, y: int) -> Looks:
        """What line ``y`` of the pane is to show; hashable, with everything that makes a difference."""
        raise NotImplementedError

    def draw(self, y: int) -> Strip:
        """Line ``y``, drawn."""
        raise NotImplementedError

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines of the screen; how much room there is is asked once for all of them."""
        self._room = self.scrollable_content_region.size
        self._sides = self.styles.border_left, self.styles.border_right
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        looks = self._on_screen[y] = self.looks(y)
        if (strip := self._drawn.get(looks)) is None:
            strip = self._drawn[looks] = self.draw(y)
        return strip

    def paint_changes(self) -> None:
        """Something may look different: paint those lines."""
        self._room = self.scrollable_content_region.size
        if not self._room:
            # Nobody sees it; when somebody does, nothing of before may be left.
            self.refresh()
            return
        changed = [y for y in range(self._room.height) if self._on_screen.get(y) != self.looks(y)]
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def notify_style_update(self) -> None:
        """Another theme: what was drawn has the old colours. Textual says so at every change of focus too,
        where only the frame has others."""
        ink = ink_of(self)
        if ink != self._ink:
            self._ink = ink
            self._drawn.clear()
            self._on_screen.clear()
        super().notify_style_update()

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Textual asks for the whole pane, several times, when its frame changes with the focus or has
        another title. What changed in it is for ``paint_changes`` to find."""
        if repaint and not (regions or layout or recompose) and self._is_painted:
            regions = self._frame()
            repaint = bool(regions)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def watch_has_focus(self, has_focus: bool) -> None:
        """Wear what the stylesheet said the last time. Textual would try all its rules once more, and paint
        the scrollbar for every colour that it has already."""
        if not self.is_attached:
            return
        base = self.styles.base
        place = getattr(self.app, "worn", 0), has_focus, *(each.classes for each in self.ancestors_with_self)
        if (known := self._worn.get(place)) is None:
            super().watch_has_focus(has_focus)
            self._worn[place] = dict(base.get_rules())
            return
        now = base.get_rules()
        for name in known.keys() | now.keys():
            if (value := known.get(name)) != now.get(name):
                setattr(base, name, value)
        self.notify_style_update()

    @property
    def _is_painted(self) -> bool:
        return bool(self._on_screen) and bool(self._room) and self.is_attached

    def _frame(self) -> tuple[Region, ...]:
        """The title and the foot of the frame, and its sides if they are others now."""
        top, right, bottom, left = self.gutter
        wide, high = self.outer_size
        found = [Region(-left, -top, wide, top), Region(-left, high - top - bottom, wide, bottom)]
        if self._sides != (self.styles.border_left, self.styles.border_right):
            found += [Region(-left, -top, left, high), Region(wide - left - right, -top, right, high)]
        return tuple(each for each in found if each)

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
            if self.size == self._settled:
                self.scrolled()

    def scrolled(self) -> None:
        """Somebody scrolled: note what stands at the top, if it should be found again."""

    def settle(self) -> None:
        """The pane has another size, and shows what it showed: from here on scrolling is noted again."""
        self._settled = self.size

    def _thumb(self, position: float) -> int:
        """Where the thumb begins, in eighths of a cell."""
        lines, room = self.virtual_size.height, max(1, self.scrollable_content_region.height)
        way = room - max(1.0, room * room / max(1, lines))
        return int(8 * way * position / max(1, lines - room))

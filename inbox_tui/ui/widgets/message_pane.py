"""The conversation under the eye: a header, the messages oldest first, quoted history folded away."""

from collections.abc import Iterator
from datetime import UTC, tzinfo
from functools import partial
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from ...desk.views import ConversationView
from ..actions import Where, bindings
from ..keys import key_of
from ..show import entitle, fit, join
from ..theming import glyph
from .lines_view import Line, LinesView


class MessagePane(LinesView):
    """Renders one ``ConversationView``; texts of any length are laid out as they are read."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.MESSAGE)

    def __init__(self, *, zone: tzinfo = UTC, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._zone = zone
        self._view: ConversationView | None = None
        self.unfolded = False

    @property
    def view(self) -> ConversationView | None:
        """The conversation that is shown."""
        return self._view

    def show_view(self, view: ConversationView | None) -> None:
        """Show a conversation; the same one again keeps its place, another one starts at its top."""
        same = view is not None and self._view is not None and view.row.id == self._view.row.id
        if view == self._view and view is not None:
            return
        if not same:
            self.unfolded = False
        self._view = view
        entitle(self, fit(_title(view, glyph(self, "dot")), 70) if view else Content(""))
        self.lay_out_again(keep=same)
        if not same and view is not None and len(view.messages) > 1:
            self._to_newest(view)

    def _to_newest(self, view: ConversationView) -> None:
        """A long thread opens at the message that waits for an answer, the header one key away."""
        start = self.line_of((len(view.messages), -1)) + 1
        if len(self.lines) > self.scrollable_content_region.height:
            self.scroll_to(y=start, animate=False, force=True)

    @property
    def has_folds(self) -> bool:
        """Whether there is anything to fold or unfold."""
        from .message_lines import has_folds

        return self._view is not None and has_folds(self._view)

    def toggle_quoted(self) -> None:
        """Unfold or fold the quoted lines, without losing the place."""
        self.unfolded = not self.unfolded
        self.lay_out_again()

    def lay_out(self, width: int) -> Iterator[Line]:
        """The lines of the conversation."""
        if self._view is None:
            yield Line()
            yield Line(f" Open a complaint with {key_of(self, 'list.open')}; it is shown here.", "muted")
            return
        # Imported with the first conversation: the first screen shows none.
        from .message_lines import conversation_lines

        yield from conversation_lines(
            self._view,
            width,
            zone=self._zone,
            glyph=partial(glyph, self),
            key=partial(key_of, self),
            unfolded=self.unfolded,
        )


def _title(view: ConversationView, dot: str) -> Content:
    orders = view.row.order_numbers
    return join(f" {dot} ", [view.row.customer, f"order {orders[0]}" if orders else ""])

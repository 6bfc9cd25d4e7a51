"""The line above the list in which one searches."""

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.widgets import Input

from ...core.text import clean_line
from ..actions import Where, bindings


class SearchLine(Input):
    """Letters are text; Enter goes to what was found, Esc ends the search."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.SEARCH)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(placeholder="words from: after: category: state:", id=id)

    def _on_paste(self, event: events.Paste) -> None:
        """What comes from elsewhere is cleaned, as mail is."""
        super()._on_paste(events.Paste(clean_line(event.text)))
        event.prevent_default()
        event.stop()

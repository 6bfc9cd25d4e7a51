"""The letters of a conversation as they came: headers, encodings and all, and harmless."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from ...desk.cases.source import Source
from ..actions import Where, bindings
from ..keys import key_of
from ..show import Showable, styled
from ..theming import glyph
from ..widgets.lines_view import Line, LinesView
from ..widgets.message_lines import day_time
from ..widgets.wrapping import wrapped
from .dialog import Dialog


class SourceView(LinesView):
    """Lays out sources of any length as they are read."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.SOURCE)

    def __init__(self, sources: Sequence[Source], *, zone: tzinfo) -> None:
        super().__init__(classes="source")
        self._sources = sources
        self._zone = zone

    def on_mount(self) -> None:
        """Lay out what fits; the rest follows."""
        self.lay_out_again(keep=False)

    def lay_out(self, width: int) -> Iterator[Line]:
        """Each letter under a line that says whose it is."""
        if not self._sources:
            yield Line("No letter of this conversation is here.", "muted")
        for part, source in enumerate(self._sources):
            yield Line(styled(glyph(self, "dash") * width, "frame"), place=(part, 0))
            at = day_time(source.received_at, self._zone)
            yield Line(styled(source.sender, "strong"), right=at, place=(part, 1))
            yield Line(place=(part, 2))
            if source.text is None:
                fetch = key_of(self, "desk.sync")
                words = f"Only its header was fetched so far. Fetch the mail ({fetch}), then look again."
                yield Line(words, "muted", place=(part, 3))
                continue
            for offset, words in wrapped(source.text, width):
                yield Line(words, place=(part, 3 + offset))


class SourceScreen(Dialog[None]):
    """Reads only; Esc goes back."""

    box_classes = "dialog help-box"

    def __init__(self, sources: Sequence[Source], *, zone: tzinfo) -> None:
        super().__init__()
        self._view = SourceView(sources, zone=zone)

    def heading(self) -> Showable:
        """What this is."""
        return "Source, as it came"

    def body(self) -> ComposeResult:
        """The letters."""
        yield self._view

    def on_mount(self) -> None:
        """The keys belong to the text."""
        self._view.focus()

    def action_close(self) -> None:
        """Back to the conversation."""
        self.dismiss(None)

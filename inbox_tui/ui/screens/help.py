"""All keys, searchable: the registry read aloud."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from ..actions import ACTIONS, Action, Where, bindings
from ..keys import KeyTable
from ..show import Showable, fit, line, lines, styled
from .dialog import Dialog

_KEYS_WIDTH = 18
_HELP_WIDTH = 46
_HONEST = "The checklist reads wording; whether you mean it, it cannot tell."
_WIDE = 100
"""From this width on there is room for the names that ``[keys]`` in the config uses."""


class HelpScreen(Dialog[None]):
    """Every action with its keys, where they work, and its name for ``[keys]`` in the config."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.HELP)
    box_classes = "dialog help-box"

    def __init__(self, table: KeyTable) -> None:
        super().__init__()
        self._table = table

    def heading(self) -> Showable:
        """What this is."""
        return "Keys"

    def body(self) -> ComposeResult:
        """A line to search with, and the table."""
        yield Input(placeholder="Type to search, for example: undo")
        with VerticalScroll(classes="scrolls", can_focus=False):
            yield Static(self._text(""), id="keys")

    def on_resize(self) -> None:
        """More or less room for the names."""
        self.query_one("#keys", Static).update(self._text(self.query_one(Input).value))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches."""
        self.query_one("#keys", Static).update(self._text(event.value))
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def _text(self, words: str) -> Content:
        wanted = words.lower().split()
        parts: list[Showable] = []
        for where in Where:
            found = [action for action in ACTIONS if action.where is where and self._matches(action, wanted)]
            if found:
                parts += ["", styled(where.value, "title"), *map(self._row, found)]
                if where is Where.CHECKLIST:
                    parts.append(styled(_HONEST, "muted"))
        return lines(parts[1:]) if parts else line("No key does that. Shorter words find more.")

    def _matches(self, action: Action, wanted: list[str]) -> bool:
        where = action.where.value
        told = f"{action.title} {action.help} {action.id} {where} {self._table.all_shown(action)}".lower()
        return all(word in told for word in wanted)

    def _row(self, action: Action) -> Content:
        keys = styled(fit(self._table.all_shown(action), _KEYS_WIDTH, pad=True), "key")
        if self.app.size.width < _WIDE:
            return line(keys, " ", action.help)
        return line(keys, " ", fit(action.help, _HELP_WIDTH, pad=True), " ", styled(action.id, "muted"))

    def _scroll(self, by: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

    def action_cursor_down(self) -> None:
        """One line down."""
        self._scroll(1)

    def action_cursor_up(self) -> None:
        """One line up."""
        self._scroll(-1)

    def action_page_down(self) -> None:
        """One screen down."""
        self._scroll(self.query_one(VerticalScroll).size.height)

    def action_page_up(self) -> None:
        """One screen up."""
        self._scroll(-self.query_one(VerticalScroll).size.height)

    def action_first(self) -> None:
        """To the first key."""
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def action_last(self) -> None:
        """To the last key."""
        self.query_one(VerticalScroll).scroll_end(animate=False)

    def action_close(self) -> None:
        """Back to where you were."""
        self.dismiss(None)

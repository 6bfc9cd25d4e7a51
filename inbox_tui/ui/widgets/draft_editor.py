"""The draft: an editor in which letters are text, and other words for them can be undone."""

import string
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.keys import _character_to_key

from ...core.text import clean
from ..actions import Where, bindings
from ..keys import key_of
from ..show import line
from .marked_text import MarkedText

_SIGNS = {_character_to_key(sign): sign for sign in string.punctuation}


class DraftEditor(MarkedText):
    """Holds the owner's words; what is typed, marked and put back never loses the undo history."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.DRAFT)
    DEFAULT_CSS: ClassVar[str] = """
    DraftEditor { border: none; padding: 0; background: $c-background; color: $c-text;
                  scrollbar-size-vertical: 1; }
    DraftEditor:focus { border: none; }
    DraftEditor .text-area--cursor { text-style: reverse; background: $c-background; color: $c-text; }
    DraftEditor .text-area--cursor-line { background: $c-background; }
    DraftEditor .text-area--selection { text-style: reverse; background: $c-selection; }
    DraftEditor .text-area--placeholder { background: $c-background; color: $c-muted; }
    """

    invitation = "In your own words; the checklist reads along."
    """What an empty page says while one is in it."""

    def __init__(self, *, id: str | None = None, classes: str | None = None, read_only: bool = False) -> None:
        super().__init__(
            soft_wrap=True,
            tab_behavior="focus",
            read_only=read_only,
            show_line_numbers=False,
            highlight_cursor_line=False,
            id=id,
            classes=classes,
        )

    # --- no words yet -----------------------------------------------------------------------------

    def on_mount(self) -> None:
        """An empty page says what it is for."""
        self._invite()

    def watch_has_focus(self, has_focus: bool) -> None:
        """In the draft letters are text, so no key is named there that would be one."""
        super().watch_has_focus(has_focus)
        self._invite()

    def watch_read_only(self) -> None:
        """A letter was opened: there is somebody to write to."""
        self._invite()

    def _invite(self) -> None:
        if self.read_only:
            self.placeholder = "Your reply is written here."
        elif self.has_focus:
            self.placeholder = self.invitation
        else:
            self.placeholder = line(key_of(self, "case.draft"), " begins your reply.")

    # --- words ------------------------------------------------------------------------------------

    def open_text(self, text: str) -> None:
        """The words of another case: there is nothing to undo yet."""
        self.forget_marks()
        self.load_text(text)
        self.move_cursor(self.document.end)
        self.paint_changes()

    def put_back(self, text: str) -> None:
        """Other words for the same case, as one step that undo takes back."""
        if text != self.text:
            self.replace(text, (0, 0), self.document.end, maintain_selection_offset=False)

    async def _on_paste(self, event: events.Paste) -> None:
        """What comes from elsewhere goes through the cleaning door, as mail does."""
        await super()._on_paste(events.Paste(clean(event.text)))
        event.prevent_default()
        event.stop()

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Signs are text here too; Textual does not know all of them by the names of their keys."""
        return super().check_consume_key(key, character or _SIGNS.get(key))

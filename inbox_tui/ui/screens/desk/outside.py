"""The draft in the owner's own editor: locked here while it is open there, and back with what was saved."""

import os
from contextlib import AbstractContextManager

from textual import work
from textual.app import SuspendNotSupported

from ....core.draft_words import merged_words
from ....core.text import clean
from ...themed import ThemedApp
from ...widgets.draft_saving import NotKept
from .drafting import Drafting


class EditingOutside(Drafting):
    """Everything else goes on meanwhile: mail comes in, and what is due leaves."""

    _outside = ""
    """What the other editor was given, or saved last."""

    def action_edit_outside(self) -> None:
        """Open the draft in the editor of the environment."""
        from ....desk.writing.outside_editor import NotOpened, program

        if self.opened is None or self.editor.read_only:
            self.say("Open a complaint first; then there is a draft to edit.")
            return
        command = program(os.environ)
        if isinstance(command, NotOpened):
            self.say(command.reason)
        else:
            self._edit_outside(command)

    @work(exclusive=True, group="outside")
    async def _edit_outside(self, command: list[str]) -> None:
        from ....desk.writing.outside_editor import Closed, NotOpened, edit

        if isinstance(await self.let_go_of_words(), NotKept):
            return
        self.editor.read_only = True
        given = clean(self.editor.text)
        self._outside = given
        try:
            with self.lent_terminal():
                outcome = await edit(given, command, looked=self._look_outside)
        except SuspendNotSupported:
            outcome = NotOpened(reason="This terminal cannot be lent to an editor. Your words are here.")
        finally:
            self.editor.read_only = False
        match outcome:
            case NotOpened(reason=reason):
                self.say(reason)
            case Closed(text=text, trouble=trouble):
                if text is not None:
                    self._saved_outside(text)
                if trouble:
                    self.say(trouble)

    async def _look_outside(self, text: str | None) -> None:
        if text is not None:
            self._saved_outside(text)
        if self.opened is not None:
            # Nobody types here, and a colleague must see all the same that somebody writes.
            await self.ask(self.desk.team.writing, self.opened.row.id)

    def _saved_outside(self, text: str) -> None:
        """What the editor saved takes the place of what it was given; words that came from elsewhere stay."""
        self.editor.put_back(merged_words(ours=text, kept=self._outside, stored=clean(self.editor.text)))
        self._outside = text
        self.saving.changed(text=self.editor.text)

    def lent_terminal(self) -> AbstractContextManager[None]:
        """The terminal is the editor's for a while. Raises SuspendNotSupported where it cannot be."""
        return self.app.lend_terminal() if isinstance(self.app, ThemedApp) else self.app.suspend()

"""An app with themes: what every screen needs from its app, and nothing about mail."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, Literal

from textual.app import App
from textual.filter import Monochrome, NoColor
from textual.widget import Widget

from ..paths import shipped
from .show import Showable, plain
from .theming import Look, load, plain_look

Severity = Literal["information", "warning", "error"]


class ThemedApp(App[None]):
    """Holds the themes and the one in use; widgets in tests run in it without a desk.

    ``NO_COLOR`` in the environment chooses the theme without colour, whatever the config says.
    """

    CSS_PATH = Path(__file__).with_name("app.tcss")
    TITLE: str | None = "inbox-tui"
    BINDINGS: ClassVar = []

    def __init__(
        self, *, look: str = "dark", ascii_only: bool = False, theme_folders: Sequence[Path] = ()
    ) -> None:
        no_colour = bool(os.environ.get("NO_COLOR"))
        found = load([shipped("themes"), *theme_folders])
        self.looks = dict(found.looks) or {"mono": plain_look()}
        problems = list(found.problems)
        if look not in self.looks:
            problems.append(
                f"There is no theme “{plain(look).plain}”. Choose one of: {', '.join(self.looks)}."
            )
        self.theme_problems = tuple(problems)
        self.no_colour_wanted = no_colour
        without = next((each for each in self.looks.values() if not each.colour), None) or plain_look()
        default = self.looks.get("dark") or next(iter(self.looks.values()))
        self.look: Look = without if no_colour else self.looks.get(look, default)
        self.ascii_only = ascii_only
        super().__init__()
        self._no_colour = NoColor(enabled=not self.look.colour)
        # Textual answers NO_COLOR with shades of grey, which are colours too.
        self._filters = [each for each in self._filters if not isinstance(each, Monochrome)]
        self._filters.append(self._no_colour)
        for each in (*self.looks.values(), self.look):
            self.register_theme(each.theme)
        self.theme = self.look.theme.name
        self.set_class(ascii_only, "-ascii")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The roles as CSS variables, for the moment before the first theme is set."""
        return dict(self.look.theme.variables)

    def choose_look(self, name: str) -> None:
        """Switch to a theme at once. With NO_COLOR only themes without colour can be chosen."""
        look = self.looks[name]
        if self.no_colour_wanted and look.colour:
            self.say("NO_COLOR is set, so the theme without colour stays.", severity="warning")
            return
        self.look = look
        self._no_colour.enabled = not look.colour
        self.theme = look.theme.name
        self.call_next(self._paint_anew)

    def _paint_anew(self) -> None:
        """Textual paints again only what has other colours now; between two themes that leave colours to the
        terminal, words would keep the weight of the theme before."""
        for screen in self.screen_stack:
            for widget in screen.walk_children(with_self=True):
                widget.notify_style_update()
                if isinstance(widget, Widget):
                    widget.refresh()

    def action_next_theme(self) -> None:
        """The next theme in order of name."""
        names = sorted(self.looks)
        at = names.index(self.look.name) if self.look.name in names else -1
        self.choose_look(names[(at + 1) % len(names)])

    def say(self, text: Showable, *, severity: Severity = "information") -> None:
        """Tell the person one sentence, in the corner, for a while."""
        self.notify(plain(text).plain, severity=severity, markup=False)

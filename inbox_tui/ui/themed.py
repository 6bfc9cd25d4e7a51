"""An app with themes: what every screen needs from its app, and nothing about mail."""

import asyncio
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, Literal

from textual import events
from textual.app import App
from textual.filter import Monochrome, NoColor
from textual.notifications import Notify
from textual.widget import Widget
from textual.widgets._toast import ToastRack

from ..paths import shipped
from .show import Showable, plain
from .sure_widths import SureWidths
from .theming import Look, Looks, calmed, load, plain_look

Severity = Literal["information", "warning", "error"]


class ThemedApp(App[None]):
    """Holds the themes and the one in use; widgets in tests run in it without a desk.

    ``NO_COLOR`` in the environment chooses the theme without colour, whatever the config says. In ``calm``
    mode nothing is warm before it is late, and no bell rings: a terminal may flash for one.
    """

    CSS_PATH = Path(__file__).with_name("app.tcss")
    TITLE: str | None = "inbox-tui"
    BINDINGS: ClassVar = []

    def __init__(
        self,
        *,
        look: str = "dark",
        ascii_only: bool = False,
        calm: bool = False,
        theme_folders: Sequence[Path] = (),
    ) -> None:
        self._theme_folders = [shipped("themes"), *theme_folders]
        self.no_colour_wanted = bool(os.environ.get("NO_COLOR"))
        found = load(self._theme_folders)
        self.looks = dict(found.looks) or {"mono": plain_look()}
        problems = list(found.problems)
        if look not in self.looks:
            problems.append(
                f"There is no theme “{plain(look).plain}”. Choose one of: {', '.join(self.looks)}."
            )
        self.theme_problems = tuple(problems)
        without = next((each for each in self.looks.values() if not each.colour), None) or plain_look()
        default = self.looks.get("dark") or next(iter(self.looks.values()))
        self.look: Look = without if self.no_colour_wanted else self.looks.get(look, default)
        self.ascii_only = ascii_only
        self.calm = calm
        self.worn = 0
        """How often the theme was changed."""
        self.lent = False
        super().__init__()
        self._no_colour = NoColor(enabled=not self.look.colour)
        # Textual answers NO_COLOR with shades of grey, which are colours too.
        self._filters = [each for each in self._filters if not isinstance(each, Monochrome)]
        self._filters += [self._no_colour, SureWidths()]
        if ascii_only:
            from .ascii_signs import AsciiSigns

            self._filters.append(AsciiSigns())
        self._wear(self.look)
        self.stylesheet.set_variables(self.get_css_variables())
        self._read_with = self.current_theme
        self.set_class(ascii_only, "-ascii")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The roles as CSS variables, for the moment before the first theme is set."""
        return dict(self.look.theme.variables)

    # --- choosing ---------------------------------------------------------------------------------

    def choose_look(self, name: str) -> None:
        """Switch to a theme at once. With NO_COLOR only themes without colour can be chosen."""
        look = self.looks[name]
        if self.no_colour_wanted and look.colour:
            self.say("NO_COLOR is set, so the theme without colour stays.", severity="warning")
            return
        self._wear(look)
        self.call_next(self._paint_anew)
        self.look_chosen(theme=name)

    def choose_calm(self, calm: bool) -> None:
        """Turn calm mode on or off at once."""
        self.calm = calm
        self._wear(self.looks.get(self.look.name, self.look))
        self.call_next(self._paint_anew)
        self.look_chosen(calm=calm)
        self.say("Calm: no red before it is late, and no bell." if calm else "Calm mode is off.")

    def look_chosen(self, **chosen: str | bool) -> None:
        """The owner chose how the screens look, by the names of the config; an app that has one remembers."""

    def _wear(self, look: Look) -> None:
        self.look = calmed(look) if self.calm else look
        self._no_colour.enabled = not look.colour
        self.register_theme(self.look.theme)
        if self.theme == self.look.theme.name:
            # The file was changed: Textual looks at the name only.
            self._watch_theme(self.theme)
        self.theme = self.look.theme.name

    def refresh_css(self, animate: bool = True) -> None:
        """Read the styles anew for other colours; Textual asks for it at every start too, when they are being
        read with these colours anyway."""
        if self.current_theme != self._read_with:
            self._read_with = self.current_theme
            super().refresh_css(animate=animate)

    def _paint_anew(self) -> None:
        """Textual paints again only what has other colours now; between two themes that leave colours to the
        terminal, words would keep the weight of the theme before."""
        self.worn += 1
        for screen in self.screen_stack:
            for widget in screen.walk_children(with_self=True):
                widget.notify_style_update()
                if isinstance(widget, Widget):
                    widget.refresh()

    async def read_themes(self) -> None:
        """Read the files anew: the owner may be writing one. A bad file is named; what is worn stays."""
        found = await asyncio.to_thread(load, self._theme_folders)
        for problem in found.problems:
            if problem not in self.theme_problems:
                self.say(problem, severity="warning")
        self._take(found)

    def _take(self, found: Looks) -> None:
        self.theme_problems = found.problems
        self.looks = dict(found.looks) or self.looks

    async def wear(self, name: str) -> None:
        """Switch to a theme as its file is now."""
        await self.read_themes()
        if name in self.looks:
            self.choose_look(name)

    async def action_next_theme(self) -> None:
        """The next theme in order of name."""
        await self.read_themes()
        names = sorted(self.looks)
        at = names.index(self.look.name) if self.look.name in names else -1
        self.choose_look(names[(at + 1) % len(names)])

    def action_calm(self) -> None:
        """Calm mode on or off."""
        self.choose_calm(not self.calm)

    # --- quiet ------------------------------------------------------------------------------------

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Nothing blinks: a cursor stands still wherever it is."""
        if hasattr(event.widget, "cursor_blink"):
            event.widget.cursor_blink = False

    def bell(self) -> None:
        """Ring, unless calm is wanted; what is said with a bell is always said in words too."""
        if not self.calm and not self.lent:
            super().bell()

    # --- lending ----------------------------------------------------------------------------------

    @contextmanager
    def lend_terminal(self) -> Iterator[None]:
        """Another program has the terminal for a while; nothing is painted or rung meanwhile, and everything
        else goes on. Raises SuspendNotSupported where that cannot be."""
        with self.batch_update(), self.suspend():
            self.lent = True
            try:
                yield
            finally:
                self.lent = False

    def notify(self, message: str, *, markup: bool = False, **options: Any) -> None:
        """Show a notice, of which nothing is markup whatever is asked for, above the lines at the foot of the
        screen, which say what can be done here and what leaves in a moment."""
        foot = sum(each.outer_size.height for each in self.screen.query(".foot") if each.display)
        for rack in self.screen.query(ToastRack):
            rack.styles.margin = (0, 0, max(1, foot), 0)
        super().notify(plain(message).plain, markup=False, **options)

    def on_notify(self, event: Notify) -> None:
        """What is said again while it still stands there stands there once, for a while from now: a folder
        that nobody can write to is found out by every part at once."""
        for each in [old for old in self._notifications if old.message == event.notification.message]:
            self._unnotify(each, refresh=False)

    def say(self, text: Showable, *, severity: Severity = "information") -> None:
        """Tell the person one sentence, in the corner, for a while."""
        self.notify(plain(text).plain, severity=severity, markup=False)

    def unsay(self, end: str) -> None:
        """Take away the newest sentence that ends like this, if it still stands there: it holds no more."""
        found = [each for each in self._notifications if each.message.endswith(end)]
        if found:
            self._unnotify(found[-1])

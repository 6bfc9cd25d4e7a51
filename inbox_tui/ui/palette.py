"""The command palette: every action that works where one is, and every theme."""

from collections.abc import Callable, Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from .actions import BY_ID, Action
from .show import plain
from .themed import ThemedApp

Entry = tuple[str, str, Callable[[], object]]


class Palette(Provider):
    """Offers the registry to ``ctrl+p``."""

    def _entries(self) -> Iterator[Entry]:
        app = self.app
        seen: set[str] = set()
        for active in self.screen.active_bindings.values():
            action = BY_ID.get(active.binding.id or "")
            if action is None or not action.palette or action.id in seen or not self._allowed(action):
                continue
            seen.add(action.id)
            yield action.help, action.where.value, partial(app.run_action, action.run, active.node)
        if isinstance(app, ThemedApp):
            for name, look in sorted(app.looks.items()):
                yield f"Theme: {look.title}", name, partial(app.wear, name)

    def _allowed(self, action: Action) -> bool:
        """Ask the screen below: Textual would ask the palette, which allows everything."""
        target, _, name = action.run.rpartition(".")
        return target != "screen" or bool(self.screen.check_action(name, ()))

    async def startup(self) -> None:
        """A theme that was written meanwhile is offered too."""
        if isinstance(self.app, ThemedApp):
            await self.app.read_themes()

    async def discover(self) -> Hits:
        """Everything, before a word is typed."""
        for title, help_, command in self._entries():
            yield DiscoveryHit(plain(title), command, text=title, help=plain(help_).plain)

    async def search(self, query: str) -> Hits:
        """What matches the words."""
        matcher = self.matcher(query)
        for title, help_, command in self._entries():
            if (score := matcher.match(title)) > 0:
                yield Hit(score, matcher.highlight(title), command, text=title, help=plain(help_).plain)

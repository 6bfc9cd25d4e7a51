"""The command palette: every action, those first that work where one is, every theme, and every open case."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.actions import parse
from textual.command import DiscoveryHit, Hit, Hits, Matcher, Provider
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen

from ..core.frozen import dataclass
from .actions import ACTIONS, BY_ID, Action, Where
from .mishaps import tell
from .show import join, plain
from .themed import ThemedApp

if TYPE_CHECKING:
    from ..desk.desk import Desk
    from ..desk.views import Row

ELSEWHERE = 0.5
"""What does not work here comes after all that does, however well it matches."""
SHOWN = 30
"""Open cases that are shown before a word is typed; typing finds the others."""
_SCREENS = {Where.OUTBOX: "app.outbox", Where.PROMISES: "app.promises"}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the palette."""

    title: str
    help: str
    """Textual reads it as markup, so it holds words of ours only."""
    command: Callable[[], object]
    weight: float = 1.0


def called(action: Action) -> str:
    """What it does, and the word that the footer has for it: whoever learned that one looks for it."""
    known = not action.title or action.title.lower() in action.help.lower()
    return action.help if known else f"{action.help} ({action.title})"


class Offering(Provider):
    """Offers entries. Their words may be a stranger's, so nothing in them is read as markup."""

    def entries(self) -> Iterator[Entry]:
        """All of them, the likeliest first."""
        raise NotImplementedError

    async def discover(self) -> Hits:
        """What is offered before a word is typed."""
        for each in self.entries():
            title = plain(each.title)
            yield DiscoveryHit(title, each.command, text=title.plain, help=each.help)

    async def search(self, query: str) -> Hits:
        """What matches the words."""
        matcher = self.matcher(query)
        for each in self.entries():
            if (score := matcher.match(each.title)) > 0:
                title = _marked(matcher, each.title)
                yield Hit(
                    score * each.weight,
                    title,
                    each.command,
                    text=title.plain,
                    help=each.help,
                )


class Palette(Offering):
    """Offers the registry and the themes to ``ctrl+p``."""

    async def startup(self) -> None:
        """A theme that was written meanwhile is offered too."""
        if isinstance(self.app, ThemedApp):
            await self.app.read_themes()

    def entries(self) -> Iterator[Entry]:
        """What works here, the themes, and what works elsewhere."""
        app = self.app
        titles: set[str] = set()
        for active in self.screen.active_bindings.values():
            action = BY_ID.get(active.binding.id or "")
            if action is None or not action.palette or action.help in titles:
                continue
            if self._allowed(action, active.node):
                titles.add(action.help)
                run = partial(app.run_action, action.run, active.node)
                yield Entry(title=called(action), help=action.where.value, command=run)
        if isinstance(app, ThemedApp):
            for name, look in sorted(app.looks.items()):
                yield Entry(title=f"Theme: {look.title}", help="Look", command=partial(app.wear, name))
        for action in ACTIONS:
            if action.palette and action.help not in titles:
                titles.add(action.help)
                yield self._elsewhere(action)

    def _allowed(self, action: Action, node: DOMNode) -> bool:
        """Ask who answers it: Textual would ask the palette, which allows everything."""
        target, name, parameters = parse(action.run)
        answers = {"screen": self.screen, "app": self.app}.get(target, node)
        return bool(answers.check_action(name, parameters))

    def _elsewhere(self, action: Action) -> Entry:
        """Chosen, it leads there, or says where it works."""
        where = action.where.value
        screen = _SCREENS.get(action.where)
        told = f"Not here and now: “{action.title or action.help}” works under “{where}”."
        say = self.app.say if isinstance(self.app, ThemedApp) else self.app.notify
        run = partial(self.app.run_action, screen) if screen else partial(say, told)
        return Entry(title=called(action), help=f"{where}; not here and now", command=run, weight=ELSEWHERE)


@runtime_checkable
class OpensCases(Protocol):
    """A screen that can put a case before one's eyes."""

    def open_conversation(self, conversation: str, *, writing: bool = False) -> None:
        """Open it."""
        ...


class CasePalette(Offering):
    """Offers every open case to ``ctrl+p``, the most urgent first."""

    def __init__(self, screen: Screen[object], match_style: object = None) -> None:
        super().__init__(screen, match_style)  # type: ignore[arg-type]
        self._rows: list[Row] = []

    async def startup(self) -> None:
        """Read them; stores that cannot be read leave the actions as they are."""
        desk: Desk | None = getattr(self.app, "desk", None)
        if desk is None or not desk.office.config.accounts:
            return
        try:
            self._rows = await desk.stores.run(desk.inbox.rows)
        except Exception as error:
            tell(self.app, error)

    def entries(self) -> Iterator[Entry]:
        """One line for each."""
        for row in self._rows:
            yield Entry(
                title=join(", ", (row.customer, row.subject or "(no subject)", *row.order_numbers)).plain,
                help=" · ".join(filter(None, ("open case", row.due.words))),
                command=partial(self._open, row.id),
            )

    async def discover(self) -> Hits:
        """The first of them."""
        left = SHOWN
        async for hit in super().discover():
            if left == 0:
                break
            left -= 1
            yield hit

    async def _open(self, case_id: str) -> None:
        await self.app.run_action("app.inbox")
        if isinstance(self.app.screen, OpensCases):
            self.app.screen.open_conversation(case_id)


def _marked(matcher: Matcher, title: str) -> Content:
    """The letters that match, marked. Textual's own way would read the words as markup."""
    shown = plain(title)
    _, offsets = matcher.fuzzy_search.match(matcher.query, shown.plain)
    for offset in offsets:
        if not shown.plain[offset].isspace():
            shown = shown.stylize(matcher.match_style, offset, offset + 1)
    return shown

"""The last line of every screen: the keys that work right here, in the order of the registry."""

from collections.abc import Mapping
from typing import ClassVar, Protocol, runtime_checkable

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from ..actions import BY_ID
from ..keys import character_of, key_of, shown
from ..show import join, line, plain, styled

_ORDER = {id_: position for position, id_ in enumerate(BY_ID)}
_GAP = 2
_ALWAYS = "app.help"
"""The key that leads to all others is shown however narrow the line is."""


@runtime_checkable
class Worded(Protocol):
    """A screen on which a key does now this and now that."""

    def footer_words(self) -> Mapping[str, str]:
        """The names of actions that are called otherwise now; an empty one is not worth showing."""
        ...


class KeyLine(Widget):
    """Shows what the focused place can do; a click on a key does it."""

    DEFAULT_CSS: ClassVar[str] = "KeyLine { height: 1; width: 1fr; }"
    can_focus = False

    def __init__(self) -> None:
        super().__init__(classes="foot")
        self._spots: list[tuple[int, int, str, DOMNode]] = []
        self._shown = plain("")
        self._wide = 0
        self._asked = False

    def on_mount(self) -> None:
        """Listen for a change of focus or of what is allowed."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        """What a key did is painted first: which keys there are now takes as long to find out as a page of a
        letter takes to paint."""
        if self.is_attached and screen is self.screen and not self._asked:
            self._asked = True
            self.call_after_refresh(self._look)

    def _look(self) -> None:
        self._asked = False
        # Textual asks the screen on top whether an action is allowed: under a dialog nothing changes.
        if self.is_attached and self.app.screen is self.screen:
            before = self._shown
            self._find()
            if self._shown.plain != before.plain:
                self.refresh()

    def render(self) -> Content:
        """As many keys as there is room for."""
        if self._wide != self.size.width and self.app.screen is self.screen:
            self._find()
        return self._shown

    def _find(self) -> None:
        self._wide = self.size.width
        found = self._available()
        room = self._wide - 1
        kept: list[tuple[str, str, str, DOMNode]] = []
        last = next((each for each in found if each[0] == _ALWAYS), None)
        used = _width(last) if last else 0
        for each in found:
            if each is last:
                continue
            if used + _width(each) > room:
                break
            used += _width(each)
            kept.append(each)
        if last:
            kept.append(last)
        self._spots = []
        x = 1
        for id_, key, title, node in kept:
            wide = _width((id_, key, title, node))
            self._spots.append((x, x + wide, id_, node))
            x += wide
        self._shown = line(
            " ",
            join(" " * _GAP, [line(styled(key, "key"), " ", styled(t, "muted")) for _, key, t, _ in kept]),
        )

    def _available(self) -> list[tuple[str, str, str, DOMNode]]:
        """Id, key, title and owner of the actions that are enabled now, each once."""
        found: dict[str, tuple[str, str, str, DOMNode]] = {}
        words = self.screen.footer_words() if isinstance(self.screen, Worded) else {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if active.node is not self.screen.focused and self._is_text(binding.key):
                continue
            if binding.id is not None and binding.id in BY_ID and active.enabled:
                title = words.get(binding.id, binding.description if binding.show else "")
                if not title:
                    continue
                one = (binding.id, shown(binding.key), title, active.node)
                if one[1] == key_of(self, binding.id):
                    # Of several keys the first of the table in use, whichever Textual names first.
                    found[binding.id] = one
                else:
                    found.setdefault(binding.id, one)
        return sorted(found.values(), key=lambda each: _ORDER[each[0]])

    def _is_text(self, key: str) -> bool:
        """Textual asks so of the default keys, not of those that the owner put in their place."""
        focused = self.screen.focused
        return focused is not None and focused.check_consume_key(key, character_of(key))

    async def on_click(self, event: events.Click) -> None:
        """The mouse can do what the keys do."""
        for start, end, id_, node in self._spots:
            if start <= event.x < end:
                await self.app.run_action(BY_ID[id_].run, node)
                return


def _width(each: tuple[str, str, str, DOMNode]) -> int:
    return cell_len(each[1]) + 1 + cell_len(each[2]) + _GAP

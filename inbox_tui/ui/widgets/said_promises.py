"""The promises that were found in a reply, while the owner confirms, corrects or leaves them out."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from textual.content import Content
from textual.widget import Widget

from ...core.promises import Promised
from ...core.when import Resolved
from ..show import line, styled
from ..theming import glyph


class SaidPromises:
    """A list with a mark on one of them."""

    def __init__(self, found: Sequence[Promised], *, zone: tzinfo) -> None:
        self._found = [*found]
        self._left_out: set[int] = set()
        self._mark = 0
        self._zone = zone
        self.is_changed = False
        """True once the owner had a hand in it."""

    def __len__(self) -> int:
        return len(self._found)

    @property
    def marked(self) -> Promised:
        """The one that keys mean."""
        return self._found[self._mark]

    @property
    def kept(self) -> tuple[Promised, ...]:
        """Those that go into the list of promises."""
        return tuple(one for index, one in enumerate(self._found) if index not in self._left_out)

    def step(self, by: int) -> None:
        """The mark goes round."""
        self._mark = (self._mark + by) % len(self._found)

    def leave_out(self) -> None:
        """It is no promise, or it is one after all."""
        self.is_changed = True
        self._left_out ^= {self._mark}

    def redate(self, due_at: datetime) -> None:
        """By another day (aware) than the one that was read."""
        self._change(replace(self.marked, due_at=due_at))

    def reword(self, text: str) -> None:
        """In words that say more to whoever reads the list."""
        self._change(replace(self.marked, text=text))

    def read_again(self, found: Sequence[Promised]) -> None:
        """The same words mean other days when they are read later."""
        if not self.is_changed:
            self._found = [*found]
            self._mark = min(self._mark, max(0, len(self._found) - 1))

    def _change(self, promise: Promised) -> None:
        self.is_changed = True
        self._found[self._mark] = promise
        self._left_out.discard(self._mark)

    def lines(self, widget: Widget, one_line: Callable[[Content], Content]) -> list[Content]:
        """What goes into the list of promises, and what was left out of it."""
        shown = []
        for index, one in enumerate(self._found):
            box = "[ ]" if index in self._left_out else "[x]"
            mark = glyph(widget, "cursor") if index == self._mark and len(self) > 1 else " "
            due = Resolved(at=one.due_at.astimezone(self._zone)).words if one.due_at else "no day given"
            head = styled("You promise  " if index == 0 else " " * 13, "muted")
            words = line(head, mark, " ", box, " ", due, "  ", one.text)
            shown.append(one_line(styled(words, "muted") if index in self._left_out else words))
        return shown

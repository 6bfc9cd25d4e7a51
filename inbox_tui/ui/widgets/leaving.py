"""One line while something can still be taken back: what leaves in how many seconds."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from textual.content import Content
from textual.widget import Widget

from ...core.frozen import dataclass
from ..keys import key_of
from ..show import line, styled
from ..theming import glyph


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """A reply in its undo window. ``send_at`` is aware."""

    item_id: int
    customer: str
    send_at: datetime


class LeavingLine(Widget):
    """Renders the reply that leaves last, which is the one that undo takes back; hidden without one."""

    DEFAULT_CSS: ClassVar[str] = "LeavingLine { height: 1; width: 1fr; background: $c-bar; }"
    can_focus = False

    def __init__(self) -> None:
        super().__init__(classes="foot")
        self._leaving: tuple[Leaving, ...] = ()
        self._now: datetime | None = None
        self.display = False

    def show(self, leaving: Sequence[Leaving], *, now: datetime) -> None:
        """Show what has not left at ``now`` (aware)."""
        self._leaving = tuple(each for each in leaving if each.send_at > now)
        self._now = now
        self.display = bool(self._leaving)
        self.refresh()

    def render(self) -> Content:
        """``→ the reply to Dana Reed leaves in 14 s · z to take it back``."""
        if not self._leaving or self._now is None:
            return Content("")
        newest = self._leaving[-1]
        left = max(0, round((newest.send_at - self._now).total_seconds()))
        more = f", {len(self._leaving) - 1} more with it" if len(self._leaving) > 1 else ""
        return line(
            " ",
            styled(glyph(self, "sent"), "accent"),
            f" the reply to {newest.customer} leaves in {left} s{more} ",
            styled(glyph(self, "dot"), "muted"),
            " ",
            styled(key_of(self, "desk.undo"), "key"),
            " to take it back",
        )

"""Closing a case: why, with one key."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from ..show import Showable, join, line, lines, plain, styled
from .dialog import Dialog

REASONS: Mapping[str, str] = {
    "1": "put right",
    "2": "money back",
    "3": "explained, nothing was wrong",
    "4": "the customer let it rest",
    "5": "something else",
}


@dataclass(frozen=True, kw_only=True)
class ResolveIt:
    """Close it for this reason."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class LeaveOpen:
    """Nothing changes."""


class ResolveScreen(Dialog[ResolveIt | LeaveOpen]):
    """Asks for the reason; the figures tell later which complaints ended how."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"reason('{key}')", reason, show=False) for key, reason in REASONS.items()),
        Binding("escape", "cancel", "cancel", show=False),
    ]

    def __init__(self, customer: str) -> None:
        super().__init__()
        self._customer = customer

    def heading(self) -> Showable:
        """Whose case."""
        return line("Close the case of ", self._customer, "?")

    def body(self) -> ComposeResult:
        """The reasons with their keys."""
        shown: list[Showable] = [line(styled(key, "key"), "  ", reason) for key, reason in REASONS.items()]
        keys = join("  ", [line(styled("Esc", "key"), " ", styled("leave it open", "muted"))])
        yield Static(plain(lines([*shown, "", keys])))

    def action_reason(self, key: str) -> None:
        """That one."""
        self.dismiss(ResolveIt(reason=REASONS[key]))

    def action_cancel(self) -> None:
        """Leave it open."""
        self.dismiss(LeaveOpen())

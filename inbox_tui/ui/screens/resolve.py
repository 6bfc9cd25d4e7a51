"""Closing a case: why, with one key; and beside it what the complaint record still lacks, if one likes."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from ...core.frozen import dataclass
from ...core.record import FIELDS, BadField, Record, filled
from ..actions import Where, bindings
from ..keys import key_of
from ..last_words import KeepsWords
from ..show import Showable, line, lines, plain, styled
from .dialog import Dialog

REASONS: Mapping[str, str] = {
    "resolve.put_right": "put right",
    "resolve.money_back": "money back",
    "resolve.explained": "explained, nothing was wrong",
    "resolve.let_rest": "the customer let it rest",
    "resolve.other": "something else",
}
"""What is kept as the reason, by the action that says it."""


@dataclass(frozen=True, kw_only=True)
class ResolveIt:
    """Close it for this reason; ``said`` are the fields of the record that were filled in."""

    reason: str
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class LeaveOpen:
    """Nothing changes; ``said`` is what stands in the form all the same."""

    said: Mapping[str, str] = field(default_factory=dict)


class ResolveScreen(Dialog[ResolveIt | LeaveOpen], KeepsWords):
    """Asks for the reason; the figures tell later which complaints ended how. The record is never in the way:
    a digit closes the case whatever is filled in, and Tab leads to the lines of the form."""

    AUTO_FOCUS: ClassVar[str | None] = ""
    """No line has the focus, so that a digit is a reason."""
    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.RESOLVE)
    DEFAULT_CSS: ClassVar[str] = """
    ResolveScreen Horizontal { height: 1; }
    ResolveScreen Horizontal > Static { width: 40; }
    ResolveScreen Horizontal > Input { width: 1fr; }
    """

    def __init__(
        self,
        what: Showable,
        *,
        missing: Sequence[str] = (),
        said: Mapping[str, str] | None = None,
        several: bool = False,
    ) -> None:
        """``what`` is closed, such as “5 cases”; ``missing`` are the fields of the record to ask for, and
        ``said`` is what was written into some of them before."""
        super().__init__()
        self._them = "them" if several else "it"
        self._what = what
        self._missing = tuple(missing)
        self._before = said or {}

    def heading(self) -> Showable:
        """Whose case."""
        return line("Close ", self._what, "?")

    def body(self) -> ComposeResult:
        """The reasons with their keys, then the form."""
        reasons = [line(styled(key_of(self, id_), "key"), "  ", why) for id_, why in REASONS.items()]
        yield Static(plain(lines(reasons)))
        if self._missing:
            yield Static(plain(lines(["", styled("For the record, if you like:", "muted")])))
        for name in self._missing:
            with Horizontal():
                yield Static(plain(FIELDS[name].title))
                hint = " / ".join(FIELDS[name].choices)
                value = plain(self._before.get(name, "")).plain
                yield Input(value=value, placeholder=hint, id=f"field-{name}")
        yield Static(plain(""), id="trouble")
        yield Static(self._way(), id="way")

    def footer_words(self) -> Mapping[str, str]:
        """Esc leads from a line of the form to the reasons, and from there out of it."""
        if self.focused is not None:
            return {"resolve.next_line": "next line", "resolve.cancel": "to the reasons"}
        return {"resolve.cancel": f"leave {self._them} open"}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a form there are no lines to go to."""
        return bool(self._missing) or action not in ("next_line", "previous_line")

    def _way(self) -> Content:
        keys = [key_of(self, id_) for id_ in REASONS]
        if self.focused is None:
            return styled(f"{keys[0]} to {keys[-1]} closes {self._them}.", "muted")
        back = key_of(self, "resolve.cancel")
        return styled(f"{back} leads back to the reasons; then {keys[0]} to {keys[-1]} closes it.", "muted")

    def on_descendant_focus(self) -> None:
        """In a line of the form digits are text."""
        self.query_one("#way", Static).update(self._way())

    on_descendant_blur = on_descendant_focus

    @property
    def _lines(self) -> list[Input]:
        return list(self.query(Input))

    @property
    def _said(self) -> Mapping[str, str]:
        if not self._lines:
            return self._before  # there is no form, or none yet
        said = {each.id.removeprefix("field-"): each.value for each in self._lines if each.id}
        return {name: text for name, text in said.items() if text.strip()}

    def action_next_line(self) -> None:
        """Into the form, down, and out of it to the reasons again."""
        self._step(1)

    def action_previous_line(self) -> None:
        """The line before."""
        self._step(-1)

    def _step(self, by: int) -> None:
        places = [None, *self._lines]
        at = next((n for n, each in enumerate(places) if each is self.focused), 0)
        self.set_focus(places[(at + by) % len(places)])

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the next line, and from the last one to the reasons."""
        event.stop()
        self._step(1)

    def action_reason(self, number: int) -> None:
        """Close it for that reason, unless a line of the form says what cannot be."""
        said = self._said
        wrong = filled(Record(), said)
        if isinstance(wrong, BadField):
            self.query_one("#trouble", Static).update(styled(wrong.reason, "error"))
            self.app.bell()
            return
        self.dismiss(ResolveIt(reason=tuple(REASONS.values())[number], said=said))

    def action_cancel(self) -> None:
        """From a line back to the reasons; from there, leave it open."""
        if self.focused is not None:
            self.set_focus(None)
            return
        self.dismiss(LeaveOpen(said=self._said))

    async def keep_words(self) -> None:
        """Words of the record are kept with the closing of a case, not before."""

    def unsaved_words(self) -> str:
        """What stands in the form."""
        return "\n".join(self._said.values())

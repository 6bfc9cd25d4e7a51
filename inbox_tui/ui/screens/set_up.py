"""The form for the first mail account: a few lines, tried before anything is saved."""

from typing import ClassVar, Protocol

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from ...config import Account, Server
from ...desk.new_account import PORTS, TLS_WORDS, NotReady, Typed, Way, read, read_server, suggested
from ...errors import InboxError, SecretError
from ..actions import Where, bindings
from ..mishaps import LOGGER, sentence
from ..show import Showable, line, plain, styled
from ..theming import glyph
from .dialog import Dialog

LABELS = {
    "email": ("Your address", "kim@pottery.example"),
    "from_name": ("Name that customers see", "Kim's Pottery"),
    "password": ("Password", "kept in the keyring"),
    "password_command": ("or a command that prints it", "pass show mail"),
    "imap": ("Mail comes from", "imap.pottery.example:993"),
    "smtp": ("Mail leaves through", "smtp.pottery.example:465"),
    "user": ("User name, if another", "your address"),
    "ca_file": ("Authority (ca_file)", "a file with its certificate (PEM)"),
}
SELDOM = "ca_file"
"""The line that is there once a server was refused for want of it."""
_WAYS: tuple[Way, ...] = tuple(PORTS)


class SetUp(Protocol):
    """Tries and keeps an account; nothing is kept by trying."""

    async def try_it(self, name: str, account: Account, password: str | None) -> NotReady | None:
        """Sign in to both servers; None when that works, else one sentence and the line to look at."""
        ...

    async def keep(self, name: str, account: Account, password: str | None) -> None:
        """Into the config and the keyring. Raises InboxError."""
        ...


class SetUpScreen(Dialog[bool]):
    """Dismissed with True when an account is kept."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.SET_UP)
    CSS: ClassVar[str] = """
    SetUpScreen Horizontal { height: 1; }
    SetUpScreen .dialog Horizontal > Static { width: 28; }
    SetUpScreen Horizontal > Input { width: 1fr; }
    SetUpScreen #told { margin-top: 1; height: auto; min-height: 3; }
    """

    def __init__(self, set_up: SetUp) -> None:
        super().__init__()
        self._set_up = set_up
        self._guessed: dict[Way, str] = dict.fromkeys(_WAYS, "")
        self._trying = False
        self._in_trouble = False
        self._was_at = "email"

    def heading(self) -> Showable:
        """What this is."""
        return "Your mail account"

    def body(self) -> ComposeResult:
        """One line for each thing to say, and below what they are taken to mean."""
        for name, (label, example) in LABELS.items():
            with Horizontal(id=f"line-of-{name}") as whole:
                whole.display = name != SELDOM
                yield Static(plain(label))
                yield Input(placeholder=example, password=name == "password", id=name)
        yield Static(self._meaning(), id="told")

    # --- typing -----------------------------------------------------------------------------------

    def _line(self, name: str) -> Input:
        return self.query_one(f"#{name}", Input)

    def _whole_line(self, name: str) -> Horizontal:
        return self.query_one(f"#line-of-{name}", Horizontal)

    def _typed(self) -> Typed:
        return Typed(**{name: self._line(name).value for name in LABELS})

    def on_input_changed(self, event: Input.Changed) -> None:
        """Guess the servers while nobody has named others, and say what a server's line means."""
        event.stop()
        if event.input.id == "email":
            for way in _WAYS:
                if self._line(way).value == self._guessed[way]:
                    self._guessed[way] = suggested(event.value, way)
                    self._line(way).value = self._guessed[way]
                    # Selected, so that typing takes its place, as if it had been there before.
                    self._line(way).selection = Selection(0, len(self._guessed[way]))
        self._in_trouble = False
        self._tell(self._meaning())

    def on_descendant_focus(self) -> None:
        """Another line, another meaning; what is wrong stays until something is typed."""
        if not self._trying and not self._in_trouble:
            self._tell(self._meaning())

    def _meaning(self) -> Content:
        name = self.focused.id if self.focused is not None else None
        if name in _WAYS and (text := self._line(name).value):
            found = read_server(text, name)
            if isinstance(found, Server):
                words = line(f"{found.host}, port {found.port}, {TLS_WORDS[found.tls]}")
                return line(styled(glyph(self, "arrow"), "ok"), " ", words)
            return styled(line(glyph(self, "hint"), " ", found), "soon")
        return styled("Both servers are tried before anything is saved.", "muted")

    def _tell(self, words: Content) -> None:
        self.query_one("#told", Static).update(words)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on; at the last line it means to try."""
        event.stop()
        if event.input.id == [name for name in LABELS if self._whole_line(name).display][-1]:
            self.action_save()
        else:
            self.action_next_line()

    def action_next_line(self) -> None:
        """The next line."""
        self.focus_next(Input)

    def action_previous_line(self) -> None:
        """The line before."""
        self.focus_previous(Input)

    # --- trying -----------------------------------------------------------------------------------

    def action_save(self) -> None:
        """Try both servers, and keep the account if they answer."""
        if not self._trying:
            self._try()

    @work(exclusive=True, group="set-up")
    async def _try(self) -> None:
        found = read(self._typed())
        if isinstance(found, NotReady):
            self._trouble(found.reason, found.field)
            return
        hosts = f"{found.account.imap.host} and {found.account.smtp.host}"
        self._let_type(False)
        self._tell(plain(f"Trying {hosts}. This may take a minute."))
        try:
            wrong = await self._set_up.try_it(found.name, found.account, found.password)
            if wrong is not None:
                self._trouble(wrong.reason, wrong.field)
                return
            await self._set_up.keep(found.name, found.account, found.password)
        except SecretError as error:
            self._trouble(str(error), "password_command")
        except InboxError as error:
            self._trouble(str(error))
        except Exception as error:
            LOGGER.error("Setting up failed", exc_info=error)
            self._trouble(sentence(error))
        else:
            self.dismiss(True)

    def _trouble(self, reason: str, field: str = "") -> None:
        """``field`` is the line to look at; without one the cursor stays where it was."""
        self._in_trouble = True
        self._let_type(True)
        if field:
            self._whole_line(field).display = True
            self.set_focus(self._line(field))
        self._tell(styled(line(glyph(self, "mistake"), " ", reason), "error"))
        self.app.bell()

    def _let_type(self, can: bool) -> None:
        if not can and self.focused is not None and self.focused.id in LABELS:
            self._was_at = self.focused.id
        self._trying = not can
        for each in self.query(Input):
            each.disabled = not can
        if can and self.focused is None:
            self.set_focus(self._line(self._was_at))

    def action_cancel(self) -> None:
        """While it is tried, stop waiting; else back, with nothing saved."""
        if self._trying:
            self.workers.cancel_group(self, "set-up")
            self._trouble("You did not wait for an answer. Nothing was saved.")
        else:
            self.dismiss(False)

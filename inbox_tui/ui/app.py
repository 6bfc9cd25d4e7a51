"""The app: one desk on a screen, with what goes on behind it. Thin: screens and background do the work."""

import asyncio
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.reactive import var
from textual.screen import Screen

from ..config_file import put_settings
from .actions import Where, bindings
from .background import Background
from .beginning import BEGIN_AT_LATEST, begin_behind
from .happened import DraftReturned, MailPulled, MailStored, OutboxMoved
from .keys import BadKeys, KeyTable, resolve
from .last_words import keep_last_words
from .mishaps import LOGGER, log_to, sentence, tell
from .settling import settle
from .show import plain
from .themed import ThemedApp
from .widgets.status_line import NoAccount, Status

if TYPE_CHECKING:
    from ..config import Config
    from ..core.notices import Notice
    from ..desk.desk import Desk
    from ..paths import Paths
    from ..ports import Runner
    from .palette import CasePalette, Palette
    from .screens.set_up import SetUp

POLL_SECONDS = 60.0


def _palette() -> "type[Palette]":
    from .palette import Palette

    return Palette


def _case_palette() -> "type[CasePalette]":
    from .palette import CasePalette

    return CasePalette


class InboxApp(ThemedApp):
    """Shows ``desk``. ``stores`` and ``checks`` are the runners of the stores and of the checklist (the
    stores' one without it); ``paths`` says where themes and the log are; ``set_up`` keeps the first
    account."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.EVERYWHERE)
    COMMANDS: ClassVar = {_palette, _case_palette}
    status: var[Status] = var(Status)

    def __init__(
        self,
        desk: "Desk",
        *,
        stores: "Runner",
        config: "Config",
        paths: "Paths | None" = None,
        checks: "Runner | None" = None,
        set_up: "SetUp | None" = None,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        self._begun = False
        self._told_of_loss = False
        self.desk = desk
        self.stores = stores
        self.checks = checks
        self.set_up = set_up
        self.config = config
        chosen = resolve(config.keys)
        table = resolve({}) if isinstance(chosen, BadKeys) else chosen
        self.key_table: KeyTable | None = table if isinstance(table, KeyTable) else None
        self._key_problem = chosen.reason if isinstance(chosen, BadKeys) else ""
        self._paths = paths
        self._one_at_a_time = asyncio.Lock()
        if paths is not None:
            log_to(paths.log)
        super().__init__(
            look=config.look.theme,
            ascii_only=config.look.ascii,
            calm=config.look.calm,
            theme_folders=[paths.config / "themes"] if paths is not None else [],
        )
        self.background = Background(
            desk,
            post=self.post_message,
            show=self._show_status,
            tell=lambda error: tell(self, error),
            announce=self.announce,
            can_announce=lambda: not self.lent,
            shop=next((a.from_name or a.email for a in config.accounts.values()), ""),
            poll_seconds=poll_seconds,
        )
        self.status = self.background.status if config.accounts else Status(link=NoAccount())

    def get_default_screen(self) -> Screen[None]:
        """The first screen; Textual's own, empty one would be laid out and painted for nothing."""
        return self.desk_screen() if self.config.accounts else self.welcome_screen()

    def on_mount(self) -> None:
        """What goes on behind the first screen begins when that is painted."""
        if self.key_table is not None:
            self.set_keymap(self.key_table.keymap)
        for problem in (*self.theme_problems, self._key_problem):
            if problem:
                self.say(problem, severity="warning")
        if not self.config.accounts:
            self.screen.call_after_refresh(settle)
            return
        self.screen.call_after_refresh(self._begin_once)
        # Where a key opens another screen before the first paint, that paint never comes.
        self.set_timer(BEGIN_AT_LATEST, self._begin_once)

    def _begin_once(self) -> None:
        if not self._begun:
            self._begun = True
            self._go(self.begin())

    async def begin(self) -> None:
        """All that goes on behind the screens."""
        await begin_behind(self, go=self._go)

    def _go(self, work: Coroutine[Any, Any, None]) -> None:
        self.run_worker(work, group="background", exit_on_error=False)

    def desk_screen(self) -> Screen[None]:
        """The main screen."""
        from .screens.desk.screen import DeskScreen

        return DeskScreen(self.desk, checks=self.checks, first_mail=self.background.first_mail)

    def welcome_screen(self) -> Screen[None]:
        """The screen without an account."""
        from .screens.welcome import WelcomeScreen

        return WelcomeScreen(self.set_up)

    async def on_event(self, event: events.Event) -> None:
        """Whatever comes from a hand goes before what goes on behind the screens."""
        if isinstance(event, (events.Key, events.Paste, events.MouseScrollDown, events.MouseScrollUp)):
            self.background.typing.key_came()
        await super().on_event(event)

    # --- what the screens may ask for ------------------------------------------------------------

    def look_chosen(self, **chosen: str | bool) -> None:
        """The next start looks like this too."""
        if self._paths is not None:
            self._go(self._keep_look(self._paths.config_file, chosen))

    async def _keep_look(self, file: Path, chosen: dict[str, str | bool]) -> None:
        async with self._one_at_a_time:
            try:
                await asyncio.to_thread(put_settings, file, "look", **chosen)
            except Exception as error:
                tell(self, error)

    def announce(self, notices: "Sequence[Notice]") -> None:
        """Ring, and have the terminal show a notice: the owner looks elsewhere."""
        from .telling import announce

        announce(self, notices, self.config.notify)

    def recount(self) -> None:
        """A case or the outbox was changed here: bring the status line up to date."""
        self._go(self.background.count())

    def _show_status(self, status: Status) -> None:
        self.status = status

    def _pass_on(self, message: Message) -> None:
        """Every open screen hears it, hidden ones too: none may show old rows when it comes back."""
        for screen in self.screen_stack:
            if screen.is_running:
                screen.post_message(message)

    def on_mail_stored(self, _: MailStored) -> None:
        """There is more to show."""
        self._pass_on(MailStored())

    def on_mail_pulled(self, message: MailPulled) -> None:
        """New mail came in, or at least the server answered."""
        message.stop()
        self._pass_on(MailPulled(message.pulled))

    def on_outbox_moved(self, message: OutboxMoved) -> None:
        """A round of sending ended."""
        message.stop()
        self._pass_on(OutboxMoved(message.tally))
        if message.tally.held:
            from .backlog import ask_about_backlog

            ask_about_backlog(self, message.tally.held)

    def on_draft_returned(self, message: DraftReturned) -> None:
        """A message was taken back to be written on: the desk opens its case."""
        message.stop()
        self.action_inbox()
        self._pass_on(DraftReturned(message.case_id))
        self.recount()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A screen is not offered where it is open already, or where there is no account."""
        name = {"outbox": "OutboxScreen", "promises": "PromisesScreen"}.get(action)
        return name is None or (bool(self.config.accounts) and type(self.screen).__name__ != name)

    # --- actions ---------------------------------------------------------------------------------

    def action_inbox(self) -> None:
        """Back to the main screen."""
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def action_outbox(self) -> None:
        """Everything on its way out."""
        from .screens.outbox import OutboxScreen

        self.action_inbox()
        self.push_screen(OutboxScreen(self.desk))

    def action_promises(self) -> None:
        """What the shop promised, to whom, by when."""
        from .screens.promises import PromisesScreen

        self.action_inbox()
        self.push_screen(PromisesScreen(self.desk))

    def action_help(self) -> None:
        """All keys."""
        from .screens.help import HelpScreen

        if self.key_table is not None:
            self.push_screen(HelpScreen(self.key_table))

    def action_sync(self) -> None:
        """Ask the mail server now."""
        self.say("Asking the mail server.")
        self.background.now_please()

    async def action_quit(self) -> None:
        """Leave at once. Only words typed a moment ago are waited for, and not for long; what cannot be
        saved is told of first, and left in the terminal by who leaves all the same."""
        lost = await keep_last_words(self.screen_stack)
        if lost and not self._told_of_loss:
            self._told_of_loss = True
            self.say(
                "Your last words could not be saved. Once more, and you leave; they stay in the terminal."
            )
        elif lost:
            self.exit(message=Text(plain(f"These words are not saved:\n\n{lost}\n").plain))
        else:
            self.exit()

    def _handle_exception(self, error: Exception) -> None:
        """An error that nobody foresaw ends the app with one sentence; the traceback goes to the log.

        Going on is no choice here: Textual has stopped the widget in which it happened.
        """
        if self.is_headless:
            super()._handle_exception(error)
            return
        LOGGER.error("Unexpected error", exc_info=error)
        self.exit(return_code=1, message=Text(plain(sentence(error)).plain))

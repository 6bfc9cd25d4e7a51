"""The app on a plain first screen, with everything that goes on behind it."""

import asyncio
import time

from textual.screen import Screen
from textual.widgets import Static

from inbox_tui.config import Config
from inbox_tui.ui.app import InboxApp
from inbox_tui.ui.happened import MailPulled, OutboxMoved
from inbox_tui.ui.last_words import KeepsWords
from inbox_tui.ui.show import plain
from inbox_tui.ui.widgets.status_line import (
    StatusLine,
)

from .shop import CONFIG, Shop


class Front(Screen[None], KeepsWords):
    """Stands for the main screen; notes what it hears and whether its words were kept."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.kept = 0
        self.typed = ""
        self.keeps_for = 0.0

    def compose(self):  # type: ignore[no-untyped-def]
        yield StatusLine()
        yield Static(plain("front"))

    def on_mail_pulled(self, message: MailPulled) -> None:
        self.heard.append("mail " + message.pulled.name)

    def on_outbox_moved(self, message: OutboxMoved) -> None:
        self.heard.append(f"outbox {message.tally.accepted}")

    async def keep_words(self) -> None:
        await asyncio.sleep(self.keeps_for)
        self.kept += 1

    def unsaved_words(self) -> str:
        return "" if self.kept else self.typed


class FrontApp(InboxApp):
    """The app on a plain first screen."""

    def __init__(self, shop: Shop, *, config: Config = CONFIG, **rest: object) -> None:
        self.front = Front()
        super().__init__(shop.desk, stores=shop.desk.stores, config=config, **rest)  # type: ignore[arg-type]

    def desk_screen(self) -> Screen[None]:
        return self.front


async def until(condition, *, seconds: float = 60) -> None:  # type: ignore[no-untyped-def]
    """Wait for the background; fail when it does not come, which a busy computer must not look like."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.01)

"""The outbox screen of a shop."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import ClassVar

from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from inbox_tui.ui.app import InboxApp
from inbox_tui.ui.screens.outbox import OutboxScreen
from inbox_tui.ui.show import plain

from .desk.at_the_desk import until
from .shop import CONFIG, Shop


class Front(Screen[None]):
    """Stands for the main screen; remembers which drafts were asked for."""

    returned: ClassVar[list[str]] = []

    def compose(self):  # type: ignore[no-untyped-def]
        yield Static(plain("front"))

    def on_draft_returned(self, message) -> None:  # type: ignore[no-untyped-def]
        self.returned.append(message.case_id)


class OutboxApp(InboxApp):
    """The app on a plain first screen, with nothing going on behind it."""

    def desk_screen(self) -> Screen[None]:
        return Front()

    async def begin(self) -> None:
        self.recount()


@asynccontextmanager
async def opened(
    shop: Shop, *, size: tuple[int, int] = (100, 24), look: str = "dark"
) -> AsyncIterator[Pilot[None]]:
    """The outbox screen of a shop."""
    Front.returned.clear()
    app = OutboxApp(shop.desk, stores=shop.desk.stores, config=CONFIG)
    app.choose_look(look)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.press("2")
        await until(pilot, lambda: app.status.now is not None)
        await settle(pilot)
        yield pilot


async def settle(pilot: Pilot[None]) -> None:
    """A worker may start another one."""
    for _ in range(3):
        await pilot.pause()
        await pilot.app.workers.wait_for_complete(list(pilot.app.workers))
    await pilot.pause()


def screen_of(app: App[None]) -> OutboxScreen:
    assert isinstance(app.screen, OutboxScreen)
    return app.screen

"""What is known already is painted before the stores are opened for the rest: that takes the processor."""

import asyncio
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import pytest
from textual._compositor import CompositorUpdate
from textual.screen import Screen

from inbox_tui.desk.cases.inbox import Listing
from inbox_tui.desk.cases.sections import Section
from inbox_tui.ui import beginning, first_mail
from tests.ui.desk.at_the_desk import until
from tests.ui.desk_fixture import DeskApp, fill
from tests.ui.shop import Shop

P = ParamSpec("P")
T = TypeVar("T")


class Painter(DeskApp):
    """Keeps what the terminal was sent."""

    sent = ""

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        if isinstance(renderable, CompositorUpdate):
            self.sent += renderable.render_segments(self.console)
        super()._display(screen, renderable)


class Watching:
    """Stores that note which customers the terminal shows when they are asked for something."""

    def __init__(self) -> None:
        self.shown: dict[str, bool] = {}
        self.sent: Callable[[], str] = str

    async def run(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """At once."""
        self.shown.setdefault(getattr(call, "__name__", ""), "Dana Reed" in self.sent())
        return call(*args, **kwargs)


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_the_list_of_last_time_is_painted_before_the_stores_are_asked_for_it(
    shop: Shop, size: tuple[int, int]
) -> None:
    fill(shop)
    shop.desk.glance.keep(shop.desk.inbox.rows(Listing.ACTIVE))
    stores = shop.desk.stores = Watching()
    app = Painter(shop)
    stores.sent = lambda: app.sent
    async with app.run_test(size=size) as pilot:
        await until(
            pilot, lambda: bool(stores.shown.get("read_list", False) or not app.main.list.loading_rows)
        )
        assert stores.shown["read_list"]


async def test_the_mail_of_a_new_mailbox_is_painted_before_the_stores_are_opened(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_mail, "AT_LATEST", 60)
    fill(shop)
    rows = shop.desk.inbox.rows(Listing.ACTIVE)
    stores = shop.desk.stores = Watching()
    app = Painter(shop)
    stores.sent = lambda: app.sent
    mail = app.main.first_mail = first_mail.FirstMail(["shop"])
    async with app.run_test(size=(100, 60)) as pilot:
        await pilot.press(*["A"] * list(Section).index(Section.ALL))
        await pilot.pause()
        assert "read_list" not in stores.shown
        mail.came("shop", rows)
        await until(pilot, lambda: "read_list" in stores.shown)
        assert stores.shown["read_list"]
        assert mail.shown.is_set()


async def test_what_begins_behind_the_screen_waits_for_that_paint(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beginning, "BEGIN_AT_LATEST", 60)
    fill(shop)
    assert shop.desk.glance.is_first
    app = DeskApp(shop)
    async with app.run_test() as pilot:
        looking = asyncio.create_task(beginning._look_first(app))
        await app.background.first_mail.rows()
        await pilot.pause()
        assert not looking.done()
        app.background.first_mail.shown.set()
        await asyncio.wait_for(looking, 60)


async def test_a_letter_is_painted_before_the_stores_note_that_it_was_read(shop: Shop) -> None:
    fill(shop)
    stores = shop.desk.stores = Watching()
    app = Painter(shop)
    stores.sent = lambda: app.sent if "teapot (order 4471)" in app.sent else ""
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: not app.main.list.loading_rows)
        app.main.list.go_to("dana")
        await pilot.press("enter")
        await until(pilot, lambda: "read_conversation" in stores.shown)
        assert stores.shown["read_conversation"]

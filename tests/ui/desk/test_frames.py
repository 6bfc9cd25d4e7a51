"""What the main screen looks like, at every size, and what it offers."""

from dataclasses import replace

import pytest

from inbox_tui.errors import StoreError
from inbox_tui.ui.widgets.status_line import Online
from tests.ui.desk.at_the_desk import open_dana, running, until, write
from tests.ui.desk_fixture import DeskApp, fill
from tests.ui.frames import SIZES, check_frame, frame
from tests.ui.shop import NOW, Shop


@pytest.mark.parametrize("size", SIZES)
async def test_frames_of_an_empty_desk(shop: Shop, size: tuple[int, int]) -> None:
    async with running(shop, size) as (app, pilot):
        app.status = replace(app.status, fetched=True, link=Online(heard_at=NOW))
        await pilot.pause()
        check_frame(app, f"desk-empty-{size[0]}")


@pytest.mark.parametrize("size", SIZES)
async def test_frames_of_the_list(shop: Shop, size: tuple[int, int]) -> None:
    fill(shop)
    async with running(shop, size) as (app, pilot):
        await until(pilot, lambda: app.status.late == 1)
        check_frame(app, f"desk-list-{size[0]}")


@pytest.mark.parametrize("size", SIZES)
async def test_frames_of_an_answer_with_findings(shop: Shop, size: tuple[int, int]) -> None:
    fill(shop)
    async with running(shop, size) as (app, pilot):
        await until(pilot, lambda: app.status.late == 1)
        await open_dana(app, pilot)
        await write(app, pilot)
        check_frame(app, f"desk-draft-{size[0]}")
        if size[0] == 80:
            await pilot.press("tab")
            check_frame(app, "desk-checklist-80")
            await pilot.press("tab")
            check_frame(app, "desk-message-80")


async def test_frame_without_colour_and_in_ascii(shop: Shop) -> None:
    fill(shop)
    async with running(shop, (120, 36), look="mono", ascii_only=True) as (app, pilot):
        await until(pilot, lambda: app.status.late == 1)
        await open_dana(app, pilot)
        await write(app, pilot)
        check_frame(app, "desk-mono-120")


async def test_stores_that_cannot_be_read_are_said_in_the_list(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise StoreError("The casebook cannot be read.")

    monkeypatch.setattr(shop.desk.inbox, "rows", broken)
    app = DeskApp(shop)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "The casebook cannot be read." in frame(app))
        assert "The casebook cannot be read." in app.said
        await pilot.press("j", "enter", "r", "e", "b")
        assert app.is_running


async def test_an_empty_desk_offers_only_what_can_be_done(shop: Shop) -> None:
    async with running(shop, (160, 45)) as (app, pilot):
        keys = frame(app).splitlines()[-1]
        assert all(word not in keys for word in ("draft", "snooze", "open", "next pane", "send"))
        for key in ("enter", "r", "F", "b", "e", "N", "tab", "escape", "ctrl+s", "v"):
            await pilot.press(key)
        assert app.screen is app.main
        assert app.main.list.has_focus

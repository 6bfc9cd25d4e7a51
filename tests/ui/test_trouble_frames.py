"""What a person sees while the mail is read, while no server answers, and when the stores are broken."""

from dataclasses import replace
from datetime import timedelta

import pytest

from inbox_tui.errors import StoreError
from inbox_tui.ui.widgets.status_line import Offline
from tests.ui.desk.at_the_desk import running, until
from tests.ui.desk_fixture import DeskApp, fill
from tests.ui.frames import SIZES, check_frame, frame
from tests.ui.painted import watched
from tests.ui.shop import NOW, Shop

NO_ANSWER = Offline(reason="no answer from imap.pottery.example", again_at=NOW + timedelta(seconds=20))
REFUSED = Offline(reason="The server refused the password of “shop”. Change it, then press F5.")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("name", "link"), [("offline", NO_ANSWER), ("refused", REFUSED)])
async def test_a_line_that_is_down_is_said_and_the_list_stays(
    shop: Shop, size: tuple[int, int], name: str, link: Offline
) -> None:
    fill(shop)
    async with running(shop, size) as (app, pilot):
        await until(pilot, lambda: app.status.late == 1)
        app.status = replace(app.status, link=link, now=NOW)
        await pilot.pause()
        check_frame(app, f"desk-{name}-{size[0]}")
        told = " ".join(frame(app).split())
        assert "offline" in told
        assert link.reason.rstrip(".") in told
        assert "…" not in frame(app).splitlines()[0]


async def test_of_several_accounts_the_one_without_mail_is_named(shop: Shop) -> None:
    fill(shop)
    async with running(shop, (80, 24)) as (app, pilot):
        await until(pilot, lambda: app.status.late == 1)
        app.status = replace(app.status, link=replace(NO_ANSWER, account="stall"), now=NOW)
        await pilot.pause()
        assert "No new mail for stall: no answer from imap.pottery.example" in " ".join(frame(app).split())
        assert "stall offline, trying again in 20 s" in frame(app)


@pytest.mark.parametrize("size", SIZES)
async def test_frames_while_the_list_is_read(
    shop: Shop, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = DeskApp(shop)
    monkeypatch.setattr(app.main, "look_again", lambda **_: None)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.status.now is not None)
        check_frame(app, f"desk-loading-{size[0]}")
        assert "Reading the mail" in frame(app)


@pytest.mark.parametrize("size", SIZES)
async def test_frames_of_stores_that_cannot_be_read(
    shop: Shop, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise StoreError("The casebook cannot be read. Nothing was changed; look whether the disk is full.")

    monkeypatch.setattr(shop.desk.inbox, "rows", broken)
    app = DeskApp(shop)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.status.now is not None and not app.main.list.loading_rows)
        check_frame(app, f"desk-broken-{size[0]}")
        assert "The casebook cannot be read." in frame(app)


async def test_the_seconds_to_the_next_try_run_without_a_new_layout(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.status = replace(app.status, link=NO_ANSWER, now=NOW)
        await until(pilot, lambda: "in 20 s" in frame(app))
        await pilot.pause(0.1)
        with watched(app) as seen:
            app.status = replace(app.status, now=NOW + timedelta(seconds=7))
            await pilot.pause()
        assert "in 13 s" in frame(app)
        assert seen.layouts == 0

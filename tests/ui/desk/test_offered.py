"""What cannot be done to a case is neither offered nor asked about."""

import pytest

from inbox_tui.core.case import CaseState
from tests.ui.desk.at_the_desk import open_dana, running, state_of, until
from tests.ui.desk.slow_stores import SlowStores
from tests.ui.desk_fixture import fill, put_mail
from tests.ui.frames import frame
from tests.ui.shop import NOW, Shop


@pytest.mark.parametrize(("key", "wish"), [("e", "resolved"), ("b", "put aside"), ("w", "made to wait")])
async def test_what_cannot_be_done_to_mere_mail_is_said_before_anything_is_asked(
    shop: Shop, key: str, wish: str
) -> None:
    fill(shop)
    put_mail(shop, "news", "Buy clay!", name="Clay Weekly", at=NOW, subject="Clay news")
    async with running(shop) as (app, pilot):
        app.main.open_conversation("news")
        await until(pilot, lambda: app.main.opened is not None)
        await pilot.press(key)
        assert app.said == [f"This case is not a complaint, so it cannot be {wish}. N makes it one."]
        assert app.screen is app.main
        await pilot.press("N")
        await until(pilot, lambda: state_of(shop, "news") is CaseState.OPEN)


async def test_the_footer_offers_what_the_case_under_the_cursor_allows(shop: Shop) -> None:
    fill(shop)
    shop.case("old", "Old Olaf", "Long ago", hours_ago=90, state=CaseState.RESOLVED, unanswered_since=None)
    put_mail(shop, "news", "Buy clay!", name="Clay Weekly", at=NOW, subject="Clay news")
    async with running(shop, size=(120, 36)) as (app, pilot):
        await pilot.press("a", "7")
        await until(pilot, lambda: any(row.id == "news" for row in app.main.list.rows))

        async def foot(case_id: str, words: str) -> str:
            app.main.list.go_to(case_id)
            await until(pilot, lambda: words in frame(app).splitlines()[-1])
            return frame(app).splitlines()[-1]

        assert "b snooze" in await foot("dana", "e resolve")
        assert "b snooze" not in await foot("old", "e reopen")
        mail = await foot("news", "N a complaint")
        assert "snooze" not in mail and "resolve" not in mail
        await pilot.press("x")
        await until(pilot, lambda: "Esc none" in frame(app).splitlines()[-1])


async def test_the_footer_of_a_letter_follows_what_was_decided_however_late_it_is_read_again(
    shop: Shop,
) -> None:
    fill(shop)
    async with running(shop, size=(120, 36)) as (app, pilot):
        await open_dana(app, pilot, writing=False)
        await until(pilot, lambda: "b snooze" in frame(app).splitlines()[-1])
        stores = shop.desk.stores = SlowStores("read_conversation")
        await pilot.press("N")
        await until(pilot, lambda: state_of(shop, "dana") is CaseState.NOT_COMPLAINT)
        await until(pilot, lambda: all(row.id != "dana" for row in app.main.list.rows))
        await pilot.pause()
        stores.free.set()
        await until(pilot, lambda: "N a complaint" in frame(app).splitlines()[-1])
        assert "snooze" not in frame(app).splitlines()[-1]

"""The list comes first: the panes of a case are brought behind it, before anybody needs them."""

import pytest
from textual import events

from inbox_tui.core.case import CaseState
from tests.ui.desk.at_the_desk import running, state_of, until
from tests.ui.desk.slow_stores import SlowStores
from tests.ui.desk_fixture import DeskApp, fill
from tests.ui.frames import frame
from tests.ui.shop import Shop

NARROW, WIDE = (80, 24), (160, 45)
PANES = "#message, #draft, #checklist"


@pytest.fixture
def slow(shop: Shop) -> SlowStores:
    """The shop, filled; nothing is listed yet."""
    fill(shop)
    stores = SlowStores("read_list")
    shop.desk.stores = stores
    return stores


async def test_a_case_can_be_opened_and_written_on_before_its_panes_were_brought(
    shop: Shop, slow: SlowStores
) -> None:
    app = DeskApp(shop)
    async with app.run_test(size=NARROW) as pilot:
        assert not app.main.query(PANES)
        app.main.open_conversation("dana", writing=True)
        app.main.open_conversation("dana", writing=True)
        await until(pilot, lambda: app.focused is app.main.editor)
        await pilot.press("end", "O", "h")
        await until(pilot, lambda: app.main.editor.text.endswith("Oh"))
        assert len(app.main.query(PANES)) == 3
        assert "[draft" in frame(app)


async def test_the_panes_come_when_the_list_is_there_and_leave_it_as_it_is(
    shop: Shop, slow: SlowStores
) -> None:
    app = DeskApp(shop)
    async with app.run_test(size=NARROW) as pilot:
        assert not app.main.query(PANES)
        slow.free.set()
        await until(pilot, lambda: bool(app.main.list.rows) and len(app.main.query(PANES)) == 3)
        assert app.main.list.has_focus
        assert app.main.list.outer_size.width == NARROW[0]
        assert not any(each.display for each in app.main.query(PANES))


async def test_a_wide_screen_has_them_in_its_first_frame(shop: Shop, slow: SlowStores) -> None:
    app = DeskApp(shop)
    async with app.run_test(size=WIDE):
        assert len(app.main.query(PANES)) == 3
        assert "Checklist" in frame(app)


async def test_a_terminal_that_grows_while_the_list_is_read_gets_them(shop: Shop, slow: SlowStores) -> None:
    app = DeskApp(shop)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.resize_terminal(*WIDE)
        await until(pilot, lambda: "Checklist" in frame(app))
        assert app.main.list.has_focus


async def test_quitting_asks_no_pane_that_is_not_there(shop: Shop, slow: SlowStores) -> None:
    app = DeskApp(shop)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("q")
    assert app.return_code == 0


async def test_keys_that_follow_the_first_search_at_once_are_words_of_it(shop: Shop) -> None:
    fill(shop)
    async with running(shop, NARROW) as (app, pilot):
        app.main.action_search()
        for sign in "teapot":
            app.post_message(events.Key(sign, sign))
        await until(pilot, lambda: app.main.searches and app.main.search_line.value == "teapot")
        await until(pilot, lambda: [row.id for row in app.main.list.rows] == ["dana"])
        assert app.focused is app.main.search_line


async def test_what_is_typed_while_a_draft_is_on_its_way_are_its_first_words(shop: Shop) -> None:
    fill(shop)
    async with running(shop, NARROW) as (app, pilot):
        stores = shop.desk.stores = SlowStores("conversation")
        app.main.list.go_to("dana")
        await pilot.press("r", "r", "N", "o", ",", "enter", "e")
        assert app.screen is app.main and app.focused is app.main.list
        stores.free.set()
        await until(pilot, lambda: app.focused is app.main.editor)
        assert app.main.editor.text == "No,\ne"
        assert state_of(shop, "dana") is CaseState.OPEN


async def test_letters_are_keys_again_when_a_draft_is_not_waited_for(shop: Shop) -> None:
    fill(shop)
    async with running(shop, NARROW) as (app, pilot):
        stores = shop.desk.stores = SlowStores("conversation")
        app.main.list.go_to("dana")
        await pilot.press("r", "N", "escape", "x")
        assert [row.id for row in app.main.list.selected_rows] == ["dana"]
        stores.free.set()
        await until(pilot, lambda: app.main.opened is not None)
        assert app.main.editor.text == ""

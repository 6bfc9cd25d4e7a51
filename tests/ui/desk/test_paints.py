"""A key paints what it changes and nothing else; what is painted in vain, the next key waits for."""

from itertools import zip_longest
from random import Random

import pytest
from textual.pilot import Pilot

from tests.ui.desk.at_the_desk import open_dana, running, until
from tests.ui.desk_fixture import REPLY, DeskApp, fill
from tests.ui.frames import SIZES, frame
from tests.ui.painted import all_of, glass, strips, watched
from tests.ui.shop import Shop

ROUNDS = 60
KEYS = (
    *(
        "j",
        "k",
        "G",
        "g",
        "enter",
        "enter",
        "escape",
        "escape",
        "tab",
        "tab",
        "shift+tab",
        "v",
        "A",
        "s",
        "x",
    ),
    *("r", "down", "up", "pagedown", "pageup", "home", "end", "left_square_bracket", "right_square_bracket"),
)


async def opened(app: DeskApp, pilot: Pilot[None], case: str) -> None:
    """A case on the desk, and everything that follows from it done."""
    app.main.list.go_to(case)
    await pilot.press("enter")
    await until(pilot, lambda: app.main.opened is not None and app.main.opened.row.id == case)
    await until(pilot, lambda: not app.main.checks_wait and not app.main.workers)


async def test_going_to_another_pane_does_not_paint_the_rest_of_the_screen(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot, writing=False)
        await pilot.pause()
        with watched(app) as seen:
            await pilot.press("tab")
            assert app.main.editor.has_focus
        panes = app.main.message.region.area + app.main.editor.region.area
        assert 0 < seen.cells <= 2 * panes + 2 * 160  # and the keys below


async def test_a_letter_beside_the_list_is_there_at_the_first_paint_and_nothing_is_laid_out(
    shop: Shop,
) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await opened(app, pilot, "tom")
        await pilot.press("escape", "escape")
        app.main.list.go_to("dana")
        await pilot.pause()
        with watched(app, "new one or my") as seen:
            await opened(app, pilot, "dana")
        assert seen.before == 0
        assert seen.layouts == 0
        # Which keys there are now is found out behind it.
        assert app.size.height - 1 not in seen.paints[0]


async def test_focus_paints_the_frames_and_nothing_that_is_in_them(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await opened(app, pilot, "dana")
        await pilot.press("shift+tab", "tab")
        await pilot.pause()
        with watched(app) as seen, glass(app) as shown:
            await pilot.press("shift+tab")
            await pilot.pause()
            assert app.main.list.has_focus
        assert shown.cells == all_of(app).cells
        panes = (app.main.list, app.main.message)
        frames = sum(2 * each.region.width + 4 * each.region.height for each in panes)
        assert 0 < seen.cells <= frames + 2 * 160  # and the keys below


async def test_where_one_pane_fits_a_letter_is_there_after_one_layout(shop: Shop) -> None:
    fill(shop)
    async with running(shop, (80, 24)) as (app, pilot):
        await opened(app, pilot, "tom")
        await pilot.press("escape")
        app.main.list.go_to("dana")
        await pilot.pause()
        with watched(app, "new one or my") as seen:
            await opened(app, pilot, "dana")
        assert seen.before == 0
        assert seen.layouts <= 2  # the panes, and a scrollbar


async def test_a_pane_that_was_hidden_shows_what_came_meanwhile(shop: Shop) -> None:
    fill(shop)
    async with running(shop, (80, 24)) as (app, pilot):
        await open_dana(app, pilot)
        await pilot.press("shift+tab")
        app.main.editor.put_back(REPLY)
        await until(pilot, lambda: app.main.checklist.text == REPLY)
        await pilot.press("tab")
        assert "horrible moment" in frame(app)


@pytest.mark.parametrize("start", range(3))
async def test_whatever_is_pressed_no_line_keeps_what_it_said_before(shop: Shop, start: int) -> None:
    """Keys and sizes by chance, each beside a paint of everything with nothing kept."""
    chance = Random(start)
    fill(shop)
    async with running(shop, SIZES[start]) as (app, pilot):
        for _ in range(ROUNDS):
            key = chance.choice(KEYS)
            with glass(app) as shown:
                await pilot.press(key)
                resized = chance.random() < 0.1
                if resized:
                    await pilot.resize_terminal(*chance.choice((*SIZES, (101, 20))))
                await app.main.keep_words()
                await until(pilot, lambda: not app.main.checks_wait and not app.main.workers)
                await pilot.pause(0.1)
            seen = strips(app)
            assert resized or shown.cells == all_of(app).cells, f"the terminal was not told, after {key}"
            app._paint_anew()
            await pilot.pause()
            for was, anew in zip_longest(seen, strips(app)):
                assert was == anew, f"after {key}: “{was.text}” should say “{anew.text}”"

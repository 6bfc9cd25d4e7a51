"""Another size of the terminal: each pane keeps its focus, its cursor and what it shows, there and back."""

from datetime import timedelta

from textual.pilot import Pilot

from inbox_tui.ui.widgets.lines_view import Line
from tests.ui.desk.at_the_desk import running, until
from tests.ui.desk_fixture import DeskApp, put_mail
from tests.ui.shop import NOW, Shop

CASES = 60
LETTER = "\n\n".join(
    f"Sentence {number} goes on for a while, so that it has to be broken somewhere in the middle of it."
    for number in range(40)
)
DRAFT = "\n".join(
    f"Line {number} of a draft that is long enough for two lines, if narrow." for number in range(50)
)
SIZES = ((80, 24), (160, 45), (120, 36), (80, 14), (160, 45), (101, 30), (80, 24))


def many(shop: Shop) -> None:
    for number in range(CASES):
        hours = 30 - number / 4
        shop.case(f"c{number}", f"Customer {number}", f"Cup {number}", hours_ago=hours)
        put_mail(shop, f"c{number}", LETTER, name=f"Customer {number}", at=NOW - timedelta(hours=hours))


async def resized(pilot: Pilot[None], size: tuple[int, int]) -> None:
    await pilot.resize_terminal(*size)
    await pilot.pause()
    await pilot.pause()


def top_of_list(app: DeskApp) -> str:
    rows = app.main.list
    return rows.rows[round(rows.scroll_offset.y) // rows.row_height].id


def top_of_letter(app: DeskApp) -> Line:
    return app.main.message.lines[round(app.main.message.scroll_offset.y)]


def top_of_draft(app: DeskApp) -> int:
    editor = app.main.editor
    return editor.wrapped_document._offset_to_line_info[round(editor.scroll_offset.y)][0]


async def test_the_list_keeps_its_top_row_and_its_cursor_in_sight(shop: Shop) -> None:
    many(shop)
    async with running(shop) as (app, pilot):
        await pilot.press(*["j"] * 20)
        rows = app.main.list
        rows.scroll_to(y=16 * rows.row_height, animate=False, force=True)
        await pilot.pause()
        assert (rows.row, top_of_list(app)) == (rows.rows[20], "c16")
        for size in SIZES:
            await resized(pilot, size)
            assert rows.has_focus
            assert rows.row == rows.rows[20]
            assert top_of_list(app) == "c16", size


async def test_a_list_that_was_scrolled_away_from_its_cursor_stays_there(shop: Shop) -> None:
    many(shop)
    async with running(shop) as (app, pilot):
        rows = app.main.list
        rows.scroll_to(y=30 * rows.row_height, animate=False, force=True)
        await pilot.pause()
        for size in SIZES:
            await resized(pilot, size)
            assert rows.row == rows.rows[0]
            assert top_of_list(app) == "c30", size


async def test_a_letter_keeps_what_stands_at_its_top(shop: Shop) -> None:
    many(shop)
    async with running(shop, (80, 24)) as (app, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: app.main.message.has_focus)
        await pilot.press(*["j"] * 30)
        before = top_of_letter(app).place
        assert before > (1, 0)
        for size in SIZES:
            await resized(pilot, size)
            assert app.main.message.has_focus
            if size[0] in (80, 160):  # at other widths the line at the top may begin with an earlier word
                assert top_of_letter(app).place == before, size


async def test_a_draft_keeps_what_stands_at_its_top_and_its_cursor_in_sight(shop: Shop) -> None:
    many(shop)
    async with running(shop, (80, 24)) as (app, pilot):
        await pilot.press("r")
        await until(pilot, lambda: app.main.editor.has_focus)
        editor = app.main.editor
        editor.insert(DRAFT)
        editor.move_cursor((30, 5))
        await pilot.pause()
        editor.scroll_to(y=26, animate=False, force=True)
        await pilot.pause()
        for size in SIZES:
            await resized(pilot, size)
            assert editor.has_focus
            assert editor.cursor_location == (30, 5)
            top = round(editor.scroll_offset.y)
            assert top <= editor.wrapped_document.location_to_offset((30, 5)).y < top + editor.size.height
            assert top_of_draft(app) == 26, size

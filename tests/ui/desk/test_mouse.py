"""What keys do, a mouse does: it points at rows, panes, pages and keys, and its wheel turns them."""

from textual import events
from textual.pilot import Pilot
from textual.widget import Widget

from inbox_tui.ui.widgets.case_header import CaseHeader
from inbox_tui.ui.widgets.footer import KeyLine
from tests.ui.desk.at_the_desk import open_dana, running, until
from tests.ui.desk_fixture import DANA, fill, put_mail
from tests.ui.frames import frame
from tests.ui.shop import NOW, Shop


async def turn(pilot: Pilot[None], widget: Widget, kind: type[events.MouseEvent]) -> None:
    """One notch of the wheel over a widget."""
    await pilot._post_mouse_events([kind], widget, offset=(5, 3), button=0)


async def test_a_click_takes_the_keys_to_a_pane(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot, writing=False)
        for pane in (app.main.editor, app.main.checklist, app.main.message, app.main.list, app.main.editor):
            await pilot.click(pane, offset=(8, 3))
            await until(pilot, lambda pane=pane: app.focused is pane)  # type: ignore[misc]


async def test_a_click_turns_the_page_of_a_narrow_screen(shop: Shop) -> None:
    fill(shop)
    async with running(shop, (80, 24)) as (app, pilot):
        await open_dana(app, pilot, writing=False)
        row = next(n for n, words in enumerate(frame(app).splitlines()) if "[message]" in words)
        await pilot.click(CaseHeader, offset=(frame(app).splitlines()[row].index("draft") + 1, 0))
        await until(pilot, lambda: app.focused is app.main.editor)


async def test_a_double_click_opens_and_a_click_on_a_key_does_it(shop: Shop) -> None:
    fill(shop)
    async with running(shop, (120, 36)) as (app, pilot):
        row = next(n for n, words in enumerate(frame(app).splitlines()) if "Priya N." in words)
        await pilot.double_click(offset=(30, row))
        await until(pilot, lambda: app.main.opened is not None and app.main.opened.row.id == "priya")
        await until(pilot, lambda: "r draft" in frame(app).splitlines()[-1])
        await pilot.click(KeyLine, offset=(frame(app).splitlines()[-1].index("r draft") + 2, 0))
        await until(pilot, lambda: app.focused is app.main.editor)


async def test_the_wheel_turns_the_list_and_the_letter(shop: Shop) -> None:
    fill(shop)
    for n in range(40):
        shop.case(f"more{n}", f"Customer {n}", "Chipped", hours_ago=3)
    long = "\n\n".join([DANA, *(f"Line {n}." for n in range(80))])
    put_mail(shop, "dana", long, name="Dana Reed", at=NOW, uid=77)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot, writing=False)
        for pane in (app.main.list, app.main.message):
            pane.scroll_to(y=10, animate=False, force=True)
            await pilot.pause()
            before = pane.scroll_offset.y
            await turn(pilot, pane, events.MouseScrollDown)
            await until(pilot, lambda p=pane, y=before: p.scroll_offset.y > y)  # type: ignore[misc]
            await turn(pilot, pane, events.MouseScrollUp)
            await until(pilot, lambda p=pane, y=before: p.scroll_offset.y <= y)  # type: ignore[misc]

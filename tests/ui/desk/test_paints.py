"""A key paints what it changes and nothing else; what is painted in vain, the next key waits for."""

from tests.ui.desk.at_the_desk import open_dana, running
from tests.ui.desk_fixture import fill
from tests.ui.painted import watched
from tests.ui.shop import Shop


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

"""A hundred thousand conversations scroll like a hundred."""

from dataclasses import replace
from time import process_time

from tests.ui.list_rows import ListApp, a_row, with_rows


async def test_a_hundred_thousand_rows_scroll_like_a_hundred() -> None:
    """Wide bounds: this is to catch work that grows with the number of rows, not a slow machine."""
    app = ListApp()
    one = a_row()
    async with app.run_test(size=(160, 45)) as pilot:
        rows = [replace(one, id=f"case-{n}") for n in range(100_000)]
        listed = await with_rows(app, pilot, rows)
        start = process_time()
        listed.set_rows(list(rows))
        listed.action_last()
        for y in range(listed.size.height):
            listed.render_line(y)
        listed.action_first()
        for y in range(listed.size.height):
            listed.render_line(y)
        assert process_time() - start < 0.5
        await pilot.pause()
        assert listed.row is rows[0]

"""Where only ASCII is wanted, nothing that the program paints is anything else, on any screen."""

import pytest
from rich.segment import Segment
from textual.color import Color

from inbox_tui.ui.ascii_signs import AsciiSigns
from tests.ui.desk.at_the_desk import open_dana, running, until, write
from tests.ui.desk_fixture import DANA, fill
from tests.ui.frames import frame
from tests.ui.shop import Shop


@pytest.mark.parametrize("keys", [(), ("ctrl+p",), ("b",), ("question_mark",), ("C",), ("ctrl+s",)])
async def test_every_screen_holds_only_ascii(shop: Shop, keys: tuple[str, ...]) -> None:
    fill(shop)
    async with running(shop, (80, 24), ascii_only=True) as (app, pilot):
        await open_dana(app, pilot)
        await write(app, pilot, DANA * 4)
        await pilot.press("shift+tab", *keys)
        await until(pilot, lambda: bool(keys) == (app.screen is not app.main))
        await pilot.pause(0.1)
        assert not [letter for letter in frame(app) if not letter.isascii()]


def test_letters_stay_and_no_line_changes_its_width() -> None:
    line = "Żółć: “5 %” … ▃▃ │ é"
    (kept,) = AsciiSigns().apply([Segment(line)], Color.parse("black"))
    assert kept.text == 'Żółć: "5 %" ~    | é'
    assert len(kept.text) == len(line)

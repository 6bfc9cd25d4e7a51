"""A stranger's emoji move no frame: what terminals draw in two widths is not painted."""

from datetime import timedelta

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from inbox_tui.ui.sure_widths import SureWidths
from tests.ui.desk.at_the_desk import running, until
from tests.ui.desk_fixture import fill, put_mail
from tests.ui.frames import SIZES, frame
from tests.ui.shop import NOW, Shop

FLAG = "\U0001f1e9\U0001f1ea"
HAND = "\U0001f44d\U0001f3fd"


@pytest.mark.parametrize(
    "written", [f"Zoë {FLAG}", f"{HAND} fine", f"{FLAG}{FLAG}{HAND}", "\U0001f3fd", "Żółć"]
)
def test_no_line_changes_its_width(written: str) -> None:
    (kept,) = SureWidths().apply([Segment(written)], Color.parse("black"))
    assert cell_len(kept.text) == cell_len(written)
    assert not {FLAG[0], HAND[1]} & set(kept.text)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
async def test_flags_and_skin_tones_reach_no_terminal(shop: Shop, size: tuple[int, int]) -> None:
    fill(shop)
    shop.case("zoe", f"Zoë {FLAG}", f"Broken {HAND}", hours_ago=30)
    put_mail(shop, "zoe", f"{HAND} It is broken {FLAG}.", name=f"Zoë {FLAG}", at=NOW - timedelta(hours=30))
    async with running(shop, size=size) as (app, pilot):
        assert "Zoë DE" in frame(app)
        app.main.list.go_to("zoe")
        await pilot.press("r")
        await until(pilot, lambda: app.focused is app.main.editor)
        app.main.editor.insert(f"Thank you {HAND} {FLAG}")
        await pilot.pause()
        assert "Thank you \U0001f44d DE" in frame(app)
        assert not {FLAG[0], HAND[1]} & set(frame(app))
        assert app.main.editor.text.endswith(f"{HAND} {FLAG}")

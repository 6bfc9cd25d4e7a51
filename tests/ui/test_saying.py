"""Where a sentence is said: over the frames, not over rows, keys or what leaves in a moment."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from inbox_tui.errors import StoreError
from inbox_tui.ui.app import InboxApp
from inbox_tui.ui.mishaps import tell
from inbox_tui.ui.widgets.status_line import Offline
from tests.ui.desk.at_the_desk import until
from tests.ui.desk_fixture import DeskApp
from tests.ui.frames import SIZES, frame
from tests.ui.shop import NOW, Shop

SENTENCE = "Taken back. The words are in the draft again."


class SayingApp(DeskApp):
    """Says what it says on the screen."""

    def notify(self, message: str, **options: Any) -> None:
        """As the real one."""
        InboxApp.notify(self, message, **options)


async def ready(app: SayingApp, pilot: Pilot[None]) -> list[str]:
    await until(pilot, lambda: app.main.is_mounted and len(app.main.list.rows) > 0)
    await pilot.pause()
    return frame(app).splitlines()


@pytest.mark.parametrize("size", SIZES)
async def test_one_line_covers_the_frame_and_neither_rows_nor_keys(shop: Shop, size: tuple[int, int]) -> None:
    for number in range(60):
        shop.case(f"c{number}", f"Customer {number}", f"Cup {number}", hours_ago=number / 4)
    app = SayingApp(shop)
    async with app.run_test(size=size, notifications=True) as pilot:
        before = await ready(app, pilot)
        app.say(SENTENCE)
        await until(pilot, lambda: SENTENCE in frame(app))
        after = frame(app).splitlines()
        assert [y for y, line in enumerate(after) if line != before[y]] == [size[1] - 2]


async def test_a_sentence_stands_above_why_no_mail_comes(shop: Shop) -> None:
    shop.case("dana", "Dana Reed", "Arrived in pieces", hours_ago=2)
    app = SayingApp(shop)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await ready(app, pilot)
        link = Offline(reason="no answer from imap.pottery.example", again_at=NOW + timedelta(seconds=20))
        app.status = replace(app.status, link=link, now=NOW)
        await pilot.pause()
        app.say("The attachment was saved. " * 6)
        await until(pilot, lambda: "The attachment was saved" in frame(app))
        shown = frame(app)
        assert "No new mail: no answer from imap.pottery.example." in shown
        assert shown.count("attachment") == shown.count("saved.") == 6


async def test_who_has_taken_something_back_is_not_told_that_the_key_does_so(shop: Shop) -> None:
    shop.case("dana", "Dana Reed", "Arrived in pieces", hours_ago=2)
    shop.case("tom", "Tom Hale", "Where is it?", hours_ago=1)
    app = SayingApp(shop)
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await ready(app, pilot)
        for first in ("dana", "tom"):
            app.main.list.go_to(first)
            await pilot.press("N")
            await until(pilot, lambda first=first: [row.id for row in app.main.list.rows].count(first) == 0)  # type: ignore[misc]
        await pilot.press("z")
        await until(pilot, lambda: "Undone: " in frame(app))
        assert [each.message for each in app._notifications][:1] == [
            "Dana Reed: no complaint now. z takes it back."
        ]
        assert frame(app).count("takes it back.") == 1


async def test_what_several_parts_find_out_at_once_is_said_once(shop: Shop) -> None:
    shop.case("dana", "Dana Reed", "Arrived in pieces", hours_ago=2)
    app = SayingApp(shop)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await ready(app, pilot)
        for _ in range(4):
            tell(app, StoreError("The casebook is read-only."))
        app.say("Something else.")
        await until(pilot, lambda: "Something else." in frame(app))
        assert frame(app).count("The casebook is read-only.") == 1
        tell(app, StoreError("The casebook is read-only."))
        await until(pilot, lambda: [each.message for each in app._notifications][-1] != "Something else.")
        assert frame(app).count("The casebook is read-only.") == 1

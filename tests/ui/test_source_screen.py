"""The letters as they came, on a screen of their own."""

from datetime import UTC, timedelta

import pytest

from inbox_tui.desk.cases.source import Source
from inbox_tui.ui.screens.source import SourceScreen
from inbox_tui.ui.themed import ThemedApp
from tests.ui.frames import SIZES, check_frame, frame
from tests.ui.shop import NOW

LETTER = Source(
    sender="Dana Reed [/x]",
    received_at=NOW - timedelta(hours=19),
    text="From: Dana Reed <dana.reed@buyer.example>\nSubject: Arrived in pieces [@click=app.bell]\n\n"
    + "\n".join(f"line {n} of the letter" for n in range(60)),
)
NOT_HERE = Source(sender="Dana Reed", received_at=NOW, text=None)


class Host(ThemedApp):
    """An app with nothing but the screen under test."""


async def opened(app: Host, *found: Source) -> None:
    """Show these letters."""
    await app.push_screen(SourceScreen(found, zone=UTC))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
async def test_frames_of_a_source(size: tuple[int, int]) -> None:
    app = Host()
    async with app.run_test(size=size) as pilot:
        await opened(app, LETTER, NOT_HERE)
        await pilot.pause()
        check_frame(app, f"source-{size[0]}")


async def test_frames_in_mono_and_ascii() -> None:
    app = Host(look="mono", ascii_only=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, LETTER)
        await pilot.pause()
        check_frame(app, "source-mono-80")
        assert frame(app).isascii()


async def test_nothing_here_says_so_and_the_end_is_one_key_away() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app)
        await pilot.pause()
        assert "No letter of this conversation is here." in frame(app)
        await pilot.press("escape")
        await opened(app, LETTER)
        await pilot.press("G")
        assert "line 59 of the letter" in frame(app)
        await pilot.press("escape")
        assert "line 59" not in frame(app)

"""Mail waits for the keys, but not for ever."""

import asyncio
import time

import pytest

from inbox_tui.ui import typing_pause
from inbox_tui.ui.typing_pause import TypingPause

from .desk.at_the_desk import running
from .shop import Shop


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typing_pause, "RESTED", 0.1)
    monkeypatch.setattr(typing_pause, "LONGEST", 0.5)


async def waited(pause: TypingPause) -> float:
    began = time.monotonic()
    await pause.over()
    return time.monotonic() - began


async def test_nobody_types_and_nothing_waits() -> None:
    pause = TypingPause()
    assert await waited(pause) < 0.05
    pause.key_came()
    await asyncio.sleep(0.12)
    assert await waited(pause) < 0.05


async def test_after_a_key_there_is_a_rest() -> None:
    pause = TypingPause()
    pause.key_came()
    assert not pause.is_over
    assert 0.09 < await waited(pause) < 0.4
    assert pause.is_over and await pause.over()


async def test_who_never_rests_is_not_waited_for_for_ever() -> None:
    pause = TypingPause()

    async def type_on() -> None:
        while True:
            pause.key_came()
            await asyncio.sleep(0.03)

    typing = asyncio.ensure_future(type_on())
    await asyncio.sleep(0)
    try:
        assert 0.45 < await waited(pause) < 2
        assert not await pause.over()
    finally:
        typing.cancel()


async def test_a_key_in_the_app_is_such_a_key(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typing_pause, "RESTED", 30.0)
    async with running(shop) as (app, pilot):
        assert await waited(app.background.typing) < 0.05
        await pilot.press("j")
        assert await waited(app.background.typing) > 0.4

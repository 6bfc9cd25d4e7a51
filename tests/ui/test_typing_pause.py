"""Mail waits for the keys, but not for ever."""

import asyncio

import pytest

from inbox_tui.ui import typing_pause
from inbox_tui.ui.typing_pause import TypingPause

from .desk.at_the_desk import running
from .shop import Shop
from .still_time import in_still_time


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typing_pause, "RESTED", 0.1)
    monkeypatch.setattr(typing_pause, "LONGEST", 0.5)


def a_pause() -> TypingPause:
    return TypingPause(asyncio.get_running_loop().time)


async def waited(pause: TypingPause) -> float:
    clock = asyncio.get_running_loop().time
    began = clock()
    await pause.over()
    return clock() - began


@in_still_time
async def test_nobody_types_and_nothing_waits() -> None:
    pause = a_pause()
    assert await waited(pause) == 0
    pause.key_came()
    await asyncio.sleep(0.12)
    assert await waited(pause) == 0


@in_still_time
async def test_after_a_key_there_is_a_rest() -> None:
    pause = a_pause()
    pause.key_came()
    assert not pause.is_over
    assert await waited(pause) == pytest.approx(0.1)
    assert pause.is_over and await pause.over()


@in_still_time
async def test_who_never_rests_is_not_waited_for_for_ever() -> None:
    pause = a_pause()

    async def type_on() -> None:
        while True:
            pause.key_came()
            await asyncio.sleep(0.03)

    typing = asyncio.ensure_future(type_on())
    await asyncio.sleep(0)
    assert await waited(pause) == pytest.approx(0.5)
    assert not await pause.over()
    typing.cancel()


async def test_a_key_in_the_app_is_such_a_key(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typing_pause, "RESTED", 30.0)
    async with running(shop) as (app, pilot):
        assert app.background.typing.is_over
        await pilot.press("j")
        assert await waited(app.background.typing) > 0.4

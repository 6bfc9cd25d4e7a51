"""The main screen over real stores, run by keys."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from inbox_tui.core.case import Case, CaseState
from inbox_tui.ui.screens.review import ReviewScreen
from tests.ui.desk_fixture import REPLY, DeskApp
from tests.ui.frames import frame
from tests.ui.shop import Shop

Running = tuple[DeskApp, Pilot[None]]


async def until(pilot: Pilot[None], wish: Callable[[], bool]) -> None:
    """Wait until it is so, at most a minute: a busy computer takes its time."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if wish():
            await pilot.pause()
            return
        await pilot.pause(0.02)
    raise AssertionError(f"It did not happen. The screen:\n{frame(pilot.app)}")


@asynccontextmanager
async def running(shop: Shop, size: tuple[int, int] = (160, 45), **look: object) -> AsyncIterator[Running]:
    """The app, once its list is there."""
    app = DeskApp(shop, **look)  # type: ignore[arg-type]
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.main.is_mounted and not app.main.list.loading_rows)
        yield app, pilot


async def open_dana(app: DeskApp, pilot: Pilot[None], *, writing: bool = True) -> None:
    """Dana's complaint on the desk."""
    app.main.list.go_to("dana")
    await pilot.press("r" if writing else "enter")
    await until(pilot, lambda: app.main.opened is not None and app.main.opened.row.id == "dana")
    focus = app.main.editor if writing else app.main.message
    await until(pilot, lambda: app.focused is focus)


async def write(app: DeskApp, pilot: Pilot[None], text: str = REPLY) -> None:
    """Type at once, and wait until it is read and kept."""
    app.main.editor.insert(text)
    await until(pilot, lambda: app.main.saving.kept.text == app.main.editor.text)
    await until(pilot, lambda: app.main.checklist.text == app.main.editor.text)


async def review(app: DeskApp, pilot: Pilot[None]) -> None:
    """Ask for the last look before sending, and wait for it."""
    await pilot.press("ctrl+s")
    await until(pilot, lambda: isinstance(app.screen, ReviewScreen))


def state_of(shop: Shop, case_id: str) -> CaseState:
    """Where a case stands in the casebook."""
    found = shop.book.case(case_id)
    assert found is not None
    return found.state


def case(shop: Shop, case_id: str) -> Case:
    """A case as the casebook has it."""
    found = shop.book.case(case_id)
    assert found is not None
    return found

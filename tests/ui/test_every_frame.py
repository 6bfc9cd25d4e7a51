"""Every screen at three sizes, full and empty, while it is read and when it cannot be read.

And each without colour, where the words must be the same and nothing may be painted in a colour.
"""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from inbox_tui.core.outbox import Kind, State
from inbox_tui.errors import StoreError
from inbox_tui.ui.screens.outbox import OutboxScreen
from inbox_tui.ui.screens.promises import PromisesScreen
from tests.ui.desk.at_the_desk import running, until, write
from tests.ui.desk_fixture import DeskApp, fill
from tests.ui.frames import SIZES, check_words, frame
from tests.ui.shop import Shop
from tests.ui.test_contrast import painted
from tests.ui.test_promises_screen import promise

FULL: dict[str, tuple[str, ...]] = {
    "desk": (),
    "message": ("j", "enter"),
    "draft": ("j", "r", "WORDS"),
    "checklist": ("j", "r", "WORDS", "tab"),
    "review": ("j", "r", "WORDS", "ctrl+s"),
    "source": ("j", "enter", "R"),
    "outbox": ("2",),
    "promises": ("3",),
    "help": ("question_mark",),
    "help-found": ("question_mark", *"undo"),
    "help-nothing": ("question_mark", *"zzz"),
    "note": ("n", *"called"),
    "follow-up-when": ("F",),
    "follow-up": ("F", "enter"),
    "question": ("x", "j", "x", "N"),
    "category": ("C",),
    "snooze": ("b",),
    "resolve": ("e",),
    "card": ("c",),
    "search": ("slash", *"teapot"),
    "search-nothing": ("slash", *"zzz"),
    "palette": ("ctrl+p",),
    "palette-found": ("ctrl+p", *"priya"),
    "palette-nothing": ("ctrl+p", *"zzzz"),
}
"""Each screen, and the keys that lead there."""
EMPTY: dict[str, tuple[str, ...]] = {
    "desk": (),
    "waiting": ("A",),
    "snoozed": ("A", "A"),
    "resolved": ("A", "A", "A"),
    "all-mail": ("A", "A", "A", "A"),
    "outbox": ("2",),
    "promises": ("3",),
    "search": ("slash", *"teapot"),
}


async def go(app: DeskApp, pilot: Pilot[None], keys: tuple[str, ...]) -> None:
    """Press them, each when the screen has come to rest."""
    for key in keys:
        if key == "WORDS":
            await until(pilot, lambda: app.focused is app.main.editor)
            await write(app, pilot)
            continue
        await pilot.press(key)
        await at_rest(app, pilot)


async def at_rest(app: DeskApp, pilot: Pilot[None]) -> None:
    """Until the screen has not changed for a while."""
    before, same = "", 0
    for _ in range(100):
        now = frame(app)
        same = same + 1 if now == before else 0
        if same >= 3:
            return
        before = now
        await pilot.pause(0.03)


def coloured(app: DeskApp) -> list[str]:
    """What is painted in a colour of any kind."""
    styles = [(text, style.color, style.bgcolor) for text, style in painted(app)]
    return [text for text, *colours in styles if any(c is not None and not c.is_default for c in colours)]


def foremost(app: DeskApp) -> list[str]:
    """The words of the screen, or of the question before it: what is behind shows through in colour only."""
    boxes = app.screen.query(".dialog, CommandPalette > Vertical")
    region = boxes.first().region if boxes else app.screen.region
    rows = app.screen._compositor.render_strips()[region.y : region.bottom]
    return ["".join(each.text for each in row.crop(region.x, region.right)).rstrip() for row in rows]


def some_of_each(shop: Shop) -> None:
    """Complaints, messages on their way out, and promises."""
    fill(shop)
    shop.sending("priya", in_seconds=3000)
    shop.sending("priya", kind=Kind.NUDGE, state=State.HELD, reason="the customer wrote on Tue 24 Nov")
    shop.sending("tom", state=State.UNKNOWN, reason="the line broke after the text was sent")
    promise(shop, "ana", "A glaze test by Friday.", days=3)
    promise(shop, "bo", "A mug is in the post.", days=-2, state="kept")


async def shown_alike(
    shop: Shop, name: str, keys: tuple[str, ...], size: tuple[int, int], until_: Callable[[DeskApp], bool]
) -> None:
    """The frame in the dark theme; in the one without colour, worn a moment later, the same words."""
    async with running(shop, size) as (app, pilot):
        await until(pilot, lambda: app.status.now is not None)
        await go(app, pilot, keys)
        await until(pilot, lambda: until_(app))
        await at_rest(app, pilot)
        words = foremost(app)
        check_words("\n".join(words) + "\n", f"every-{name}-{size[0]}")
        app.choose_look("mono")
        await until(pilot, lambda: coloured(app) == [])
        assert foremost(app) == words


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
@pytest.mark.parametrize("name", FULL)
async def test_each_screen_full(shop: Shop, name: str, size: tuple[int, int]) -> None:
    some_of_each(shop)
    await shown_alike(shop, name, FULL[name], size, lambda app: True)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
@pytest.mark.parametrize("name", EMPTY)
async def test_each_screen_empty(shop: Shop, name: str, size: tuple[int, int]) -> None:
    await shown_alike(shop, f"empty-{name}", EMPTY[name], size, lambda app: True)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
@pytest.mark.parametrize(("name", "screen"), [("outbox", OutboxScreen), ("promises", PromisesScreen)])
async def test_each_list_while_it_is_read(
    shop: Shop, name: str, screen: type, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    some_of_each(shop)
    monkeypatch.setattr(screen, "look_again", lambda self: None)
    keys = FULL[name]
    await shown_alike(shop, f"loading-{name}", keys, size, lambda app: "Reading …" in frame(app))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
@pytest.mark.parametrize("name", ["outbox", "promises"])
async def test_each_list_that_cannot_be_read(
    shop: Shop, name: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise StoreError("The casebook cannot be read. Nothing was changed; look whether the disk is full.")

    monkeypatch.setattr(getattr(shop.desk, name), "rows", broken)
    await shown_alike(shop, f"broken-{name}", FULL[name], size, lambda app: "could not be read" in frame(app))

"""A walk by keyboard through every action of the registry: each is reached by its key and shows that it was.

An action that is new to the registry is walked as well, from the place in which it works; where it needs
more than that, ``PLACES`` and ``BEFORE`` say so.
"""

import shlex
import sys
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from inbox_tui.core.outbox import Kind, State
from inbox_tui.ui.actions import ACTIONS, BY_ID, Action, Where
from inbox_tui.ui.keys import PRESETS
from inbox_tui.ui.screens.set_up import SetUpScreen
from inbox_tui.ui.screens.welcome import WelcomeScreen
from tests.ui.desk.at_the_desk import until
from tests.ui.desk_fixture import DANA, DeskApp, fill, put_mail
from tests.ui.frames import frame
from tests.ui.shop import NOW, Shop
from tests.ui.test_promises_screen import promise

GIVEN: Mapping[Where, str] = {
    Where.LIST: "list",
    Where.DESK: "list",
    Where.EVERYWHERE: "list",
    Where.MESSAGE: "message",
    Where.DRAFT: "draft",
    Where.CHECKLIST: "checklist",
    Where.OUTBOX: "outbox",
    Where.PROMISES: "promises",
    Where.REVIEW: "review",
    Where.CONFIRM: "question",
    Where.PROMPT: "line",
    Where.CHOICE: "choice",
    Where.RESOLVE: "closing",
    Where.SNOOZE: "aside",
    Where.CARD: "card",
    Where.SEARCH: "search",
    Where.HELP: "help",
    Where.SOURCE: "source",
    Where.WELCOME: "welcome",
    Where.SET_UP: "form",
}
PLACES = {
    "desk.next_pane": "message",
    "desk.previous_pane": "message",
    "desk.back": "message",
    "desk.undo": "changed",
    "app.inbox": "outbox",
    "review.force": "stopped review",
}
"""Actions that need another place than the list of theirs."""
BEFORE: Mapping[str, tuple[str, ...]] = {
    "checklist.down": ("down",),
    "list.top": ("down",),
    "message.up": ("down",),
    "prompt.accept": ("A", "n", "n"),
}
"""Keys that make the action show: one cannot go up from the top."""
QUESTIONS = {
    "choice": "case.category",
    "closing": "case.resolve",
    "aside": "case.snooze",
    "card": "case.card",
    "search": "desk.search",
}
"""Questions of the list, by the action that asks them."""
MANY = {"outbox": 5, "promises": 3}
"""Places whose rows allow different things: the cursor goes down until the action is offered."""
MOVES = (
    *("next_promise", "previous_promise", "cursor_down", "cursor_up"),
    *("page_down", "page_up", "last", "first"),
)
WORDS = "Dear Dana, a new teapot leaves tomorrow. I will ring you on Friday.\n\nThat is our fault."


def a_busy_shop(shop: Shop) -> None:
    """Something for every action to be done to."""
    fill(shop)
    long = "\n\n".join([DANA, *(f"Line {n} of a long letter." for n in range(60))])
    put_mail(shop, "dana", long, name="Dana Reed", at=NOW - timedelta(hours=19), raw=long.encode(), uid=77)
    for n in range(12):
        shop.case(f"more{n}", f"Customer {n}", "Chipped", hours_ago=3)
    for state in (State.SCHEDULED, State.HELD, State.UNKNOWN, State.FAILED):
        shop.sending("priya", state=state, reason="the reason", in_seconds=3000)
    for kind in (Kind.NUDGE, Kind.CHECK_BACK):
        late = "it is 9 hours late. Send it still?"
        shop.sending("priya", kind=kind, state=State.HELD, reason=late, late=True, in_seconds=3600)
    promise(shop, "ana", "A glaze test by Friday.", days=3)
    promise(shop, "bo", "A mug in the post.", days=4)
    promise(shop, "ana", "A call.", days=5, state="kept")


def seen(app: DeskApp) -> tuple[object, ...]:
    """Everything that a person notices: words, colours and weights, where the keys go, what is told."""
    rows = app.screen._compositor.render_strips()
    painted = tuple((segment.text, str(segment.style)) for row in rows for segment in row)
    return painted, type(app.screen), tuple(app.said), app._exit


async def press(pilot: Pilot[Any], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


def key_of(app: DeskApp, id_: str) -> str:
    assert app.key_table is not None
    return app.key_table.keys[id_][0]


async def go(app: DeskApp, pilot: Pilot[Any], place: str) -> None:
    """By keys alone, from the list at the start."""
    if place in ("welcome", "form"):
        await until(pilot, lambda: isinstance(app.screen, WelcomeScreen))
        if place == "form":
            await press(pilot, key_of(app, "welcome.set_up"))
            await until(pilot, lambda: isinstance(app.screen, SetUpScreen))
        return
    await until(pilot, lambda: app.main.list.row is not None and not app.main.list.loading_rows)
    if place in ("list", "changed", "question", "line"):
        keys = {
            "list": [],
            "changed": ["case.not_complaint"],
            "question": ["list.select", "list.down", "list.select", "case.not_complaint"],
            "line": ["case.note"],
        }[place]
        await press(pilot, *(key_of(app, id_) for id_ in keys))
        if place == "changed":
            await until(pilot, lambda: any("no complaint now" in said for said in app.said))
        elif keys:
            await until(pilot, lambda: app.screen is not app.main)
        return
    if place in QUESTIONS:
        if place == "card":
            # The last customer complained often, so their card is long enough to move in.
            await press(pilot, key_of(app, "list.bottom"))
        await press(pilot, key_of(app, QUESTIONS[place]))
        await until(pilot, lambda: app.screen is not app.main or app.focused is app.main.search_line)
        await pilot.pause(0.1)
        return
    if place in ("outbox", "promises", "help"):
        await press(pilot, key_of(app, f"app.{place}"))
        await until(pilot, lambda: app.screen is not app.main and "Reading …" not in frame(app))
        await pilot.pause(0.1)
        return
    while app.main.list.row is None or app.main.list.row.id != "dana":
        await press(pilot, key_of(app, "list.down"))
    if place in ("message", "source"):
        await press(pilot, key_of(app, "list.open"))
        await until(pilot, lambda: app.focused is app.main.message)
        if place == "source":
            await press(pilot, key_of(app, "message.source"))
            await until(pilot, lambda: app.screen is not app.main)
            await pilot.pause(0.1)
        return
    await press(pilot, key_of(app, "case.draft"))
    await until(pilot, lambda: app.focused is app.main.editor)
    app.main.editor.insert(WORDS + (" [the day]" if place == "stopped review" else ""))
    await until(pilot, lambda: app.main.checklist.text == app.main.editor.text)
    if place == "checklist":
        await press(pilot, key_of(app, "draft.next_pane"))
        await until(pilot, lambda: app.focused is app.main.checklist)
    elif place.endswith("review"):
        await press(pilot, key_of(app, "draft.review"))
        await until(pilot, lambda: app.screen is not app.main)


async def walk(
    shop: Shop, actions: Sequence[Action], tmp_path: Path, keys: Mapping[str, str] | None = None
) -> None:
    """Go where they work, press the key of each, and see that something happened."""
    a_busy_shop(shop)
    first = actions[0]
    place = PLACES.get(first.id, GIVEN[first.where])
    app = DeskApp(shop, keys=keys, accounts=place not in ("welcome", "form"))
    app.main.downloads = tmp_path
    async with app.run_test(size=(120, 36)) as pilot:
        await go(app, pilot, place)
        await press(pilot, *BEFORE.get(first.id, ()))
        name = first.run.rpartition(".")[2]
        for _ in range(MANY.get(place, 0)):
            if app.screen.check_action(name, ()):
                break
            await press(pilot, "down")
        for action in actions:
            await pilot.pause(0.05)
            key = key_of(app, action.id)
            typing = isinstance(app.focused, Input | TextArea) and len(key) == 1
            assert not typing, f"{action.id} can never be reached: {key} is text there"
            before = seen(app)
            await pilot.press(key)
            await until(pilot, lambda: seen(app) != before)  # noqa: B023 - awaited before the next round


def legs() -> list[tuple[Action, ...]]:
    """The whole registry: one action at a time, only moving about is done in one go, down before up."""
    ways: dict[Where, list[Action]] = {}
    alone = []
    for action in ACTIONS:
        if action.run in MOVES:
            ways.setdefault(action.where, []).append(action)
        else:
            alone.append((action,))
    return [*(tuple(sorted(each, key=lambda a: MOVES.index(a.run))) for each in ways.values()), *alone]


def test_no_action_is_left_out() -> None:
    assert {action.id for leg in legs() for action in leg} == BY_ID.keys()


@pytest.fixture(autouse=True)
def an_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that writes something."""
    file = tmp_path / "editor.py"
    file.write_text("import pathlib, sys\npathlib.Path(sys.argv[-1]).write_text('New words.')\n")
    monkeypatch.setenv("EDITOR", f"{shlex.quote(sys.executable)} {shlex.quote(str(file))}")


@pytest.mark.parametrize("leg", legs(), ids=lambda leg: leg[0].id)
async def test_every_action_is_reached_by_its_key_and_shows(
    shop: Shop, leg: tuple[Action, ...], tmp_path: Path
) -> None:
    await walk(shop, leg, tmp_path)


@pytest.mark.parametrize(
    ("preset", "id_"), [(preset, id_) for preset, changed in PRESETS.items() for id_ in changed]
)
async def test_the_keys_of_the_presets_do_the_same(shop: Shop, preset: str, id_: str, tmp_path: Path) -> None:
    await walk(shop, [BY_ID[id_]], tmp_path, {"preset": preset})


@pytest.mark.parametrize(
    "id_",
    (
        *("list.down", "case.snooze", "message.quoted", "draft.review", "checklist.go", "outbox.drop"),
        *("promises.keep", "review.cancel", "confirm.yes", "prompt.accept", "help.close", "app.help"),
    ),
)
async def test_a_key_of_ones_own_does_it_in_every_place(shop: Shop, id_: str, tmp_path: Path) -> None:
    await walk(shop, [BY_ID[id_]], tmp_path, {id_: "f12"})

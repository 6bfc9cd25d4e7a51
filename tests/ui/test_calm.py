"""Calm mode: nothing blinks, nothing is warm before it is late, and the choice is remembered."""

import re
import tomllib
from pathlib import Path

import pytest
from textual.app import App
from textual.widgets import Input, TextArea

from inbox_tui.config_file import load as load_config
from inbox_tui.paths import paths
from inbox_tui.ui.app import InboxApp
from inbox_tui.ui.theme_file import INKS
from inbox_tui.ui.theming import WARM, Look, calmed, load
from tests.ui.desk.at_the_desk import open_dana, running, until
from tests.ui.desk_fixture import DeskApp, fill
from tests.ui.frames import frame, inks
from tests.ui.shop import CONFIG, Shop
from tests.ui.test_theming import GOOD, shipped

SHIPPED = load([shipped("themes")]).looks


@pytest.mark.parametrize("look", SHIPPED.values(), ids=lambda look: look.name)
def test_what_is_not_late_has_plain_ink_and_what_is_late_keeps_its_own(look: Look) -> None:
    before, after = look.theme.variables, calmed(look).theme.variables
    assert after["r-late"] == before["r-late"]
    for role in INKS:
        assert after["r-" + role] == before["r-" + ("strong" if role in WARM else role)]


def test_what_is_serious_looks_like_what_is_late_unless_a_theme_says_otherwise(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(GOOD + 'late = "#ff0000"\n[styles]\nlate = "bold"\n', encoding="utf-8")
    (tmp_path / "two.toml").write_text(GOOD + 'late = "#ff0000"\nalarm = "#00ff00"\n', encoding="utf-8")
    looks = load([tmp_path]).looks
    assert looks["one"].theme.variables["r-alarm"] == "bold #ff0000"
    assert looks["two"].theme.variables["r-alarm"] == "#00ff00"


async def test_the_list_is_calm_until_something_is_late(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        variables = app.look.theme.variables
        late, soon, strong = (variables["c-" + role] for role in ("late", "soon", "strong"))
        words = frame(app)
        assert "LATE" in words and "serious" in words and "left" in words
        assert all(late in ink for ink in inks(app, "serious")) and all(soon in i for i in inks(app, "● "))
        await pilot.press("f6")
        await until(pilot, lambda: all(strong in ink for ink in inks(app, "serious")))
        assert all(strong in ink for ink in inks(app, "● ")) and inks(app, "● ")
        assert all(late in ink for ink in inks(app, "LATE")) and inks(app, "LATE")
        assert frame(app) == words, "calm changes no word and no sign"
        await pilot.press("f6")
        await until(pilot, lambda: all(late in ink for ink in inks(app, "serious")))


async def test_no_bell_rings_in_calm_mode(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[object] = []
    monkeypatch.setattr(App, "bell", lambda app: rung.append(app))
    async with running(shop) as (app, _):
        app.bell()
        assert rung == [app]
        app.choose_calm(True)
        app.bell()
        assert rung == [app]


async def test_no_cursor_blinks_anywhere(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        for keys in (["slash"], ["escape", "question_mark"], ["escape", "ctrl+p"], ["escape", "b"]):
            await pilot.press(*keys)
            await until(pilot, lambda: isinstance(app.focused, Input))
            assert isinstance(app.focused, Input) and not app.focused.cursor_blink, keys
        await pilot.press("escape")
        await open_dana(app, pilot)
        assert isinstance(app.focused, TextArea) and not app.focused.cursor_blink


async def test_the_choice_outlives_the_app_and_no_comment_is_lost(shop: Shop, tmp_path: Path) -> None:
    home = paths(str(tmp_path / "home"))
    home.config.mkdir()
    home.config_file.write_text('# mine\n[look]\ntheme = "light" # for the window\n', encoding="utf-8")
    app = InboxApp(shop.desk, stores=shop.desk.stores, config=CONFIG, paths=home)
    async with app.run_test() as pilot:
        await pilot.press("f6")
        await until(pilot, lambda: load_config(home.config_file).look.calm)
        await app.wear("mono")
        await until(pilot, lambda: load_config(home.config_file).look.theme == "mono")
    text = home.config_file.read_text(encoding="utf-8")
    assert "# mine" in text and "# for the window" in text
    assert tomllib.loads(text)["look"] == {"theme": "mono", "calm": True}


async def test_a_config_that_cannot_be_written_is_said_and_calm_all_the_same(
    shop: Shop, tmp_path: Path
) -> None:
    (tmp_path / "home").write_text("a file where a folder should be", encoding="utf-8")
    home = paths(str(tmp_path / "home"))
    app = InboxApp(shop.desk, stores=shop.desk.stores, config=CONFIG, paths=home)
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await pilot.press("f6")
        await until(
            pilot, lambda: "could not be written" in " ".join(re.sub("[▌┃]", " ", frame(app)).split())
        )
        assert app.calm


async def test_a_calm_config_begins_calm(shop: Shop) -> None:
    fill(shop)
    app = DeskApp(shop, calm=True)
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: "serious" in frame(app))
        assert all(app.look.theme.variables["c-strong"] in ink for ink in inks(app, "serious"))

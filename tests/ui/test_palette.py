"""ctrl+p finds every action, theme and open case, whatever strangers wrote, and does what is chosen."""

from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.widgets import OptionList

from inbox_tui.core.case import CaseState
from inbox_tui.errors import StoreError
from inbox_tui.ui.actions import ACTIONS, BY_ID, Where
from inbox_tui.ui.palette import called
from inbox_tui.ui.screens.outbox import OutboxScreen
from tests.ui.desk.at_the_desk import Running, running, until
from tests.ui.desk_fixture import DeskApp, fill
from tests.ui.frames import frame
from tests.ui.shop import Shop

PLACES = {
    *(Where.LIST, Where.DESK, Where.MESSAGE, Where.DRAFT, Where.CHECKLIST),
    *(Where.OUTBOX, Where.PROMISES, Where.EVERYWHERE),
}
"""A question has few keys, and takes the palette's too."""


async def look_for(running_app: Running, words: str, wanted: str) -> None:
    """Open the palette, type, and wait until it says so."""
    app, pilot = running_app
    await pilot.press("ctrl+p")
    await until(pilot, lambda: isinstance(app.screen, CommandPalette))
    await pilot.press(*[{" ": "space", "'": "apostrophe", ",": "comma"}.get(c, c) for c in words])
    await until(pilot, lambda: wanted in frame(app))


def offered(app: DeskApp) -> set[str]:
    """The first lines of everything that is listed."""
    options = app.screen.query_one(OptionList)
    return {str(options.get_option_at_index(at).prompt).split("\n")[0] for at in range(options.option_count)}


async def test_every_action_of_the_registry_is_there_from_the_list(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette) and len(offered(app)) > 20)
        here = offered(app)
    wanted = {action.help for action in ACTIONS if action.palette and action.where in PLACES}
    assert not {each for each in wanted if not any(shown.startswith(each) for shown in here)}
    # What is left out only moves about, goes back, or is there under the same words in another place.
    left_out = {action.id for action in ACTIONS if not action.palette and action.where in PLACES}
    assert {id_ for id_ in left_out if id_.rpartition(".")[2] not in {
        "down", "up", "page_down", "page_up", "top", "bottom", "back", "leave", "next_pane", "previous_pane",
        "scaffold", "stance", "next_finding", "previous_finding", "palette", "quit_now",
    }} == set()  # fmt: skip


@pytest.mark.parametrize("id_", ["case.snooze", "case.resolve", "desk.undo", "case.assign"])
async def test_the_word_of_the_footer_finds_an_action(shop: Shop, id_: str) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await look_for((app, pilot), BY_ID[id_].title, f"({BY_ID[id_].title})")
        await until(pilot, lambda: any(called(BY_ID[id_]) in each for each in offered(app)))


async def test_what_works_here_is_done_at_once(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await look_for((app, pilot), "select it", "Select it")
        await pilot.press("enter")
        await until(pilot, lambda: len(app.main.list.selected_rows) == 1)


async def test_what_works_elsewhere_leads_there_or_says_where(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await look_for((app, pilot), "send once more", "Outbox; not here and now")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, OutboxScreen))
        await pilot.press("escape")
        await look_for((app, pilot), "own editor", "Draft; not here and now")
        await pilot.press("enter")
        await until(pilot, lambda: any("works under “Draft”" in said for said in app.said))


async def test_what_cannot_be_done_to_nothing_is_not_offered_as_if_it_could(shop: Shop) -> None:
    async with running(shop) as (app, pilot):
        await look_for((app, pilot), "put the case", "Desk; not here and now")
        await pilot.press("enter")
        await until(pilot, lambda: any("Not here and now" in said for said in app.said))


async def test_every_open_case_is_there_and_opens(shop: Shop) -> None:
    fill(shop)
    shop.case("done", "Zed Closed", "Over and done", state=CaseState.RESOLVED)
    async with running(shop) as (app, pilot):
        for words, name in (("priya", "Priya N."), ("wrong glaze", "Ana Lima"), ("chipped", "Bo Berg")):
            await look_for((app, pilot), words, name)
            await pilot.press("escape", "escape")
        await look_for((app, pilot), "zed closed", "No matches found")
        await pilot.press("escape", "escape", "2")
        await look_for((app, pilot), "4471", "Dana Reed, Arrived in pieces, 4471")
        await pilot.press("enter")
        await until(pilot, lambda: app.main.opened is not None and app.main.opened.row.id == "dana")
        assert app.screen is app.main and app.focused is app.main.message


@pytest.mark.parametrize("nasty", ["[/x]", "[@click=app.quit]now[/]", "\x1b]52;c;x\x07", "[red", "a\nb"])
async def test_nothing_that_a_customer_wrote_is_read_as_markup(shop: Shop, nasty: str) -> None:
    shop.case("one", f"Nasty {nasty}", f"Subject {nasty}", order_numbers=(nasty,))
    async with running(shop) as (app, pilot):
        await look_for((app, pilot), "nasty", "Nasty")
        shown = frame(app)
        assert "\x1b" not in shown and "\x07" not in shown
        await pilot.press("enter")
        await until(pilot, lambda: app.main.opened is not None)


async def test_a_theme_may_be_called_anything(shop: Shop, tmp_path: Path) -> None:
    (tmp_path / "odd.toml").write_text(
        'title = "Odd [/x]"\n[colours]\nbackground = "#000000"\ntext = "#ffffff"\n', encoding="utf-8"
    )
    async with running(shop) as (app, pilot):
        app._theme_folders.append(tmp_path)
        await look_for((app, pilot), "odd", "Theme: Odd [/x]")
        await pilot.press("enter")
        await until(pilot, lambda: app.look.name == "odd")


async def test_stores_that_cannot_be_read_leave_the_actions(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):

        def broken(*_: object, **__: object) -> None:
            raise StoreError("The casebook cannot be read.")

        monkeypatch.setattr(shop.desk.inbox, "rows", broken)
        await look_for((app, pilot), "next theme", "The next theme")
        await until(pilot, lambda: "The casebook cannot be read." in app.said)


async def test_the_mouse_chooses_too(shop: Shop) -> None:
    fill(shop)
    async with running(shop, (100, 30)) as (app, pilot):
        await look_for((app, pilot), "priya", "Priya N., Charged")
        row = next(at for at, words in enumerate(frame(app).splitlines()) if "Priya N., Charged" in words)
        await pilot.click(offset=(30, row))
        await until(pilot, lambda: app.main.opened is not None and app.main.opened.row.id == "priya")

"""Deciding about many cases at once: selected, counted, changed and taken back as one."""

import pytest

from inbox_tui.core.case import CaseState
from inbox_tui.desk.cases.sections import Section
from inbox_tui.ui.screens.choice import Choice
from inbox_tui.ui.screens.confirm import Confirm
from inbox_tui.ui.screens.prompt import Prompt
from inbox_tui.ui.screens.resolve import ResolveScreen
from tests.ui.desk.at_the_desk import case, running, until
from tests.ui.desk_fixture import fill
from tests.ui.frames import SIZES, check_frame, frame
from tests.ui.shop import Shop


async def test_many_are_selected_counted_changed_and_taken_back_as_one(shop: Shop) -> None:
    fill(shop)
    async with running(shop, size=(80, 24)) as (app, pilot):
        app.main.list.go_to("tom")
        await pilot.press("V", "j", "j", "V")
        assert [row.id for row in app.main.list.selected_rows] == ["tom", "dana", "priya"]
        await until(pilot, lambda: "3 selected" in frame(app))
        check_frame(app, "decide-selected-80")
        await pilot.press("k", "x")
        assert [row.id for row in app.main.list.selected_rows] == ["tom", "priya"]
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ResolveScreen))
        assert "Close 2 cases?" in frame(app)
        assert "1 to 5 closes them." in frame(app) and "Esc leave them open" in frame(app)
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        check_frame(app, "decide-many-80")
        await pilot.press("y")
        await until(pilot, lambda: case(shop, "priya").state is CaseState.RESOLVED)
        assert case(shop, "tom").closing_reason == "put right"
        assert case(shop, "dana").state is not CaseState.RESOLVED
        await until(pilot, lambda: not app.main.list.selected_rows)
        await pilot.press("z")
        await until(pilot, lambda: case(shop, "priya").state is not CaseState.RESOLVED)
        assert case(shop, "tom").state is not CaseState.RESOLVED


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
@pytest.mark.parametrize("look", ["dark", "mono"])
async def test_frames_of_a_selection_and_its_preview(shop: Shop, size: tuple[int, int], look: str) -> None:
    fill(shop)
    async with running(shop, size=size, look=look, ascii_only=look == "mono") as (app, pilot):
        app.main.list.go_to("tom")
        await pilot.press("x", "x", "N")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        check_frame(app, f"decide-preview-{look}-{size[0]}")


async def test_a_no_to_the_preview_and_esc_change_nothing(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("tom")
        await pilot.press("x", "x", "N")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("n")
        await pilot.pause()
        assert case(shop, "tom").state is not CaseState.NOT_COMPLAINT
        assert len(app.main.list.selected_rows) == 2
        await pilot.press("escape")
        assert app.main.list.selected_rows == []


async def test_two_cases_are_one_and_one_is_two(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("tom")
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, Choice))
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "Two customers in one case: Tom Hale and Dana Reed?" in frame(app)
        assert "Answers then go to dana@buyer.example only." in frame(app)
        await pilot.press("n", "m")
        await until(pilot, lambda: isinstance(app.screen, Choice))
        assert case(shop, "tom").state is not CaseState.MERGED
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: case(shop, "tom").state is CaseState.MERGED)
        await until(
            pilot, lambda: "Tom Hale: merged into the case of Dana Reed. z takes it back." in app.said
        )
        await pilot.press("z")
        await until(pilot, lambda: case(shop, "tom").state is not CaseState.MERGED)
        await pilot.pause()
        app.main.list.go_to("dana")
        await pilot.press("M")
        await until(pilot, lambda: isinstance(app.screen, Choice))
        await pilot.press("5")
        await until(pilot, lambda: isinstance(app.screen, Prompt))
        await pilot.press("enter")
        await until(pilot, lambda: any(c.split_from == "dana" for c in shop.book.cases()))
        await pilot.press("z")
        await until(pilot, lambda: "Undone: split off, Dana Reed. It is one case again." in app.said)
        await until(pilot, lambda: app.main.list.row is not None and app.main.list.row.id == "dana")


async def test_undo_takes_the_cursor_to_what_it_undid(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("tom")
        await pilot.press("e", "1")
        await until(pilot, lambda: len(app.main.list.rows) == 2)
        app.main.list.go_to("priya")
        await pilot.press("z")
        await until(pilot, lambda: len(app.main.list.rows) == 3)
        assert app.main.list.row is not None
        assert app.main.list.row.id == "tom"
        assert app.said[-1] == "Undone: resolved, Tom Hale."


async def test_undo_names_the_list_of_what_it_undid_where_it_is_another_one(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("tom")
        await pilot.press("e", "1")
        await until(pilot, lambda: len(app.main.list.rows) == 2)
        app.main.turn_to(Section.RESOLVED)
        await until(pilot, lambda: [row.id for row in app.main.list.rows] == ["tom"])
        await pilot.press("z")
        await until(pilot, lambda: "Undone: resolved, Tom Hale. It is in “To answer”." in app.said)


async def test_undo_takes_no_cursor_away_that_was_moved_meanwhile(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("priya")
        app.main.look_again(show="tom")
        app.main.list.go_to("dana")
        shop.case("eva", "Eva Holm", "Cup broken", hours_ago=23)
        app.main.look_again()
        await until(pilot, lambda: len(app.main.list.rows) == 4)
        assert app.main.list.row is not None
        assert app.main.list.row.id == "dana"

"""Words that were begun in a dialog and left are there again."""

import pytest
from textual.widgets import Input

from inbox_tui.core.case import CaseState
from inbox_tui.errors import StoreError
from inbox_tui.ui.screens.prompt import Prompt
from inbox_tui.ui.screens.resolve import ResolveScreen
from tests.ui.desk.at_the_desk import case, running, state_of, until
from tests.ui.desk_fixture import fill
from tests.ui.shop import Shop


async def test_a_note_that_was_left_or_could_not_be_kept_is_there_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):

        async def line_for(case_id: str) -> Input:
            app.main.list.go_to(case_id)
            await pilot.press("n")
            await until(pilot, lambda: isinstance(app.screen, Prompt) and bool(app.screen.query(Input)))
            return app.screen.query_one(Input)

        (await line_for("priya")).value = "call her"
        await pilot.press("escape")
        assert (await line_for("dana")).value == ""
        await pilot.press("escape")
        assert (await line_for("priya")).value == "call her"

        def full(*_: object) -> None:
            raise StoreError("The disk is full.")

        with monkeypatch.context() as patch:
            patch.setattr(shop.desk.cases, "note", full)
            app.screen.query_one(Input).value = "call her on Monday"
            await pilot.press("enter")
            await until(pilot, lambda: app.said[-1:] == ["The disk is full."])
        assert (await line_for("priya")).value == "call her on Monday"
        await pilot.press("enter")
        await until(pilot, lambda: [each.text for each in shop.book.notes("priya")] == ["call her on Monday"])
        await until(pilot, lambda: "the note is kept" in app.said[-1])
        assert (await line_for("priya")).value == ""


async def test_what_was_written_for_the_record_is_there_again_when_the_case_stayed_open(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):

        async def form_for(case_id: str) -> Input:
            app.main.list.go_to(case_id)
            await pilot.press("e")
            await until(pilot, lambda: isinstance(app.screen, ResolveScreen))
            return app.screen.query_one("#field-cause", Input)

        (await form_for("priya")).value = "the till was old"
        await pilot.press("escape")
        assert (await form_for("dana")).value == ""
        await pilot.press("escape")
        assert (await form_for("priya")).value == "the till was old"
        await pilot.press("1")
        await until(pilot, lambda: state_of(shop, "priya") is CaseState.RESOLVED)
        assert case(shop, "priya").record.cause == "the till was old"

"""A follow-up has a time, a kind and words."""

import sqlite3
from contextlib import closing
from pathlib import Path

from inbox_tui.core.outbox import Kind
from inbox_tui.ui.screens.follow_up import FollowUpScreen
from inbox_tui.ui.widgets.draft_editor import DraftEditor
from tests.ui.desk.at_the_desk import open_dana, running, until
from tests.ui.desk_fixture import fill
from tests.ui.frames import frame
from tests.ui.shop import Shop


async def test_a_follow_up_has_a_time_a_kind_and_words(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot, writing=False)
        await pilot.press("F")
        await until(pilot, lambda: "Fri 27 Nov 2026 14:03" in frame(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FollowUpScreen))
        editor = app.screen.query_one(DraftEditor)
        assert "I would like to know how things stand with “Arrived in pieces”" in editor.text
        await pilot.press("tab")
        assert "Is there anything you still need from me?" in editor.text
        await pilot.press("tab")
        assert editor.text == ""
        await pilot.press("ctrl+s")
        assert isinstance(app.screen, FollowUpScreen)
        editor.insert("Is the new teapot well?")
        await pilot.press("tab", "escape")
        await pilot.press("F", "enter")
        await until(pilot, lambda: isinstance(app.screen, FollowUpScreen))
        assert "Is the new teapot well?" in frame(app)
        await pilot.press("tab", "ctrl+s")
        await until(pilot, lambda: len(shop.book.outbox()) == 1)
        (item,) = shop.book.outbox()
        assert (item.kind, item.text, item.case_id) == (Kind.NUDGE, "Is the new teapot well?", "dana")
        await until(pilot, lambda: "nudge · scheduled · Fri 27 Nov 14:03" in frame(app))


def begun(shop: Shop) -> str:
    """The words for Dana that were not queued yet, as they are on disk."""
    return shop.book.value("follow-up begun for dana") or ""


async def test_words_of_a_follow_up_outlive_the_program_and_suggestions_do_not(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot, writing=False)
        for words in ("", "Dear Dana, is the pot well?"):
            await pilot.press("F", "enter")
            await until(pilot, lambda: isinstance(app.screen, FollowUpScreen))
            if words:
                app.screen.query_one(DraftEditor).text = words
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is app.main)
            await until(pilot, lambda: begun(shop) == words)  # noqa: B023 - awaited before the next round
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot, writing=False)
        await pilot.press("F", "enter")
        await until(pilot, lambda: isinstance(app.screen, FollowUpScreen))
        assert app.screen.query_one(DraftEditor).text == "Dear Dana, is the pot well?"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(shop.book.outbox()) == 1 and not begun(shop))


async def test_words_typed_right_before_leaving_are_kept(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot, writing=False)
        await pilot.press("F", "enter")
        await until(pilot, lambda: isinstance(app.screen, FollowUpScreen))
        app.screen.query_one(DraftEditor).text = "Is it well"
        await pilot.press("question_mark", "ctrl+q")
    assert shop.book.value("follow-up begun for dana") == "?Is it well"


async def test_words_of_a_follow_up_that_no_disk_took_are_told_of_before_leaving(
    shop: Shop, tmp_path: Path
) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot, writing=False)
        await pilot.press("F", "enter")
        await until(pilot, lambda: isinstance(app.screen, FollowUpScreen))
        written = app.screen
        assert isinstance(written, FollowUpScreen)
        written.query_one(DraftEditor).text = "Is it well?"
        with closing(sqlite3.connect(tmp_path / "casebook.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await pilot.press("ctrl+q")
            await until(pilot, lambda: any("they stay in the terminal" in said for said in app.said))
            assert app.is_running and written.unsaved_words() == "Is it well?"
            other.execute("ROLLBACK")
        await written.keep_words()
        assert not written.unsaved_words()
        assert begun(shop) == "Is it well?"


async def test_words_of_a_follow_up_are_kept_while_they_are_typed(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot, writing=False)
        await pilot.press("F")
        await until(pilot, lambda: "Fri 27 Nov 2026 14:03" in frame(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FollowUpScreen))
        app.screen.query_one(DraftEditor).insert("Still there? ")
        # nobody has left the box yet
        await until(pilot, lambda: "Still there?" in begun(shop))
        assert isinstance(app.screen, FollowUpScreen)

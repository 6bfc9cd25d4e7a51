"""Words are kept while they are typed, and the checklist goes along."""

import pytest

from inbox_tui.errors import StoreError
from inbox_tui.ui.screens.desk.layout import Pane
from inbox_tui.ui.widgets.draft_saving import NotKept
from tests.ui.desk.at_the_desk import open_dana, running, until, write
from tests.ui.desk_fixture import REPLY, fill
from tests.ui.frames import frame
from tests.ui.shop import Shop


async def test_words_are_kept_while_typing_and_there_again_when_opened(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot)
        await pilot.press("H", "i", "exclamation_mark")
        assert app.main.editor.text == "Hi!"
        await until(pilot, lambda: not app.main.saving.dirty)
        draft = shop.book.draft("dana")
        assert draft is not None
        assert draft.text == "Hi!"
        assert "saved 14:03" in frame(app)
        app.main.editor.insert(" Unsaved yet.")
        app.main.open_conversation("tom")
        await until(pilot, lambda: app.main.opened is not None and app.main.opened.row.id == "tom")
        assert app.main.editor.text == ""
        app.main.open_conversation("dana", writing=True)
        await until(pilot, lambda: app.main.editor.text == "Hi! Unsaved yet.")


async def test_a_draft_that_cannot_be_saved_stays_on_the_desk(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot)
        save = app.desk.replies.save_draft

        def full(*_: object, **__: object) -> None:
            raise StoreError("The disk is full.")

        monkeypatch.setattr(app.desk.replies, "save_draft", full)
        app.main.editor.insert("Dear Dana")
        await until(pilot, lambda: isinstance(app.main.keeping, NotKept))
        assert "not saved; your words are still here" in frame(app)
        app.main.open_conversation("tom")
        await until(pilot, lambda: any("stays on the desk" in said for said in app.said))
        assert app.main.editor.text == "Dear Dana"
        await pilot.press("ctrl+s")
        await pilot.pause(0.1)
        assert app.screen is app.main
        await pilot.press("ctrl+q")
        await until(pilot, lambda: any("they stay in the terminal" in said for said in app.said))
        assert app.is_running and app.main.unsaved_words() == "Dear Dana"
        monkeypatch.setattr(app.desk.replies, "save_draft", save)
        await app.main.keep_words()
        assert not app.main.unsaved_words()
        draft = shop.book.draft("dana")
        assert draft is not None
        assert draft.text == "Dear Dana"


async def test_quitting_keeps_the_last_words(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot)
        app.main.editor.insert("A last word")
        await pilot.pause()
        await pilot.press("ctrl+q")
    draft = shop.book.draft("dana")
    assert draft is not None
    assert draft.text == "A last word"


async def test_brackets_mark_the_words_and_enter_goes_there(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot)
        await write(app, pilot)
        await pilot.press("tab")
        assert app.main.checklist.has_focus
        await pilot.press("right_square_bracket")
        assert app.main.checklist.current is not None
        assert app.main.checklist.current.check == "commitment"
        assert not app.main.editor.marks
        for _ in range(5):
            await pilot.press("j")
        assert app.main.checklist.current.check == "fault"
        assert [REPLY[start:end] for start, end in app.main.editor.marks] == ["our fault"]
        await pilot.press("enter")
        assert app.main.editor.has_focus
        assert app.main.editor.cursor_location == (2, REPLY.splitlines()[2].index("our fault"))


async def test_function_keys_go_through_the_findings_while_one_writes(shop: Shop) -> None:
    fill(shop)
    async with running(shop, size=(80, 24)) as (app, pilot):
        await open_dana(app, pilot)
        await write(app, pilot)
        app.said.clear()
        await pilot.press("f8")
        assert app.main.editor.has_focus
        assert app.main.checklist.current is not None
        assert app.main.checklist.current.check == "commitment"
        assert any("Words such as these." in each for each in app.said)
        await pilot.press("f7")
        assert app.main.checklist.current.check == "follow_up"


async def test_one_key_sets_the_stance_from_the_message_and_from_the_draft(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot)
        await write(app, pilot)

        def stance() -> str:
            case = shop.book.case("dana")
            assert case is not None
            return case.stance

        for keys, wanted in ((("ctrl+o", "3"), "not_ours"), (("tab", "t", "4"), "unknown")):
            for key in keys:
                await pilot.press(key)
            await until(pilot, lambda wanted=wanted: stance() == wanted)
            assert app.main.editor.text == REPLY
        await pilot.press("z")
        await until(pilot, lambda: stance() == "not_ours")


async def test_a_finding_put_aside_is_kept_with_the_draft(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot)
        await write(app, pilot)
        app.main.go(Pane.CHECKLIST)
        await pilot.press("right_square_bracket", "d")
        await until(pilot, lambda: not app.main.saving.dirty)
        draft = shop.book.draft("dana")
        assert draft is not None
        finding = app.main.checklist.current
        assert finding is not None
        assert draft.dismissed == {finding.key}
        assert finding.dismissed
        await pilot.press("d")
        await until(pilot, lambda: not app.main.saving.dirty)
        draft = shop.book.draft("dana")
        assert draft is not None
        assert draft.dismissed == set()

"""The main screen over real stores: the whole job by keys, at every size, and nothing lost on the way."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest
from textual.pilot import Pilot

from inbox_tui.core.case import CaseState
from inbox_tui.core.checklist import Answer, Report
from inbox_tui.core.outbox import Kind, State
from inbox_tui.errors import StoreError
from inbox_tui.ui.happened import MailPulled
from inbox_tui.ui.screens.desk_layout import Pane
from inbox_tui.ui.screens.desk_reading import Section
from inbox_tui.ui.screens.follow_up import FollowUpScreen
from inbox_tui.ui.screens.outbox import OutboxScreen
from inbox_tui.ui.screens.resolve import ResolveScreen
from inbox_tui.ui.screens.review import ReviewScreen
from inbox_tui.ui.widgets.draft_editor import DraftEditor
from inbox_tui.ui.widgets.draft_saving import NotKept
from tests.ui.desk_fixture import REPLY, DeskApp, Steady, fill, put_mail
from tests.ui.frames import SIZES, check_frame, frame
from tests.ui.shop import NOW, Shop

P = ParamSpec("P")
T = TypeVar("T")
Running = tuple[DeskApp, Pilot[None]]


async def until(pilot: Pilot[None], wish: Callable[[], bool]) -> None:
    """Wait until it is so, at most five seconds."""
    for _ in range(250):
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


# --- what is seen ---------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_frames_of_an_empty_desk(shop: Shop, size: tuple[int, int]) -> None:
    async with running(shop, size) as (app, _):
        check_frame(app, f"desk-empty-{size[0]}")


@pytest.mark.parametrize("size", SIZES)
async def test_frames_of_the_list(shop: Shop, size: tuple[int, int]) -> None:
    fill(shop)
    async with running(shop, size) as (app, pilot):
        await until(pilot, lambda: app.status.late == 1)
        check_frame(app, f"desk-list-{size[0]}")


@pytest.mark.parametrize("size", SIZES)
async def test_frames_of_an_answer_with_findings(shop: Shop, size: tuple[int, int]) -> None:
    fill(shop)
    async with running(shop, size) as (app, pilot):
        await until(pilot, lambda: app.status.late == 1)
        await open_dana(app, pilot)
        await write(app, pilot)
        check_frame(app, f"desk-draft-{size[0]}")
        if size[0] == 80:
            await pilot.press("tab")
            check_frame(app, "desk-checklist-80")
            await pilot.press("tab")
            check_frame(app, "desk-message-80")


async def test_frame_without_colour_and_in_ascii(shop: Shop) -> None:
    fill(shop)
    async with running(shop, (120, 36), look="mono", ascii_only=True) as (app, pilot):
        await until(pilot, lambda: app.status.late == 1)
        await open_dana(app, pilot)
        await write(app, pilot)
        check_frame(app, "desk-mono-120")


async def test_stores_that_cannot_be_read_are_said_in_the_list(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise StoreError("The casebook cannot be read.")

    monkeypatch.setattr(shop.desk.inbox, "rows", broken)
    app = DeskApp(shop)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "The casebook cannot be read." in frame(app))
        assert "The casebook cannot be read." in app.said
        await pilot.press("j", "enter", "r", "e", "b")
        assert app.is_running


async def test_an_empty_desk_offers_only_what_can_be_done(shop: Shop) -> None:
    async with running(shop, (160, 45)) as (app, pilot):
        keys = frame(app).splitlines()[-1]
        assert all(word not in keys for word in ("draft", "snooze", "open", "next pane", "send"))
        for key in ("enter", "r", "F", "b", "e", "N", "tab", "escape", "ctrl+s", "v", "a"):
            await pilot.press(key)
        assert app.screen is app.main
        assert app.main.list.has_focus


# --- reading --------------------------------------------------------------------------------------


async def test_opening_reads_and_marks_the_case_as_opened(shop: Shop) -> None:
    fill(shop)
    shop.case("eva", "Eva Holm", "Cup broken", hours_ago=23, state=CaseState.NEW)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("eva")
        await pilot.press("enter")
        await until(pilot, lambda: app.main.opened is not None)
        found = shop.book.case("eva")
        assert found is not None
        assert found.state is CaseState.OPEN
        assert app.main.message.has_focus


async def test_tab_turns_pages_and_escape_goes_back_to_the_list(shop: Shop) -> None:
    fill(shop)
    async with running(shop, (80, 24)) as (app, pilot):
        await open_dana(app, pilot, writing=False)
        seen: list[object] = []
        for _ in range(4):
            seen.append(app.focused)
            await pilot.press("tab")
        assert seen == [app.main.message, app.main.editor, app.main.checklist, app.main.message]
        await pilot.press("shift+tab")
        assert app.main.message.has_focus
        await pilot.press("escape")
        assert app.main.list.has_focus
        assert app.main.list.row is not None
        assert app.main.list.row.id == "dana"


async def test_resizing_keeps_focus_cursor_and_words(shop: Shop) -> None:
    fill(shop)
    async with running(shop, (160, 45)) as (app, pilot):
        await open_dana(app, pilot)
        await write(app, pilot)
        where = app.main.editor.cursor_location
        for size in ((80, 24), (120, 36), (100, 20), (160, 45)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert app.main.editor.has_focus
            assert app.main.editor.cursor_location == where
            assert app.main.editor.display
            assert app.main.editor.text == REPLY
        await pilot.press("escape", "escape")
        assert app.main.list.has_focus
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert app.main.list.has_focus
        assert "▶ ● 4h left  Dana Reed" in frame(app)


async def test_quoted_lines_unfold_and_attachments_are_saved_under_safe_names(
    shop: Shop, tmp_path: Path
) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.downloads = tmp_path / "Downloads"
        await open_dana(app, pilot, writing=False)
        await pilot.press("v")
        assert "your teapot is on its way" in frame(app)
        await pilot.press("a")
        await until(pilot, lambda: any("spout.jpg" in said for said in app.said))
        assert (tmp_path / "Downloads" / "spout.jpg").stat().st_size == 240_000
        await pilot.press("escape", "k", "enter")
        await until(pilot, lambda: app.main.opened is not None and app.main.opened.row.id == "tom")
        await pilot.press("a")
        await until(pilot, lambda: "There are no attachments in this conversation." in app.said)


async def test_searching_as_one_types(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await pilot.press("slash")
        app.main.search_line.value = "teapot"
        await until(pilot, lambda: [row.id for row in app.main.list.rows] == ["dana"])
        await pilot.press("enter", "enter")
        await until(pilot, lambda: app.main.opened is not None and app.main.opened.row.id == "dana")
        await pilot.press("escape", "escape")
        await until(pilot, lambda: len(app.main.list.rows) == 3)
        await pilot.press("slash")
        app.main.search_line.value = "zebra"
        await until(pilot, lambda: "No mail has all of: zebra" in frame(app))
        await pilot.press("escape")
        await until(pilot, lambda: len(app.main.list.rows) == 3)
        assert app.main.list.has_focus


async def test_one_key_turns_through_all_lists(shop: Shop) -> None:
    fill(shop)
    put_mail(shop, "news", "Buy clay!", name="Clay Weekly", at=NOW, subject="Clay news")
    async with running(shop) as (app, pilot):
        seen = {}
        for section in (*list(Section)[1:], Section.ANSWER):
            await pilot.press("A")
            title = section.value + " ("
            await until(pilot, lambda t=title: str(app.main.list.border_title).startswith(t))  # type: ignore[misc]
            seen[section] = {row.id for row in app.main.list.rows}
        assert seen[Section.ANSWER] == {"dana", "tom", "priya"}
        assert seen[Section.WAITING] == {"ana"}
        assert seen[Section.SNOOZED] == {"bo"}
        assert seen[Section.RESOLVED] == set()
        assert seen[Section.ALL] == {"dana", "tom", "priya", "ana", "bo", "news"}


async def test_new_mail_never_takes_the_cursor_away(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("priya")
        shop.case("eva", "Eva Holm", "Cup broken", hours_ago=23)
        app.main.post_message(MailPulled(None))  # type: ignore[arg-type]
        await until(pilot, lambda: len(app.main.list.rows) == 4)
        assert app.main.list.row is not None
        assert app.main.list.row.id == "priya"


# --- writing --------------------------------------------------------------------------------------


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
        monkeypatch.setattr(app.desk.replies, "save_draft", save)
        await app.main.keep_words()
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


# --- out and back ---------------------------------------------------------------------------------


async def test_review_send_and_take_back_word_for_word(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot)
        await write(app, pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        assert "Send to dana@buyer.example?" in frame(app)
        await pilot.press("y")
        await until(pilot, lambda: "leaves in 20 s" in frame(app))
        assert "z to take it back" in frame(app)
        assert app.main.editor.text == ""
        (item,) = shop.book.outbox()
        assert (item.state, item.kind, item.text) == (State.SCHEDULED, Kind.REPLY, REPLY)
        assert app.main.list.has_focus
        await pilot.press("z")
        await until(pilot, lambda: app.main.editor.text == REPLY)
        (item,) = shop.book.outbox()
        assert item.state is State.CANCELLED
        await until(pilot, lambda: "leaves in" not in frame(app))
        draft = shop.book.draft("dana")
        assert draft is not None
        assert draft.text == REPLY


async def test_words_typed_after_sending_are_joined_with_those_that_come_back(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot)
        await write(app, pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await pilot.press("y")
        await until(pilot, lambda: app.main.editor.text == "")
        app.main.editor.insert("P.S. One more thing.")
        await pilot.press("escape", "z")
        await until(pilot, lambda: "Dear Dana" in app.main.editor.text)
        assert app.main.editor.text.startswith(REPLY.rstrip())
        assert app.main.editor.text.endswith("P.S. One more thing.")


async def test_taking_back_in_the_outbox_brings_the_words_to_the_open_draft(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot)
        await write(app, pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await pilot.press("y")
        await until(pilot, lambda: app.main.editor.text == "")
        await pilot.press("2")
        await until(pilot, lambda: isinstance(app.screen, OutboxScreen) and "Dana Reed" in frame(app))
        await pilot.press("z")
        await until(pilot, lambda: shop.book.outbox()[0].state is State.CANCELLED)
        await pilot.press("escape")
        await until(pilot, lambda: app.main.editor.text == REPLY)


async def test_a_gap_in_the_draft_is_sent_only_by_a_second_yes(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot)
        await write(app, pilot, REPLY + "\n[name of the courier]")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await pilot.press("y")
        await pilot.pause(0.1)
        assert shop.book.outbox() == []
        await pilot.press("S")
        await until(pilot, lambda: len(shop.book.outbox()) == 1)


async def test_one_can_send_from_every_pane_of_the_case(shop: Shop) -> None:
    fill(shop)
    async with running(shop, (80, 24)) as (app, pilot):
        await open_dana(app, pilot)
        await write(app, pilot)
        for _ in range(3):
            await pilot.press("tab", "ctrl+s")
            await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
            await pilot.press("escape")
        assert shop.book.outbox() == []


async def test_an_empty_draft_cannot_be_sent(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot)
        await pilot.press("ctrl+s")
        assert app.said == ["There are no words to send yet."]


# --- deciding -------------------------------------------------------------------------------------


def state_of(shop: Shop, case_id: str) -> CaseState:
    """Where a case stands in the casebook."""
    found = shop.book.case(case_id)
    assert found is not None
    return found.state


async def test_closing_asks_for_a_reason_and_undo_brings_it_back(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("tom")
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ResolveScreen))
        await pilot.press("1")
        await until(pilot, lambda: len(app.main.list.rows) == 2)
        found = shop.book.case("tom")
        assert found is not None
        assert (found.state, found.closing_reason) == (CaseState.RESOLVED, "put right")
        assert app.main.list.row is not None
        assert app.main.list.row.id == "dana"
        await pilot.press("z")
        await until(pilot, lambda: len(app.main.list.rows) == 3)
        assert state_of(shop, "tom") is CaseState.OPEN


async def test_snoozing_shows_the_time_before_it_is_taken(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("priya")
        await pilot.press("b")
        await until(pilot, lambda: "Wed 25 Nov 2026 09:00" in frame(app))
        await pilot.press("enter")
        await until(pilot, lambda: state_of(shop, "priya") is CaseState.SNOOZED)
        assert any("put aside until Wed 25 Nov 2026 09:00" in said for said in app.said)


async def test_no_complaint_and_one_after_all(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("priya")
        await pilot.press("N")
        await until(pilot, lambda: state_of(shop, "priya") is CaseState.NOT_COMPLAINT)
        await until(pilot, lambda: len(app.main.list.rows) == 2)
        await pilot.press("z")
        await until(pilot, lambda: state_of(shop, "priya") is CaseState.OPEN)


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
            assert (shop.book.value("follow-up begun for dana") or "") == words
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot, writing=False)
        await pilot.press("F", "enter")
        await until(pilot, lambda: isinstance(app.screen, FollowUpScreen))
        assert app.screen.query_one(DraftEditor).text == "Dear Dana, is the pot well?"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(shop.book.outbox()) == 1)
        assert not shop.book.value("follow-up begun for dana")


async def test_a_key_means_the_case_that_was_under_it(shop: Shop) -> None:
    """The list moves while the question is open; the answer still goes to the case that was asked about."""
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("tom")
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ResolveScreen))
        app.main.list.go_to("priya")
        await pilot.press("1")
        await until(pilot, lambda: state_of(shop, "tom") is CaseState.RESOLVED)
        assert state_of(shop, "priya") is CaseState.OPEN


class SlowStores:
    """A casebook far away: every call takes its time, and says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    async def run(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Later."""
        await asyncio.sleep(self.seconds)
        return call(*args, **kwargs)


async def test_slow_stores_hold_up_no_key_and_the_last_wish_counts(shop: Shop) -> None:
    fill(shop)
    stores = SlowStores()
    shop.desk.stores = stores
    async with running(shop) as (app, pilot):
        app.main.list.go_to("dana")
        stores.seconds = 0.4
        await pilot.press("enter")
        app.main.list.go_to("priya")
        await pilot.press("enter")
        assert app.main.opened is None
        assert app.main.list.row is not None
        assert app.main.list.row.id == "priya"
        await until(pilot, lambda: app.main.opened is not None)
        assert app.main.opened is not None
        assert app.main.opened.row.id == "priya"
        await pilot.press("r")
        await until(pilot, lambda: app.main.editor.has_focus)
        await pilot.press("a", "b", "c")
        assert app.main.editor.text == "abc"
        assert app.main.saving.dirty
        await until(pilot, lambda: not app.main.saving.dirty)
        draft = shop.book.draft("priya")
        assert draft is not None
        assert draft.text == "abc"


async def test_hostile_mail_opens_like_any_other(shop: Shop) -> None:
    bad = "\x1b]52;c;AAAA\x07[@click=app.quit]hit[/] [/x] \u202e"
    shop.case("bad", bad, bad, hours_ago=2, order_numbers=(bad,), why=(bad,), escalate=True)
    put_mail(shop, "bad", bad, name=bad, at=NOW, subject=bad, notes=(bad,))
    for size in SIZES:
        async with running(shop, size) as (app, pilot):
            await pilot.press("r")
            await until(pilot, lambda: app.main.opened is not None)
            app.main.editor.insert(bad)
            await pilot.press("escape", "e", "escape", "b", "escape", "F", "escape")
            await asyncio.sleep(0.1)
            assert "\x1b" not in frame(app)
            assert "\u202e" not in frame(app)


# --- a checklist that breaks down -----------------------------------------------------------------


class Fainting(Steady):
    """A checklist that cannot look at anything."""

    def check(self, answer: Answer) -> Report:
        """Break down."""
        raise RecursionError("too deep")


async def test_a_checklist_that_breaks_down_keeps_no_letter_back(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        shop.desk.replies.checklist = fainting = Fainting()
        await open_dana(app, pilot)
        await write(app, pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await until(pilot, lambda: "could not look at these words" in frame(app))
        assert "dana@buyer.example" in frame(app)
        assert "Nothing is open" not in frame(app)
        await pilot.press("y")
        await until(pilot, lambda: bool(shop.book.outbox()))
        assert [item.text for item in shop.book.outbox()] == [REPLY]
        assert shop.desk.replies.checklist is fainting

"""The draft: no word is ever lost, marks are where they belong, and saving says honestly how it went."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

import pytest
from textual import events
from textual.app import ComposeResult

from inbox_tui.core.draft_words import merged_words
from inbox_tui.errors import StoreError
from inbox_tui.ui.themed import ThemedApp
from inbox_tui.ui.widgets import draft_saving
from inbox_tui.ui.widgets.draft_editor import DraftEditor
from inbox_tui.ui.widgets.draft_saving import (
    SAVE_AFTER,
    DraftSaving,
    Keeping,
    Kept,
    NotKept,
    NotYetKept,
    Words,
    Written,
)
from tests.ui.frames import frame, inks
from tests.ui.shop import NOW
from tests.ui.still_time import in_still_time

P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Disk:
    """A casebook that can be full, slow, or written to by somebody else."""

    text: str = ""
    full: bool = False
    slow: float = 0
    saves: int = 0
    told: list[Keeping] = field(default_factory=list)
    screen: Callable[[], str] = lambda: ""

    async def run(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """As a runner."""
        await asyncio.sleep(self.slow)
        return call(*args, **kwargs)

    def save(self, words: Words, kept: Words) -> Written:
        """Keep the words."""
        if self.full:
            raise StoreError("The disk is full.")
        self.saves += 1
        self.text = merged_words(ours=words.text, kept=kept.text, stored=self.text)
        return Written(text=self.text, at=NOW)

    def saving(self) -> DraftSaving:
        """Saves to this disk."""
        saving = DraftSaving(self, self.save, tell=self.told.append, merged=lambda given, stored: stored)
        saving.begin(Words(case_id="dana", text=self.text), at=None)
        return saving


class EditorApp(ThemedApp):
    """An editor and nothing else."""

    def compose(self) -> ComposeResult:
        """The editor fills the screen."""
        yield DraftEditor(id="draft")

    @property
    def editor(self) -> DraftEditor:
        """The editor."""
        return self.query_one(DraftEditor)


# --- saving ---------------------------------------------------------------------------------------


@in_still_time
async def test_words_are_on_disk_within_a_second_of_the_first_key_while_typing_goes_on() -> None:
    disk = Disk()
    saving = disk.saving()
    assert SAVE_AFTER < 1
    for number in range(10):
        saving.changed(text="x" * (number + 1))
        await asyncio.sleep(0.1)
    assert 5 <= len(disk.text) <= 10
    await asyncio.sleep(SAVE_AFTER + 0.1)
    assert disk.text == "x" * 10
    assert disk.saves == 2
    assert disk.told[-1] == Kept(at=NOW)


@in_still_time
async def test_a_full_disk_is_said_tried_again_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft_saving, "RETRY_AFTER", 0.05)
    disk = Disk(full=True)
    saving = disk.saving()
    saving.changed(text="Dear Dana")
    outcome = await saving.flush()
    assert isinstance(outcome, NotKept)
    assert saving.dirty
    assert saving.words.text == "Dear Dana"
    assert disk.told[-1:] == [NotKept(reason="The disk is full.")]
    disk.full = False
    await asyncio.sleep(0.2)
    assert disk.text == "Dear Dana"
    assert disk.told[-1:] == [Kept(at=NOW)]


async def test_an_error_that_nobody_foresaw_keeps_the_words_too() -> None:
    disk = Disk()

    def breaks(words: Words, kept: Words) -> Written:
        raise ZeroDivisionError

    saving = DraftSaving(disk, breaks, tell=disk.told.append, merged=lambda given, stored: stored)
    saving.begin(Words(case_id="dana", text=""), at=None)
    saving.changed(text="Dear Dana")
    outcome = await saving.flush()
    assert isinstance(outcome, NotKept)
    assert "ZeroDivisionError" in outcome.reason
    assert saving.words.text == "Dear Dana"


@in_still_time
async def test_flushing_waits_for_a_save_under_way_and_saves_what_came_later() -> None:
    disk = Disk(slow=0.1)
    saving = disk.saving()
    saving.changed(text="one")
    first = asyncio.create_task(saving.flush())
    await asyncio.sleep(0.02)
    saving.changed(text="one two")
    assert await saving.flush() == Kept(at=NOW)
    await first
    assert disk.text == "one two"
    assert not saving.dirty


async def test_nothing_new_is_not_written() -> None:
    disk = Disk(text="as it was")
    saving = disk.saving()
    saving.changed(text="as it was")
    assert await saving.flush() == Kept(at=None)
    assert disk.saves == 0
    assert NotYetKept() not in disk.told


async def test_words_that_others_put_back_are_joined_not_overwritten() -> None:
    disk = Disk()
    saving = disk.saving()
    saving.changed(text="And one more thing.")
    disk.text = "Dear Dana, taken back."
    await saving.flush()
    assert disk.text == "Dear Dana, taken back.\n\nAnd one more thing."
    assert saving.words.text == disk.text
    assert not saving.dirty


@pytest.mark.parametrize(
    ("ours", "kept", "stored", "merged"),
    [
        ("new", "", "", "new"),
        ("old", "old", "theirs", "theirs"),
        ("ours", "old", "old", "ours"),
        ("old and more", "old", "theirs\n\nold", "theirs\n\nold and more"),
        ("ours", "", "theirs", "theirs\n\nours"),
        ("theirs and ours", "", "theirs", "theirs and ours"),
        ("ours", "", "theirs, ours", "theirs, ours"),
        ("", "old", "theirs", "theirs"),
        ("same", "old", "same", "same"),
    ],
)
def test_merging_loses_no_word(ours: str, kept: str, stored: str, merged: str) -> None:
    assert merged_words(ours=ours, kept=kept, stored=stored) == merged


# --- the editor -----------------------------------------------------------------------------------


async def test_letters_are_text_and_undo_survives_words_put_back() -> None:
    app = EditorApp()
    async with app.run_test(size=(60, 10)) as pilot:
        editor = app.editor
        editor.focus()
        editor.open_text("")
        await pilot.press("j", "z", "N", "slash", "question_mark")
        assert editor.text == "jzN/?"
        editor.put_back("Dear Dana,\n\njzN/?")
        assert editor.text.startswith("Dear Dana")
        editor.undo()
        assert editor.text == "jzN/?"
        editor.open_text("another case")
        editor.undo()
        assert editor.text == "another case"


@pytest.mark.parametrize("key", ["j", "slash", "question_mark", "left_square_bracket", "1"])
async def test_the_footer_offers_no_letter_while_one_writes(key: str) -> None:
    app = EditorApp()
    async with app.run_test(size=(60, 10)):
        assert app.editor.check_consume_key(key, None if len(key) > 1 else key)


async def test_marks_are_on_the_words_across_lines_and_gone_when_asked() -> None:
    app = EditorApp(look="mono")
    async with app.run_test(size=(60, 10)) as pilot:
        app.editor.open_text("Dear Dana,\n\nwe are sorry 日本 if you feel so.\nKim")
        start = app.editor.text.index("if you")
        app.editor.mark([(start, start + 6), (0, 4)], show=True)
        await pilot.pause()
        assert any("underline" in ink for ink in inks(app, "if you"))
        assert any("underline" in ink for ink in inks(app, "Dear"))
        assert not any("underline" in ink for ink in inks(app, "sorry"))
        app.editor.go_to_mark()
        assert app.editor.cursor_location == (0, 0)
        app.editor.mark([])
        await pilot.pause()
        assert not any("underline" in ink for ink in inks(app, "if you"))


async def test_a_mark_over_a_line_end_marks_both_lines() -> None:
    app = EditorApp(look="mono")
    async with app.run_test(size=(60, 10)) as pilot:
        app.editor.open_text("one\ntwo\nthree")
        app.editor.mark([(1, 6)])
        await pilot.pause()
        assert any("underline" in ink for ink in inks(app, "ne"))
        assert any("underline" in ink for ink in inks(app, "tw"))
        assert not any("underline" in ink for ink in inks(app, "three"))


async def test_marks_that_are_out_of_date_do_no_harm() -> None:
    app = EditorApp()
    async with app.run_test(size=(60, 10)) as pilot:
        app.editor.open_text("a long enough text\nwith two lines")
        app.editor.mark([(5, 30)])
        app.editor.clear()
        app.editor.insert("x")
        await pilot.pause()
        assert frame(app).startswith("x")


async def test_pasted_escapes_never_reach_the_terminal() -> None:
    app = EditorApp()
    async with app.run_test(size=(60, 10)) as pilot:
        app.editor.focus()
        app.editor.post_message(events.Paste("hello\x1b]52;c;AAAA\x07 \u202eworld"))
        await pilot.pause()
        assert "\x1b" not in app.editor.text
        assert "hello" in app.editor.text
        assert app.editor.text.count("hello") == 1
        app.editor.insert("\x1b[2J")
        await pilot.pause()
        assert "\x1b" not in frame(app)


async def test_an_empty_draft_says_what_it_is_for_and_names_no_key_that_would_be_a_letter() -> None:
    app = EditorApp()
    async with app.run_test(size=(60, 10)) as pilot:
        editor = app.editor
        editor.open_text("")
        app.set_focus(None)
        await pilot.pause()
        assert "r begins your reply" in frame(app)
        editor.focus()
        await pilot.pause()
        assert "begins your reply" not in frame(app)
        assert "In your own words" in frame(app)
        editor.read_only = True
        await pilot.pause()
        assert "is written here" in frame(app)

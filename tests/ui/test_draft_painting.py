"""The draft paints the lines that a key changes; what it leaves alone looks as if it had painted all."""

from functools import partial
from random import Random

from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import TextArea

from inbox_tui.ui.themed import ThemedApp
from inbox_tui.ui.widgets.draft_editor import DraftEditor
from tests.ui.painted import strips, watched

LETTER = "\n\n".join(
    f"Dear customer {number}, your (blue) teapot came with its spout broken off, and that is our fault. " * 2
    for number in range(8)
)


class EditorApp(ThemedApp):
    """An editor and nothing else."""

    def compose(self) -> ComposeResult:
        """The editor fills the screen."""
        yield DraftEditor(id="draft")

    @property
    def editor(self) -> DraftEditor:
        """The editor."""
        return self.query_one(DraftEditor)


async def written(app: EditorApp, pilot: Pilot[None]) -> None:
    app.editor.focus()
    app.editor.open_text(LETTER)
    app.editor.move_cursor((2, 10))
    await pilot.pause()


async def test_a_letter_paints_its_line_and_lays_out_nothing() -> None:
    app = EditorApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await written(app, pilot)
        with watched(app) as seen:
            await pilot.press("x")
        assert "Dear custox" in app.editor.text
        assert seen.cells <= 80 + 24  # its line, and the scrollbar where there is one more
        assert seen.layouts == 0


async def test_a_new_line_paints_what_moves_and_lays_out_nothing() -> None:
    app = EditorApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await written(app, pilot)
        y = app.editor.cursor_screen_offset.y
        with watched(app) as seen:
            await pilot.press("enter")
        assert min(set().union(*seen.paints)) >= y
        assert seen.layouts == 0


async def painted_plainly(app: EditorApp, pilot: Pilot[None]) -> list[Strip]:
    """What Textual's own editor paints, with nothing kept."""
    editor = app.editor
    editor.render_line = partial(TextArea.render_line, editor)  # type: ignore[method-assign]
    editor._line_cache.clear()
    editor.refresh()
    await pilot.pause()
    shown = strips(app)
    del editor.render_line
    return shown


async def test_whatever_is_done_no_line_keeps_what_it_said_before() -> None:
    """Moves, words, selections, marks, undo and other sizes by chance, each beside a paint of everything."""
    chance = Random(7)
    app = EditorApp()
    keys = ("x", "space", "enter", "backspace", "(", ")", "up", "down", "left", "pagedown", "pageup", "home")
    keys += ("shift+down", "shift+left", "shift+end", "ctrl+z", "ctrl+y", "ctrl+k", "ctrl+u", "ctrl+w", "end")
    async with app.run_test(size=(60, 14)) as pilot:
        await written(app, pilot)
        for _ in range(120):
            match chance.randrange(12):
                case 0:
                    start = chance.randrange(len(app.editor.text) + 1)
                    app.editor.mark([(start, start + 30)], show=chance.random() < 0.5)
                case 1:
                    app.editor.put_back(LETTER[chance.randrange(400) :])
                case 2:
                    await pilot.resize_terminal(chance.choice((60, 61, 37)), chance.choice((14, 9)))
                case 3:
                    app.editor.insert("a longer word or two " * chance.randrange(9))
                case _:
                    await pilot.press(chance.choice(keys))
            await pilot.pause()
            seen = strips(app)
            assert await painted_plainly(app, pilot) == seen

"""Lines of the draft that are not painted anew at every key."""

from collections.abc import Callable

from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from tests.ui.test_draft_editor import EditorApp


async def test_lines_that_are_kept_look_as_textual_paints_them() -> None:
    """Whatever was done before: each line on the screen is the one that would be painted anew."""
    app = EditorApp()
    async with app.run_test(size=(40, 12)) as pilot:
        editor = app.editor
        editor.focus()
        editor.open_text(
            "\n\n".join(f"Line {n}: the teapot (blue) came in pieces, in one box." for n in range(6))
        )
        steps: list[Callable[[], object]] = [
            lambda: editor.insert("x"),
            lambda: editor.move_cursor((0, 3)),
            lambda: editor.insert("A longer beginning, so that lines wrap otherwise. "),
            lambda: editor.mark([(10, 16), (120, 150)]),
            lambda: editor.mark([]),
            lambda: setattr(editor, "selection", Selection((2, 4), (6, 9))),
            lambda: editor.move_cursor((4, 8)),
            lambda: editor.move_cursor((2, 19)),
            lambda: app.choose_look("light"),
            lambda: editor.delete((0, 0), (3, 0)),
            editor.undo,
        ]
        for step in (*steps, None):
            if step is None:
                await pilot.resize_terminal(30, 12)
            else:
                step()
            await pilot.pause()
            shown = [editor.render_line(y) for y in range(editor.size.height)]
            editor._line_cache.clear()
            assert shown == [TextArea.render_line(editor, y) for y in range(editor.size.height)]

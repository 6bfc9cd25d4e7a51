"""The complaint list: what rows say, the cursor that keeps to its conversation, and any number of rows."""

from inbox_tui.ui.signs import ASCII
from inbox_tui.ui.widgets.complaint_list import ComplaintList
from tests.ui.frames import frame, inks
from tests.ui.list_rows import ListApp, a_row, with_rows


async def test_keys_move_the_cursor() -> None:
    app = ListApp()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = [a_row(f"case-{n}") for n in range(50)]
        listed = await with_rows(app, pilot, rows)
        await pilot.press("j", "j", "k")
        assert listed.row is rows[1]
        await pilot.press("G")
        assert listed.row is rows[49]
        assert "▶" in frame(app)
        await pilot.press("g", "pagedown")
        assert listed.row is not None
        assert listed.row.id == "case-11"
        await pilot.press("k", "home", "up")
        assert listed.row is rows[0]
        assert app.moved[-1] == "case-0"


async def test_new_rows_never_take_the_cursor_to_another_conversation() -> None:
    app = ListApp()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = [a_row(f"case-{n}") for n in range(40)]
        listed = await with_rows(app, pilot, rows)
        for _ in range(15):
            listed.action_cursor_down()
        await pilot.pause()
        line_of_cursor = next(n for n, text in enumerate(frame(app).splitlines()) if "▶" in text)
        listed.set_rows([*(a_row(f"new-{n}") for n in range(5)), *rows])
        await pilot.pause()
        assert listed.row is not None
        assert listed.row.id == "case-15"
        after = next(n for n, text in enumerate(frame(app).splitlines()) if "▶" in text)
        assert after == line_of_cursor
        assert app.moved[-1] == "case-15"


async def test_a_row_that_vanished_elsewhere_stays_until_the_cursor_leaves_it() -> None:
    app = ListApp()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = [a_row(f"case-{n}") for n in range(5)]
        listed = await with_rows(app, pilot, rows)
        listed.action_cursor_down()
        listed.set_rows([row for row in rows if row.id != "case-1"])
        assert listed.row is not None
        assert listed.row.id == "case-1"
        assert (listed.listed, len(listed.rows)) == (4, 5)
        listed.action_cursor_down()
        listed.set_rows([row for row in rows if row.id != "case-1"])
        assert [row.id for row in listed.rows] == ["case-0", "case-2", "case-3", "case-4"]
        assert listed.row.id == "case-2"
        assert listed.listed == len(listed.rows) == 4


async def test_what_the_owner_sent_away_goes_at_once() -> None:
    app = ListApp()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = [a_row(f"case-{n}") for n in range(3)]
        listed = await with_rows(app, pilot, rows)
        listed.set_rows(rows[1:], let_go={"case-0"})
        assert listed.row is rows[1]
        listed.set_rows([], let_go={"case-1"})
        assert listed.row is None


async def test_after_several_are_sent_away_the_cursor_is_on_the_next_that_stays() -> None:
    app = ListApp()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = [a_row(f"case-{n}") for n in range(7)]
        listed = await with_rows(app, pilot, rows)
        listed.go_to("case-3")
        gone = {"case-1", "case-2", "case-3"}
        listed.set_rows([row for row in rows if row.id not in gone], let_go=gone)
        assert listed.row is rows[4]
        listed.go_to("case-6")
        listed.set_rows([rows[0], rows[4]], let_go={"case-5", "case-6"})
        assert listed.row is rows[4]


async def test_a_click_moves_and_a_double_click_opens() -> None:
    app = ListApp()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = [a_row(f"case-{n}") for n in range(5)]
        listed = await with_rows(app, pilot, rows)
        await pilot.click(ComplaintList, offset=(20, 5))
        assert listed.row is rows[2]
        assert app.chosen == []
        await pilot.double_click(ComplaintList, offset=(20, 2))
        assert app.chosen == ["case-1"]
        await pilot.click(ComplaintList, offset=(20, 20))
        assert listed.row is rows[1]


async def test_loading_and_empty_are_said() -> None:
    app = ListApp()
    async with app.run_test(size=(80, 24)) as pilot:
        assert "Reading the mail" in frame(app)
        app.list.set_rows([], nothing=["Nothing to answer.", "New complaints come in by themselves."])
        app.list.focus()
        await pilot.press("j", "G", "g")
        assert "Nothing to answer." in frame(app)
        assert app.list.row is None


async def test_hostile_words_are_only_words() -> None:
    app = ListApp()
    async with app.run_test(size=(80, 24)) as pilot:
        bad = "\x1b]52;c;AAAA\x07[@click=app.quit]hit[/] \u202etxt.exe"
        await with_rows(app, pilot, [a_row(subject=bad, from_name="[/x]")])
        text = frame(app)
        assert "[/x]" in text
        assert "[@click=app.quit]hit[/]" in text
        assert "\x1b" not in text
        assert "\u202e" not in text


async def test_resizing_keeps_the_cursor_in_sight() -> None:
    app = ListApp()
    async with app.run_test(size=(120, 45)) as pilot:
        rows = [a_row(f"case-{n}") for n in range(60)]
        listed = await with_rows(app, pilot, rows)
        for _ in range(30):
            listed.action_cursor_down()
        for size in ((40, 20), (80, 10), (160, 45)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert listed.row is rows[30]
            assert "▶" in frame(app)


async def test_the_cursor_is_shown_without_colour_and_in_ascii() -> None:
    app = ListApp(look="mono", ascii_only=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await with_rows(app, pilot, [a_row(hours_left=-2), a_row("b")])
        text = frame(app)
        assert f"{ASCII['cursor']} ! LATE 2h" in text
        assert text.isascii()
        assert any("reverse" in ink for ink in inks(app, "Dana Reed"))

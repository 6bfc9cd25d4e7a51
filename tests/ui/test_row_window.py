"""A long list of which only the rows near the eye are here."""

from collections.abc import Collection

from textual import on

from inbox_tui.desk.views import Row
from inbox_tui.ui.widgets.complaint_list import ComplaintList
from inbox_tui.ui.widgets.row_window import PAGE, RowWindow

from .frames import frame
from .list_rows import ListApp, a_row

IDS = [f"c{n}" for n in range(30_000)]


def rows_of(ids: Collection[str]) -> list[Row]:
    """What the stores would say."""
    return [a_row(each, from_name=f"Customer {each}") for each in ids]


class LongApp(ListApp):
    """Answers what the list wants, and counts."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.answers = True

    @on(ComplaintList.Wanted)
    def _bring(self, event: ComplaintList.Wanted) -> None:
        self.asked += event.ids
        if self.answers:
            self.list.fill(event.ids, rows_of(event.ids))


async def test_rows_come_when_they_come_near() -> None:
    app = LongApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.list.set_rows(RowWindow(IDS, rows_of(IDS[:PAGE])))
        await pilot.pause()
        assert app.asked == []
        for _ in range(70):
            app.list.action_cursor_down()
        await pilot.pause()
        assert app.asked[0] == IDS[PAGE]
        assert len(app.asked) <= 2 * PAGE
        app.list.action_last()
        await pilot.pause()
        await pilot.pause()
        assert "Customer c29999" in frame(app)
        assert app.list.row is not None
        assert app.list.row.from_name == "Customer c29999"
        assert app.moved[-2:] == ["c29999", "c29999"]
        assert len(app.asked) < 500


async def test_a_row_that_is_not_here_yet_is_still_the_one_that_is_meant() -> None:
    app = LongApp()
    app.answers = False
    async with app.run_test(size=(80, 24)) as pilot:
        app.list.set_rows(RowWindow(IDS, rows_of(IDS[:PAGE])))
        app.list.action_last()
        await pilot.pause()
        assert app.list.row is not None
        assert (app.list.row.id, app.list.row.customer) == ("c29999", "…")
        assert "Customer" not in frame(app)
        before = len(app.asked)
        await pilot.pause()
        app.list.refresh()
        await pilot.pause()
        assert len(app.asked) == before


async def test_new_mail_moves_rows_under_a_cursor_that_stays() -> None:
    app = LongApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.list.set_rows(RowWindow(IDS, rows_of(IDS[:PAGE])))
        assert app.list.go_to("c9000")
        await pilot.pause()
        news = ["new1", "new2", *IDS]
        app.list.set_rows(RowWindow(news, rows_of([*news[:PAGE], *app.list.near])))
        await pilot.pause()
        assert app.list.row is not None
        assert app.list.row.from_name == "Customer c9000"
        without = [each for each in news if each != "c9000"]
        app.list.set_rows(RowWindow(without, rows_of([*without[:PAGE], *app.list.near])))
        await pilot.pause()
        assert app.list.row.id == "c9000"
        assert len(app.list.rows) == len(without) + 1


async def test_a_range_over_rows_that_are_not_here_selects_them_all() -> None:
    app = LongApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.list.set_rows(RowWindow(IDS, rows_of(IDS[:PAGE])))
        app.list.action_select_range()
        app.list.go_to("c2000")
        app.list.action_select_range()
        await pilot.pause()
        assert [row.id for row in app.list.selected_rows] == IDS[:2001]


def test_too_many_rows_are_let_go_and_asked_for_again() -> None:
    window = RowWindow(IDS, ())
    for at in range(0, 8000, PAGE):
        asked = window.missing(at)
        window.fill(asked, rows_of(asked), keep=window.around(at))
    held = [at for at in range(8000) if window.is_here(at)]
    assert len(held) < 4500
    assert window.is_here(7900)
    assert window.missing(0) == IDS[:PAGE]


def test_a_row_that_is_gone_is_not_asked_for_again() -> None:
    window = RowWindow(["a", "b"], ())
    assert window.missing(0) == ["a", "b"]
    window.fill(["a", "b"], rows_of(["a"]))
    assert window.missing(0) == []
    assert window[1].customer == "…"


async def test_the_scrollbar_is_painted_when_its_thumb_moves_and_at_no_other_time() -> None:
    app = LongApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.list.set_rows(RowWindow(IDS, rows_of(IDS[:PAGE])))
        await pilot.pause()
        bar = app.list.vertical_scrollbar
        painted: list[float] = []
        app.list.watch(bar, "position", lambda at: painted.append(at), init=False)
        for _ in range(60):
            app.list.action_cursor_down()
        await pilot.pause()
        assert app.list.scroll_offset.y > 50
        assert bar.position == app.list.scroll_offset.y
        assert painted == []
        app.list.go_to(IDS[15_000])
        await pilot.pause()
        assert painted

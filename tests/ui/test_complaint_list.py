"""The complaint list: what rows say, the cursor that keeps to its conversation, and any number of rows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from time import process_time

import pytest
from rich.cells import cell_len
from textual.app import ComposeResult
from textual.pilot import Pilot

from inbox_tui.core.case import CaseState
from inbox_tui.core.deadlines import Due, Pace, Target, as_of
from inbox_tui.desk.views import Row
from inbox_tui.ui.themed import ThemedApp
from inbox_tui.ui.theming import ASCII, UNICODE
from inbox_tui.ui.widgets.complaint_list import ComplaintList
from inbox_tui.ui.widgets.row_lines import row_lines
from tests.ui.frames import frame, inks
from tests.ui.shop import NOW

DAY = Target()


def a_row(id_: str = "dana", *, hours_left: float | None = 5, **fields: object) -> Row:
    """A complaint of Dana Reed that is due in some hours."""
    due = Due(pace=Pace.NOTHING_DUE)
    if hours_left is not None:
        due = as_of(Due(pace=Pace.ON_TIME, at=NOW + timedelta(hours=hours_left)), now=NOW, target=DAY)
    row = Row(
        id=id_,
        account="shop",
        from_name="Dana Reed",
        from_addr="dana@buyer.example",
        subject="Arrived in pieces",
        received_at=NOW - timedelta(hours=19),
        last_at=NOW - timedelta(hours=19),
        state=CaseState.OPEN.value,
        is_complaint=True,
        category="faulty_product",
        due=due,
        order_numbers=("4471",),
    )
    return replace(row, **fields)  # type: ignore[arg-type]


def clock(at: datetime) -> str:
    """The hour."""
    return f"{at:%a %H:%M}"


def shown(row: Row, *, width: int = 80, height: int = 2, here: bool = False) -> list[str]:
    """The lines of a row as text."""
    lines = row_lines(
        row, row.due, width=width, height=height, glyph=UNICODE.__getitem__, clock=clock, here=here
    )
    return [each.plain for each in lines]


class ListApp(ThemedApp):
    """A list and nothing else."""

    def __init__(self, **look: object) -> None:
        super().__init__(**look)  # type: ignore[arg-type]
        self.moved: list[str] = []
        self.chosen: list[str] = []

    def compose(self) -> ComposeResult:
        """The list fills the screen."""
        yield ComplaintList(id="list")

    @property
    def list(self) -> ComplaintList:
        """The list."""
        return self.query_one(ComplaintList)

    def on_complaint_list_moved(self, event: ComplaintList.Moved) -> None:
        """Noted."""
        self.moved.append(event.row.id)

    def on_complaint_list_chosen(self, event: ComplaintList.Chosen) -> None:
        """Noted."""
        self.chosen.append(event.row.id)


async def with_rows(app: ListApp, pilot: Pilot[None], rows: Sequence[Row]) -> ComplaintList:
    app.list.set_rows(rows)
    app.list.focus()
    await pilot.pause()
    return app.list


# --- what a row says ------------------------------------------------------------------------------


def test_a_row_says_everything_in_words() -> None:
    row = a_row(unread=2, has_draft=True, other_cases=2, escalate=True, messages=3)
    text = "\n".join(shown(row, width=100, height=3))
    for words in (
        "5h left",
        "Dana Reed",
        "Arrived in pieces",
        "faulty product",
        "4471",
        "3 mails",
        "2 other cases",
    ):
        assert words in text
    for words in ("draft", "serious"):
        assert words in text


def test_marks_take_no_room_from_the_name() -> None:
    row = a_row(unread=2, has_draft=True, escalate=True, from_name="Winifred Ashdown")
    first, second, third = shown(row, width=36, height=3)
    assert "Winifred Ashdown" in first
    assert "serious" in second
    assert "draft" in third
    one = shown(row, width=120, height=1)[0]
    assert all(words in one for words in ("Winifred Ashdown", "serious", "new", "draft"))
    assert "• new" in shown(a_row(unread=1), width=36, height=3)[1]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (a_row(hours_left=-2), "! LATE 2h"),
        (a_row(hours_left=4), "● 4h left"),
        (a_row(hours_left=19), "○ 19h left"),
        (a_row(hours_left=None, state=CaseState.WAITING.value), "· waiting"),
        (a_row(hours_left=None, state=CaseState.SNOOZED.value), "‖ snoozed"),
        (a_row(hours_left=None, state=CaseState.RESOLVED.value), "✓ resolved"),
        (a_row(hours_left=None, state=CaseState.NOT_COMPLAINT.value), "· mail"),
        (a_row(hours_left=None), "· open"),
    ],
)
def test_every_state_has_a_sign_and_a_word(row: Row, words: str) -> None:
    assert shown(row)[0].strip().startswith(words)


@pytest.mark.parametrize("height", [1, 2, 3])
@pytest.mark.parametrize("width", [20, 36, 64, 120])
def test_rows_never_wrap_or_spill(width: int, height: int) -> None:
    row = a_row(from_name="長い名前の" * 9, subject="[/x] [@click=quit]" * 9, has_draft=True, escalate=True)
    lines = shown(row, width=width, height=height, here=True)
    assert len(lines) == height
    assert all(cell_len(each) <= width for each in lines)


def test_time_runs_without_asking_the_stores() -> None:
    due = a_row(hours_left=19).due
    assert as_of(due, now=NOW + timedelta(hours=15), target=DAY).pace is Pace.SOON
    late = as_of(due, now=NOW + timedelta(hours=21), target=DAY)
    assert (late.pace, late.words) == (Pace.LATE, "LATE 2h")
    nothing = Due(pace=Pace.NOTHING_DUE)
    assert as_of(nothing, now=NOW, target=DAY) is nothing


# --- the cursor -----------------------------------------------------------------------------------


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
        listed.action_cursor_down()
        listed.set_rows([row for row in rows if row.id != "case-1"])
        assert [row.id for row in listed.rows] == ["case-0", "case-2", "case-3", "case-4"]
        assert listed.row.id == "case-2"


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


# --- empty, hostile, resized, large ---------------------------------------------------------------


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


async def test_a_hundred_thousand_rows_scroll_like_a_hundred() -> None:
    """Wide bounds: this is to catch work that grows with the number of rows, not a slow machine."""
    app = ListApp()
    one = a_row()
    async with app.run_test(size=(160, 45)) as pilot:
        rows = [replace(one, id=f"case-{n}") for n in range(100_000)]
        listed = await with_rows(app, pilot, rows)
        start = process_time()
        listed.set_rows(list(rows))
        listed.action_last()
        for y in range(listed.size.height):
            listed.render_line(y)
        listed.action_first()
        for y in range(listed.size.height):
            listed.render_line(y)
        assert process_time() - start < 0.5
        await pilot.pause()
        assert listed.row is rows[0]


def test_a_row_says_that_somebody_else_has_the_next_move_and_that_it_recurs() -> None:
    row = a_row(other_cases=1, recurs=True, waiting_on="third_party")
    text = "\n".join(
        line.plain for line in row_lines(row, row.due, width=90, height=2, glyph=str, clock=clock, here=False)
    )
    assert "on somebody else" in text and "1 other case, again" in text

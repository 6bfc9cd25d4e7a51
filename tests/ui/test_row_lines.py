"""What a row of the complaint list says, in any room."""

from datetime import timedelta

import pytest
from rich.cells import cell_len

from inbox_tui.core.case import CaseState
from inbox_tui.core.deadlines import Due, Pace, as_of
from inbox_tui.desk.views import Row
from inbox_tui.ui.widgets.row_lines import row_lines
from tests.ui.list_rows import DAY, a_row, clock, shown
from tests.ui.shop import NOW


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


def test_who_is_writing_reads_well_for_one_and_for_two() -> None:
    for who in ("you elsewhere", "Mia, you elsewhere"):
        assert f"writing: {who} · faulty product" in "\n".join(shown(a_row(writing=who), width=100))


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


def test_a_row_says_that_somebody_else_has_the_next_move_and_that_it_recurs() -> None:
    row = a_row(other_cases=1, recurs=True, waiting_on="third_party")
    text = "\n".join(
        line.plain for line in row_lines(row, row.due, width=90, height=2, glyph=str, clock=clock, here=False)
    )
    assert "on somebody else" in text and "1 other case, again" in text

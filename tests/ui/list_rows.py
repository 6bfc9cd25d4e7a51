"""Rows for the complaint list, and the list in an app of its own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from textual.app import ComposeResult
from textual.pilot import Pilot

from inbox_tui.core.case import CaseState
from inbox_tui.core.deadlines import Due, Pace, Target, as_of
from inbox_tui.desk.views import Row
from inbox_tui.ui.signs import UNICODE
from inbox_tui.ui.themed import ThemedApp
from inbox_tui.ui.widgets.complaint_list import ComplaintList
from inbox_tui.ui.widgets.row_lines import row_lines
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

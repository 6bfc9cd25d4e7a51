"""Which panes fit which screen: pure, so every size can be tried."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_tui.ui.screens.desk.layout import CASE_PANES, MEDIUM, WIDE, Pane, layout, next_tab


@pytest.mark.parametrize(
    ("width", "opened", "pane", "shown"),
    [
        (80, False, Pane.LIST, {Pane.LIST}),
        (80, True, Pane.MESSAGE, {Pane.MESSAGE}),
        (80, True, Pane.DRAFT, {Pane.DRAFT}),
        (80, True, Pane.LIST, {Pane.LIST}),
        (120, False, Pane.LIST, {Pane.LIST}),
        (120, True, Pane.MESSAGE, set(CASE_PANES)),
        (120, True, Pane.LIST, {Pane.LIST}),
        (160, False, Pane.LIST, set(Pane)),
        (160, True, Pane.DRAFT, set(Pane)),
    ],
)
def test_panes_of_the_three_sizes(width: int, opened: bool, pane: Pane, shown: set[Pane]) -> None:
    assert layout(width, opened=opened, pane=pane).shown == shown


@given(width=st.integers(1, 500), pane=st.sampled_from(Pane))
def test_the_pane_in_use_is_always_in_sight_and_tab_can_leave_it(width: int, pane: Pane) -> None:
    plan = layout(width, opened=True, pane=pane)
    assert pane in plan.shown
    assert next_tab(plan.tabs, pane, 1) in Pane
    assert plan.list_width is None or plan.list_width < width


@given(width=st.integers(MEDIUM, 500), pane=st.sampled_from(CASE_PANES))
def test_tab_visits_every_pane_and_comes_back(width: int, pane: Pane) -> None:
    tabs = layout(width, opened=True, pane=pane).tabs
    at, seen = pane, set()
    for _ in tabs:
        seen.add(at)
        at = next_tab(tabs, at, 1)
    assert at is pane
    assert seen == set(tabs)
    assert next_tab(tabs, next_tab(tabs, pane, 1), -1) is pane


def test_only_a_screen_too_narrow_for_two_panes_turns_pages() -> None:
    assert layout(MEDIUM - 1, opened=True, pane=Pane.DRAFT).pages
    assert not layout(MEDIUM, opened=True, pane=Pane.DRAFT).pages
    assert not layout(WIDE, opened=True, pane=Pane.DRAFT).pages
    assert not layout(MEDIUM - 1, opened=True, pane=Pane.LIST).pages


def test_tab_in_the_list_goes_to_the_case_only_when_one_is_open() -> None:
    closed = layout(80, opened=False, pane=Pane.LIST)
    assert next_tab(closed.tabs, Pane.LIST, 1) is Pane.LIST
    opened = layout(80, opened=True, pane=Pane.LIST)
    assert next_tab(opened.tabs, Pane.LIST, 1) is Pane.MESSAGE

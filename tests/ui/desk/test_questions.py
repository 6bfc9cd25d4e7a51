"""The questions of the main screen, each by itself: what they look like and what they take."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Any

import pytest
from textual.widgets import Input

from inbox_tui.core.case import Case, CaseState
from inbox_tui.core.promises import Promise
from inbox_tui.core.record import ASKED, Record
from inbox_tui.core.triage import Category
from inbox_tui.desk.cases.dossier import dossier
from inbox_tui.ui.screens.card import CardScreen
from inbox_tui.ui.screens.choice import Choice, Chosen, NothingChosen, Option
from inbox_tui.ui.screens.follow_up import FollowUpScreen
from inbox_tui.ui.screens.resolve import LeaveOpen, ResolveIt, ResolveScreen
from inbox_tui.ui.screens.snooze import Asleep, Awake, SnoozeScreen
from inbox_tui.ui.widgets.row_lines import category_words
from tests.ui.desk.at_the_desk import until
from tests.ui.frames import SIZES, check_frame, frame
from tests.ui.host import Host
from tests.ui.shop import NOW, Shop


def dana(shop: Shop) -> Case:
    """A case with something of everything on its card."""
    old = NOW - timedelta(days=30)
    shop.case(
        "old1",
        "Dana Reed",
        "The lid [/x] does not fit",
        hours_ago=24 * 40,
        state=CaseState.RESOLVED,
        resolved_at=old,
        closing_reason="put right",
        unanswered_since=None,
        record=Record(satisfaction="4"),
    )
    return shop.case(
        "dana",
        "Dana Reed",
        "Arrived in pieces",
        hours_ago=20,
        stance="ours",
        text="Hello, my blue teapot came with the spout broken off and I would like a new one.",
        record=Record(cause="packed in a single box"),
    )


def card(shop: Shop) -> CardScreen:
    found = dossier(shop.desk.office, dana(shop))
    promised = Promise(
        case_id="dana", outbox_id=1, text="a new teapot", due_at=NOW + timedelta(days=1), made_at=NOW
    )
    found = replace(found, customer=replace(found.customer, promises=(promised,)))
    return CardScreen(found, zone=shop.desk.office.zone)


DIALOGS: dict[str, Callable[[Shop], Any]] = {
    "snooze": lambda shop: SnoozeScreen("Put Dana [/x] Reed aside until when?", shop.desk.cases.until),
    "resolve": lambda shop: ResolveScreen("the case of Dana [/x] Reed", missing=ASKED),
    "category": lambda shop: Choice(
        "What is the mail of Dana Reed about?",
        [Option(value=each, words=category_words(each)) for each in Category],
        hint="One of these.",
    ),
    "card": card,
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
@pytest.mark.parametrize("name", list(DIALOGS))
async def test_frames_of_the_questions(shop: Shop, name: str, size: tuple[int, int]) -> None:
    app = Host()
    async with app.run_test(size=size) as pilot:
        app.push_screen(DIALOGS[name](shop))
        await pilot.pause()
        check_frame(app, f"decide-{name}-{size[0]}")


@pytest.mark.parametrize("name", list(DIALOGS))
async def test_frames_in_mono_and_ascii(shop: Shop, name: str) -> None:
    app = Host(look="mono", ascii_only=True)
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(DIALOGS[name](shop))
        await pilot.pause()
        check_frame(app, f"decide-{name}-mono-80")
        assert frame(app).isascii()


async def test_a_time_is_typed_or_taken_from_what_is_offered(shop: Shop) -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(SnoozeScreen("Until when?", shop.desk.cases.until), app.keep)
        await pilot.pause()
        await pilot.press("up", "enter")
        assert app.answer == Asleep(until=None, words="until they answer")
        app.push_screen(SnoozeScreen("Until when?", shop.desk.cases.until), app.keep)
        await pilot.pause()
        await pilot.press("down")
        assert app.screen.query_one(Input).value == "in 4 hours"
        await pilot.press("enter")
        assert (app.answer.until, app.answer.words) == (
            NOW + timedelta(hours=4),
            "until Tue 24 Nov 2026 18:03",
        )
        app.push_screen(SnoozeScreen("Until when?", shop.desk.cases.until), app.keep)
        await pilot.pause()
        app.screen.query_one(Input).value = "01/12/2026"
        await pilot.press("enter")
        assert "two ways" in frame(app)
        await pilot.press("escape")
        assert app.answer == Awake()


async def test_a_digit_closes_and_the_record_is_never_in_the_way(shop: Shop) -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:

        async def ask() -> None:
            app.push_screen(ResolveScreen("Dana", missing=("cause", "justified")), app.keep)
            await pilot.pause()

        await ask()
        await pilot.press("2")
        assert app.answer == ResolveIt(reason="money back")
        await ask()
        await pilot.press("tab")
        await until(pilot, lambda: "Tab next line  Esc to the reasons" in frame(app))
        app.screen.query_one("#field-cause", Input).value = "box 4 was thin"
        await pilot.press("enter")
        app.screen.query_one("#field-justified", Input).value = "maybe"
        await pilot.press("enter", "1")
        assert "yes, partly, no" in frame(app)
        app.screen.query_one("#field-justified", Input).value = "Yes"
        await pilot.press("1")
        assert app.answer == ResolveIt(
            reason="put right", said={"cause": "box 4 was thin", "justified": "Yes"}
        )
        await ask()
        await pilot.press("tab", "1", "escape")
        await until(pilot, lambda: "Tab record  Esc leave it open" in frame(app))
        assert app.screen.query_one("#field-cause", Input).value == "1"
        await pilot.press("escape")
        assert app.answer == LeaveOpen(said={"cause": "1"})


async def test_an_empty_follow_up_names_no_checklist_that_would_read_along() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(FollowUpScreen("Dana", NOW, zone=UTC), app.keep)
        await until(pilot, lambda: "In your own words." in frame(app))
        assert "checklist" not in frame(app)


async def test_every_choice_is_reached_though_keys_run_out(shop: Shop) -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        many = [Option(value=n, words=f"a long line about number {n} " * 5) for n in range(40)]
        app.push_screen(Choice("Which?", many), app.keep)
        await pilot.pause()
        assert "…" in frame(app)
        for _ in range(45):
            app.screen.action_cursor_down()  # type: ignore[attr-defined]
        await pilot.press("k")
        assert "number 38" in frame(app)
        await pilot.press("enter")
        assert app.answer == Chosen(value=38)
        app.push_screen(Choice("Which?", many), app.keep)
        await pilot.pause()
        await pilot.click("#options", offset=(10, 3))
        assert app.answer == Chosen(value=3)


async def test_a_choice_is_one_key(shop: Shop) -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(Choice("Which?", [Option(value=n, words=str(n)) for n in range(12)]), app.keep)
        await pilot.pause()
        await pilot.press("z", "b")
        assert app.answer == Chosen(value=10)
        app.push_screen(Choice("Which?", [Option(value=1, words="one")]), app.keep)
        await pilot.pause()
        await pilot.press("2", "escape")
        assert app.answer == NothingChosen()

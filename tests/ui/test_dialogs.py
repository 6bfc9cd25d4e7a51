"""Questions, prompts, review, help and welcome: what they show, and what each key answers."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from textual.widgets import Input

from inbox_tui.core.when import Resolved, Unclear, resolve
from inbox_tui.ui.keys import KeyTable
from inbox_tui.ui.keys import resolve as resolve_keys
from inbox_tui.ui.screens.asking_when import ask_when
from inbox_tui.ui.screens.confirm import Answered, Confirm
from inbox_tui.ui.screens.help import HelpScreen
from inbox_tui.ui.screens.prompt import Cancelled, Understood
from inbox_tui.ui.screens.welcome import WelcomeScreen

from .frames import check_frame, frame
from .host import Host

NOW = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)


def when(text: str) -> Resolved | Unclear:
    return resolve(text, now=NOW, zone=ZoneInfo("Europe/London"))


@pytest.mark.parametrize(
    ("key", "answer"), [("y", Answered.YES), ("n", Answered.NO), ("escape", Answered.NO)]
)
async def test_a_question_is_answered_with_one_key(key: str, answer: Answered) -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(Confirm("Drop [/x]?", "It will not be sent."), app.keep)
        await pilot.pause()
        assert "Drop [/x]?" in frame(app) and "y yes  Esc no" in frame(app)
        await pilot.press("q", key)
        assert app.answer is answer


async def test_a_time_is_shown_before_it_is_accepted() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(ask_when("Follow up when?", when, value="in 3 days"), app.keep)
        await pilot.pause()
        check_frame(app, "prompt-80x24")
        assert "Sat 28 Nov 2026 14:00" in frame(app)
        app.screen.query_one(Input).value = "01/12/2026"
        await pilot.pause()
        assert "can be read in two ways" in frame(app)
        await pilot.press("enter")
        assert app.answer == "none yet"
        app.screen.query_one(Input).value = "fri 9am"
        await pilot.pause()
        await pilot.press("enter")
    assert isinstance(app.answer, Understood)
    assert app.answer.value == datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


async def test_a_prompt_can_be_left() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(ask_when("Snooze until?", when), app.keep)
        await pilot.pause()
        assert "accept" in frame(app)
        await pilot.press("escape")
    assert isinstance(app.answer, Cancelled)


def keys(settings: dict[str, str] | None = None) -> KeyTable:
    found = resolve_keys(settings or {})
    assert isinstance(found, KeyTable)
    return found


async def test_help_lists_all_keys_and_can_be_searched() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(HelpScreen(keys({"case.snooze": "ctrl+b"})), app.keep)
        await pilot.pause()
        check_frame(app, "help-80x24")
        app.screen.query_one(Input).value = "aside"
        await pilot.pause()
        shown = frame(app)
        assert "ctrl+b" in shown and "Put the case aside" in shown and "Write to the customer" not in shown
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        assert "case.snooze" in frame(app)
        app.screen.query_one(Input).value = "fly to the moon"
        await pilot.pause()
        assert "No key does that" in frame(app)
        await pilot.press("escape")
        assert app.answer is None


async def test_help_scrolls_while_the_search_line_has_the_focus() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(HelpScreen(keys()), app.keep)
        await pilot.pause()
        before = frame(app)
        await pilot.press("pagedown")
        await pilot.pause()
        assert frame(app) != before


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_welcome_names_the_two_ways_in(size: tuple[int, int]) -> None:
    app = Host()
    async with app.run_test(size=size) as pilot:
        app.push_screen(WelcomeScreen())
        await pilot.pause()
        check_frame(app, f"welcome-{size[0]}x{size[1]}")
        assert "inbox-tui demo" in frame(app) and "inbox-tui account add" in frame(app)

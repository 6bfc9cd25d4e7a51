"""Deciding on the main screen: every key with its question, and many cases at once."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from inbox_tui.core.case import Case, CaseState
from inbox_tui.core.promises import Promise
from inbox_tui.core.record import ASKED, Record
from inbox_tui.core.triage import Category
from inbox_tui.desk.dossier import dossier
from inbox_tui.ui.happened import MailPulled
from inbox_tui.ui.screens.card import CardScreen
from inbox_tui.ui.screens.choice import Choice, Chosen, NothingChosen, Option
from inbox_tui.ui.screens.confirm import Confirm
from inbox_tui.ui.screens.prompt import Prompt
from inbox_tui.ui.screens.resolve import LeaveOpen, ResolveIt, ResolveScreen
from inbox_tui.ui.screens.snooze import Asleep, Awake, SnoozeScreen
from inbox_tui.ui.show import plain
from inbox_tui.ui.themed import ThemedApp
from inbox_tui.ui.widgets.row_lines import category_words

from .desk_fixture import DeskApp, fill, put_mail
from .frames import SIZES, check_frame, frame
from .shop import NOW, Shop, open_shop


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return open_shop(tmp_path)


class Host(ThemedApp):
    """Shows one dialog and keeps its answer."""

    answer: Any = "none yet"

    def compose(self):  # type: ignore[no-untyped-def]
        yield Static(plain("behind"))

    def keep(self, answer: Any) -> None:
        self.answer = answer


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
    "resolve": lambda shop: ResolveScreen("Dana [/x] Reed", missing=ASKED),
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
        assert app.screen.query_one("#field-cause", Input).value == "1"
        await pilot.press("escape")
        assert app.answer == LeaveOpen()


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


# --- on the main screen -------------------------------------------------------------------------------


async def until(pilot: Pilot[None], wish: Callable[[], bool]) -> None:
    """Wait until it is so, at most five seconds."""
    for _ in range(250):
        if wish():
            await pilot.pause()
            return
        await pilot.pause(0.02)
    raise AssertionError(f"It did not happen. The screen:\n{frame(pilot.app)}")


@asynccontextmanager
async def running(
    shop: Shop, size: tuple[int, int] = (160, 45), **look: object
) -> AsyncIterator[tuple[DeskApp, Pilot[None]]]:
    """The app, once its list is there."""
    app = DeskApp(shop, **look)  # type: ignore[arg-type]
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.main.is_mounted and not app.main.list.loading_rows)
        yield app, pilot


def case(shop: Shop, case_id: str) -> Case:
    found = shop.book.case(case_id)
    assert found is not None
    return found


async def test_each_key_asks_its_question_and_the_case_follows(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("priya")
        await pilot.press("C")
        await until(pilot, lambda: isinstance(app.screen, Choice))
        await pilot.press("1")
        await until(pilot, lambda: case(shop, "priya").category == "late_delivery")
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Prompt))
        app.screen.query_one(Input).value = "call her"
        await pilot.press("enter")
        await until(pilot, lambda: bool(shop.book.notes("priya")))
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, Choice))
        await pilot.press("2")
        await until(pilot, lambda: case(shop, "priya").waiting_on == "third_party")
        for _ in range(3):
            before = len(shop.book.history("priya"))
            await pilot.press("z")
            await until(pilot, lambda before=before: len(shop.book.history("priya")) > before)  # type: ignore[misc]
        after = case(shop, "priya")
        assert (after.category, after.waiting_on, shop.book.notes("priya")) == ("billing", "", [])


async def test_new_mail_never_changes_which_case_an_open_question_is_about(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("priya")
        await pilot.press("e")
        assert isinstance(app.screen, ResolveScreen)
        # More urgent ones come in above it, and its row moves down.
        shop.case("eva", "Eva Holm", "Cup broken", hours_ago=30)
        shop.case("finn", "Finn Dahl", "Where is it?", hours_ago=29)
        before = len(app.main.list.rows)
        app.main.post_message(MailPulled(None))  # type: ignore[arg-type]
        await until(pilot, lambda: len(app.main.list.rows) == before + 2)
        await pilot.press("1")
        await until(pilot, lambda: case(shop, "priya").state is CaseState.RESOLVED)
        untouched = {case(shop, each).state for each in ("eva", "finn", "tom")}
        assert CaseState.RESOLVED not in untouched


async def test_many_are_selected_counted_changed_and_taken_back_as_one(shop: Shop) -> None:
    fill(shop)
    async with running(shop, size=(80, 24)) as (app, pilot):
        app.main.list.go_to("tom")
        await pilot.press("V", "j", "j", "V")
        assert [row.id for row in app.main.list.selected_rows] == ["tom", "dana", "priya"]
        await until(pilot, lambda: "3 selected" in frame(app))
        check_frame(app, "decide-selected-80")
        await pilot.press("k", "x")
        assert [row.id for row in app.main.list.selected_rows] == ["tom", "priya"]
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, ResolveScreen))
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        check_frame(app, "decide-many-80")
        await pilot.press("y")
        await until(pilot, lambda: case(shop, "priya").state is CaseState.RESOLVED)
        assert case(shop, "tom").closing_reason == "put right"
        assert case(shop, "dana").state is not CaseState.RESOLVED
        await until(pilot, lambda: not app.main.list.selected_rows)
        await pilot.press("z")
        await until(pilot, lambda: case(shop, "priya").state is not CaseState.RESOLVED)
        assert case(shop, "tom").state is not CaseState.RESOLVED


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
@pytest.mark.parametrize("look", ["dark", "mono"])
async def test_frames_of_a_selection_and_its_preview(shop: Shop, size: tuple[int, int], look: str) -> None:
    fill(shop)
    async with running(shop, size=size, look=look, ascii_only=look == "mono") as (app, pilot):
        app.main.list.go_to("tom")
        await pilot.press("x", "x", "N")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        check_frame(app, f"decide-preview-{look}-{size[0]}")


async def test_a_no_to_the_preview_and_esc_change_nothing(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("tom")
        await pilot.press("x", "x", "N")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("n")
        await pilot.pause()
        assert case(shop, "tom").state is not CaseState.NOT_COMPLAINT
        assert len(app.main.list.selected_rows) == 2
        await pilot.press("escape")
        assert app.main.list.selected_rows == []


async def test_two_cases_are_one_and_one_is_two(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("tom")
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, Choice))
        await pilot.press("1")
        await until(pilot, lambda: case(shop, "tom").state is CaseState.MERGED)
        await pilot.press("z")
        await until(pilot, lambda: case(shop, "tom").state is not CaseState.MERGED)
        await pilot.pause()
        app.main.list.go_to("dana")
        await pilot.press("M")
        await until(pilot, lambda: isinstance(app.screen, Choice))
        await pilot.press("5")
        await until(pilot, lambda: isinstance(app.screen, Prompt))
        await pilot.press("enter")
        await until(pilot, lambda: any(c.split_from == "dana" for c in shop.book.cases()))


async def test_looking_at_the_card_of_mere_mail_makes_no_case_of_it(shop: Shop) -> None:
    fill(shop)
    put_mail(shop, "news", "Buy clay!", name="Clay Weekly", at=NOW, subject="Clay news")
    async with running(shop) as (app, pilot):
        app.main.open_conversation("news")
        await until(pilot, lambda: app.main.opened is not None)
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, CardScreen))
        assert shop.book.case("news") is None


async def test_the_card_opens_and_closes(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("dana")
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, CardScreen))
        assert "Known since" in frame(app)
        await pilot.press("j", "k", "escape")
        assert not isinstance(app.screen, CardScreen)


async def test_questions_go_into_the_draft_below_what_is_written(shop: Shop) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        app.main.list.go_to("dana")
        await pilot.press("r")
        await until(pilot, lambda: app.main.opened is not None)
        app.main.editor.insert("Thank you for the photo.")
        await pilot.press("ctrl+g")
        await until(pilot, lambda: isinstance(app.screen, Choice))
        await pilot.press("1")
        await until(pilot, lambda: "[? What exactly is broken" in app.main.editor.text)
        assert "Thank you for the photo." in app.main.editor.text
        assert app.main.editor.text.index("Thank you") < app.main.editor.text.index("[?")


async def test_a_case_is_given_to_somebody_and_the_list_says_so(shop: Shop) -> None:
    fill(shop)
    async with running(shop, size=(160, 45)) as (app, pilot):
        app.main.list.go_to("priya")
        await pilot.press("W")
        await until(pilot, lambda: isinstance(app.screen, Prompt))
        assert app.screen.query_one(Input).value == shop.desk.office.actor
        app.screen.query_one(Input).value = "Sam [/x]"
        await pilot.press("enter")
        await until(pilot, lambda: case(shop, "priya").owner == "Sam [/x]")
        await until(pilot, lambda: "for Sam [/x]" in frame(app))

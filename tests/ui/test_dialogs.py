"""Questions, prompts, review, help and welcome: what they show, and what each key answers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from textual.widgets import Input, Static

from inbox_tui.core.checklist import Finding, Level, Report, Stance
from inbox_tui.core.followups import Suggested
from inbox_tui.core.message import Address
from inbox_tui.core.outbox import Kind, OutboxItem
from inbox_tui.core.promises import Promised
from inbox_tui.core.when import Resolved, Unclear, resolve
from inbox_tui.desk.writing.replies import Review
from inbox_tui.ui.keys import KeyTable
from inbox_tui.ui.keys import resolve as resolve_keys
from inbox_tui.ui.screens.asking_when import ask_when
from inbox_tui.ui.screens.confirm import Answered, Confirm
from inbox_tui.ui.screens.help import HelpScreen
from inbox_tui.ui.screens.prompt import Cancelled, Understood
from inbox_tui.ui.screens.review import ReviewScreen
from inbox_tui.ui.screens.reviewed import NotSent, SendIt, WriteOn
from inbox_tui.ui.screens.welcome import WelcomeScreen
from inbox_tui.ui.show import plain
from inbox_tui.ui.themed import ThemedApp

from .frames import check_frame, frame

NOW = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)


def when(text: str) -> Resolved | Unclear:
    return resolve(text, now=NOW, zone=ZoneInfo("Europe/London"))


def finding(check: str, level: Level, message: str, *, dismissed: bool = False) -> Finding:
    return Finding(
        check=check,
        found=False,
        level=level,
        spans=(),
        message=message,
        suggestion="",
        why="",
        key=check,
        dismissed=dismissed,
    )


def review(*findings: Finding, subject: str = "Re: Order 4471 arrived in pieces") -> Review:
    return Review(
        to=Address(name="Dana [/x] Reed", email="dana.reed@buyer.example"),
        subject=subject,
        text="Dear Dana,\n\nit was our fault.",
        report=Report(
            findings=findings,
            ready=not findings,
            stance=Stance.OURS,
            stance_guessed=False,
            to_go=tuple(f.check for f in findings),
            summary="",
        ),
    )


SOME_OPEN = review(
    finding("commitment", Level.MUST, "Say what you will change, and from when."),
    finding("follow_up", Level.SHOULD, "Say when you will be in touch again."),
    finding("tone", Level.HINT, "A hint is not worth stopping for."),
    finding("excuse", Level.MUST, "This was put aside.", dismissed=True),
)
BROKEN = review(finding("placeholder", Level.ERROR, "“[NAME]” is still in the text."))


PROMISED = (
    Promised(text="A new teapot leaves tomorrow [/x].", due_at=datetime(2026, 11, 26, 18, tzinfo=UTC)),
    Promised(text="I will look into the lid."),
)
AT_ONCE = Suggested(kind=Kind.PROMISE, at=datetime(2026, 11, 26, 17, tzinfo=UTC))


class Host(ThemedApp):
    """Shows one dialog and keeps its answer."""

    answer: Any = "none yet"

    def compose(self):  # type: ignore[no-untyped-def]
        yield Static(plain("behind"))

    def keep(self, answer: Any) -> None:
        self.answer = answer


async def test_a_review_tells_what_to_think_of_and_still_sends_with_one_yes() -> None:
    app = Host()
    careful = replace(review(), report=replace(review().report, notices=("The law is mentioned.",)))
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(ReviewScreen(careful, when=lambda _: Unclear(reason="")), app.keep)
        await pilot.pause()
        assert "The law is mentioned." in frame(app)
        await pilot.press("y")
        assert app.answer == SendIt()


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


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 45)])
async def test_the_review_shows_recipient_subject_and_what_is_open(size: tuple[int, int]) -> None:
    app = Host()
    async with app.run_test(size=size) as pilot:
        app.push_screen(ReviewScreen(SOME_OPEN, when=when, promises=PROMISED, suggested=AT_ONCE), app.keep)
        await pilot.pause()
        check_frame(app, f"review-{size[0]}x{size[1]}")
        shown = frame(app)
    assert "Send to dana.reed@buyer.example?" in shown and "Re: Order 4471" in shown
    assert "Say what you will change" in shown and "put aside" not in shown and "hint is not" not in shown


async def test_promises_are_confirmed_or_changed_before_the_reply_leaves() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = ReviewScreen(review(), when=when, promises=PROMISED, suggested=AT_ONCE)
        app.push_screen(screen, app.keep)
        await pilot.pause()
        await pilot.press("o", "j", "d")
        app.screen.query_one(Input).value = "fri 9am"
        await pilot.pause()
        await pilot.press("enter", "w")
        app.screen.query_one(Input).value = "A new   lid"
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        check_frame(app, "review-promises-80x24")
        await pilot.press("k", "o", "o", "f")
        assert app.screen.query_one(Input).value == "2026-11-26 17:00"
        await pilot.press("enter", "y")
    friday = datetime(2026, 11, 27, 9, tzinfo=UTC)
    assert app.answer == SendIt(
        follow_up_at=AT_ONCE.at,
        follow_up_kind=Kind.PROMISE,
        promises=(Promised(text="A new lid", due_at=friday),),
    )


async def test_a_review_without_promises_offers_none_of_their_keys() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(ReviewScreen(review(), when=when), app.keep)
        await pilot.pause()
        assert "promise" not in frame(app)
        await pilot.press("o", "d", "w", "j", "k", "y")
    assert app.answer == SendIt()


async def test_a_reply_leaves_when_the_owner_says() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(ReviewScreen(review(), when=when), app.keep)
        await pilot.pause()
        assert "It leaves in 20 s" in frame(app)
        for typed, shown in (("mon 9am", "Mon 30 Nov 2026 09:00"), ("now", "in 20 s"), ("+2h", "16:00")):
            await pilot.press("l")
            app.screen.query_one(Input).value = "01/12/2026"
            await pilot.pause()
            await pilot.press("enter")
            assert "can be read in two ways" in frame(app)
            app.screen.query_one(Input).value = typed
            await pilot.pause()
            await pilot.press("enter")
            await pilot.pause()
            assert shown in frame(app)
        check_frame(app, "review-later-80x24")
        await pilot.press("y")
    assert app.answer == SendIt(at=NOW + timedelta(hours=2))


async def test_a_colleague_who_answered_meanwhile_needs_a_second_yes() -> None:
    app = Host()
    answered = OutboxItem(
        account="shop", case_id="c", kind=Kind.REPLY, to="", subject="", text="", message_id="", raw=b"",
        created_at=NOW, send_at=NOW, author="Sam [/x]",
    )  # fmt: skip
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(ReviewScreen(replace(review(), answered=answered), when=when), app.keep)
        await pilot.pause()
        assert "Stop: Sam [/x] answered the same letter." in frame(app)
        await pilot.press("y")
        assert app.answer == "none yet"
        await pilot.press("S")
    assert app.answer == SendIt(force=True)


async def test_the_review_without_colour_says_the_same() -> None:
    app = Host(look="mono", ascii_only=True)
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(ReviewScreen(SOME_OPEN, when=when), app.keep)
        await pilot.pause()
        check_frame(app, "review-mono-ascii-80x24")


@pytest.mark.parametrize(
    ("key", "answer"), [("y", SendIt()), ("e", WriteOn()), ("escape", NotSent())], ids=["y", "e", "escape"]
)
async def test_the_review_is_answered_with_one_key(key: str, answer: object) -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(ReviewScreen(SOME_OPEN, when=when), app.keep)
        await pilot.pause()
        await pilot.press("S", "q", key)
    assert app.answer == answer


async def test_a_broken_rule_stops_y_and_only_a_second_yes_sends() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(ReviewScreen(BROKEN, when=when), app.keep)
        await pilot.pause()
        check_frame(app, "review-stopped-80x24")
        await pilot.press("y", "enter")
        assert app.answer == "none yet"
        await pilot.press("S")
    assert app.answer == SendIt(force=True)


async def test_a_follow_up_is_shown_in_the_review_and_sent_with_it() -> None:
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(ReviewScreen(SOME_OPEN, when=when), app.keep)
        await pilot.pause()
        await pilot.press("f", "enter")
        await pilot.pause()
        assert "Follow up    Sat 28 Nov 2026 14:00" in frame(app)
        await pilot.press("y")
    assert app.answer == SendIt(follow_up_at=NOW + timedelta(days=3))


async def test_more_open_findings_than_there_is_room_are_counted() -> None:
    many = review(*(finding(f"c{n}", Level.SHOULD, f"Number {n} is open.") for n in range(8)))
    app = Host()
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(ReviewScreen(many, when=when), app.keep)
        await pilot.pause()
        assert "and 3 more in the checklist" in frame(app)


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

"""The review before sending: what it shows, and what each key answers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from textual.widgets import Input

from inbox_tui.core.checklist import Finding, Level, Report, Stance
from inbox_tui.core.followups import Suggested
from inbox_tui.core.message import Address
from inbox_tui.core.outbox import Kind, OutboxItem
from inbox_tui.core.promises import Promised
from inbox_tui.core.when import Unclear
from inbox_tui.desk.writing.replies import Review
from inbox_tui.ui.screens.review import ReviewScreen
from inbox_tui.ui.screens.reviewed import NotSent, SendIt, WriteOn

from .frames import check_frame, frame
from .host import Host
from .test_dialogs import NOW, when


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


async def test_a_review_tells_what_to_think_of_and_still_sends_with_one_yes() -> None:
    app = Host()
    careful = replace(review(), report=replace(review().report, notices=("The law is mentioned.",)))
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(ReviewScreen(careful, when=lambda _: Unclear(reason="")), app.keep)
        await pilot.pause()
        assert "The law is mentioned." in frame(app)
        await pilot.press("y")
        assert app.answer == SendIt()


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
        assert app.screen.query_one(Input).value == "tomorrow"
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

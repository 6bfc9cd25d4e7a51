"""What goes on behind the screens: mail comes and leaves, and what stands in its way is said."""

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from textual.message import Message

from inbox_tui.config import Config
from inbox_tui.core.outbox import State
from inbox_tui.desk.receiving.intake import TakenIn
from inbox_tui.desk.receiving.sync import Progress, Pulled, Stage
from inbox_tui.desk.sending.sending import Tally
from inbox_tui.errors import MailError, SignInError, StoreError
from inbox_tui.mail.worker import Inline
from inbox_tui.ui import background
from inbox_tui.ui.happened import MailStored, OutboxMoved
from inbox_tui.ui.screens.confirm import Confirm
from inbox_tui.ui.screens.outbox import OutboxScreen
from inbox_tui.ui.widgets.status_line import (
    Connecting,
    Fetching,
    Link,
    NoAccount,
    Offline,
    Online,
    Status,
)
from tests.ui.front import Front, FrontApp, until

from .frames import check_frame, frame
from .shop import NOW, Shop


async def test_the_first_screen_hears_of_mail_and_the_status_says_online(shop: Shop) -> None:
    shop.case("case1", "Dana Reed", "Arrived in pieces", hours_ago=26)
    shop.case("case2", "Tom Hale", "Where is it?")
    app = FrontApp(shop)
    async with app.run_test(size=(120, 10)) as pilot:
        await until(lambda: app.front.heard == ["mail shop"])
        await until(lambda: app.status.to_answer == 2)
        await pilot.pause()
        check_frame(app, "status-120x10")
        assert "2 to answer · 1 late" in frame(app) and "online · heard 14:03" in frame(app)


async def test_an_unreachable_server_is_said_with_the_next_try(shop: Shop) -> None:
    shop.server.down = "no answer from imap.pottery.example"
    app = FrontApp(shop)
    async with app.run_test(size=(120, 10)) as pilot:
        await until(lambda: isinstance(app.status.link, Offline))
        await pilot.pause()
        # Never the same for all shops, and soon; a busy computer may be at its second try: see Pauses.
        assert re.search(r"offline, trying again in [1-8] s", frame(app))
        shop.server.down = ""
        await pilot.press("f5")
        app.action_sync()
        await until(lambda: isinstance(app.status.link, Online))


async def test_of_several_accounts_the_one_that_cannot_be_reached_is_named(shop: Shop) -> None:
    app = FrontApp(shop)
    async with app.run_test(size=(120, 10)) as pilot:
        await until(lambda: isinstance(app.status.link, Online))
        app.background._link("shop", Offline(reason="no route"))
        assert app.status.link == Offline(reason="no route")
        app.background._links["stall"] = Connecting()
        app.background._link("stall", Offline(reason="no answer"))
        app.background._link("shop", Online(heard_at=NOW))
        assert app.status.link == Offline(reason="no answer", account="stall")
        await pilot.pause()
        assert "stall offline" in frame(app)


async def test_a_refused_password_is_not_tried_again_by_itself(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> str | None:
        shop.server.asked += 1
        raise SignInError("The server refused the password of “shop”.")

    monkeypatch.setattr(shop.server, "sent_mailbox", refuse)
    monkeypatch.setattr(background, "LONGEST_PAUSE", 0.01)
    app = FrontApp(shop)
    async with app.run_test(size=(120, 10)):
        await until(lambda: isinstance(app.status.link, Offline))
        await asyncio.sleep(0.2)
        assert shop.server.asked == 1
        assert app.status.link == Offline(reason="The server refused the password of “shop”.")


async def test_a_disk_that_takes_no_mail_is_named_for_as_long_as_it_is_full(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(name: str, **_: object) -> None:
        raise StoreError("The disk is full: the mail cache cannot grow.")

    monkeypatch.setattr(shop.desk.sync, "pull", full)
    app = FrontApp(shop)
    async with app.run_test(size=(120, 10)) as pilot:
        await until(lambda: isinstance(app.status.link, Offline))
        await pilot.pause()
        assert isinstance(app.status.link, Offline) and app.status.link.again_at is not None
        assert app.status.link.reason == "The disk is full: the mail cache cannot grow."
        assert "trying again in 30 s" in frame(app)


def behind(shop: Shop, posted: list[Message], told: list[Exception]) -> background.Background:
    """The rounds, with nobody in front of them."""
    return background.Background(
        shop.desk,
        post=posted.append,
        show=lambda _: None,
        tell=told.append,
        announce=lambda _: None,
        shop="shop",
        poll_seconds=0.01,
    )


async def test_what_came_before_a_fetch_failed_is_shown(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    async def break_off(name: str, *, progress: Callable[[Progress], None], **_: object) -> None:
        progress(Progress(mailbox="INBOX", done=1, total=3, stage=Stage.LETTERS))
        raise MailError("The mailbox Sent cannot be opened.")

    monkeypatch.setattr(shop.desk.sync, "pull", break_off)
    monkeypatch.setattr(background, "SHOW_EVERY", float("inf"))
    posted: list[Message] = []
    rounds = asyncio.ensure_future(behind(shop, posted, []).keep_fetching("shop"))
    await until(lambda: [type(each) for each in posted] == [MailStored], seconds=20)
    rounds.cancel()
    with suppress(asyncio.CancelledError):
        await rounds


async def test_what_cannot_be_had_is_told_once_until_it_is_something_else(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacks, pulls = ["One letter."], 0

    async def pull(name: str, **_: object) -> Pulled:
        nonlocal pulls
        pulls += 1
        return Pulled(
            name=name,
            new=0,
            changed=0,
            gone=0,
            seconds=0.0,
            taken_in=TakenIn(opened=(), heard=()),
            trouble=(f"{lacks[0]} ({name})",),
        )

    monkeypatch.setattr(shop.desk.sync, "pull", pull)
    told: list[Exception] = []
    rounds = behind(shop, [], told)
    rounds._links["stall"] = Connecting()
    both = [asyncio.ensure_future(rounds.keep_fetching(name)) for name in ("shop", "stall")]
    await until(lambda: pulls > 10)
    assert sorted(map(str, told)) == ["One letter. (shop)", "One letter. (stall)"]
    lacks[0] = "Two letters."
    await until(lambda: len(told) > 3)
    for each in both:
        each.cancel()
    await asyncio.gather(*both, return_exceptions=True)
    assert sorted(map(str, told[2:])) == ["Two letters. (shop)", "Two letters. (stall)"]


async def test_what_is_due_leaves_while_the_app_is_open(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "SEND_EVERY", 0.02)
    shop.case("case1", "Dana Reed", "Arrived in pieces")
    item = shop.sending("case1", in_seconds=14)
    app = FrontApp(shop)
    async with app.run_test(size=(120, 10)):
        await asyncio.sleep(0.2)
        assert shop.postbox.delivered == []
        shop.clock.at = NOW + timedelta(seconds=15)
        await until(lambda: "outbox 1" in app.front.heard)
    after = shop.book.outbox_item(item.id)
    assert after is not None and after.state in (State.ACCEPTED, State.FILED)
    assert len(shop.postbox.delivered) == 1


async def test_a_big_backlog_is_asked_about_unless_somebody_is_writing(shop: Shop) -> None:
    app = FrontApp(shop)
    async with app.run_test(size=(100, 24), notifications=True) as pilot:
        await pilot.pause()
        app.post_message(OutboxMoved(Tally(held=10)))
        await pilot.pause()
        assert not isinstance(app.screen, Confirm)
        app.post_message(OutboxMoved(Tally(held=14)))
        await pilot.pause()
        assert "14 messages are late, because nothing was running. Look at them now?" in frame(app)
        app.post_message(OutboxMoved(Tally(held=12)))  # a second one does not pile up
        await pilot.pause()
        await pilot.press("y")
        await until(lambda: isinstance(app.screen, OutboxScreen))


async def test_a_broken_store_is_told_once_and_the_app_stays_up(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> bool:
        raise StoreError("The casebook cannot be read: the disk is full. Your draft is on the screen.")

    monkeypatch.setattr(background, "SEND_EVERY", 0.01)
    monkeypatch.setattr(shop.desk.outbox, "has_work", fail)
    app = FrontApp(shop)
    async with app.run_test(size=(120, 24), notifications=True) as pilot:
        await until(lambda: len(app._notifications) > 0)
        await asyncio.sleep(0.1)
        await pilot.pause()
        assert len(app._notifications) == 1
        await until(lambda: "the disk is full" in frame(app))
        (first,) = app._notifications
        monkeypatch.setattr(background, "TELL_ONCE_IN", 0.0)
        # Said anew, in the place of the one that still stood there.
        await until(lambda: any(each.identity != first.identity for each in app._notifications))


@pytest.mark.parametrize(
    ("link", "told"),
    [
        (Connecting(), "connecting"),
        (Fetching(done=300, total=2000), "■□□□□□□□ fetching mail: 300 of 2,000"),
        (Fetching(done=25, total=25), "■■■■■■■■ fetching mail: 25 of 25"),
        (Fetching(done=0, total=0, letters=True), "□□□□□□□□ reading letters"),
        (Online(heard_at=NOW), "online · heard 14:03"),
        (Offline(reason="no route"), "offline"),
        (Offline(reason="no route", again_at=NOW + timedelta(seconds=20)), "offline, trying again in 20 s"),
        (NoAccount(), "no account yet"),
    ],
)
async def test_the_status_line_has_words_for_every_state(shop: Shop, link: Link, told: str) -> None:
    app = FrontApp(shop, config=Config())
    async with app.run_test(size=(120, 5)) as pilot:
        app.status = Status(
            to_answer=3, late=1, follow_ups_today=2, link=link, now=NOW, zone=shop.desk.office.zone
        )
        await app.push_screen(Front())
        await pilot.pause()
        shown = frame(app).splitlines()[0]
        assert shown.endswith(told) and "3 to answer · 1 late · 2 follow-ups today" in shown


def test_the_shop_runs_its_stores_right_here(shop: Shop) -> None:
    assert isinstance(shop.desk.stores, Inline)


async def test_a_beginning_that_fails_is_said_and_the_rounds_go_on(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(call: object, *_: object, **__: object) -> object:
        monkeypatch.undo()
        raise StoreError("The disk went away.")

    app = FrontApp(shop)
    monkeypatch.setattr(app.stores, "run", broken)
    async with app.run_test(size=(120, 24), notifications=True):
        await until(lambda: app.front.heard)
        await until(lambda: "The disk went away." in frame(app))

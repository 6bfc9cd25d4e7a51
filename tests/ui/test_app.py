"""The app around the desk: what goes on behind the screens, and that it never holds anybody up."""

import asyncio
import re
import time
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from textual.screen import Screen
from textual.widgets import Static

from inbox_tui.config import Config, LookSettings
from inbox_tui.core.outbox import State
from inbox_tui.desk.sending.sending import Tally
from inbox_tui.errors import SignInError, StoreError
from inbox_tui.mail.worker import DaemonRunner, Inline
from inbox_tui.paths import paths
from inbox_tui.ui import background
from inbox_tui.ui.app import InboxApp
from inbox_tui.ui.happened import MailPulled, OutboxMoved
from inbox_tui.ui.mishaps import log_to, sentence, tell
from inbox_tui.ui.screens.confirm import Confirm
from inbox_tui.ui.screens.help import HelpScreen
from inbox_tui.ui.screens.outbox import OutboxScreen
from inbox_tui.ui.screens.welcome import WelcomeScreen
from inbox_tui.ui.show import plain
from inbox_tui.ui.widgets.status_line import (
    Connecting,
    Fetching,
    Link,
    NoAccount,
    Offline,
    Online,
    Status,
    StatusLine,
)

from .frames import check_frame, frame
from .shop import CONFIG, NOW, Shop


class Front(Screen[None]):
    """Stands for the main screen; notes what it hears and whether its words were kept."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []
        self.kept = 0
        self.keeps_for = 0.0

    def compose(self):  # type: ignore[no-untyped-def]
        yield StatusLine()
        yield Static(plain("front"))

    def on_mail_pulled(self, message: MailPulled) -> None:
        self.heard.append("mail " + message.pulled.name)

    def on_outbox_moved(self, message: OutboxMoved) -> None:
        self.heard.append(f"outbox {message.tally.accepted}")

    async def keep_words(self) -> None:
        await asyncio.sleep(self.keeps_for)
        self.kept += 1


class FrontApp(InboxApp):
    """The app on a plain first screen."""

    def __init__(self, shop: Shop, *, config: Config = CONFIG, **rest: object) -> None:
        self.front = Front()
        super().__init__(shop.desk, stores=shop.desk.stores, config=config, **rest)  # type: ignore[arg-type]

    def desk_screen(self) -> Screen[None]:
        return self.front


async def until(condition, *, seconds: float = 5) -> None:  # type: ignore[no-untyped-def]
    """Wait for the background; fail when it does not come."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        await asyncio.sleep(0.01)


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
        # Never the same for all shops, and soon: see desk.pauses.
        assert re.search(r"offline, trying again in [12] s", frame(app))
        shop.server.down = ""
        await pilot.press("f5")
        app.action_sync()
        await until(lambda: isinstance(app.status.link, Online))


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
        assert "the disk is full" in frame(app)


async def test_quitting_waits_for_no_server(shop: Shop) -> None:
    """The mail server hangs in a call and the way out never answers: q is instant all the same."""
    hang = DaemonRunner("imap test")

    class Stuck(FrontApp):
        async def begin(self) -> None:
            self._go(stuck())

    async def stuck() -> None:
        await hang.run(time.sleep, 20)

    app = Stuck(shop)
    start = time.monotonic()
    async with app.run_test(size=(80, 10)) as pilot:
        await asyncio.sleep(0.1)
        start = time.monotonic()
        await pilot.press("q")
    assert time.monotonic() - start < 1
    assert app.front.kept == 1


async def test_quitting_keeps_the_last_words_but_not_for_ever(shop: Shop) -> None:
    app = FrontApp(shop)
    app.front.keeps_for = 30
    async with app.run_test(size=(80, 10)) as pilot:
        start = time.monotonic()
        await pilot.press("q")
    assert time.monotonic() - start < 2.5


async def test_without_an_account_the_welcome_is_shown(shop: Shop) -> None:
    app = FrontApp(shop, config=Config())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        await pilot.pause()
        assert isinstance(app.screen, WelcomeScreen)
        assert app.status.link == NoAccount()
        check_frame(app, "welcome-app-80x24")


async def test_keys_go_between_the_screens(shop: Shop) -> None:
    app = FrontApp(shop)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2", "2")
        assert isinstance(app.screen, OutboxScreen) and len(app.screen_stack) == 3
        await pilot.press("question_mark")
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("escape", "1")
        assert app.screen is app.front


async def test_the_palette_has_the_actions_that_work_here_and_the_themes(shop: Shop) -> None:
    app = FrontApp(shop)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("2")
        await pilot.press("ctrl+p")
        await pilot.pause(0.3)
        assert "Everything on its way out" in frame(app)
        await pilot.press(*"light")
        await pilot.pause(0.3)
        assert "Theme: Light" in frame(app)
        await pilot.press("enter")
        await pilot.pause(0.3)
        assert app.look.name == "light"


async def test_bad_settings_are_said_and_the_defaults_stay(shop: Shop) -> None:
    config = msgspec.structs.replace(CONFIG, keys={"case.snooze": "r"}, look=LookSettings(theme="pink"))
    app = FrontApp(shop, config=config)
    async with app.run_test(size=(120, 24), notifications=True) as pilot:
        await pilot.pause()
        shown = frame(app)
        assert "There is no theme “pink”" in shown and "case.snooze" in shown
        assert app.look.name == "dark" and app.key_table is not None
        assert app.key_table.keys["case.snooze"] == ("b",)


async def test_an_unexpected_error_is_one_sentence_and_a_log(shop: Shop, tmp_path: Path) -> None:
    where = paths(str(tmp_path))
    app = FrontApp(shop, paths=where)
    async with app.run_test(size=(120, 24), notifications=True) as pilot:
        try:
            raise ZeroDivisionError("[/x] secret details")
        except ZeroDivisionError as error:
            tell(app, error)
        await pilot.pause()
        shown = frame(app)
    log = (where.log / "inbox-tui.log").read_text(encoding="utf-8")
    assert "Something unexpected happened (ZeroDivisionError)" in shown and "secret" not in shown
    assert "Traceback" in log and "secret details" in log


async def test_a_broken_widget_ends_the_app_with_one_sentence(shop: Shop, tmp_path: Path) -> None:
    class Real(FrontApp):
        @property
        def is_headless(self) -> bool:
            return False

    app = Real(shop, paths=paths(str(tmp_path)))
    async with app.run_test(size=(80, 10)) as pilot:
        app._handle_exception(ZeroDivisionError("boom"))
        await pilot.pause()
    assert app.return_code == 1
    assert "boom" in (tmp_path / "log" / "inbox-tui.log").read_text(encoding="utf-8")


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    log_to(tmp_path / "file")
    assert "kept" in sentence(ValueError("x"))


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
    async with app.run_test(size=(120, 24), notifications=True) as pilot:
        await until(lambda: app.front.heard)
        await pilot.pause()
        assert "The disk went away." in frame(app)

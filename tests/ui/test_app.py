"""The app around the desk: what goes on behind the screens, and that it never holds anybody up."""

import threading
from pathlib import Path

import msgspec
import pytest

from inbox_tui.config import Config, LookSettings
from inbox_tui.mail.worker import DaemonRunner
from inbox_tui.paths import paths
from inbox_tui.ui.mishaps import log_to, sentence, tell
from inbox_tui.ui.screens.help import HelpScreen
from inbox_tui.ui.screens.outbox import OutboxScreen
from inbox_tui.ui.screens.welcome import WelcomeScreen
from inbox_tui.ui.widgets.status_line import (
    NoAccount,
)
from tests.ui.front import FrontApp, until

from .frames import check_frame, frame
from .shop import CONFIG, Shop


async def test_quitting_waits_for_no_server(shop: Shop) -> None:
    """The mail server hangs in a call and the way out never answers: q is instant all the same."""
    hang, released = DaemonRunner("imap test"), threading.Event()

    class Stuck(FrontApp):
        async def begin(self) -> None:
            self._go(stuck())

    async def stuck() -> None:
        await hang.run(hangs)

    def hangs() -> None:
        hanging.set()
        released.wait(60)
        answered.set()

    app, hanging, answered = Stuck(shop), threading.Event(), threading.Event()
    async with app.run_test(size=(80, 10)) as pilot:
        await until(hanging.is_set)
        await pilot.press("q")
    assert not answered.is_set()
    released.set()
    assert app.front.kept == 1


async def test_quitting_keeps_the_last_words_but_not_for_ever(shop: Shop) -> None:
    app = FrontApp(shop)
    app.front.keeps_for = 60
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press("q")
    assert app.front.kept == 0


async def test_words_that_cannot_be_saved_are_told_of_before_leaving_and_printed_then(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    app = FrontApp(shop)
    app.front.keeps_for, app.front.typed = 60, "Dear [/x] Dana,\nso sorry."
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press("q")
        await until(lambda: any("Your last words" in said.message for said in app._notifications))
        assert app.is_running
        await pilot.press("q")
        await until(lambda: not app.is_running)
    assert "Dear [/x] Dana,\nso sorry." in capsys.readouterr().err


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
        assert isinstance(app.screen, OutboxScreen) and len(app.screen_stack) == 2
        await pilot.press("question_mark")
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("escape", "1")
        assert app.screen is app.front


async def test_the_palette_has_the_actions_that_work_here_and_the_themes(shop: Shop) -> None:
    app = FrontApp(shop)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("2")
        await pilot.press("ctrl+p")
        await until(lambda: "Everything on its way out" in frame(app))
        await pilot.press(*"light")
        await until(lambda: "Theme: Light" in frame(app))
        await pilot.press("enter")
        await until(lambda: app.look.name == "light")


async def test_bad_settings_are_said_and_the_defaults_stay(shop: Shop) -> None:
    config = msgspec.structs.replace(CONFIG, keys={"case.snooze": "r"}, look=LookSettings(theme="pink"))
    app = FrontApp(shop, config=config)
    async with app.run_test(size=(120, 24), notifications=True):
        await until(lambda: "There is no theme “pink”" in frame(app) and "case.snooze" in frame(app))
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
        await until(lambda: "Something unexpected happened (ZeroDivisionError)" in frame(app))
        shown = frame(app)
    log = (where.log / "inbox-tui.log").read_text(encoding="utf-8")
    assert "secret" not in shown
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

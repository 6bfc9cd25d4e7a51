"""The form for the first account: by keyboard alone, tried before it is kept, one sentence when wrong."""

import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from inbox_tui.cli.setting_up import SettingUp
from inbox_tui.config import Account, Server
from inbox_tui.config_file import load as load_config
from inbox_tui.errors import SecretError
from inbox_tui.paths import paths
from inbox_tui.ui.screens.set_up import SetUpScreen
from inbox_tui.ui.screens.welcome import BEGIN_AGAIN, WelcomeScreen
from tests.ui.desk.at_the_desk import until
from tests.ui.desk_fixture import DeskApp, Trier
from tests.ui.frames import SIZES, check_frame, frame
from tests.ui.shop import Shop

FormApp = tuple[DeskApp, Pilot[None], Trier]


@asynccontextmanager
async def at_the_form(shop: Shop, size: tuple[int, int] = (80, 24), **look: object) -> AsyncIterator[FormApp]:
    """A first start, and its form."""
    app = DeskApp(shop, accounts=False, **look)  # type: ignore[arg-type]
    trier = app.set_up
    assert isinstance(trier, Trier)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, WelcomeScreen))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SetUpScreen) and isinstance(app.focused, Input))
        yield app, pilot, trier


def shown(app: DeskApp) -> str:
    """The words on the screen, in one line."""
    return " ".join(frame(app).replace("│", " ").split())


async def put_in(pilot: Pilot[None], text: str) -> None:
    """Typed at once into the line with the focus."""
    line = pilot.app.focused
    assert isinstance(line, Input)
    line.value = text
    await pilot.pause()


async def fill_in(pilot: Pilot[None], password: str = "s3cret") -> None:  # noqa: S107 - of nobody
    """Address, name and password; the servers are guessed."""
    for text in ("kim@pottery.example", "Kim's Pottery", password):
        await put_in(pilot, text)
        await pilot.press("tab")
    await pilot.press("tab")


async def wait_in_vain(app: DeskApp, pilot: Pilot[None], trier: Trier) -> None:
    """Try a server that is silent, and give it up."""
    trier.silent = True
    await pilot.press("ctrl+s")
    await until(pilot, lambda: "Trying" in frame(app))
    await pilot.press("escape")
    await until(pilot, lambda: "You did not wait" in shown(app))


@pytest.mark.parametrize("size", SIZES)
async def test_frames_of_the_welcome_and_the_form(shop: Shop, size: tuple[int, int]) -> None:
    for look in ("dark", "mono"):
        async with at_the_form(shop, size, look=look) as (app, pilot, trier):
            mono = "-mono" if look == "mono" else ""
            check_frame(app, f"set-up-empty{mono}-{size[0]}")
            await fill_in(pilot)
            check_frame(app, f"set-up{mono}-{size[0]}")
            trier.answer = "The account was not saved, because reading (IMAP) failed: the password is wrong."
            await pilot.press("ctrl+s")
            await until(pilot, lambda: "the password is wrong" in shown(app))
            check_frame(app, f"set-up-refused{mono}-{size[0]}")
            trier.silent = True
            await pilot.press("ctrl+s")
            await until(pilot, lambda: "Trying" in frame(app))
            check_frame(app, f"set-up-trying{mono}-{size[0]}")


async def test_by_keyboard_alone_from_the_welcome_to_an_account(shop: Shop) -> None:
    async with at_the_form(shop) as (app, pilot, trier):
        await pilot.press(*"kim", "at", *"pottery", "full_stop", *"example", "enter")
        await pilot.press(*"Kim", "enter", *"secret", "down", "down")
        assert app.focused is not None and app.focused.id == "imap"
        assert "imap.pottery.example, port 993, encrypted from the start" in frame(app)
        await pilot.press("up", "shift+tab", "down", "down", "down", "enter", "enter")
        await until(pilot, lambda: app._exit)
        assert app.return_code == BEGIN_AGAIN
    name, account, password = trier.kept[0]
    assert (name, account.email, account.from_name, password) == (
        "pottery",
        "kim@pottery.example",
        "Kim",
        "secret",
    )
    assert account.smtp == Server(host="smtp.pottery.example", port=465, tls="implicit")
    assert trier.tried == trier.kept


async def test_the_password_is_never_shown(shop: Shop) -> None:
    async with at_the_form(shop) as (app, pilot, _):
        await fill_in(pilot, "open sesame")
        assert "sesame" not in frame(app)


async def test_a_guess_never_takes_the_place_of_what_was_typed(shop: Shop) -> None:
    async with at_the_form(shop) as (app, pilot, _):
        await fill_in(pilot)
        await put_in(pilot, "mail.host.example:993")
        await pilot.press("up", "up", "up", "up")
        await put_in(pilot, "kim@other.example")
        assert app.screen.query_one("#imap", Input).value == "mail.host.example:993"
        assert app.screen.query_one("#smtp", Input).value == "smtp.other.example:465"


@pytest.mark.parametrize(
    ("line", "text", "told"),
    [
        ("email", "kim", "Write the shop's own address"),
        ("password", "", "Write the password"),
        ("imap", "imap.pottery.example:9999999", "is no port"),
        ("smtp", "smtp.pottery.example:2525", "does not tell how it is encrypted"),
        ("smtp", "smtp.pottery.example:25 off", "could read the password"),
    ],
)
async def test_bad_input_is_one_sentence_with_the_cursor_where_it_is(
    shop: Shop, line: str, text: str, told: str
) -> None:
    async with at_the_form(shop) as (app, pilot, trier):
        await fill_in(pilot)
        app.screen.query_one(f"#{line}", Input).value = text
        await pilot.press("ctrl+s")
        await until(pilot, lambda: told in shown(app))
        assert app.focused is not None and app.focused.id == line
        assert trier.tried == []


async def test_what_a_server_says_is_shown_clean_and_nothing_is_kept(shop: Shop) -> None:
    async with at_the_form(shop) as (app, pilot, trier):
        await fill_in(pilot)
        trier.answer = "failed: \x1b]52;c;x\x07 [/x] [@click=app.quit]no[/]"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "[/x]" in frame(app))
        assert "\x1b" not in frame(app) and trier.kept == []
        trier.answer = ""
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app._exit)


async def test_one_need_not_wait_for_a_server_that_is_silent(shop: Shop) -> None:
    async with at_the_form(shop) as (app, pilot, trier):
        await fill_in(pilot)
        await wait_in_vain(app, pilot, trier)
        assert trier.kept == [] and not app.screen.query_one("#email", Input).disabled
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, WelcomeScreen))


async def test_without_a_keyring_the_cursor_goes_to_the_command(shop: Shop) -> None:
    async with at_the_form(shop) as (app, pilot, trier):
        await fill_in(pilot)
        trier.refuses = SecretError("This computer has no keyring to keep a password in. Nothing was saved.")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "has no keyring" in shown(app))
        assert app.focused is not None and app.focused.id == "password_command"


@pytest.mark.parametrize("line", ["password", "imap", "smtp"])
async def test_after_a_refusal_the_cursor_is_at_what_most_likely_is_wrong(shop: Shop, line: str) -> None:
    async with at_the_form(shop) as (app, pilot, trier):
        await fill_in(pilot)
        trier.answer, trier.doubts = "The account was not saved, because it was refused.", line
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "was refused" in shown(app))
        assert app.focused is not None and app.focused.id == line


UNKNOWN = (
    "The account was not saved, because reading (IMAP) failed: imap.shop.example could not prove who it is: "
    "its certificate comes from an authority that this computer does not know. Nothing was sent to it; "
    "ask its provider, or name the authority to trust in ca_file."
)


@pytest.mark.parametrize("size", SIZES)
async def test_a_server_that_nobody_vouches_for_brings_the_line_for_its_authority(
    shop: Shop, size: tuple[int, int]
) -> None:
    async with at_the_form(shop, size) as (app, pilot, trier):
        await fill_in(pilot)
        assert "ca_file" not in shown(app)
        trier.answer, trier.doubts = UNKNOWN, "ca_file"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Authority (ca_file)" in shown(app))
        assert app.focused is not None and app.focused.id == "ca_file"
        check_frame(app, f"set-up-authority-{size[0]}")
        trier.answer = ""
        await put_in(pilot, "/etc/ssl/shop-ca.pem")
        await pilot.press("up", "down", "enter")
        await until(pilot, lambda: app._exit)
    assert trier.kept[0][1].ca_file == "/etc/ssl/shop-ca.pem"


async def test_where_nothing_is_in_doubt_the_cursor_is_where_it_was(shop: Shop) -> None:
    async with at_the_form(shop) as (app, pilot, trier):
        await fill_in(pilot)
        await wait_in_vain(app, pilot, trier)
        assert app.focused is not None and app.focused.id == "imap"


async def test_a_long_reason_is_read_to_its_end_on_a_small_terminal(shop: Shop) -> None:
    async with at_the_form(shop, (80, 24)) as (app, pilot, trier):
        await fill_in(pilot)
        trier.answer = "The account was not saved, because reading failed: " + "a long reason " * 15 + "ends."
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "a long reason" in shown(app))
        assert "ends." in frame(app) and "try it and keep it" in frame(app)


# --- real servers, a real config -------------------------------------------------------------------


async def test_an_account_is_tried_and_kept_for_real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from inbox_tui.bootstrap import start_demo

    demo = start_demo(tmp_path / "demo")
    try:
        monkeypatch.setenv("SHOP_PASSWORD", demo.password)
        account = Account(
            email=demo.user,
            imap=Server(host=demo.imap_host, port=demo.imap_port, tls="off"),
            smtp=Server(host=demo.smtp_host, port=demo.smtp_port, tls="off"),
        )
        home = paths(str(tmp_path / "home"))
        setting_up = SettingUp(home)
        assert await setting_up.try_it("shop", account, demo.password) is None
        wrong = await setting_up.try_it("shop", account, "wrong")
        assert wrong is not None and wrong.field == "password"
        assert wrong.reason.startswith("The account was not saved, because reading (IMAP) failed")
        assert not home.config_file.exists()
        await setting_up.keep("shop", account, None)
        assert load_config(home.config_file).accounts == {"shop": account}
    finally:
        demo.stop()
        os.environ.pop("INBOX_TUI_DEMO_PASSWORD", None)


async def test_a_port_where_nobody_answers_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = Server(host="127.0.0.1", port=taken.getsockname()[1], tls="off")
        account = Account(email="kim@pottery.example", imap=nobody, smtp=nobody)
        told = await SettingUp(paths(str(tmp_path))).try_it("shop", account, "x")
    assert told is not None and told.field == "imap"
    assert told.reason.startswith("The account was not saved") and "127.0.0.1" in told.reason

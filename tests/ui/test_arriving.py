"""The running app on a real server, with mail coming in."""

import threading

import pytest

from inbox_tui.bootstrap import daemon_runner, open_program
from inbox_tui.desk.cases.sections import Section
from inbox_tui.ports import Casebook
from inbox_tui.ui.app import InboxApp
from inbox_tui.ui.happened import MailPulled, MailStored
from inbox_tui.ui.screens.desk.screen import DeskScreen

from ..desk.conftest import embedded_shop  # noqa: F401 - a fixture
from ..desk.shop import PASSWORD_VARIABLE, Shop
from .front import until


class Noting(InboxApp):
    """Notes what the background says, in its order."""

    heard: list[str]

    def on_mail_stored(self, _: MailStored) -> None:
        """A part of a sync."""
        self.heard.append("stored")

    def on_mail_pulled(self, message: MailPulled) -> None:
        """A whole sync."""
        self.heard.append(f"pulled {message.pulled.new}")


@pytest.fixture
def shop(
    embedded_shop: Shop,  # noqa: F811 - as fixtures do
    monkeypatch: pytest.MonkeyPatch,
) -> Shop:
    """A shop whose account is known and whose mail was never fetched."""
    embedded_shop.add_account()
    monkeypatch.setenv(PASSWORD_VARIABLE, embedded_shop.password)
    return embedded_shop


async def test_a_first_sync_shows_mail_before_it_ends(shop: Shop) -> None:
    for n in range(3):
        shop.customer.write(
            shop.address, f"Broken {n}", f"My teapot (order 447{n}) came broken. Refund, please."
        )
    program = open_program(str(shop.home), runner=daemon_runner)
    app = Noting(program.desk, stores=program.desk.stores, config=program.desk.office.config)
    app.heard = []
    async with app.run_test(size=(120, 30)) as pilot:
        await until(lambda: "pulled 3" in app.heard)
        assert app.heard[0] == "stored"
        await pilot.pause()
    program.close()


async def test_the_newest_mail_is_listed_before_the_casebook_is_open(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        shop.customer.write(shop.address, f"Letter {n}", "Hello.")
    program = open_program(str(shop.home), runner=daemon_runner)
    office, opens = program.desk.office, threading.Event()
    open_casebook = office._open_casebook

    def slowly() -> Casebook:
        assert opens.wait(60)
        return open_casebook()

    monkeypatch.setattr(office, "_open_casebook", slowly)
    app = InboxApp(program.desk, stores=program.desk.stores, config=office.config)
    async with app.run_test(size=(120, 30)) as pilot:
        screen = app.screen
        assert isinstance(screen, DeskScreen)
        screen.turn_to(Section.ALL)
        await until(lambda: len(screen.list.rows) == 3)
        assert {row.subject for row in screen.list.rows} == {"Letter 0", "Letter 1", "Letter 2"}
        assert "casebook" not in vars(office)
        names = [row.id for row in screen.list.rows]
        await pilot.press("j")
        opens.set()
        await until(lambda: app.status.fetched)
        await pilot.pause()
        assert [row.id for row in screen.list.rows] == names
        assert screen.list.row is not None and screen.list.row.id == names[1]
    program.close()

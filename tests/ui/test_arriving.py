"""The running app on a real server, with mail coming in."""

import asyncio
import time
from pathlib import Path

import pytest

from inbox_tui.bootstrap import daemon_runner, open_program
from inbox_tui.ui.app import InboxApp
from inbox_tui.ui.happened import MailPulled, MailStored

from ..desk.conftest import embedded_shop  # noqa: F401 - a fixture
from ..desk.shop import PASSWORD_VARIABLE, Shop


class Noting(InboxApp):
    """Notes what the background says, in its order."""

    heard: list[str]

    def on_mail_stored(self, _: MailStored) -> None:
        """A part of a sync."""
        self.heard.append("stored")

    def on_mail_pulled(self, message: MailPulled) -> None:
        """A whole sync."""
        self.heard.append(f"pulled {message.pulled.new}")


async def test_a_first_sync_shows_mail_before_it_ends(
    embedded_shop: Shop,  # noqa: F811 - as fixtures do
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    shop = embedded_shop
    shop.add_account()
    monkeypatch.setenv(PASSWORD_VARIABLE, shop.password)
    for n in range(3):
        shop.customer.write(
            shop.address, f"Broken {n}", f"My teapot (order 447{n}) came broken. Refund, please."
        )
    program = open_program(str(shop.home), runner=daemon_runner)
    app = Noting(program.desk, stores=program.desk.stores, config=program.desk.office.config)
    app.heard = []
    async with app.run_test(size=(120, 30)) as pilot:
        end = time.monotonic() + 20
        while "pulled 3" not in app.heard:
            assert time.monotonic() < end, app.heard
            await asyncio.sleep(0.05)
        assert app.heard[0] == "stored"
        await pilot.pause()
    program.close()

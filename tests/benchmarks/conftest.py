"""A full mailbox on a real server, and homes that fetch from it."""

import imaplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inbox_tui.config import Account, Server
from inbox_tui.config_file import put_account

from ..servers.dovecot import ANYBODY, Dovecot
from .cached import fill_home
from .mailbox import LETTERS, OLD, fill

PASSWORD = "BENCH_PASSWORD"
PATIENCE = 1800
"""Seconds for a test that fills a large mailbox first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A mailbox of 100,000 letters takes minutes to make."""
    for item in items:
        if LETTERS > 10_000 and Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(PATIENCE))


@dataclass(frozen=True, kw_only=True)
class FullMailbox:
    """A mailbox of old letters on Dovecot, which has read them all before."""

    port: int
    user: str
    letters: int

    def connect(self) -> imaplib.IMAP4:
        """A bare connection with the mailbox open."""
        imap = imaplib.IMAP4("127.0.0.1", self.port, timeout=60)
        imap.login(self.user, ANYBODY)
        assert imap.select("INBOX", readonly=True)[0] == "OK"
        return imap

    def home(self, folder: Path) -> Path:
        """A home whose account is this one; its password is in the environment."""
        folder.mkdir(parents=True, exist_ok=True)
        imap = Server(host="127.0.0.1", port=self.port, tls="off")
        account = Account(email=self.user, imap=imap, smtp=imap, password_env=PASSWORD)
        put_account(folder / "config.toml", "shop", account)
        return folder


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the homes sign in with."""
    monkeypatch.setenv(PASSWORD, ANYBODY)


@pytest.fixture(scope="session")
def filled(dovecot: Dovecot) -> Callable[[int, timedelta], FullMailbox]:
    """Makes a mailbox of so many letters of that age."""

    def make(many: int, age: timedelta) -> FullMailbox:
        user = dovecot.fresh("many")
        fill(dovecot.home(user), many, newest=datetime.now(UTC) - age)
        box = FullMailbox(port=dovecot.imap_port, user=user, letters=many)
        imap = box.connect()
        # The server reads each file once and keeps what it found.
        for first in range(1, many + 1, 1000):
            imap.fetch(f"{first}:{min(many, first + 999)}", "(RFC822.SIZE BODY.PEEK[HEADER])")
        imap.logout()
        return box

    return make


@pytest.fixture(scope="session")
def full_mailbox(filled: Callable[[int, timedelta], FullMailbox]) -> FullMailbox:
    """As many letters as ``INBOX_TUI_BENCH_MAIL`` says."""
    return filled(LETTERS, OLD)


@pytest.fixture(scope="session")
def cached_home(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """Makes a home with so many letters, as after a sync, and complaints; its mail server is not there."""
    made: dict[int, Path] = {}

    def make(many: int) -> Path:
        if many not in made:
            made[many] = tmp_path_factory.mktemp("home")
            fill_home(made[many], many)
        return made[many]

    return make

"""Fixtures for all tests: real mail servers, started once for each test process.

Tests that need servers run in one xdist group, so two workers do not both start Dovecot and Postfix.
Where a server is not installed its tests are skipped, unless ``INBOX_TUI_REQUIRE_SERVERS=1``.

Invented examples are the same in every run, and none is too slow: a change is refused for what it does, not
for the luck of the day or a busy computer. ``--hypothesis-profile=wild`` invents others each time.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from .servers import cyrus as cyruses
from .servers import dovecot as dovecots
from .servers import postfix as postfixes
from .servers.certificates import Authority, make_authority
from .servers.cyrus import Cyrus, running_cyrus
from .servers.dovecot import Dovecot, running_dovecot
from .servers.postfix import Postfix, running_postfix

settings.register_profile("wild", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("steady", settings.get_profile("wild"), derandomize=True)
settings.load_profile("steady")
SERVER_FIXTURES = frozenset({"cyrus", "dovecot", "postfix"})


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that talk to servers. First, because xdist reads the groups in this same hook."""
    for item in items:
        if SERVER_FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.dovecot)
            item.add_marker(pytest.mark.xdist_group("servers"))
        if item.get_closest_marker("slow") and os.environ.get("INBOX_TUI_SLOW") != "1":
            item.add_marker(pytest.mark.skip(reason="waits for minutes; INBOX_TUI_SLOW=1 runs it"))


def need(name: str, *, available: bool, wanted: bool = True) -> None:
    """Skip the test where ``name`` is not available; fail where the environment asks for it."""
    if available:
        return
    if wanted and os.environ.get("INBOX_TUI_REQUIRE_SERVERS") == "1":
        pytest.fail(f"{name} cannot be started here, and INBOX_TUI_REQUIRE_SERVERS=1 asks for it.")
    pytest.skip(f"{name} cannot be started here.")


@pytest.fixture(scope="session")
def authority() -> Iterator[Authority]:
    """A certificate authority with good and bad server certificates."""
    with tempfile.TemporaryDirectory(prefix="authority-") as name:
        folder = Path(name)
        # The daemons read from it under users of their own.
        folder.chmod(0o755)
        yield make_authority(folder / "ca")


@pytest.fixture(scope="session")
def dovecot(authority: Authority) -> Iterator[Dovecot]:
    """A running Dovecot. Use ``dovecot.fresh()`` for an address of the test's own."""
    need("Dovecot", available=dovecots.available())
    with running_dovecot(authority) as server:
        yield server


@pytest.fixture(scope="session")
def postfix(dovecot: Dovecot) -> Iterator[Postfix]:
    """A running Postfix that delivers into ``dovecot``."""
    need("Postfix", available=postfixes.available())
    with running_postfix(dovecot) as server:
        yield server


@pytest.fixture(scope="session")
def cyrus(authority: Authority) -> Iterator[Cyrus]:
    """A running Cyrus. Use ``cyrus.fresh()`` for an address of the test's own."""
    need("Cyrus", available=cyruses.available(), wanted=cyruses.unpacked())
    with running_cyrus(authority) as server:
        yield server


@pytest.fixture(scope="session")
def postfix_before_cyrus(dovecot: Dovecot, cyrus: Cyrus) -> Iterator[Postfix]:
    """A running Postfix that delivers into ``cyrus``; Dovecot only says which passwords are right."""
    need("Postfix", available=postfixes.available())
    into = f"virtual_transport = lmtp:inet:127.0.0.1:{cyrus.lmtp_port}\n"
    with running_postfix(dovecot, settings=into) as server:
        yield server

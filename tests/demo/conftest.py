"""A demo of its own for each test, and a client that is signed in."""

from collections.abc import Iterator
from typing import Any

import pytest

from inbox_tui.demo import DemoMail
from tests.demo.clients import NOW, SAMPLE, signed_in


@pytest.fixture
def demo() -> Iterator[DemoMail]:
    with DemoMail.start(SAMPLE, NOW) as found:
        yield found


@pytest.fixture
def imap(demo: DemoMail) -> Iterator[Any]:
    with signed_in(demo, demo.user) as client:
        yield client

"""The demo's own servers, as an account for the adapters under test."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from inbox_tui.config import Account, Server
from inbox_tui.demo import DemoMail

SAMPLE = Path(__file__).parents[2] / "sample_mail"


@contextmanager
def running_demo(sample: Path = SAMPLE) -> Iterator[DemoMail]:
    """The demo's servers, filled from ``sample``."""
    with DemoMail.start(sample, datetime.now(UTC)) as demo:
        yield demo


def demo_account(demo: DemoMail) -> Account:
    """The account of the demo's owner."""
    return Account(
        email=demo.user,
        imap=Server(host=demo.imap_host, port=demo.imap_port, tls="off"),
        smtp=Server(host=demo.smtp_host, port=demo.smtp_port, tls="off"),
    )

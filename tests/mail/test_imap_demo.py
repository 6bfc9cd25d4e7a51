"""The same client on the demo's server, which is built differently from Dovecot."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from inbox_tui.demo import DemoMail
from inbox_tui.errors import MailboxGoneError, SignInError
from inbox_tui.mail.imap import ImapServer
from tests.servers.embedded import demo_account, running_demo

from .imap_server import letter


@pytest.fixture(scope="module")
def demo() -> Iterator[DemoMail]:
    with running_demo() as running:
        yield running


@pytest.fixture
def server(demo: DemoMail) -> Iterator[ImapServer]:
    imap = ImapServer(name="demo", account=demo_account(demo), password=lambda: demo.password, timeout=60)
    yield imap
    imap.close()


def test_everything_is_there_newest_first(server: ImapServer) -> None:
    assert server.connect()
    assert server.sent_mailbox() == "Sent"
    status = server.select("INBOX")
    uids = server.uids()[::-1]
    assert len(uids) == status.messages > 20
    headers = list(server.headers(uids))
    assert [item.ref.uid for item in headers] == uids
    assert all(b"\n" in item.raw and not item.whole for item in headers)
    whole = list(server.messages(uids))
    assert [item.ref.uid for item in whole] == uids
    assert all(item.whole and len(item.raw) == item.size for item in whole)


def test_a_message_is_found_by_its_exact_id_and_flagged(server: ImapServer) -> None:
    server.append("Sent", letter(8), flags=["\\Seen"], at=datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))
    server.select("Sent")
    (uid,) = server.find("<mug-8@buyer.example>")
    assert server.find("<mug-8@buyer.exampl>") == []
    server.add_flags([uid], ["\\Answered"])
    assert server.flags([uid])[uid] >= {"\\Seen", "\\Answered"}
    (copy,) = server.messages([uid])
    assert (copy.raw, copy.received_at) == (letter(8), datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))


def test_new_mail_wakes_the_waiting(server: ImapServer, demo: DemoMail) -> None:
    server.select("INBOX")
    assert not server.wait(0.1)
    timer = threading.Timer(0.2, demo.deliver, [letter(7)])
    timer.start()
    assert server.wait(60)
    timer.join()


def test_errors_are_the_same(server: ImapServer, demo: DemoMail) -> None:
    with pytest.raises(MailboxGoneError):
        server.select("Nowhere")
    wrong = ImapServer(name="demo", account=demo_account(demo), password=lambda: "no", timeout=60)
    with pytest.raises(SignInError):
        wrong.connect()

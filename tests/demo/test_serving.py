"""The demo's servers as a whole: who may sign in, where mail goes, how they begin and end."""

import json
import logging
import os
import re
import signal
import smtplib
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import imapclient
import pytest

from inbox_tui.config import Account, Server
from inbox_tui.demo import DemoMail
from inbox_tui.demo.mail import CUSTOMERS, STOP_SECONDS
from inbox_tui.mail.smtp import SmtpTransport
from inbox_tui.ports import Accepted, AccountStopped
from tests.demo.clients import NEW, NOW, SAMPLE, signed_in


def test_a_wrong_password_is_refused(demo: DemoMail) -> None:
    reader = imapclient.IMAPClient(demo.imap_host, demo.imap_port, ssl=False, timeout=60)
    with reader, pytest.raises(imapclient.exceptions.LoginError):
        reader.login(demo.user, "wrong")
    sender = smtplib.SMTP(demo.smtp_host, demo.smtp_port, timeout=60)
    with sender, pytest.raises(smtplib.SMTPAuthenticationError):
        sender.login(demo.user, "wrong")


def test_mail_to_a_customer_goes_out_and_stays_here(demo: DemoMail, imap: Any) -> None:
    before = imap.folder_status("INBOX", ["MESSAGES"])[b"MESSAGES"]
    with smtplib.SMTP(demo.smtp_host, demo.smtp_port, timeout=60) as client:
        client.login(demo.user, demo.password)
        client.sendmail(demo.user, ["ed@buyer.example"], NEW)
    assert demo.outgoing == [(demo.user, ["ed@buyer.example"], NEW)]
    assert imap.folder_status("INBOX", ["MESSAGES"])[b"MESSAGES"] == before
    with signed_in(demo, CUSTOMERS) as customer:
        customer.select_folder("INBOX")
        assert [parts[b"BODY[]"] for parts in customer.fetch(customer.search(), ["BODY[]"]).values()] == [NEW]


def test_a_customers_mail_to_the_shop_lands_in_its_inbox(demo: DemoMail, imap: Any) -> None:
    with smtplib.SMTP(demo.smtp_host, demo.smtp_port, timeout=60) as client:
        client.sendmail("ed@buyer.example", ["Owner@Shop.example"], NEW)
    imap.select_folder("INBOX", readonly=True)
    assert len(imap.search(["HEADER", "Message-ID", "<n@x>"])) == 1


async def test_our_own_transport_gets_through(demo: DemoMail) -> None:
    server = Server(host=demo.smtp_host, port=demo.smtp_port, tls="off")
    account = Account(email=demo.user, imap=server, smtp=server)
    smtp = SmtpTransport(name="demo", account=account, password=lambda: demo.password)
    assert isinstance(await smtp.deliver(sender=demo.user, to=["ed@buyer.example"], raw=NEW), Accepted)
    await smtp.close()
    wrong = SmtpTransport(name="demo", account=account, password=lambda: "wrong")
    result = await wrong.deliver(sender=demo.user, to=["ed@buyer.example"], raw=NEW)
    assert isinstance(result, AccountStopped)
    assert len(demo.outgoing) == 1


def test_stopping_hangs_up_and_frees_the_ports() -> None:
    threads = threading.enumerate()
    demo = DemoMail.start(SAMPLE, NOW)
    client = signed_in(demo, demo.user)
    client.select_folder("INBOX")
    client.idle()
    lingering = socket.create_connection((demo.smtp_host, demo.smtp_port), timeout=60)
    assert lingering.recv(3) == b"220"
    started = time.monotonic()
    demo.stop()
    demo.stop()
    assert time.monotonic() - started < STOP_SECONDS / 2, "it did not wait for those who stay"
    # Threads of earlier tests may end meanwhile.
    assert {*threading.enumerate()} <= {*threads}
    for port in (demo.imap_port, demo.smtp_port):
        with pytest.raises(OSError):
            socket.create_connection((demo.imap_host, port), timeout=1).close()
    lingering.close()
    client._imap.sock.close()


def test_two_demos_do_not_share_anything(demo: DemoMail) -> None:
    with DemoMail.start(SAMPLE, NOW) as other:
        assert other.password != demo.password
        assert other.imap_port != demo.imap_port
        uid = other.deliver(NEW)
        with signed_in(demo, demo.user) as client:
            client.select_folder("INBOX")
            assert uid not in client.search()


def test_a_missing_sample_folder_gives_an_empty_account(tmp_path: Path) -> None:
    with DemoMail.start(tmp_path, NOW) as demo, signed_in(demo, demo.user) as client:
        assert client.select_folder("INBOX")[b"EXISTS"] == 0


def would_be_printed(record: logging.LogRecord) -> bool:
    """Whether it gets to the root; pytest listens to a logger that passes nothing on as well."""
    logger: logging.Logger | None = logging.getLogger(record.name)
    while logger is not None and logger.propagate:
        logger = logger.parent
    return logger is None and record.levelno >= logging.WARNING


def test_nonsense_from_a_client_reaches_no_terminal(
    demo: DemoMail, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    for port in (demo.imap_port, demo.smtp_port):
        with socket.create_connection((demo.imap_host, port), timeout=60) as wire:
            wire.recv(1000)
            wire.sendall(b"\x00\xff junk {99999999999+}\r\n" * 20)
            wire.sendall(b"a LOGIN {3}\r\n")
    with socket.create_connection((demo.smtp_host, demo.smtp_port), timeout=60) as wire:
        wire.sendall(b"EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\nhalf")
    demo.deliver(NEW)
    assert capfd.readouterr() == ("", "")
    assert [record for record in caplog.records if would_be_printed(record)] == []


def serving() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "always", "-c", "from inbox_tui.demo import *; serve_until_closed()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("end", ["stdin", "SIGTERM", "SIGINT"])
def test_serve_says_where_it_is_and_ends_when_told(end: str) -> None:
    if end != "stdin" and os.name == "nt":
        end = "stdin"
    with serving() as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        line = process.stdout.readline()
        where = json.loads(line)
        assert set(where) == {"imap", "smtp"}
        for server in where.values():
            assert set(server) == {"host", "port", "user", "password"}
        with imapclient.IMAPClient(
            where["imap"]["host"], where["imap"]["port"], ssl=False, timeout=60
        ) as client:
            client.login(where["imap"]["user"], where["imap"]["password"])
            assert client.select_folder("INBOX")[b"EXISTS"] > 20
            if end == "stdin":
                process.stdin.close()
            else:
                process.send_signal(getattr(signal, end))
            assert process.wait(60) == 0
        assert process.stdout.read() == ""
        assert process.stderr.read() == ""


def test_the_password_is_not_guessable(demo: DemoMail) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{16,}", demo.password)


def test_the_servers_are_loaded_only_when_the_demo_starts() -> None:
    code = "import sys, inbox_tui.demo; print({'pymap', 'aiosmtpd'} & set(sys.modules))"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert found.stdout == "set()\n"

"""The demo's servers, spoken to with the clients that anybody would use."""

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
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import imapclient
import pytest

from inbox_tui.config import Account, Server
from inbox_tui.demo import DemoMail
from inbox_tui.demo.letters import aged, letters
from inbox_tui.demo.mail import CUSTOMERS
from inbox_tui.mail.smtp import SmtpTransport
from inbox_tui.paths import shipped
from inbox_tui.ports import Accepted, AccountStopped

SAMPLE = shipped("sample_mail")
NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
NEW = (
    b"From: Ed <ed@buyer.example>\r\nTo: owner@shop.example\r\n"
    b"Subject: New\r\nMessage-ID: <n@x>\r\n\r\nHello\r\n"
)


@pytest.fixture
def demo() -> Iterator[DemoMail]:
    with DemoMail.start(SAMPLE, NOW) as found:
        yield found


@pytest.fixture
def imap(demo: DemoMail) -> Iterator[Any]:
    with signed_in(demo, demo.user) as client:
        yield client


def signed_in(demo: DemoMail, user: str) -> Any:
    client = imapclient.IMAPClient(demo.imap_host, demo.imap_port, ssl=False, timeout=10)
    client.login(user, demo.password)
    return client


def test_the_mailboxes_say_what_they_are_for(imap: Any) -> None:
    assert {name for _, _, name in imap.list_folders()} == {"INBOX", "Sent", "Drafts"}
    assert imap.find_special_folder(b"\\Sent") == "Sent"
    assert imap.find_special_folder(b"\\Drafts") == "Drafts"
    for wanted in (b"IDLE", b"SPECIAL-USE", b"UIDPLUS", b"MOVE"):
        assert imap.has_capability(wanted)


def test_every_sample_letter_lies_there_byte_for_byte(imap: Any) -> None:
    for mailbox in ("INBOX", "Sent"):
        wanted = [letter for letter in letters(SAMPLE, NOW) if letter.mailbox == mailbox]
        assert len(wanted) == len(list((SAMPLE / {"INBOX": "inbox", "Sent": "sent"}[mailbox]).glob("*.eml")))
        imap.select_folder(mailbox, readonly=True)
        uids = imap.search()
        assert uids == sorted(uids)
        found = imap.fetch(uids, ["BODY.PEEK[]", "RFC822.SIZE"])
        for uid, letter in zip(uids, wanted, strict=True):
            assert found[uid][b"BODY[]"] == letter.raw
            assert found[uid][b"RFC822.SIZE"] == len(letter.raw)


def test_even_hostile_letters_pass_through_unchanged(demo: DemoMail, imap: Any) -> None:
    raws = [path.read_bytes() for path in sorted((SAMPLE / "hostile").glob("*.eml"))]
    assert raws
    uids = [demo.deliver(raw) for raw in raws]
    imap.select_folder("INBOX", readonly=True)
    found = imap.fetch(uids, ["BODY.PEEK[]", "BODY.PEEK[HEADER.FIELDS (SUBJECT FROM MESSAGE-ID)]"])
    assert [found[uid][b"BODY[]"] for uid in uids] == raws


def test_arrival_and_date_are_the_age_before_the_start(imap: Any) -> None:
    imap.normalise_times = False
    imap.select_folder("INBOX", readonly=True)
    uids = imap.search()
    for parts in imap.fetch(uids, ["INTERNALDATE", "BODY.PEEK[HEADER]"]).values():
        header = message_from_bytes(parts[b"BODY[HEADER]"])
        assert header["X-Demo-Age"] is None
        assert parts[b"INTERNALDATE"] <= NOW
        assert abs(parsedate_to_datetime(header["Date"]) - parts[b"INTERNALDATE"]) < timedelta(minutes=1)


def test_an_age_becomes_a_date_in_the_zone_of_its_writer() -> None:
    raw = b"Subject: x\nDate: Mon, 23 Nov 2026 06:35:15 +0100\nX-Demo-Age: 32h\n\nDate: stays\n"
    changed, at = aged(raw, NOW)
    assert at == NOW - timedelta(hours=32)
    assert changed == b"Subject: x\r\nDate: Mon, 23 Nov 2026 07:00:00 +0100\r\n\r\nDate: stays\r\n"
    changed, at = aged(b"Subject: x\nX-Demo-Age: 40m\n\nhi", NOW)
    assert at == NOW - timedelta(minutes=40)
    assert b"Date: Tue, 24 Nov 2026 13:20:00 +0000\r\n" in changed
    assert aged(b"Date: Mon, 1 Jan 2035 00:00:00 +0000\n\nhi", NOW)[1] == NOW
    assert aged(b"Date: Mon, 2 Nov 2026 00:00:00 +0000\n\nhi", NOW)[1] == datetime(2026, 11, 2, tzinfo=UTC)


def test_what_the_shop_answered_is_marked_so(imap: Any) -> None:
    imap.select_folder("Sent", readonly=True)
    answered = {
        message_from_bytes(parts[b"BODY[HEADER]"])["In-Reply-To"]
        for parts in imap.fetch(imap.search(), ["BODY.PEEK[HEADER]"]).values()
    }
    imap.select_folder("INBOX", readonly=True)
    uids = imap.search(["ANSWERED"])
    marked = {
        message_from_bytes(parts[b"BODY[HEADER]"])["Message-ID"]
        for parts in imap.fetch(uids, ["BODY.PEEK[HEADER]"]).values()
    }
    assert marked
    assert marked <= answered
    assert len(imap.search(["UNSEEN"])) > 20


def test_new_mail_wakes_a_client_in_idle(demo: DemoMail, imap: Any) -> None:
    status = imap.select_folder("INBOX", readonly=True)
    for round_ in (1, 2):
        imap.idle()
        timer = threading.Timer(0.1, demo.deliver, [NEW])
        timer.start()
        assert (status[b"EXISTS"] + round_, b"EXISTS") in imap.idle_check(timeout=5)
        imap.idle_done()
        timer.join()
    assert max(imap.search()) == status[b"UIDNEXT"] + 1


def test_a_flag_set_elsewhere_reaches_a_client_in_idle(demo: DemoMail, imap: Any) -> None:
    imap.select_folder("INBOX", readonly=True)
    uids = imap.search(["UNSEEN"])[:20]
    for uid in uids:
        imap.idle()
        with signed_in(demo, demo.user) as other:
            other.select_folder("INBOX")
            other.add_flags([uid], [b"\\Seen"])
        [news] = imap.idle_check(timeout=5)
        assert news[1] == b"FETCH"
        assert b"\\Seen" in news[2][1]
        imap.idle_done()


def test_a_message_is_found_by_its_id_and_no_other(demo: DemoMail, imap: Any) -> None:
    uid = demo.deliver(NEW)
    imap.select_folder("INBOX", readonly=True)
    assert imap.search(["HEADER", "Message-ID", "<n@x>"]) == [uid]
    assert imap.search(["HEADER", "Message-ID", "<nothing@x>"]) == []


def test_a_filed_copy_keeps_its_date_and_flags(imap: Any) -> None:
    imap.normalise_times = False
    at = datetime(2026, 11, 24, 13, 59, 58, tzinfo=UTC)
    imap.append("Sent", NEW, ["\\Seen"], at)
    imap.select_folder("Sent")
    [uid] = imap.search(["HEADER", "Message-ID", "<n@x>"])
    parts = imap.fetch([uid], ["BODY.PEEK[]", "INTERNALDATE", "FLAGS"])[uid]
    assert parts[b"BODY[]"] == NEW
    assert parts[b"INTERNALDATE"] == at
    assert b"\\Seen" in parts[b"FLAGS"]


def test_flags_stay_and_reading_sets_none(demo: DemoMail, imap: Any) -> None:
    uid = demo.deliver(NEW)
    validity = imap.select_folder("INBOX")[b"UIDVALIDITY"]
    imap.fetch([uid], ["BODY.PEEK[]"])
    assert b"\\Seen" not in imap.get_flags([uid])[uid]
    imap.add_flags([uid], [b"\\Seen", b"\\Answered"])
    with signed_in(demo, demo.user) as other:
        assert other.select_folder("INBOX", readonly=True)[b"UIDVALIDITY"] == validity
        assert {b"\\Seen", b"\\Answered"} <= set(other.get_flags([uid])[uid])


def test_examine_changes_nothing(demo: DemoMail, imap: Any) -> None:
    uid = demo.deliver(NEW)
    imap.select_folder("INBOX", readonly=True)
    with pytest.raises(imapclient.exceptions.IMAPClientError):
        imap.add_flags([uid], [b"\\Seen"])
    imap.select_folder("INBOX")
    assert b"\\Seen" not in imap.get_flags([uid])[uid]


def test_a_command_may_name_thousands_of_uids(imap: Any) -> None:
    imap.select_folder("INBOX", readonly=True)
    uids = imap.search()
    assert set(imap.fetch([*uids, *range(100_000, 120_000, 2)], ["FLAGS"])) == set(uids)


def test_a_wrong_password_is_refused(demo: DemoMail) -> None:
    reader = imapclient.IMAPClient(demo.imap_host, demo.imap_port, ssl=False, timeout=10)
    with reader, pytest.raises(imapclient.exceptions.LoginError):
        reader.login(demo.user, "wrong")
    sender = smtplib.SMTP(demo.smtp_host, demo.smtp_port, timeout=10)
    with sender, pytest.raises(smtplib.SMTPAuthenticationError):
        sender.login(demo.user, "wrong")


def test_mail_to_a_customer_goes_out_and_stays_here(demo: DemoMail, imap: Any) -> None:
    before = imap.folder_status("INBOX", ["MESSAGES"])[b"MESSAGES"]
    with smtplib.SMTP(demo.smtp_host, demo.smtp_port, timeout=10) as client:
        client.login(demo.user, demo.password)
        client.sendmail(demo.user, ["ed@buyer.example"], NEW)
    assert demo.outgoing == [(demo.user, ["ed@buyer.example"], NEW)]
    assert imap.folder_status("INBOX", ["MESSAGES"])[b"MESSAGES"] == before
    with signed_in(demo, CUSTOMERS) as customer:
        customer.select_folder("INBOX")
        assert [parts[b"BODY[]"] for parts in customer.fetch(customer.search(), ["BODY[]"]).values()] == [NEW]


def test_a_customers_mail_to_the_shop_lands_in_its_inbox(demo: DemoMail, imap: Any) -> None:
    with smtplib.SMTP(demo.smtp_host, demo.smtp_port, timeout=10) as client:
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
    threads = threading.active_count()
    demo = DemoMail.start(SAMPLE, NOW)
    client = signed_in(demo, demo.user)
    client.select_folder("INBOX")
    client.idle()
    lingering = socket.create_connection((demo.smtp_host, demo.smtp_port), timeout=5)
    assert lingering.recv(3) == b"220"
    started = time.monotonic()
    demo.stop()
    demo.stop()
    assert time.monotonic() - started < 1
    assert threading.active_count() == threads
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


def test_nonsense_from_a_client_reaches_no_terminal(
    demo: DemoMail, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    for port in (demo.imap_port, demo.smtp_port):
        with socket.create_connection((demo.imap_host, port), timeout=5) as wire:
            wire.recv(1000)
            wire.sendall(b"\x00\xff junk {99999999999+}\r\n" * 20)
            wire.sendall(b"a LOGIN {3}\r\n")
    with socket.create_connection((demo.smtp_host, demo.smtp_port), timeout=5) as wire:
        wire.sendall(b"EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\nhalf")
    demo.deliver(NEW)
    assert capfd.readouterr() == ("", "")
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


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
            where["imap"]["host"], where["imap"]["port"], ssl=False, timeout=10
        ) as client:
            client.login(where["imap"]["user"], where["imap"]["password"])
            assert client.select_folder("INBOX")[b"EXISTS"] > 20
            started = time.monotonic()
            if end == "stdin":
                process.stdin.close()
            else:
                process.send_signal(getattr(signal, end))
            assert process.wait(5) == 0
            assert time.monotonic() - started < 2
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

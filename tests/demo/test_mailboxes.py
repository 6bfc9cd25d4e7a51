"""The mailboxes of the demo: every letter as it lies there, flags, IDLE, what clients ask for."""

import threading
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from typing import Any

import imapclient
import pytest

from inbox_tui.demo import DemoMail
from inbox_tui.demo.letters import aged, letters
from tests.demo.clients import NEW, NOW, SAMPLE, signed_in


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
        assert (status[b"EXISTS"] + round_, b"EXISTS") in imap.idle_check(timeout=60)
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
        [news] = imap.idle_check(timeout=60)
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

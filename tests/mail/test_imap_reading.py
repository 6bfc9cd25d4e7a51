"""Reading from a real Dovecot."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from inbox_tui.errors import MailboxGoneError, RefusedError
from inbox_tui.mail import imap as module
from tests.servers.dovecot import ODD, Dovecot

from .imap_server import imap_for, letter, plain_imap


@pytest.mark.parametrize("tls", ["implicit", "starttls", "off"])
def test_connects_in_every_way_and_knows_what_the_server_can_do(dovecot: Dovecot, tls) -> None:
    with imap_for(dovecot, dovecot.fresh(), tls=tls) as server:
        capabilities = server.connect()
    assert "IDLE" in capabilities
    # Dovecot offers this only after the sign-in, so the list was asked for again.
    assert "CONDSTORE" in capabilities
    assert "AUTH=PLAIN" not in capabilities


def test_a_password_with_every_odd_character_signs_in(dovecot: Dovecot) -> None:
    with imap_for(dovecot, ODD, tls="starttls") as server:
        assert server.connect()


def test_finds_sent_and_mailboxes_by_the_names_that_people_write(dovecot: Dovecot) -> None:
    user = dovecot.fresh()
    with plain_imap(dovecot, user) as client:
        client.create('"Beschwerden &- Gr&APYA3w-e"')
        client.create('"2024"')
    with imap_for(dovecot, user) as server:
        assert server.sent_mailbox() == "Sent"
        assert server.select("Beschwerden & Größe").messages == 0


def test_one_bad_name_does_not_cost_the_list(dovecot: Dovecot) -> None:
    user = dovecot.fresh()
    with imap_for(dovecot, user) as server:
        server.connect()
        # Not modified UTF-7. Dovecot refuses to make it, yet lists what it finds on disk.
        (dovecot.home(user) / ".Old &! mail" / "cur").mkdir(parents=True)
        assert server.sent_mailbox() == "Sent"


def test_selecting_tells_the_state_and_changes_nothing(dovecot: Dovecot) -> None:
    user = dovecot.fresh()
    dovecot.deliver(user, letter(1), letter(2))
    with imap_for(dovecot, user) as server:
        status = server.select("INBOX")
        assert (status.name, status.messages, status.uidnext) == ("INBOX", 2, 3)
        assert status.uidvalidity > 0
        assert status.modseq is not None
        assert server.uids() == [1, 2]
        list(server.messages([1, 2]))
        assert server.flags([1, 2, 77]).keys() == {1, 2}
        assert not any("\\Seen" in flags for flags in server.flags([1, 2]).values())


def test_a_mailbox_that_is_not_there_is_gone(dovecot: Dovecot) -> None:
    with imap_for(dovecot, dovecot.fresh()) as server:
        with pytest.raises(MailboxGoneError, match="Complaints 1999"):
            server.select("Complaints 1999")
        assert server.select("INBOX").messages == 0
        with pytest.raises(MailboxGoneError, match="Nowhere"):
            server.append("Nowhere", letter(), flags=[], at=datetime.now(UTC))


def test_reading_without_a_mailbox_is_refused(dovecot: Dovecot) -> None:
    with imap_for(dovecot, dovecot.fresh()) as server, pytest.raises(RefusedError, match="select"):
        server.uids()


def test_headers_come_newest_first_and_hold_only_what_the_house_uses(dovecot: Dovecot) -> None:
    user = dovecot.fresh()
    before = datetime.now(UTC) - timedelta(seconds=2)
    dovecot.deliver(user, *(letter(number) for number in range(1, 6)))
    with imap_for(dovecot, user) as server:
        status = server.select("INBOX")
        found = list(server.headers([5, 4, 99, 3, 1]))
    assert [item.ref.uid for item in found] == [5, 4, 3, 1]
    first = found[0]
    assert (first.ref.account, first.ref.mailbox) == ("shop", "INBOX")
    assert first.ref.uidvalidity == status.uidvalidity
    assert b"Subject: Mug 5 broke" in first.raw
    assert b"X-Unneeded" not in first.raw
    assert b"arrived broken" not in first.raw
    assert not first.whole
    assert first.size > len(first.raw)
    assert first.received_at.tzinfo is UTC
    assert before <= first.received_at <= datetime.now(UTC) + timedelta(seconds=2)


def test_whole_messages_come_byte_for_byte_in_the_order_asked_for(
    dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WHOLE_CHUNK", 2)
    user = dovecot.fresh()
    raws = {number: letter(number, size=number * 1000) for number in range(1, 6)}
    with plain_imap(dovecot, user) as client:
        for raw in raws.values():
            client.append("INBOX", "", "", raw)
    with imap_for(dovecot, user) as server:
        server.select("INBOX")
        found = list(server.messages([3, 5, 1, 2, 4]))
    assert [item.ref.uid for item in found] == [3, 5, 1, 2, 4]
    assert all(item.raw == raws[item.ref.uid] and item.whole for item in found)
    assert all(item.size == len(item.raw) for item in found)


def test_a_huge_message_is_fetched_as_a_header(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MESSAGE_LIMIT", 5000)
    user = dovecot.fresh()
    dovecot.deliver(user, letter(1), letter(2, size=20_000), letter(3))
    with imap_for(dovecot, user) as server:
        server.select("INBOX")
        found = {item.ref.uid: item for item in server.messages([3, 2, 1])}
    assert [found[uid].whole for uid in (1, 2, 3)] == [True, False, True]
    assert found[2].size > 20_000
    assert found[2].raw.endswith(b"\r\n\r\n")
    assert b"X-Unneeded" in found[2].raw
    assert b"All of it" not in found[2].raw


def test_very_many_uids_are_asked_for_in_spans(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inbox_tui.mail.imap_line.SEARCH_SPAN", 3)
    user = dovecot.fresh()
    dovecot.deliver(user, *(letter(number) for number in range(7)))
    with imap_for(dovecot, user) as server:
        server.select("INBOX")
        assert server.uids() == [1, 2, 3, 4, 5, 6, 7]


def test_find_compares_the_whole_message_id(dovecot: Dovecot) -> None:
    user = dovecot.fresh()
    ids = [
        "<a1@b.example>",
        "<xa1@b.example>",
        "<a1@b.example.org>",
        "\r\n <a1@b.example>",
        '<"q\\"x y"@b.example>',
    ]
    dovecot.deliver(user, *(letter(number, message_id=text) for number, text in enumerate(ids)))
    with imap_for(dovecot, user) as server:
        server.select("INBOX")
        assert server.find("<a1@b.example>") == [1, 4]
        assert server.find("a1@b.example") == [1, 4]
        assert server.find("<A1@b.example>") == []
        assert server.find('<"q\\"x y"@b.example>') == [5]
        assert server.find("") == []
        assert server.find("<" + "long" * 5000 + "@b.example>") == []


def test_find_takes_what_looks_like_imap_for_text(dovecot: Dovecot) -> None:
    user = dovecot.fresh()
    dovecot.deliver(user, letter(1, message_id="<odd)(x{3}>"), letter(2, message_id="<größe@b.example>"))
    with imap_for(dovecot, user) as server:
        server.select("INBOX")
        started = time.monotonic()
        assert server.find("<odd)(x{3}>") == [1]
        assert server.find("x{3}") == []
        assert server.find("ALL") == []
        assert server.find("<größe@b.example>") == [2]
        # An unquoted {3} would have made the server wait for three more bytes.
        assert time.monotonic() - started < 30


def test_flags_are_added_and_kept(dovecot: Dovecot) -> None:
    user = dovecot.fresh()
    dovecot.deliver(user, letter(1), letter(2))
    with imap_for(dovecot, user) as server:
        server.select("INBOX")
        server.add_flags([1], ["\\Seen", "\\Answered", "$Complaint"])
        assert {"\\Seen", "\\Answered", "$Complaint"} <= server.flags([1, 2])[1]
        assert "\\Seen" not in server.flags([1, 2])[2]
        list(server.messages([2]))
    with imap_for(dovecot, user) as again:
        again.select("INBOX")
        assert again.flags([1])[1] >= {"\\Seen", "\\Answered", "$Complaint"}
        assert "\\Seen" not in again.flags([2])[2]


def test_a_copy_is_filed_as_it_is_at_its_own_time(dovecot: Dovecot) -> None:
    user = dovecot.fresh()
    at = datetime(2025, 3, 30, 1, 59, 30, tzinfo=UTC)
    with imap_for(dovecot, user) as server:
        server.append("Sent", letter(9), flags=["\\Seen"], at=at)
        server.select("Sent")
        uids = server.find("<mug-9@buyer.example>")
        (copy,) = server.messages(uids)
    assert copy.raw == letter(9)
    assert copy.received_at == at
    assert "\\Seen" in copy.flags

"""What a header says, whatever its writer did to it: subjects, senders, names, dates."""

from datetime import UTC, datetime

import pytest

from inbox_tui.core.message import Address
from inbox_tui.mail.mime import read
from tests.mail.mime_letters import letter


@pytest.mark.parametrize(
    ("field", "subject"),
    [
        (b"=?utf-8?q?caf=C3?= =?utf-8?q?=A9?=", "café"),
        (b"=?iso-8859-1?q?a_b?= and =?utf-8?b?w7w=?=", "a b and ü"),
        (b"=?utf-8?b?w7w?=", "ü"),
        (b"=?nonsense?q?=FC?=", "ü"),
        (b"Gr\xc3\xbc\xc3\x9fe raw", "Grüße raw"),
        (b"Gr\xfc\xdfe raw", "Grüße raw"),
        (b"=?utf-8?q?Where=3F??=", "Where??"),
        (b"=?utf-8?q?no end", "=?utf-8?q?no end"),
        (b"=?utf-8?q?a=0D=0ABcc:_x@y.example?=", "a Bcc: x@y.example"),
        (b"=?utf-8?q?=1B]52;c;eA=3D=3D=07?=", "]52;c;eA=="),
        (b"=?utf-8?q?=E2=80=AEevil?=", "evil"),
    ],
)
def test_subjects(field: bytes, subject: str) -> None:
    assert read(b"Subject: " + field + b"\r\n\r\nx").subject == subject


@pytest.mark.parametrize(
    ("field", "name", "email"),
    [
        ("ann@x.example", "", "ann@x.example"),
        ("ann@x.example (Ann (the first))", "Ann the first", "ann@x.example"),
        ('"a@b.example" <real@x.example>', "a@b.example", "real@x.example"),
        (
            "=?utf-8?q?Evil_=3Cfake@bank.example=3E=2C?= <real@x.example>",
            "Evil <fake@bank.example>,",
            "real@x.example",
        ),
        ("<@relay.example,@two.example:ann@x.example>", "", "ann@x.example"),
        ("Ann Buyer ann@x.example", "Ann Buyer", "ann@x.example"),
        ("mailto:ann@x.example", "", "ann@x.example"),
        ("Undisclosed recipients:;", "", ""),
        ("MAILER-DAEMON", "MAILER-DAEMON", ""),
        ("Ann <ann@x.example\r\n\tBcc: y@z.example>", "Ann", ""),
        ("Ann <ann@@x>", "Ann", ""),
        ("", "", ""),
    ],
)
def test_senders(field: str, name: str, email: str) -> None:
    assert read(letter(f"From: {field}")).sender == Address(name=name, email=email)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("<a@b.example>", "<a@b.example>"),
        ("a@b.example", "<a@b.example>"),
        ("<no-at-sign>", ""),
        ("<a b@c.example>", ""),
        ('<a"@c.example> <second@c.example>', '<a"@c.example>'),
        ("<" + "x" * 600 + "@c.example>", ""),
        ("=?utf-8?q?=3Ca@b=0D=0AX_CREATE=3E?=", ""),
        ("<ünïcode@c.example>", ""),
    ],
)
def test_message_ids(field: str, expected: str) -> None:
    assert read(letter(f"Message-ID: {field}")).message_id == expected


def test_many_references_keep_the_root_and_the_nearest() -> None:
    field = " ".join(f"<{number}@x.example>" for number in range(300))
    references = read(letter(f"References: {field}")).references
    assert len(references) == 100
    assert (references[0], references[-1]) == ("<0@x.example>", "<299@x.example>")


@pytest.mark.parametrize(
    "field",
    ["", "yesterday", "Mon, 99 Foo 2026", "31 Dec 9999 23:59:00 -2359", "1 Jan 2026 25:61:00 +9999", "\x1b"],
)
def test_impossible_dates(field: str) -> None:
    assert read(letter(f"Date: {field}")).date is None


def test_a_date_without_zone_counts_as_utc() -> None:
    assert read(letter("Date: 2 Mar 2026 10:00:00")).date == datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lines", "note"),
    [
        (
            ['From: "help@bank.example" <x@e.example>'],
            "The name beside this address looks like another address (help@bank.example): it is x@e.example.",
        ),
        (
            ["From: a@b.example", "Reply-To: c@other.example"],
            "Replies would go to c@other.example instead of a@b.example.",
        ),
        (["From: a@mail.b.example", "Reply-To: c@b.example"], "Replies go to c@b.example."),
        (
            ["From: a@p\u0430ypal.example"],
            "The sender's domain p\u0430ypal.example is xn--pypal-4ve.example on the wire; it may imitate "
            "another.",
        ),
        (
            ["From: a@xn--e1a.example"],
            "The sender's domain xn--e1a.example stands for \u0435.example, which may imitate another name.",
        ),
        (
            ["From: P\u0430ypal <a@b.example>"],
            "The sender's name P\u0430ypal mixes letters of different alphabets that look alike.",
        ),
        (
            ['From: "help\uff20bank.example" <x@e.example>'],
            "The name beside this address looks like another address (help@bank.example): it is x@e.example.",
        ),
        (
            ['From: "help (at) bank.example" <x@e.example>'],
            "The name beside this address looks like another address (help@bank.example): it is x@e.example.",
        ),
        (
            ['From: "www.bank.com" <x@e.example>'],
            "The name beside this address looks like the site bank.com: the address is x@e.example.",
        ),
        (["From: a@b.example, c@d.example"], "This message names 2 senders; only the first is shown."),
        (["To: " + "a@b.example," * 300], "The field To was cut after 200 addresses."),
        (["Subject: " + "x" * 70_000], "The field subject was cut after 64,000 bytes."),
    ],
)
def test_notes(lines: list[str], note: str) -> None:
    assert note in read(letter(*lines, body="Hello")).notes


@pytest.mark.parametrize(
    "lines",
    [
        ['From: "a@b.example" <A@b.example>'],
        ["From: a@b.example", "Reply-To: A@b.example"],
        ["From: 山田カナ <a@b.example>"],
        ["From: Иван Petrov <a@b.example>"],
    ],
)
def test_honest_senders_get_no_note(lines: list[str]) -> None:
    assert read(letter(*lines)).notes == ()


@pytest.mark.parametrize(
    "sender",
    [
        '"bank.com" <news@mail.bank.com>', '"Ann@home" <ann@home.example>', "d.reed <d.reed@buyer.example>",
        '"Dr. A. Lee" <a@b.example>', "山田 Taro <t@b.example>", '"b@c.example" <b@c.example>',
    ],
)  # fmt: skip
def test_nothing_is_said_of_an_honest_sender(sender: str) -> None:
    assert read(f"From: {sender}\r\n\r\nx".encode()).notes == ()

"""Letters of every shape, as one clean message."""

import base64
import dataclasses
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_tui.core.message import Address, Message
from inbox_tui.core.text import is_clean, safe_file_name
from inbox_tui.mail import mime
from inbox_tui.mail.mime import UNREADABLE, MimeParser, read
from inbox_tui.mail.parts import MAX_DEPTH, MAX_PARTS

ROOT = Path(__file__).parents[2]
PARSER = MimeParser()


def letter(*lines: str, body: str = "") -> bytes:
    return "\r\n".join((*lines, "", body)).encode()


def strings(thing: object) -> Iterator[str]:
    match thing:
        case str():
            yield thing
        case Mapping():
            for pair in thing.items():
                yield from strings(pair)
        case tuple():
            for one in thing:
                yield from strings(one)
        case _ if dataclasses.is_dataclass(thing):
            for part in dataclasses.fields(thing):
                yield from strings(getattr(thing, part.name))


def assert_clean(message: Message) -> None:
    for text in strings(message):
        assert is_clean(text), text
    for attachment in message.attachments:
        assert safe_file_name(attachment.name) == attachment.name
    names = [attachment.name.casefold() for attachment in message.attachments]
    assert len(set(names)) == len(names)
    for identifier in (message.message_id, *message.ancestors):
        assert identifier == "" or (identifier[0] + identifier[-1] == "<>" and identifier.isascii())
        assert " " not in identifier and len(identifier) <= 500
    assert message.date is None or message.date.tzinfo is not None


def test_a_plain_letter() -> None:
    message = read(
        letter(
            "From: =?utf-8?q?Ren=C3=A9e?= Buyer <Renee@Buyer.EXAMPLE>",
            'To: "The Shop, desk" <desk@shop.example>, other@shop.example',
            "Cc: friends: a@x.example, b@x.example;",
            "Subject: =?utf-8?B?V2hlcmUgaXMgbXkg?=",
            " =?utf-8?B?bXVnPw==?=",
            "Date: Mon, 2 Mar 2026 10:00:00 +0100",
            "Message-ID: <one@buyer.example>",
            "In-Reply-To: <zero@shop.example> junk",
            "References: <root@shop.example>\r\n <zero@shop.example>",
            "Auto-Submitted: no",
            "Content-Type: text/plain; charset=utf-8",
            body="Dear shop,\r\n\r\nwhere is it?   \r\n",
        )
    )
    assert message.sender == Address(name="Renée Buyer", email="Renee@buyer.example")
    assert message.to == (
        Address(name="The Shop, desk", email="desk@shop.example"),
        Address(email="other@shop.example"),
    )
    assert [address.email for address in message.cc] == ["a@x.example", "b@x.example"]
    assert message.subject == "Where is my mug?"
    assert message.date == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert message.message_id == "<one@buyer.example>"
    assert message.ancestors == ("<root@shop.example>", "<zero@shop.example>")
    assert message.text == "Dear shop,\n\nwhere is it?"
    assert message.headers["auto-submitted"] == "no"
    assert "subject" not in message.headers
    assert message.notes == ()


def test_a_header_alone() -> None:
    message = read(b"From: a@b.example\r\nSubject: Hi\r\nMessage-ID: <x@b.example>")
    assert (message.subject, message.text, message.message_id) == ("Hi", "", "<x@b.example>")


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_any_line_end(end: bytes) -> None:
    raw = b"Subject: Hi\nFrom: a@b.example\n\none\ntwo".replace(b"\n", end)
    assert (read(raw).subject, read(raw).text) == ("Hi", "one\ntwo")


def test_plain_is_preferred_to_html() -> None:
    message = read(alternative("I typed this.", "<p>I <b>typed</b> this.</p>"))
    assert message.text == "I typed this."
    assert message.attachments == ()


@pytest.mark.parametrize(
    "stub",
    ["", "   \r\n", "Please use an HTML mail program.", "View this email in your browser: https://x.example"],
)
def test_html_is_read_where_the_plain_part_is_a_stub(stub: str) -> None:
    assert read(alternative(stub, "<p>The <b>mug</b> broke.</p>")).text == "The mug broke."


def alternative(plain: str, html: str) -> bytes:
    return letter(
        "From: a@b.example",
        "Content-Type: multipart/alternative; boundary=BB",
        body=f"--BB\r\nContent-Type: text/plain\r\n\r\n{plain}\r\n"
        f"--BB\r\nContent-Type: text/html\r\n\r\n{html}\r\n--BB--\r\n",
    )


def test_flowed_paragraphs_are_joined() -> None:
    body = "One \r\ntwo\r\n\r\n> he \r\n> said\r\n>> deeper \r\n> back\r\n From here\r\n-- \r\nAnn \r\n"
    message = read(letter("Content-Type: text/plain; format=flowed", body=body))
    assert message.text == "One two\n\n> he said\n>> deeper\n> back\nFrom here\n--\nAnn"
    deleted = read(letter("Content-Type: text/plain; format=flowed; delsp=yes", body="日本 \r\n語\r\n"))
    assert deleted.text == "日本語"


def test_an_enclosed_letter_is_shown_with_its_header() -> None:
    inner = "From: Ann <ann@x.example>\r\nSubject: First try\r\n\r\nNobody answered."
    message = read(
        letter(
            "Content-Type: multipart/mixed; boundary=M",
            body=f"--M\r\n\r\nSee below.\r\n--M\r\nContent-Type: message/rfc822\r\n\r\n{inner}\r\n--M--",
        )
    )
    assert message.text.startswith(
        "See below.\n\n---------- Enclosed message ----------\nFrom: Ann <ann@x.example>"
    )
    assert "Subject: First try\n\nNobody answered." in message.text


def test_attachments_and_their_bytes() -> None:
    data = bytes(range(256)) * 20
    encoded = base64.encodebytes(data).decode()
    part = (
        "--M\r\nContent-Type: image/jpeg{}\r\nContent-Transfer-Encoding: base64\r\n{}\r\n" + encoded + "\r\n"
    )
    raw = letter(
        "Content-Type: multipart/mixed; boundary=M",
        body="--M\r\n\r\nPhotos.\r\n"
        + part.format("", "Content-Disposition: attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe.jpg\r\n")
        + part.format('; name="../../x.jpg"', "")
        + part.format("", 'Content-Disposition: inline; filename="=?utf-8?q?X=2Ejpg?="\r\n')
        + part.format("", "Content-ID: <1>\r\nContent-Disposition: inline\r\n")
        + part.format("", 'Content-Disposition: attachment; filename*0="two"; filename*1="-parts.jpg"\r\n')
        + "--M--",
    )
    message = read(raw)
    assert message.text == "Photos."
    assert [attachment.name for attachment in message.attachments] == [
        "Größe.jpg",
        "x.jpg",
        "X (2).jpg",
        "image-5.jpg",
        "two-parts.jpg",
    ]
    assert {attachment.size for attachment in message.attachments} == {len(data)}
    assert {PARSER.attachment(raw, attachment.part) for attachment in message.attachments} == {data}
    assert PARSER.attachment(raw, 99) == b""
    assert_clean(message)


@pytest.mark.parametrize(
    ("charset", "data", "text"),
    [
        ("utf-8", "Größe".encode(), "Größe"),
        ("iso-8859-1", "Größe – “x”".encode("cp1252"), "Größe – “x”"),
        ("iso-8859-1", "wrong label: ü".encode(), "wrong label: ü"),
        ("us-ascii", "é".encode("cp1252"), "é"),
        ("utf-8", b"caf\xe9 cr\xe8me", "café crème"),
        ("x-never-heard-of", "Größe".encode(), "Größe"),
        ("x-never-heard-of", "Größe".encode("cp1252"), "Größe"),
        ("unicode_escape", b"\\x1b[31m", "\\x1b[31m"),
        ("idna", b"xn--a", "xn--a"),
        ("base64", b"plain", "plain"),
        ("gb2312", "你好镕".encode("gbk"), "你好镕"),
        ("ISO-2022-JP", "割れた".encode("iso-2022-jp"), "割れた"),
        ("shift_jis", "①割れ".encode("cp932"), "①割れ"),
        ("koi8-r", "Привет".encode("koi8-r"), "Привет"),
        ("windows-1250", "łódź".encode("cp1250"), "łódź"),
    ],
)
def test_charsets(charset: str, data: bytes, text: str) -> None:
    raw = b'Content-Type: text/plain; charset="' + charset.encode() + b'"\r\n\r\n' + data
    assert read(raw).text == text
    assert_clean(read(raw))


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


def test_deep_trees_end_at_a_limit() -> None:
    opening = "".join(
        f"Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n" for level in range(3000)
    )
    message = read((opening + "\r\nat the bottom").encode())
    assert f"The letter was cut after {MAX_DEPTH} levels of parts inside parts." in message.notes
    assert_clean(message)


def test_many_parts_end_at_a_limit() -> None:
    raw = letter("Content-Type: multipart/mixed; boundary=b", body="--b\r\n\r\nx\r\n" * 2000)
    message = read(raw)
    assert f"The letter was cut after {MAX_PARTS} parts." in message.notes
    assert 0 < len(message.text) < 5000


def test_attachments_of_one_name_stay_apart() -> None:
    part = '--b\r\nContent-Type: image/png; name="' + "y" * 300 + '"\r\n\r\nx\r\n'
    message = read(letter("Content-Type: multipart/mixed; boundary=b", body=part * 300))
    assert len(message.attachments) == 300
    assert_clean(message)


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a@b.example\n\n" + b"\n" * 8_000_000,
        b"a:b\n" * 2_000_000,
        b"Subject: " + b"=?utf-8?q?a?= " * 500_000,
        b"To: " + b"<(" * 3_000_000,
        b'Content-Type: text/plain; a="' + b'\\";a="' * 1_000_000,
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"\n--b\n" * 1_000_000,
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"\n--bX" * 1_000_000,
        b"Content-Type: text/html\n\n" + b"<b><table>" * 500_000,
        b"Content-Type: image/png\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n"
        + b"!0zz\n" * 1_000_000,
    ],
    ids=["lines", "fields", "words", "brackets", "parameters", "parts", "near-parts", "html", "uuencode"],
)
def test_hostile_letters_take_no_time(raw: bytes) -> None:
    start = time.process_time()
    message = read(raw)
    # Measured: at most 1.1 s, mostly far below; quadratic work would take minutes.
    assert time.process_time() - start < 6
    assert_clean(message)


LETTER_PIECES = st.lists(
    st.one_of(
        st.binary(max_size=40),
        st.sampled_from(
            [
                b"From: ",
                b"Subject: ",
                b"To: ",
                b"Message-ID: <",
                b"Date: ",
                b"Content-Type: multipart/mixed; boundary=b\n",
                b"Content-Type: multipart/alternative; boundary=b\n",
                b"Content-Type: message/rfc822\n",
                b"Content-Type: text/html; charset=utf-8\n",
                b"Content-Type: image/png; name*0*=utf-8''%ff; name*1=",
                b"Content-Transfer-Encoding: base64\n",
                b"Content-Transfer-Encoding: quoted-printable\n",
                b"Content-Transfer-Encoding: x-uuencode\n",
                b"Content-Disposition: attachment; filename=",
                b"\n--b\n",
                b"\n--b--\n",
                b"\n\n",
                b"\r\n",
                b"=?utf-8?q?=1b?=",
                b"=?iso-2022-jp?b?GyRC?=",
                b"<a href='https://x.example'>",
                b"<table><tr><td>",
                b"\x1b]52;c;x\x07",
                b'(<@>,;:"\\',
            ]
        ),
    ),
    max_size=30,
).map(b"".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(LETTER_PIECES, st.binary(max_size=300)))
def test_any_bytes_give_a_clean_message(raw: bytes) -> None:
    message = read(raw)
    assert_clean(message)
    for attachment in message.attachments:
        assert len(PARSER.attachment(raw, attachment.part)) == attachment.size


def test_a_fault_in_the_reader_costs_one_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(raw: bytes) -> Message:
        raise RecursionError

    monkeypatch.setattr(mime, "read", broken)
    message = PARSER.parse(b"Subject: Hi\n\n\x1b[31mwords")
    assert message.notes == (UNREADABLE,)
    assert "[31mwords" in message.text
    assert_clean(message)


SAMPLES = sorted((ROOT / "sample_mail").rglob("*.eml"))


def test_there_are_samples() -> None:
    assert len(SAMPLES) >= 30


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_sample_reads_clean(path: Path) -> None:
    message = PARSER.parse(path.read_bytes())
    assert_clean(message)
    assert UNREADABLE not in message.notes
    if "hostile" not in path.parts:
        assert message.text and message.sender.email and message.message_id and message.date


def test_a_file_is_not_named_by_a_type_that_no_system_takes_for_a_name() -> None:
    message = read(b"Content-Type: te:xt<>type/plain\r\n\r\nbody")
    assert [each.name for each in message.attachments] == ["te_xt__type-0.bin"]


def test_a_page_that_is_called_plain_text_is_read_as_a_page() -> None:
    assert read(b"Content-Type: text/plain\r\n\r\n<p>The <b>lid</b> broke.</p>").text == "The lid broke."
    assert read(b"Content-Type: text/plain\r\n\r\nI wrote <p> twice.").text == "I wrote <p> twice."


@pytest.mark.parametrize(
    "sender",
    [
        '"bank.com" <news@mail.bank.com>', '"Ann@home" <ann@home.example>', "d.reed <d.reed@buyer.example>",
        '"Dr. A. Lee" <a@b.example>', "山田 Taro <t@b.example>", '"b@c.example" <b@c.example>',
    ],
)  # fmt: skip
def test_nothing_is_said_of_an_honest_sender(sender: str) -> None:
    assert read(f"From: {sender}\r\n\r\nx".encode()).notes == ()

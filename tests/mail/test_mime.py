"""Letters of every shape, as one clean message."""

import base64
from datetime import UTC, datetime

import pytest

from inbox_tui.core.message import Address
from inbox_tui.mail.mime import read
from tests.mail.mime_letters import PARSER, assert_clean, letter


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


def test_a_file_is_not_named_by_a_type_that_no_system_takes_for_a_name() -> None:
    message = read(b"Content-Type: te:xt<>type/plain\r\n\r\nbody")
    assert [each.name for each in message.attachments] == ["te_xt__type-0.bin"]


def test_a_page_that_is_called_plain_text_is_read_as_a_page() -> None:
    assert read(b"Content-Type: text/plain\r\n\r\n<p>The <b>lid</b> broke.</p>").text == "The lid broke."
    assert read(b"Content-Type: text/plain\r\n\r\nI wrote <p> twice.").text == "I wrote <p> twice."

"""Letters that were made to do harm, and any bytes at all."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_tui.core.message import Message
from inbox_tui.mail import mime
from inbox_tui.mail.mime import UNREADABLE, read
from inbox_tui.mail.parts import MAX_DEPTH, MAX_PARTS
from tests.mail.mime_letters import PARSER, ROOT, assert_clean, letter


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


@settings(max_examples=300)
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

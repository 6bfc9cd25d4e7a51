"""The short way through a header says exactly what the long way says."""

from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from inbox_tui.core.message import Message, outline_of
from inbox_tui.mail.lean import read_lean, read_outline
from inbox_tui.mail.mime import MimeParser, read

SAMPLE = sorted((Path(__file__).parents[2] / "sample_mail").rglob("*.eml"))


def header_only(message: Message) -> Message:
    """What a header can tell of a whole message."""
    return replace(message, text="", attachments=(), notes=())


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.stem)
def test_every_sample_letter_reads_the_same_both_ways(path: Path) -> None:
    raw = path.read_bytes()
    for variant in (raw, raw.replace(b"\r\n", b"\n"), raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")):
        assert read_lean(variant) == header_only(read(variant))
        assert str(read_lean(variant).date) == str(read(variant).date)
        assert read_outline(variant) == outline_of(read(variant))


_names = st.sampled_from(
    [
        "From",
        "TO",
        "Subject",
        "subject ",
        "Date",
        "Message-ID",
        "References",
        "In-Reply-To",
        "X-Odd",
        "Reply-To",
    ]
)
_values = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            '"Ann B" <ann@a.example>', "ann@a.example (Ann)", "<a@b.example> <c@d.example>",
            "=?utf-8?q?=1b?=",
            "Mon, 2 Mar 2026 12:00:00 +0000", "2 Mar 2026 12:00 GMT", "Mon, 31 Feb 2026 12:00:00 -0560",
            "Re:  two  spaces", "a\r\n folded", "a\r\n\tfolded", "a\nbare", "a\rbare", "", " ", "Grüße",
            "Fri, 31 Dec 9999 23:59:59 -1200", "group: a@b.example, c@d.example;",
        ]
    ),
)  # fmt: skip


@given(st.lists(st.tuples(_names, _values), max_size=8), st.sampled_from(["\r\n", "\n"]), st.booleans())
@example([("From", "a\r\n\r\nb: c")], "\r\n", True)
def test_any_header_reads_the_same_both_ways(fields: list[tuple[str, str]], end: str, has_body: bool) -> None:
    text = "".join(f"{name}: {value}{end}" for name, value in fields) + (f"{end}Body" if has_body else "")
    raw = text.encode("utf-8", "surrogatepass")
    assert read_lean(raw) == header_only(read(raw))
    assert read_outline(raw) == outline_of(read(raw))


_words = st.tuples(
    st.sampled_from(["utf-8", "iso-8859-1", "x-none", "iso-2022-jp"]), st.sampled_from("qQbB"),
    st.text("=AFabc39_+/.*!-", max_size=20),
).map(lambda word: "=?{}?{}?{}?=".format(*word))  # fmt: skip
_quotes = st.sampled_from(["", '"'])


@given(
    _quotes,
    _words,
    _quotes,
    st.sampled_from([" ", "", "  "]),
    st.sampled_from(["a@b.example", "A.b@C.Example"]),
)
def test_an_encoded_name_reads_the_same_both_ways(
    before: str, word: str, after: str, gap: str, email: str
) -> None:
    raw = f"From: {before}{word}{after}{gap}<{email}>\r\nSubject: {word}\r\n\r\n".encode()
    assert read_lean(raw) == header_only(read(raw))
    assert read_outline(raw) == outline_of(read(raw))


@given(st.text(max_size=30) | st.text("aé Ωßж\u0301\u00ad\u202e  -", max_size=12), st.booleans())
def test_any_encoded_text_reads_the_same_both_ways(text: str, quoted: bool) -> None:
    data = text.encode("utf-8", "surrogatepass")
    inside = "".join(f"={byte:02X}" for byte in data) if quoted else b64encode(data).decode()
    word = f"=?utf-8?{'q' if quoted else 'b'}?{inside}?="
    raw = f"From: {word} <a@b.example>\r\nSubject: {word}\r\n\r\n".encode()
    assert read_lean(raw) == header_only(read(raw))
    assert read_outline(raw) == outline_of(read(raw))


@given(st.binary(max_size=300))
def test_any_bytes_read_the_same_both_ways(raw: bytes) -> None:
    assert MimeParser().header(raw) == header_only(MimeParser().parse(raw))
    assert MimeParser().outline(raw) == outline_of(MimeParser().parse(raw))

"""Answers taken off the wire by ourselves say what imaplib and imapclient make of the same bytes."""

import imaplib
import io
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imapclient.response_parser import parse_fetch_response

from inbox_tui.mail.imap_answers import spans
from inbox_tui.mail.imap_fetch import take_answers


class Wire(imaplib.IMAP4):
    """imaplib over bytes that came already; the next command is T2."""

    def __init__(self, answers: bytes) -> None:
        self._given = io.BytesIO(b"* PREAUTH ready\r\n" + answers)
        super().__init__()
        self.state = "SELECTED"
        self.tagpre, self.tagnum = b"T", 2
        self.tagre = re.compile(rb"(?P<tag>T\d+) (?P<type>[A-Z]+) (?P<data>.*)", re.DOTALL)

    def open(self, host: str = "", port: int = 0, timeout: float | None = None) -> None:
        pass

    def _get_capabilities(self) -> None:
        self.capabilities = ("IMAP4REV1",)

    def read(self, size: int) -> bytes:
        return self._given.read(size)

    def readline(self) -> bytes:
        return self._given.readline()

    def send(self, data: bytes) -> None:
        pass

    def shutdown(self) -> None:
        pass


def ours(answers: bytes) -> dict[int, dict[bytes, Any]]:
    imap = Wire(answers)
    return take_answers(imap, imap._command("UID", "FETCH", "1:*", "()"))  # type: ignore[attr-defined]


def theirs(answers: bytes) -> dict[int, dict[bytes, Any]]:
    imap = Wire(answers)
    _, lines = imap.uid("FETCH", "1:*", "()")
    return dict(
        parse_fetch_response([] if lines == [None] else lines, normalise_times=False, uid_is_key=True)
    )


def shown(found: dict[int, dict[bytes, Any]]) -> dict[int, dict[bytes, Any]]:
    """Without what nobody asked for: numbers in the mailbox, and MODSEQ, which servers add."""
    return {
        uid: {k: v for k, v in items.items() if k not in (b"SEQ", b"MODSEQ")} for uid, items in found.items()
    }


HEADS = st.builds(
    lambda uid, flags, day, month, zone, size, name: (
        b'(UID %d FLAGS (%s) INTERNALDATE "%s-%s-2025 02:44:25 %s" RFC822.SIZE %d %s'
        % (uid, flags, day, month, zone, size, name)
    ),
    st.integers(1, 2**32 - 1),
    st.sampled_from([b"", rb"\Seen", rb"\Seen $Odd"]),
    st.sampled_from([b" 1", b"01", b"28"]),
    st.sampled_from([b"Jan", b"Feb", b"Dec"]),
    st.sampled_from([b"+0000", b"-0730", b"+1345"]),
    st.integers(0, 10**9),
    st.sampled_from([b"BODY[]", b"BODY[HEADER.FIELDS (SUBJECT FROM)]"]),
)
TAILS = st.sampled_from([b")", b")", b" MODSEQ (12))", b" BODY[TEXT] {3}\r\nabc)"])
BETWEEN = st.sampled_from(
    [b"", b"", b"* 23 EXISTS\r\n", b"* 4 EXPUNGE\r\n", b"* 9 FETCH (UID 5 FLAGS (X) MODSEQ (3))\r\n"]
)  # fmt: skip
BODIES = st.one_of(
    st.binary(max_size=60), st.sampled_from([b"T2 OK no\r\n", b"* 1 FETCH (UID 1)\r\n", b")\r\n"])
)
ANSWERS = st.lists(st.tuples(BETWEEN, HEADS, BODIES, TAILS), max_size=6).map(
    lambda each: b"".join(
        before + b"* %d FETCH %s {%d}\r\n%s%s\r\n" % (at, head, len(body), body, tail)
        for at, (before, head, body, tail) in enumerate(each, start=1)
    )
)


@given(ANSWERS)
def test_whatever_a_server_mixes_in_is_read_as_the_libraries_read_it(answers: bytes) -> None:
    whole = answers + b"T2 OK done\r\n"
    assert shown(ours(whole)) == shown(theirs(whole))


@given(ANSWERS, st.data())
def test_an_answer_cut_anywhere_is_a_broken_line_and_no_message(answers: bytes, data: st.DataObject) -> None:
    whole = answers + b"T2 OK done\r\n"
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    with pytest.raises((imaplib.IMAP4.abort, imaplib.IMAP4.error)):
        ours(cut)


@pytest.mark.parametrize(
    "end", [b"T2 NO not now\r\n", b"T2 BAD what\r\n", b"* BYE enough\r\n", b"+ go on?\r\n"]
)
def test_a_refusal_and_a_goodbye_are_told(end: bytes) -> None:
    with pytest.raises(imaplib.IMAP4.error):
        ours(b"* 1 FETCH (UID 1 FLAGS ())\r\n" + end)


def test_what_else_the_server_said_is_not_lost() -> None:
    imap = Wire(b"* 23 EXISTS\r\n* 4 EXPUNGE\r\nT2 OK done\r\n")
    take_answers(imap, imap._command("UID", "FETCH", "1:*", "()"))  # type: ignore[attr-defined]
    assert (imap.untagged_responses["EXISTS"], imap.untagged_responses["EXPUNGE"]) == ([b"23"], [b"4"])


def test_news_of_the_fifth_message_is_not_taken_for_the_message_of_that_number() -> None:
    imap = Wire(rb"* 5 FETCH (FLAGS (\Seen))" + b"\r\n* 9 FETCH (UID 5 FLAGS ())\r\nT2 OK done\r\n")
    found = take_answers(imap, imap._command("UID", "FETCH", "5", "(FLAGS)"))  # type: ignore[attr-defined]
    assert found == {5: {b"FLAGS": ()}}
    assert imap.untagged_responses["FETCH"] == [rb"5 (FLAGS (\Seen))"]


@given(st.sets(st.integers(1, 60)))
def test_spans_name_exactly_these_uids(uids: set[int]) -> None:
    named: list[int] = []
    for span in filter(None, spans(list(uids)).split(",")):
        first, _, last = span.partition(":")
        named += range(int(first), int(last or first) + 1)
    assert named == sorted(uids)

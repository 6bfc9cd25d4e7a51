"""The quick reading of FETCH answers says what imapclient says, or nothing at all."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from imapclient.response_parser import parse_fetch_response

from inbox_tui.mail.imap_fetch import read_fetched

HEAD = b"1 (UID 7 FLAGS (\\Seen $Odd) "
HEAD += b'INTERNALDATE "17-Jul-1996 02:44:25 -0730" RFC822.SIZE 4286 BODY[HEADER] {5}'


def test_a_usual_answer_is_read() -> None:
    found = read_fetched([(HEAD, b"a: b\n"), b")", b"2 (FLAGS () UID 9 MODSEQ (12))"])
    assert found == {
        7: {
            b"FLAGS": (b"\\Seen", b"$Odd"),
            b"INTERNALDATE": datetime(1996, 7, 17, 10, 14, 25, tzinfo=UTC),
            b"RFC822.SIZE": 4286,
            b"BODY[HEADER]": b"a: b\n",
        },
        9: {b"FLAGS": ()},
    }


def test_items_may_follow_the_body_and_come_twice() -> None:
    lines = [(b"1 (BODY[] {3}", b"a\r\n"), b" UID 7 RFC822.SIZE 3)", b"1 (UID 7 FLAGS (\\Seen))"]
    assert read_fetched(lines) == {7: {b"BODY[]": b"a\r\n", b"RFC822.SIZE": 3, b"FLAGS": (b"\\Seen",)}}


@pytest.mark.parametrize(
    "lines",
    [
        [b'1 (UID 7 BODY[] "short")'],
        [b"1 (UID 7 BODY[] NIL)"],
        [b"1 (FLAGS (\\Seen))"],
        [b"1 (UID 7"],
        [b"1 (UID 7FLAGS (\\Seen))"],
        [b"1 (UID 7 FLAGS (\\See\x01n))"],
        [b'1 (UID 7 FLAGS ("quoted"))'],
        [(b"1 (BODY[] {3}", b"a\r\n"), b"UID 7)"],
        [(HEAD, b"a: b\n")],
        [(HEAD, b"a: b\n"), b"))"],
        [b'1 (UID 7 INTERNALDATE "32-Jul-1996 02:44:25 -0700")'],
        [b'1 (UID 7 INTERNALDATE "01-Foo-1996 02:44:25 -0700")'],
        [b"1 (UID 7 FLAGS ((nested)))"],
        [b"1 (UID 7 X-GM-LABELS (a b))"],
        [None],
    ],
)
def test_anything_else_is_left_to_the_library(lines: list[object]) -> None:
    assert read_fetched(lines) is None


FLAGS = st.lists(st.sampled_from([b"\\Seen", b"\\Answered", b"$Forwarded", b"NonJunk"]), max_size=3)
ZONES = st.tuples(st.sampled_from(["+", "-"]), st.integers(0, 13), st.sampled_from([0, 30, 45]))


@given(
    uid=st.integers(1, 2**32 - 1),
    flags=FLAGS,
    at=st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)),  # noqa: DTZ001 - the zone is written below
    zone=ZONES,
    body=st.binary(max_size=60),
    order=st.permutations(range(4)),
)
def test_the_same_as_the_library(
    uid: int,
    flags: list[bytes],
    at: datetime,
    zone: tuple[str, int, int],
    body: bytes,
    order: list[int],
) -> None:
    date = at.strftime("%d-%b-%Y %H:%M:%S ") + f"{zone[0]}{zone[1]:02}{zone[2]:02}"
    parts = [
        b"UID %d" % uid,
        b"FLAGS (%s)" % b" ".join(flags),
        b'INTERNALDATE "%s"' % date.encode(),
        b"BODY[] {%d}" % len(body),
    ]
    ordered = [parts[n] for n in order]
    cut = order.index(3) + 1
    rest = b" ".join(ordered[cut:])
    lines = [(b"3 (" + b" ".join(ordered[:cut]), body), (b" " + rest if rest else b"") + b")"]
    expected = {
        number: {name: value for name, value in answer.items() if name != b"SEQ"}
        for number, answer in parse_fetch_response(lines, normalise_times=False).items()
    }
    assert read_fetched(lines) == expected


@given(st.lists(st.one_of(st.binary(max_size=40), st.tuples(st.binary(max_size=40), st.binary(max_size=9)))))
def test_no_bytes_make_it_fail(lines: list[object]) -> None:
    found = read_fetched(lines)
    assert found is None or all(isinstance(uid, int) for uid in found)

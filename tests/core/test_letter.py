"""What is written comes back from the parser as it was, and nothing can break out of a header."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message as Parsed
from email.utils import parseaddr, parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_tui.core.letter import (
    Letter,
    LetterError,
    compose,
    new_message_id,
    quote,
    reply_references,
    reply_subject,
    wire_address,
)
from inbox_tui.core.message import Address, Message

CET = timezone(timedelta(hours=1))
LETTER = Letter(
    from_name="Kim's Pottery",
    from_addr="owner@shop.example",
    to=Address(name="Dana Reed", email="dana@buyer.example"),
    subject="Re: Planter cracked",
    text="Hello Dana,\n\nI am sorry.\n\nKim\n",
    message_id="<abc123@shop.example>",
    date=datetime(2026, 11, 24, 11, 20, tzinfo=CET),
    in_reply_to="<q1@buyer.example>",
    references=("<q0@buyer.example>", "<q1@buyer.example>"),
)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
HEADERS = {
    "Date",
    "From",
    "To",
    "Subject",
    "Message-ID",
    "In-Reply-To",
    "References",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
}


def parsed(raw: bytes) -> Parsed:
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    return message_from_bytes(raw)


def header(message: Parsed, name: str) -> str:
    return str(make_header(decode_header(message[name].replace("\r\n", ""))))


def body(message: Parsed) -> str:
    payload = message.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode().replace("\r\n", "\n")


def test_a_reply_carries_everything_that_a_mail_program_needs() -> None:
    message = parsed(compose(LETTER))
    assert set(message.keys()) == HEADERS
    assert header(message, "From") == "Kim's Pottery <owner@shop.example>"
    assert header(message, "To") == "Dana Reed <dana@buyer.example>"
    assert message["Subject"] == "Re: Planter cracked"
    assert message["Message-ID"] == "<abc123@shop.example>"
    assert message["In-Reply-To"] == "<q1@buyer.example>"
    assert message["References"].split() == ["<q0@buyer.example>", "<q1@buyer.example>"]
    assert message["Date"] == "Tue, 24 Nov 2026 11:20:00 +0100"
    assert parsedate_to_datetime(message["Date"]) == LETTER.date
    assert message["Content-Transfer-Encoding"] == "7bit"
    assert body(message) == LETTER.text


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert compose(LETTER) == compose(replace(LETTER))


def test_only_automatic_mail_says_so() -> None:
    assert parsed(compose(LETTER))["Auto-Submitted"] is None
    assert parsed(compose(replace(LETTER, automatic=True)))["Auto-Submitted"] == "auto-generated"


def test_the_quoted_words_stand_below_the_answer() -> None:
    quoted = quote("It broke.\n\n> You said two days.\n", "Dana Reed", LETTER.date)
    text = body(parsed(compose(replace(LETTER, quoted=quoted))))
    assert text == (
        "Hello Dana,\n\nI am sorry.\n\nKim\n\n"
        "On Tue 24 Nov 2026 at 11:20, Dana Reed wrote:\n> It broke.\n>\n>> You said two days.\n"
    )
    bare = body(parsed(compose(replace(LETTER, text="Hi", quoted="> It broke.", quoted_intro="You wrote:"))))
    assert bare == "Hi\n\nYou wrote:\n> It broke.\n"


def test_a_quote_survives_a_name_with_line_ends() -> None:
    quoted = quote("x", "Eve\r\nSubject: y", LETTER.date)
    assert quoted.split("\n") == ["On Tue 24 Nov 2026 at 11:20, Eve Subject: y wrote:", "> x"]


@given(text=ANY)
def test_any_text_comes_back(text: str) -> None:
    wanted = text.replace("\r\n", "\n").replace("\r", "\n")
    wanted = wanted if wanted.endswith("\n") else f"{wanted}\n"
    assert body(parsed(compose(replace(LETTER, text=text)))) == wanted


@given(subject=ANY, name=ANY)
def test_any_subject_and_name_come_back_and_add_no_header(subject: str, name: str) -> None:
    letter = replace(LETTER, subject=f"a{subject}b", to=Address(name=f"a{name}b", email="dana@buyer.example"))
    message = parsed(compose(letter))
    assert set(message.keys()) == HEADERS
    assert [c for c in header(message, "Subject") if c.isprintable() and c != " "] == [
        c for c in letter.subject if c.isprintable() and c != " "
    ]
    shown, address = parseaddr(message["To"].replace("\r\n", ""))
    assert address == "dana@buyer.example"
    back = str(make_header(decode_header(shown)))
    assert [c for c in back if c.isprintable() and c != " "] == [
        c for c in letter.to.name if c.isprintable() and c != " "
    ]


@pytest.mark.parametrize(
    "subject",
    [
        "Re: " + "a long subject about one order " * 20,
        "x" * 2000,
        "Re: zerbrochene Schüssel, Bestellung 5309",
        "割れた湯呑み " * 30,
        "=?utf-8?q?not_really?=",
        "two  spaces",
    ],
)
def test_subjects_come_back_exactly(subject: str) -> None:
    assert header(parsed(compose(replace(LETTER, subject=subject))), "Subject") == subject.strip()


def test_a_long_paragraph_is_wrapped_softly() -> None:
    letter = replace(LETTER, text="We will send a new one. " * 200)
    raw = compose(letter)
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    assert body(parsed(raw)) == letter.text + "\n"


def test_dots_and_from_lines_are_not_left_to_the_mercy_of_servers() -> None:
    raw = compose(replace(LETTER, text=".\n..\nFrom here on\ntrailing \n"))
    assert b"\r\n.\r\n" not in raw
    assert body(parsed(raw)) == ".\n..\nFrom here on\ntrailing \n"


def test_japanese_text_is_base64_because_that_is_shorter() -> None:
    raw = compose(replace(LETTER, text="申し訳ございません。" * 40))
    assert parsed(raw)["Content-Transfer-Encoding"] == "base64"


@pytest.mark.parametrize(
    "address",
    ["", "dana", "dana@", "@x.example", "a b@x.example", "a@x.example\r\nBcc: b@x.example", "a@b@c.example"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(LetterError, match="not an e-mail address"):
        compose(replace(LETTER, to=Address(email=address)))


def test_a_foreign_domain_travels_in_ascii() -> None:
    assert wire_address("info@töpferei.example") == "info@xn--tpferei-90a.example"
    raw = compose(replace(LETTER, to=Address(email="info@töpferei.example")))
    assert parsed(raw)["To"] == "info@xn--tpferei-90a.example"


def test_a_local_part_that_is_not_ascii_stays_as_it_is() -> None:
    raw = compose(replace(LETTER, to=Address(email="jürgen@buyer.example")))
    assert "To: jürgen@buyer.example\r\n".encode() in raw


def test_forged_message_ids_are_left_out() -> None:
    letter = replace(
        LETTER,
        in_reply_to="<x@y>\r\nBcc: eve@x.example",
        references=("<ok@y>", "junk", "<a b@y>", "<ö@y>", "<ok@y>", "<n\nl@y>"),
    )
    message = parsed(compose(letter))
    assert message["In-Reply-To"] is None
    assert message["Bcc"] is None
    assert message["References"] == "<ok@y>"
    with pytest.raises(LetterError, match="Message-ID"):
        compose(replace(LETTER, message_id="<a@b>\r\nBcc: eve@x.example"))


def test_a_date_without_a_zone_is_refused() -> None:
    with pytest.raises(LetterError, match="time zone"):
        compose(replace(LETTER, date=datetime(2026, 11, 24, 11, 20)))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("subject", "answer"),
    [
        ("Planter", "Re: Planter"),
        ("Re: Planter", "Re: Planter"),
        ("RE:Planter", "Re: Planter"),
        ("AW: Re: SV: Planter", "Re: Planter"),
        ("Antw: re[2]: Planter", "Re: Planter"),
        ("Fwd: Planter", "Re: Fwd: Planter"),
        ("Refund: order 5309", "Re: Refund: order 5309"),
        ("Resend: x", "Re: Resend: x"),
        ("", "Re: your message"),
        ("Re:", "Re: your message"),
        ("a\r\nBcc: x", "Re: a Bcc: x"),
    ],
)
def test_re_stands_there_once(subject: str, answer: str) -> None:
    assert reply_subject(subject) == answer
    assert reply_subject(answer) == answer


def test_references_follow_the_standard() -> None:
    assert reply_references(Message(message_id="<c@x>", references=("<a@x>", "<b@x>"))) == (
        "<a@x>",
        "<b@x>",
        "<c@x>",
    )
    assert reply_references(Message(message_id="<c@x>", in_reply_to=("<b@x>",))) == ("<b@x>", "<c@x>")
    assert reply_references(Message(message_id="<c@x>", in_reply_to=("<a@x>", "<b@x>"))) == ("<c@x>",)
    assert reply_references(Message()) == ()


def test_a_long_chain_keeps_its_first_and_its_newest() -> None:
    chain = tuple(f"<{n}@x>" for n in range(60))
    kept = reply_references(Message(message_id="<60@x>", references=chain))
    assert len(kept) == 20
    assert kept[0] == "<0@x>"
    assert kept[1:] == tuple(f"<{n}@x>" for n in range(42, 61))


def test_a_message_id_is_made_of_the_token() -> None:
    assert new_message_id("shop.example", "k3x-9") == "<k3x-9@shop.example>"
    assert new_message_id("töpferei.example", "k") == "<k@xn--tpferei-90a.example>"
    assert new_message_id("a\r\nb>", "k>@") == "<k@ab>"
    with pytest.raises(LetterError):
        new_message_id("shop.example", "")
    when = datetime(2026, 11, 1, 9, 5, tzinfo=UTC)
    assert quote("x", "", when).startswith("On Sun 1 Nov 2026 at 09:05, you wrote:")

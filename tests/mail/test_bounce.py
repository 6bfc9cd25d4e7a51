"""Letters that came back, from servers that follow the standard and from those that do not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_tui.core.text import is_clean
from inbox_tui.mail.bounce import Bounce, BounceKind, read_bounce
from inbox_tui.mail.mime import MimeParser

PARSER = MimeParser()


def bounce(raw: str) -> Bounce | None:
    return read_bounce(raw.replace("\n", "\r\n").encode(), PARSER)


def report(*groups: str, original: str = "Message-ID: <ours@shop.example>\nSubject: Your mug") -> str:
    status = "\n\n".join(("Reporting-MTA: dns; mx.shop.example", *groups))
    return (
        "From: Mail Delivery System <MAILER-DAEMON@mx.shop.example>\n"
        "To: desk@shop.example\nSubject: Undelivered Mail Returned to Sender\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=R\n\n"
        f"--R\n\nIt did not work.\n--R\nContent-Type: message/delivery-status\n\n{status}\n"
        f"--R\nContent-Type: text/rfc822-headers\n\n{original}\n--R--\n"
    )


FAILED = (
    "Final-Recipient: rfc822; ann@buyer.example\nAction: failed\nStatus: 5.1.1\n"
    "Diagnostic-Code: smtp; 550 5.1.1 User unknown"
)
DELAYED = "Final-Recipient: rfc822; bob@buyer.example\nAction: delayed\nStatus: 4.4.1"


def test_a_standard_report() -> None:
    assert bounce(report(FAILED)) == Bounce(
        kind=BounceKind.FAILED,
        recipient="ann@buyer.example",
        original_message_id="<ours@shop.example>",
        reason="550 5.1.1 User unknown",
    )


def test_the_address_that_we_wrote_to_is_named() -> None:
    forwarded = "Original-Recipient: rfc822;ann@buyer.example\n" + FAILED.replace("ann@", "hidden@")
    found = bounce(report(forwarded))
    assert found is not None and found.recipient == "ann@buyer.example"


def test_failure_counts_more_than_delay() -> None:
    found = bounce(report(DELAYED, FAILED))
    assert found is not None and (found.kind, found.recipient) == (BounceKind.FAILED, "ann@buyer.example")
    found = bounce(report(DELAYED))
    assert found is not None and (found.kind, found.reason) == (BounceKind.DELAYED, "4.4.1")


def test_the_whole_letter_may_come_back() -> None:
    raw = report(FAILED).replace("text/rfc822-headers", "message/rfc822")
    found = bounce(raw)
    assert found is not None and found.original_message_id == "<ours@shop.example>"


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_good_news_is_no_bounce(action: str) -> None:
    assert bounce(report(FAILED.replace("failed", action))) is None


QMAIL = """Return-Path: <>
From: MAILER-DAEMON@mx.example
To: desk@shop.example
Subject: failure notice

Hi. This is the program at mx.example.

<ann@buyer.example>:
192.0.2.5 does not like recipient.
Remote host said: 550 no such user
Giving up on 192.0.2.5.

--- Below this line is a copy of the message.

Return-Path: <desk@shop.example>
Message-ID: <ours@shop.example>
From: desk@shop.example
To: someone@else.example
Subject: Your mug
"""
EXIM = """Return-Path: <>
X-Failed-Recipients: ann@buyer.example
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.example>
To: desk@shop.example
Subject: Mail delivery failed: returning message to sender

A message that you sent could not be delivered.

  ann@buyer.example
    SMTP error from remote mail server: 550 mailbox unavailable

------ This is a copy of the message, including all the headers. ------

Message-Id: <ours@shop.example>
"""
WARNING = """Return-Path: <>
From: Mail Delivery System <Mailer-Daemon@mx.example>
To: desk@shop.example
Subject: Warning: message 1 delayed 24 hours

Your message to ann@buyer.example has not yet been delivered: 451 try later.
Delivery attempts will continue.
Message-ID: <ours@shop.example>
"""


@pytest.mark.parametrize(
    ("raw", "kind", "reason"),
    [
        (QMAIL, BounceKind.FAILED, "Remote host said: 550 no such user"),
        (EXIM, BounceKind.FAILED, "SMTP error from remote mail server: 550 mailbox unavailable"),
        (
            WARNING,
            BounceKind.DELAYED,
            "Your message to ann@buyer.example has not yet been delivered: 451 try later.",
        ),
    ],
    ids=["qmail", "exim", "warning"],
)
def test_servers_with_habits_of_their_own(raw: str, kind: BounceKind, reason: str) -> None:
    assert bounce(raw) == Bounce(
        kind=kind, recipient="ann@buyer.example", original_message_id="<ours@shop.example>", reason=reason
    )


@pytest.mark.parametrize(
    "raw",
    [
        "From: ann@buyer.example\nSubject: Delivery problem\n\nNot delivered. 550 days I waited!",
        "From: Bounce House <info@bounce.example>\nSubject: Undelivered order\n\n550 12?",
        "Return-Path: <>\nFrom: ann@buyer.example\nSubject: Out of office: failed mail\n\nBack on 5.5.26.",
        "Return-Path: <>\nFrom: ann@buyer.example\nSubject: Re: late delivery\n\nI am away.",
        "From: ann@buyer.example\nSubject: Fwd: failure notice\nContent-Type: multipart/mixed; boundary=M\n\n"
        "--M\n\nLook what I got.\n--M\nContent-Type: message/rfc822\n\n" + report(FAILED) + "\n--M--",
        report(FAILED).replace("report-type=delivery-status", "report-type=feedback-report"),
        "",
    ],
    ids=["complaint", "shop", "away", "reply", "forwarded", "abuse", "empty"],
)
def test_other_mail_is_no_bounce(raw: str) -> None:
    assert bounce(raw) is None


def test_a_hostile_report_is_clean() -> None:
    found = bounce(report(FAILED.replace("User", "\x1b]52;c;eA==\x07\u202eUser")))
    assert found is not None
    assert is_clean(found.reason) and is_clean(found.recipient)


@settings(max_examples=100)
@given(st.binary(max_size=60), st.integers(0, 700))
def test_any_damage_gives_a_bounce_or_nothing(damage: bytes, place: int) -> None:
    raw = report(FAILED, DELAYED).encode()
    found = read_bounce(raw[:place] + damage + raw[place + len(damage) :], PARSER)
    if found is not None:
        assert is_clean(found.recipient + found.reason + found.original_message_id)


def test_a_final_code_counts_more_than_the_word_deferred() -> None:
    found = bounce(
        "From: MAILER-DAEMON@mx.shop.example\nSubject: Returned mail: message deferred by them\n\n"
        "Talking to mx.buyer.example:\n<<< 550 <ann@buyer.example>, User unknown\n421 try later\n"
    )
    assert found is not None and (found.kind, found.recipient) == (BounceKind.FAILED, "ann@buyer.example")


@pytest.mark.parametrize(
    "words", ["Could not be delivered to: <ann@buyer.example>", "送信できませんでした。"]
)
def test_a_sender_that_takes_no_answer_must_bring_the_letter_back(words: str) -> None:
    head = "From: no-reply@mx.shop.example\nSubject: Mail\nMIME-Version: 1.0\n"
    own = f"Content-Type: text/plain; charset=utf-8\n\n{words}\nTheir mailbox is full: ann@buyer.example\n"
    letter = (
        "Content-Type: message/rfc822\n\nMessage-ID: <ours@shop.example>\nSubject: Your mug\n\nDear Ann\n"
    )
    found = bounce(f"{head}Content-Type: multipart/mixed; boundary=R\n\n--R\n{own}\n--R\n{letter}--R--\n")
    assert found is not None
    assert (found.kind, found.recipient) == (BounceKind.FAILED, "ann@buyer.example")
    assert found.original_message_id == "<ours@shop.example>"
    assert bounce(head + own) is None


def test_a_report_may_come_from_nobody() -> None:
    found = bounce(
        "Return-Path: <>\nFrom: <>\nSubject: failure notice\n\n"
        "Sending to these addresses failed.\nann@buyer.example\n\n-------server message\n550 No such user\n"
    )
    assert found is not None and found.recipient == "ann@buyer.example"

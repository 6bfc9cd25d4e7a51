"""Which letter came back and to whom it was written, also where a report hardly says so."""

from inbox_tui.mail.bounce import Bounce, BounceKind, read_bounce
from inbox_tui.mail.mime import MimeParser

PARSER = MimeParser()
HEAD = "From: MAILER-DAEMON@mx.example\nTo: desk@shop.example\nReturn-Path: <>\n"
OURS = "Message-ID: <ours@shop.example>\nTo: Ann <ann@buyer.example>\nSubject: Your mug\n\nSorry.\n"


def found(raw: str, *, end: str = "\r\n") -> Bounce:
    """What comes of a report that is one."""
    bounce = read_bounce(raw.replace("\n", end).encode(), PARSER)
    assert bounce is not None
    return bounce


def test_a_report_without_an_address_means_the_one_to_whom_the_letter_went() -> None:
    raw = (
        f"{HEAD}Subject: Undeliverable Message\nContent-Type: multipart/mixed; boundary=B\n\n"
        f"--B\n\nThe message could not be delivered: no valid recipients.\n"
        f"--B\nContent-Type: message/rfc822\n\n{OURS}--B--\n"
    )
    assert found(raw).recipient == "ann@buyer.example"
    assert found(raw.replace("Ann <ann@", "bo@buyer.example, Ann <ann@")).recipient == ""


def test_the_fields_of_the_letter_may_stand_below_the_words() -> None:
    raw = f"{HEAD}Subject: Returned mail: cannot send\n\nDeferred: timed out.\n\n-- Unsent message --\n{OURS}"
    assert (found(raw).recipient, found(raw).original_message_id) == (
        "ann@buyer.example",
        "<ours@shop.example>",
    )


def test_the_fields_may_also_stand_before_the_words() -> None:
    raw = (
        f"{HEAD}Subject: Delivery has failed\n\nThis is about a message with these fields:\n\n"
        "  Message-ID: <ours@shop.example>\n  To: team@buyer.example\n\n"
        "Recipient address: ann@buyer.example\nReason: 550 User ann@buyer.example is unknown\n"
    )
    assert found(raw).recipient == "ann@buyer.example"


def test_a_letter_to_a_postmaster_can_come_back_too() -> None:
    raw = f"{HEAD}Subject: Returned mail\n\nNo luck with <postmaster@buyer.example>: host not found.\n"
    assert found(raw).recipient == "postmaster@buyer.example"


def test_a_damaged_part_still_tells_which_letter_it_was() -> None:
    raw = (
        f"{HEAD}Subject: Returned mail\nMessage-ID: <report@mx.example>\n"
        "Content-Type: multipart/mixed; boundary=B\n\n"
        f"--B\n\nann@buyer.example [User unknown]\n--B\nReceived: by mx.example\n{OURS}--B--\n"
    )
    for end in ("\r\n", "\n", "\r"):
        assert found(raw, end=end).original_message_id == "<ours@shop.example>"


NOTICE = (
    "From: no-reply@service.example\nTo: desk@shop.example\nSubject: Notification\n\n"
    '{"notificationType":"Bounce",'
    '"bounce":{"bounceType":"Permanent","bouncedRecipients":[{"emailAddress":"ann@buyer.example",'
    '"action":"failed","status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 user unknown"}]},'
    '"mail":{"messageId":"01-02",'
    '"headers":[{"name":"Message-ID","value":"<ours@shop.example>"},{"name":"!\n To","value":"x"}]}}\n'
)


def test_a_service_may_report_in_json_even_if_it_was_broken_on_the_way() -> None:
    bounce = found(NOTICE)
    assert (bounce.kind, bounce.recipient) == (BounceKind.FAILED, "ann@buyer.example")
    assert bounce.original_message_id == "<ours@shop.example>"
    assert "user unknown" in bounce.reason or bounce.reason == "5.1.1"
    assert found(NOTICE.replace('"action":"failed"', '"action":"delayed"')).kind is BounceKind.DELAYED


def test_good_news_and_complaints_in_json_are_no_bounce() -> None:
    for other in ("Delivery", "Complaint"):
        raw = NOTICE.replace('"Bounce"', f'"{other}"')
        assert read_bounce(raw.replace("\n", "\r\n").encode(), PARSER) is None


def test_a_warning_is_a_delay_however_it_is_punctuated() -> None:
    for sign in (":", "--", " - "):
        raw = (
            f"{HEAD}Subject: Warning{sign}could not send mail for 8 hours\n\nann@buyer.example [timed out]\n"
        )
        assert found(raw).kind is BounceKind.DELAYED

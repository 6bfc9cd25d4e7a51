"""A letter that came back is noted in its case; a report that anybody could have written is not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from inbox_tui.core.outbox import Kind, OutboxItem

from .post_office import PostOffice, letter

NOW = datetime.now(UTC).replace(microsecond=0)
HOSTILE = Path(__file__).parents[2] / "sample_mail" / "hostile" / "bounce-forged.eml"


def report(original: str, recipient: str, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    """A delivery report as servers write it."""
    return f"""From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: help@shop.example
Subject: Undelivered Mail Returned to Sender
Date: Sun, 22 Nov 2026 10:58:21 +0000
Message-ID: <report-{action}@mx.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; boundary="b"; report-type=delivery-status

--b
Content-Type: text/plain

Your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b
Content-Type: text/rfc822-headers

Message-ID: {original}

--b--
""".replace("\n", "\r\n").encode()


async def with_reply(office: PostOffice) -> OutboxItem:
    """A complaint, and our reply to it."""
    office.post(letter(1), at=NOW - timedelta(hours=3))
    await office.pull()
    (case,) = office.office.casebook.cases()
    item = OutboxItem(
        account="shop", case_id=case.id, kind=Kind.REPLY, to="dana@buyer.example", subject="Re: Letter 1",
        text="", message_id="<ours@shop.example>", raw=b"From: help@shop.example\r\n\r\nSorry",
        created_at=NOW, send_at=NOW,
    )  # fmt: skip
    stored = office.office.casebook.queue(item, clear_draft=False)
    office.office.casebook.link(case.id, "shop", [item.message_id])
    return stored


def noted(office: PostOffice, item: OutboxItem) -> list[tuple[str, str]]:
    """What the history of the case says of letters."""
    history = office.office.casebook.history(item.case_id)
    return [(each.what, each.detail) for each in history if each.what.startswith("letter")]


async def test_a_letter_that_came_back_is_noted_once(post_office: PostOffice) -> None:
    item = await with_reply(post_office)
    post_office.post(report(item.message_id, item.to))
    await post_office.pull()
    ((what, detail),) = noted(post_office, item)
    assert what == "letter came back"
    assert detail.startswith("dana@buyer.example: ")
    assert "User unknown" in detail
    assert "User unknown" in str(post_office.office.casebook.bounces([item.to]).get(item.to))
    post_office.forget_cache()
    await post_office.pull()
    assert len(noted(post_office, item)) == 1


async def test_a_letter_that_is_late_is_only_noted(post_office: PostOffice) -> None:
    item = await with_reply(post_office)
    post_office.post(report(item.message_id, item.to, action="delayed", status="4.4.1"))
    await post_office.pull()
    assert [what for what, _ in noted(post_office, item)] == ["letter is delayed"]
    assert post_office.office.casebook.bounces([item.to]).get(item.to) is None


async def test_a_forged_report_changes_nothing(post_office: PostOffice) -> None:
    item = await with_reply(post_office)
    case = post_office.office.casebook.case(item.case_id)
    post_office.post(
        report("<never-sent@shop.example>", item.to),
        report(item.message_id, "somebody.else@buyer.example"),
        HOSTILE.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    )
    await post_office.pull()
    assert noted(post_office, item) == []
    assert post_office.office.casebook.bounces([item.to]).get(item.to) is None
    assert (
        post_office.office.casebook.bounces(["dana.reed@buyer.example"]).get("dana.reed@buyer.example")
        is None
    )
    assert post_office.office.casebook.case(item.case_id) == case

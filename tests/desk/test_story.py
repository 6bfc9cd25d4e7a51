"""One whole day at the desk, over real sockets: from a complaint to a kept follow-up.

Each step is what its user would do: customers write mail and read their mailbox, the owner runs commands.
"""

import time
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from .shop import Shop

COMPLAINT = """Hello,

my blue teapot (order 4471) came on Tuesday with the spout broken off. It was a present for my
mother. I would like a new one or my money back.

Dana Reed
"""
REPLY = """Dear Dana,

your mother's blue teapot arriving with its spout broken off must have been a horrible moment, and
I am sorry. That is our fault: I packed it in a single box. A new one leaves tomorrow, at no cost to you.

From today every teapot goes out in a double box. I will write to you on Friday to hear whether it
arrived whole.

Kim
"""


def complain(shop: Shop) -> tuple[str, object]:
    """A complaint comes in and is synced; its ID, and the message."""
    sent = shop.customer.write(shop.address, "Arrived in pieces", COMPLAINT)
    rows = shop.synced_until(lambda found: any(r["subject"] == "Arrived in pieces" for r in found))
    return next(r["id"] for r in rows if r["subject"] == "Arrived in pieces"), sent


def reply_sent(shop: Shop, case: str) -> object:
    """The reply is queued and sent; as the customer has it."""
    shop.json("reply", case, "--file", "-", "--now", words=REPLY)
    assert shop.json("send-due")["accepted"] == 1
    return shop.customer.waits_for(1)[-1]


def fall_due(item: Any) -> None:
    """Wait until its time has come."""
    left = datetime.fromisoformat(item["send_at"]) - datetime.now().astimezone()
    time.sleep(max(0.0, left.total_seconds()) + 0.1)


def test_the_mail_server_hears_what_the_job_has_answered(shop: Shop) -> None:
    shop.add_account()
    case, _ = complain(shop)
    reply_sent(shop, case)
    imap = shop.own_mail.imap()
    imap.select("INBOX", readonly=True)
    assert imap.search(None, "ANSWERED")[1][0].split(), "another mail program shows it as unanswered"
    imap.logout()


def test_from_a_complaint_to_a_kept_follow_up(shop: Shop) -> None:
    added = shop.add_account()
    assert (added["imap"]["ok"], added["smtp"]["ok"]) == (True, True)
    case, complaint = complain(shop)

    # listed, with its clock
    (row,) = shop.json("list")
    assert (row["id"], row["is_complaint"], row["category"]) == (case, True, "faulty_product")
    assert (row["from_name"], row["order_numbers"], row["overdue"]) == ("Dana Reed", ["4471"], False)
    due = datetime.fromisoformat(row["due_at"])
    assert due - datetime.fromisoformat(row["received_at"]) == timedelta(hours=24)
    (found,) = shop.json("search", "teapot", "spout")
    assert found["id"] == case

    # checked and answered; on a busy computer twenty seconds pass between two commands
    with (shop.home / "config.toml").open("a") as config:
        config.write("\n[sending]\nundo_seconds = 3600\n")
    outgoing = shop.json("reply", case, "--file", "-", words=REPLY)
    assert (outgoing["state"], outgoing["to"]) == ("scheduled", shop.customer.address)
    assert shop.json("send-due") == {
        "accepted": 0, "held": 0, "retrying": 0, "failed": 0, "unknown": 0, "filed": 0,
    }  # fmt: skip
    taken_back = shop.json("undo")
    assert taken_back["id"] == case
    assert shop.json("show", case)["draft"] == REPLY
    outgoing = shop.json("reply", case, "--file", "-", "--now", words=REPLY)
    tally = shop.json("send-due")
    assert (tally["accepted"], tally["filed"]) == (1, 1)
    assert shop.json("send-due")["accepted"] == 0

    # read from the customer's mailbox
    (arrived,) = shop.customer.waits_for(1)
    assert arrived["Message-ID"] == outgoing["message_id"]
    assert arrived["In-Reply-To"] == complaint["Message-ID"]  # type: ignore[index]
    assert complaint["Message-ID"] in arrived["References"]  # type: ignore[index]
    assert arrived["Subject"] == "Re: Arrived in pieces"
    assert arrived["From"] == f"Kim's Pottery <{shop.address}>"
    assert abs((parsedate_to_datetime(arrived["Date"]) - datetime.now().astimezone()).total_seconds()) < 300
    text = arrived.get_content().replace("\r\n", "\n")
    assert text.startswith(REPLY.rstrip("\n"))
    assert "> my blue teapot (order 4471)" in text

    # one copy in Sent, also after another sync and another round
    shop.json("sync")
    shop.json("send-due")
    (filed,) = shop.own_mail.read(shop.sent)
    assert filed["Message-ID"] == outgoing["message_id"]
    shown = shop.json("show", case)
    assert (shown["state"], shown["due_at"]) == ("waiting", None)
    assert [m["direction"] for m in shown["messages"]] == ["in", "out"]
    assert sorted(o["state"] for o in shown["outbox"]) == ["cancelled", "filed"]

    # a follow-up that is sent, because nobody wrote
    queued = shop.json(
        "followup", "add", case, "--kind", "check_back", "--at", "+3s", "--file", "-", words="Is it well?"
    )
    assert queued["kind"] == "check_back"
    fall_due(queued)
    assert shop.json("send-due")["accepted"] == 1
    second = shop.customer.waits_for(2)[-1]
    assert second.get_content().strip() == "Is it well?"
    assert second["In-Reply-To"] in (outgoing["message_id"], complaint["Message-ID"])  # type: ignore[index]

    # and one that is held, because the customer wrote
    held = shop.json(
        "followup", "add", case, "--kind", "nudge", "--at", "+3s", "--file", "-", words="Still there?"
    )
    shop.customer.write(
        shop.address, "Re: Arrived in pieces", "The new teapot leaks too, order 4471!", answers=second
    )
    fall_due(held)
    assert shop.json("send-due")["held"] == 1
    (row,) = [item for item in shop.json("outbox") if item["id"] == held["id"]]
    assert row["state"] == "held"
    assert "the customer wrote" in row["reason"]
    assert len(shop.customer.read()) == 2
    (row,) = shop.json("list")
    assert (row["state"], row["messages"] >= 4) == ("open", True)


def test_the_reply_leaves_once_however_often_it_is_asked_for(shop: Shop) -> None:
    shop.add_account()
    case, _ = complain(shop)
    shop.json("reply", case, "--file", "-", "--now", words=REPLY)
    said = shop.refuses("reply", case, "--file", "-", "--now", words=REPLY)
    assert "on their way already" in said
    rounds = [shop.json("send-due")["accepted"] for _ in range(3)]
    assert rounds == [1, 0, 0]
    assert len(shop.customer.waits_for(1)) == 1


def test_an_answer_from_the_owners_phone_stops_the_clock_and_holds_the_follow_up(shop: Shop) -> None:
    shop.add_account()
    case, complaint = complain(shop)
    nudge = shop.json(
        "followup", "add", case, "--kind", "nudge", "--at", "+3s", "--file", "-", words="Still there?"
    )
    from_phone = shop.own_mail
    from_phone.write(
        shop.customer.address, "Re: Arrived in pieces", "So sorry, a new one goes out.", answers=complaint
    )  # type: ignore[arg-type]
    imap = from_phone.imap()
    (sent,) = shop.customer.waits_for(1)
    imap.append(shop.sent, r"(\Seen)", None, sent.as_bytes())  # type: ignore[arg-type]
    imap.logout()
    fall_due(nudge)
    assert shop.json("send-due")["held"] == 1
    (item,) = shop.json("outbox")
    assert "somebody of the shop answered" in item["reason"]
    assert shop.json("show", case)["state"] == "waiting"


def test_a_thank_you_does_not_reopen_and_a_complaint_does(shop: Shop) -> None:
    shop.add_account()
    case, _ = complain(shop)
    answer = reply_sent(shop, case)
    shop.json("case", case, "resolve", "--reason", "replaced")
    shop.customer.write(
        shop.address, "Re: Arrived in pieces", "Thank you so much, all good now!", answers=answer
    )  # type: ignore[arg-type]
    shop.synced_until(lambda rows: any(r["id"] == case and r["messages"] >= 3 for r in rows))
    assert shop.json("show", case)["state"] == "resolved"
    shop.customer.write(
        shop.address, "Re: Arrived in pieces", "The handle of the new teapot broke off.", answers=answer
    )  # type: ignore[arg-type]
    shop.synced_until(lambda rows: any(r["id"] == case and r["messages"] >= 4 for r in rows))
    assert shop.json("show", case)["state"] == "open"


def test_a_draft_with_a_hole_in_it_needs_a_second_yes(shop: Shop) -> None:
    shop.add_account()
    case, _ = complain(shop)
    said = shop.refuses("reply", case, "--file", "-", "--now", words=REPLY.replace("Dana", "[NAME]"))
    assert "placeholder" in said
    assert shop.json("outbox") == []
    forced = shop.json("reply", case, "--file", "-", "--force", words=REPLY.replace("Dana", "[NAME]"))
    assert forced["state"] == "scheduled"


@pytest.mark.parametrize("again", ["full", "cache lost"])
def test_the_cache_may_go_and_the_case_stays(embedded_shop: Shop, again: str) -> None:
    shop = embedded_shop
    shop.add_account()
    case, _ = complain(shop)
    shop.json("case", case, "note", "called her")
    if again == "full":
        shop.json("sync", "--full")
    else:
        for file in (shop.home / "cache").iterdir():
            file.unlink()
        assert [r["id"] for r in shop.json("list")] == [case]
        shop.json("sync")
    (row,) = shop.json("list")
    assert (row["id"], row["state"]) == (case, "new")
    assert shop.json("show", case)["notes"][0]["text"] == "called her"
    assert shop.json("show", case)["messages"][0]["text"].startswith("Hello")

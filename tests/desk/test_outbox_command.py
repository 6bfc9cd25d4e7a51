"""The outbox from the command line: taken back, changed, sent although late; with wrong numbers too."""

from datetime import UTC, datetime, timedelta

import pytest

from inbox_tui.core.case import Case
from inbox_tui.core.outbox import Kind, OutboxItem, State
from inbox_tui.ports import HistoryEntry
from inbox_tui.store.casebook import SqlCasebook, open_casebook

from .shop import Shop


@pytest.fixture
def book(embedded_shop: Shop) -> SqlCasebook:
    """Of a shop with an account and one case."""
    embedded_shop.add_account()
    made = open_casebook(embedded_shop.home / "casebook.db", backups=None)
    now = datetime.now(UTC)
    case = Case(
        id="k3m9", account="shop", received_at=now, from_addr="dana.reed@buyer.example", subject="Broken"
    )
    made.add_case(case, HistoryEntry(case_id="k3m9", at=now, actor="test", what="new"))
    return made


def put(
    book: SqlCasebook, kind: Kind, state: State, *, reason: str = "", late: bool = False, ahead: float = 3600
) -> OutboxItem:
    """A message in that state."""
    now = datetime.now(UTC)
    item = OutboxItem(
        account="shop", case_id="k3m9", kind=kind, to="dana.reed@buyer.example", subject="Re: Broken",
        text="Words of the owner", message_id=f"<{kind}{state}@shop.example>", raw=b"x", state=state,
        created_at=now, send_at=now + timedelta(seconds=ahead), reason=reason, held_late=late,
    )  # fmt: skip
    return book.queue(item, clear_draft=False)


def test_a_scheduled_reply_is_taken_back_by_its_number(embedded_shop: Shop, book: SqlCasebook) -> None:
    item = put(book, Kind.REPLY, State.SCHEDULED)
    assert embedded_shop.json("outbox", "cancel", str(item.id))["state"] == "cancelled"
    draft = book.draft("k3m9")
    assert draft is not None and draft.text == "Words of the owner"
    assert "it is cancelled" in embedded_shop.refuses("outbox", "cancel", str(item.id))
    assert "no message number 99" in embedded_shop.refuses("outbox", "cancel", "99")


def test_a_reply_is_no_follow_up_and_keeps_its_words(embedded_shop: Shop, book: SqlCasebook) -> None:
    item = put(book, Kind.REPLY, State.SCHEDULED)
    said = embedded_shop.refuses("followup", "cancel", str(item.id))
    assert f"outbox cancel {item.id}" in said
    stored = book.outbox_item(item.id)
    assert stored is not None and stored.state is State.SCHEDULED


def test_words_that_did_not_leave_can_be_read(embedded_shop: Shop, book: SqlCasebook) -> None:
    """Whoever has to say what becomes of a message wants to know what it says, after dropping it too."""
    item = put(book, Kind.REPLY, State.HELD, reason="she wrote")
    assert "Words of the owner" in embedded_shop.run("show", "k3m9").stdout
    embedded_shop.json("outbox", "settle", str(item.id), "drop")
    shown = embedded_shop.run("show", "k3m9").stdout
    assert "dropped by you\nWords of the owner" in shown


@pytest.mark.parametrize(
    ("answer", "done"),
    [
        (
            "sent",
            "is noted as arrived and will not be sent again. The next “send-due” sees to its copy in Sent.",
        ),
        ("resend", "leaves at the next “send-due”, whatever came in meanwhile."),
        ("drop", "is dropped and will not be sent. “inbox-tui show k3m9” keeps its words."),
    ],
)
def test_an_answer_says_what_it_did_and_what_follows(
    embedded_shop: Shop, book: SqlCasebook, answer: str, done: str
) -> None:
    item = put(book, Kind.REPLY, State.UNKNOWN, reason="the line broke")
    said = embedded_shop.run("outbox", "settle", str(item.id), answer).stdout
    assert said == f"Message {item.id} {done}\n"


@pytest.mark.parametrize(
    ("late", "but"), [(True, "unless something happened"), (False, "whatever came in meanwhile")]
)
def test_what_is_tried_again_says_when_and_what_holds_it(
    embedded_shop: Shop, book: SqlCasebook, late: bool, but: str
) -> None:
    item = put(book, Kind.NUDGE, State.HELD, reason="held", late=late, ahead=-60)
    said = embedded_shop.run("outbox", "retry", str(item.id)).stdout
    assert said == f"Message {item.id} leaves at the next “send-due”, {but}.\n"


def test_a_held_follow_up_gets_other_words_and_another_time(embedded_shop: Shop, book: SqlCasebook) -> None:
    shop = embedded_shop
    held = put(book, Kind.NUDGE, State.HELD, reason="the customer wrote", ahead=-60)
    listed = shop.run("outbox").stdout
    for advice in (f"outbox retry {held.id}", f"followup edit {held.id} --file FILE", f"cancel {held.id}"):
        assert f"      inbox-tui {advice}" in listed or advice in listed
    assert "Its time has passed" in shop.refuses("followup", "edit", str(held.id), "--file", "-", words="x")
    assert "no words" in shop.refuses(
        "followup", "edit", str(held.id), "--at", "in 3 days", "--file", "-", words=" "
    )
    new = shop.json("followup", "edit", str(held.id), "--at", "in 3 days", "--file", "-", words="Other words")
    assert (new["kind"], new["text"], new["state"]) == ("nudge", "Other words", "scheduled")
    assert {each.state for each in book.outbox()} == {State.CANCELLED, State.SCHEDULED}
    assert "cannot be changed" in shop.refuses("followup", "edit", str(held.id), "--at", "in 3 days")
    again = shop.json("followup", "edit", str(new["id"]), "--kind", "check_back")
    assert (again["kind"], again["text"], again["send_at"]) == ("check_back", "Other words", new["send_at"])


def test_all_that_is_only_late(embedded_shop: Shop, book: SqlCasebook) -> None:
    shop = embedded_shop
    put(
        book,
        Kind.NUDGE,
        State.HELD,
        reason="it is 9 hours late because nothing was running. Send it still?",
        late=True,
    )
    put(book, Kind.CHECK_BACK, State.HELD, reason="the customer wrote")
    shop.refuses("outbox", "retry", code=2)
    shop.refuses("outbox", "retry", "1", "--late", code=2)
    assert shop.json("outbox", "retry", "--late") == {"retried": 1}
    assert {each.kind: each.state for each in book.outbox()} == {
        Kind.NUDGE: State.SCHEDULED,
        Kind.CHECK_BACK: State.HELD,
    }


def test_what_waits_for_mail_that_cannot_be_read_is_said(embedded_shop: Shop, book: SqlCasebook) -> None:
    due = put(book, Kind.NUDGE, State.SCHEDULED, ahead=-60)
    embedded_shop.password = ""
    assert "What is due waits, because the inbox could not be read" in embedded_shop.refuses("send-due")
    waits = book.outbox_item(due.id)
    assert waits is not None
    assert (waits.state, "waits" in waits.reason) == (State.SCHEDULED, True)

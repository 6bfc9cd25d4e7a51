"""What the checklist is told of a case: the clock, other customers, and what the shop has sent before."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from inbox_tui.core.checklist import Checklist, Finding
from inbox_tui.core.message import Direction
from inbox_tui.core.outbox import Kind
from inbox_tui.desk.writing.outcomes import Queued
from inbox_tui.errors import RefusedError
from tests.core.checklist.drafts import GOOD, of
from tests.mail.smtp_server import Behaviour, faulty_server
from tests.store.letters import NOON, letter

from .counter import Counter, counter, nobody_listens


def canned(desk: Counter, case_id: str, text: str) -> Finding:
    """What the checklist says of stock letters."""
    question = desk.desk.replies.question(case_id)
    return of(Checklist().check(replace(question, text=text)), "canned")


async def test_a_reply_that_left_is_known_again_in_the_next_case(tmp_path: Path) -> None:
    async with faulty_server(Behaviour()) as port:
        desk = counter(tmp_path, smtp_port=port)
        desk.case()
        desk.case("p7q2", from_name="Tom Hale", from_addr="tom@buyer.example")
        assert not canned(desk, "p7q2", GOOD).found
        assert isinstance(desk.desk.replies.queue("k3m9", GOOD, force=True), Queued)
        assert not canned(desk, "p7q2", GOOD).found, "it has not left yet"
        await desk.after()
    finding = canned(desk, "p7q2", GOOD.replace("Odile", "Tom"))
    assert (finding.found, finding.rule) == (True, "canned/sent-before")
    assert finding.spans


async def test_letters_from_another_program_count_too(tmp_path: Path) -> None:
    desk = counter(tmp_path, smtp_port=await nobody_listens())
    desk.case()
    ours = letter(4, mailbox="Sent", direction=Direction.OUT, text=GOOD)
    heard = letter(5, text=GOOD.replace("Odile", "Kim"))
    desk.desk.office.cache.put([ours, heard], {})
    assert desk.desk.office.cache.written(limit=9) == [GOOD]
    assert canned(desk, "k3m9", GOOD).found


async def test_the_clock_is_the_one_of_the_shop(tmp_path: Path) -> None:
    desk = counter(tmp_path, smtp_port=await nobody_listens())
    desk.case()
    question = desk.desk.replies.question("k3m9")
    assert question.hours_since == pytest.approx(3.0)


BACK = {
    "content-type": "multipart/report; report-type=delivery-status",
    "x-failed-recipients": "dana@buyer.example",
}


async def test_an_answer_goes_to_a_person_and_not_to_the_server_that_sent_ours_back(tmp_path: Path) -> None:
    desk = counter(tmp_path, smtp_port=await nobody_listens())
    case = desk.case(last_out_at=NOON + timedelta(minutes=10))
    wrote = letter(
        1, conversation=case.id, name="Dana Reed", email="dana@buyer.example", text="It is broken."
    )
    came_back = letter(
        20, conversation=case.id, name="Mail Delivery System", email="mailer-daemon@shop.example",
        subject="Undelivered Mail Returned to Sender", text="The address does not exist.",
    )  # fmt: skip
    came_back = replace(came_back, message=replace(came_back.message, headers=BACK))
    desk.desk.office.cache.put([wrote, came_back], {})
    replies = desk.desk.replies
    assert replies.review(case.id, "Dear Dana,").to.email == "dana@buyer.example"
    item = replies.write(case.id, "Dear Dana,", kind=Kind.REPLY, subject="Re: My lamp", at=desk.clock.at)
    assert item.to == "dana@buyer.example"
    assert b"It is broken." in item.raw and b"does not exist" not in item.raw
    complaint = replies.question(case.id).complaint
    assert complaint is not None and complaint.text == "It is broken."


async def test_where_only_a_machine_wrote_its_address_is_shown(tmp_path: Path) -> None:
    """A person looks at it before anything leaves."""
    desk = counter(tmp_path, smtp_port=await nobody_listens())
    case = desk.case()
    alone = letter(1, conversation=case.id, email="mailer-daemon@shop.example")
    desk.desk.office.cache.put([alone], {})
    assert desk.desk.replies.review(case.id, "Dear Dana,").to.email == "mailer-daemon@shop.example"


async def test_an_address_that_no_server_takes_is_said_and_the_draft_stays(tmp_path: Path) -> None:
    desk = counter(tmp_path, smtp_port=await nobody_listens())
    case = desk.case(from_addr='"dana reed"@buyer.example')
    desk.desk.replies.save_draft(case.id, GOOD)
    with pytest.raises(RefusedError, match="not an e-mail address"):
        desk.desk.replies.queue(case.id, GOOD, force=True)
    draft = desk.book.draft(case.id)
    assert draft is not None and draft.text == GOOD
    assert desk.book.outbox() == []


async def test_a_follow_up_to_nobody_is_refused_in_one_sentence(tmp_path: Path) -> None:
    desk = counter(tmp_path, smtp_port=await nobody_listens())
    case = desk.case(from_addr="")
    with pytest.raises(RefusedError, match="names no address to answer to"):
        desk.desk.follow_ups.add(
            case.id, kind=Kind.CHECK_BACK, at=desk.clock.at + timedelta(days=3), text="All well?"
        )
    assert desk.book.outbox() == []

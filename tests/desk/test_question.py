"""What the checklist is told of a case: the clock, other customers, and what the shop has sent before."""

from dataclasses import replace
from pathlib import Path

import pytest

from inbox_tui.core.checklist import Checklist, Finding
from inbox_tui.core.message import Direction
from inbox_tui.desk.writing.outcomes import Queued
from tests.core.checklist.drafts import GOOD, of
from tests.mail.smtp_server import Behaviour, faulty_server
from tests.store.letters import letter

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

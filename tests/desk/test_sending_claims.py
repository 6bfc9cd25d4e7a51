"""Claims of programs that ended, slept or were overtaken."""

from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from inbox_tui.core.outbox import OutboxItem, State
from inbox_tui.errors import StoreError
from inbox_tui.ports import Accepted
from inbox_tui.store.marks import FileMarks
from tests.mail.smtp_server import Behaviour, faulty_server

from .counter import MINUTES, counter, nobody_listens


async def test_a_claim_is_settled_at_once_when_its_program_is_known_to_have_ended(tmp_path: Path) -> None:
    desk = counter(tmp_path, smtp_port=await nobody_listens(), is_gone=lambda owner: owner == "dead")
    desk.case()
    gone, alive = desk.queued(1), desk.queued(2)
    desk.clock.at += MINUTES
    desk.book.claim([gone.id], owner="dead", now=desk.clock.at)
    desk.book.claim([alive.id], owner="other", now=desk.clock.at)
    assert desk.desk.outbox.has_work()
    assert (await desk.after(timedelta(0))).unknown == 1
    assert (desk.state(gone), desk.state(alive)) == (State.UNKNOWN, State.CLAIMED)
    assert "the program stopped while it was leaving. Not in Sent" in desk.now_is(gone).reason
    assert not desk.desk.outbox.has_work()
    assert (await desk.after(11 * MINUTES)).unknown == 1
    assert desk.state(alive) is State.UNKNOWN


async def test_what_a_killed_program_had_claimed_but_not_begun_leaves_without_a_question(
    tmp_path: Path,
) -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        desk = counter(tmp_path, smtp_port=port, is_gone=lambda owner: owner == "dead")
        desk.case()
        taken, begun, waited, never = (desk.queued(number) for number in range(4))
        desk.clock.at += MINUTES
        marks = FileMarks(tmp_path / "leaving", owner="dead")
        marks.open()
        claims = desk.book.claim([taken.id, begun.id, waited.id], owner="dead", now=desk.clock.at)
        for claim in claims[:2]:
            marks.begun(claim.id, claim.attempts)
        marks.taken(claims[0].id, claims[0].attempts, desk.clock.at)
        await desk.after(timedelta(0))
        states = [desk.state(each) for each in (taken, begun, waited, never)]
        assert states == [State.FILED, State.UNKNOWN, State.FILED, State.FILED]
        assert desk.now_is(taken).accepted_at == desk.clock.at
        await desk.after(timedelta(0))
        assert len(behaviour.received) == 2
        assert len(list((tmp_path / "leaving").iterdir())) == 1


class NoRoom(FileMarks):
    """On a disk that is full by now."""

    def begun(self, item_id: int, attempts: int) -> None:
        """It cannot be written down."""
        raise StoreError("The program cannot write there.")


async def test_what_could_not_be_written_down_did_not_begin_and_is_no_question(tmp_path: Path) -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        marks = NoRoom(tmp_path / "leaving", owner="here:1:test")
        desk = counter(tmp_path, smtp_port=port, marks=marks)
        desk.case()
        items = [desk.queued(number) for number in range(3)]
        with pytest.raises(StoreError, match="cannot write"):
            await desk.after()
        assert {desk.state(each) for each in items} == {State.SCHEDULED}
    assert behaviour.received == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is a Linux thing")
def test_marks_without_their_first_line_are_not_open(tmp_path: Path) -> None:
    marks = FileMarks(tmp_path, owner="here:1:test")
    marks.open()
    (file,) = tmp_path.iterdir()
    file.unlink()
    file.symlink_to("/dev/full")
    fresh = FileMarks(tmp_path, owner="here:1:test")
    for _ in range(2):
        with pytest.raises(StoreError, match="No space left"):
            fresh.open()


async def test_a_250_that_comes_after_the_claim_was_given_up_still_counts(tmp_path: Path) -> None:
    desk = counter(tmp_path, smtp_port=await nobody_listens())
    desk.case()
    item = desk.queued()
    desk.clock.at += MINUTES
    (claim,) = desk.book.claim([item.id], owner="slow", now=desk.clock.at)
    assert (await desk.after(11 * MINUTES)).unknown == 1
    ledger = desk.desk.outbox._ledger
    assert ledger.note(claim, Accepted(reply="250", refused={}), at=desk.clock.at) is State.ACCEPTED
    assert desk.state(item) is State.ACCEPTED


async def test_words_sent_again_are_not_doubled_by_news_of_the_first_try(tmp_path: Path) -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        desk = counter(tmp_path, smtp_port=port)
        desk.case()
        item = desk.queued()
        desk.clock.at += MINUTES
        (claim,) = desk.book.claim([item.id], owner="slow", now=desk.clock.at)
        await desk.after(11 * MINUTES)
        desk.desk.outbox.settle(item.id, "resend")
        desk.desk.outbox._ledger.note(claim, Accepted(reply="250", refused={}), at=desk.clock.at)
        assert (await desk.after()).accepted == 0
    assert (desk.state(item), behaviour.received) == (State.FILED, [])


async def test_a_program_that_slept_behind_its_claim_does_not_hand_over(tmp_path: Path) -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        desk = counter(tmp_path, smtp_port=port)
        desk.case()
        item = desk.queued()
        usual = desk.desk.office.casebook.claim

        def claim_then_sleep(items: Collection[int], *, owner: str, now: datetime) -> list[OutboxItem]:
            claimed = usual(items, owner=owner, now=now)
            desk.clock.at += 12 * MINUTES
            return claimed

        desk.book.claim = claim_then_sleep  # type: ignore[method-assign]
        assert (await desk.after()).accepted == 0
        assert (desk.state(item), behaviour.received) == (State.SCHEDULED, [])
        desk.book.claim = usual  # type: ignore[method-assign]
        desk.desk.outbox.settle(item.id, "drop")
        await desk.after()
    assert behaviour.received == []

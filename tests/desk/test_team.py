"""Two people at one desk: they see each other, and no customer gets two answers by mistake."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from inbox_tui.core.outbox import Kind, State
from inbox_tui.desk.cases import team, wishes
from inbox_tui.desk.cases.undoing import TakenBack, Undone, undo_newest
from inbox_tui.desk.writing.outcomes import AnsweredBy, Queued
from inbox_tui.desk.writing.replies import MEANWHILE
from inbox_tui.errors import RefusedError
from inbox_tui.store.casebook import open_casebook
from inbox_tui.ui.screens.desk.reading import Wanted, read_list
from tests.mail.smtp_server import Behaviour, faulty_server

from ..store.conftest import ON_POSTGRES, postgres_server, postgres_url
from .counter import Counter, counter

__all__ = ["postgres_server", "postgres_url"]

WORDS = "Dear Dana, I am so sorry that your blue teapot came in pieces. A new one leaves tomorrow. Kim"


@dataclass(kw_only=True)
class Pair:
    """Kim's desk and Sam's, on one casebook and one SMTP server."""

    kim: Counter
    sam: Counter
    behaviour: Behaviour

    def writes(self, who: Counter, *, force: bool = False) -> object:
        """One of them answers Dana; what came of it."""
        return who.desk.replies.queue("k3m9", f"{WORDS} {who.desk.office.actor}", force=force)


@pytest.fixture(params=["sqlite", ON_POSTGRES])
async def pair(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Pair]:
    """On both kinds of casebook."""
    postgres = request.param == "postgres"
    where = str(request.getfixturevalue("postgres_url")) if postgres else tmp_path / "casebook.db"
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:

        def desk(name: str) -> Counter:
            home = tmp_path / name
            home.mkdir()
            return counter(
                home,
                smtp_port=port,
                actor=name,
                owner=f"{name}s:1:test",
                casebook=lambda: open_casebook(where, backups=None),
            )

        two = Pair(kim=desk("kim"), sam=desk("sam"), behaviour=behaviour)
        two.kim.case()
        yield two
        two.kim.book.close()
        two.sam.book.close()


async def test_each_sees_what_the_other_is_writing_on(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    kim, sam = pair.kim.desk.team, pair.sam.desk.team
    kim.writing("k3m9")
    assert (kim.others(), sam.others()) == ({}, {"k3m9": "kim"})
    sam.writing("k3m9")
    assert kim.others() == {"k3m9": "sam"}
    kim.writing("other")
    assert sam.others() == {"other": "kim"}
    kim.stopped()
    assert sam.others() == {}
    kim.writing("k3m9")
    monkeypatch.setattr(team, "EXPIRES", timedelta(0))
    assert sam.others() == {}


async def test_a_draft_is_a_sign_of_life_until_it_is_sent(pair: Pair) -> None:
    pair.kim.desk.replies.save_draft("k3m9", "Dear Dana,")
    (row,) = pair.sam.desk.inbox.rows()
    assert row.writing == "kim"
    assert pair.sam.desk.replies.review("k3m9", WORDS).writing == "kim"
    (own,) = pair.kim.desk.inbox.rows()
    assert own.writing == ""
    assert isinstance(pair.writes(pair.kim), Queued)
    (row,) = pair.sam.desk.inbox.rows()
    assert row.writing == ""


async def test_a_case_is_given_to_somebody_and_taken_back(pair: Pair) -> None:
    cases = pair.kim.desk.cases
    cases.do(wishes.assign("  Sam \x1b[31m"), "k3m9")
    (row,) = pair.sam.desk.inbox.rows()
    assert row.owner == "Sam [31m"
    with pytest.raises(RefusedError, match="already"):
        pair.sam.desk.cases.do(wishes.assign("Sam [31m"), "k3m9")
    pair.sam.desk.cases.do(wishes.assign(""), "k3m9")
    assert pair.kim.desk.inbox.row("k3m9").owner == ""
    told = [(each.actor, each.what, each.detail) for each in pair.kim.book.history("k3m9")[1:]]
    assert told == [("kim", "assigned", "Sam [31m"), ("sam", "assigned", "nobody")]
    pair.sam.desk.cases.note("k3m9", "I know her.")
    assert [(n.author, n.text) for n in pair.kim.book.notes("k3m9")] == [("sam", "I know her.")]


async def test_a_second_answer_to_the_same_letter_needs_a_second_yes(pair: Pair) -> None:
    first = pair.writes(pair.kim)
    assert isinstance(first, Queued)
    assert first.item.author == "kim"
    second = pair.writes(pair.sam)
    assert isinstance(second, AnsweredBy)
    assert second.item.message_id == first.item.message_id
    review = pair.sam.desk.replies.review("k3m9", WORDS)
    assert review.answered is not None
    await pair.kim.after()
    assert isinstance(pair.writes(pair.sam), AnsweredBy)
    assert isinstance(pair.writes(pair.sam, force=True), Queued)
    assert (await pair.sam.after()).accepted == 1
    assert len(pair.behaviour.received) == 2
    history = pair.kim.book.history("k3m9")
    assert [each.actor for each in history if each.what == "answered"] == ["kim", "sam"]


async def test_ones_own_second_letter_and_an_answer_of_long_ago_are_no_question(pair: Pair) -> None:
    assert isinstance(pair.writes(pair.kim), Queued)
    await pair.kim.after()
    assert isinstance(pair.kim.desk.replies.queue("k3m9", f"{WORDS} And a lid."), Queued)
    pair.sam.clock.at += MEANWHILE + timedelta(hours=1)
    assert isinstance(pair.writes(pair.sam), Queued)


async def test_nobody_takes_back_the_reply_of_a_colleague(pair: Pair) -> None:
    kim, sam = pair.kim.desk, pair.sam.desk
    kim.cases.note("k3m9", "I know her.")
    pair.sam.clock.at += timedelta(seconds=5)
    sent = pair.writes(pair.sam)
    assert isinstance(sent, Queued)
    assert [each.item_id for each in read_list(sam, Wanted()).leaving] == [sent.item.id]
    assert read_list(kim, Wanted()).leaving == ()
    undone = undo_newest(kim)
    assert isinstance(undone, Undone) and undone.what == "note"
    with pytest.raises(RefusedError, match="nothing to undo"):
        undo_newest(kim)
    assert pair.sam.state(sent.item) is State.SCHEDULED
    assert isinstance(undo_newest(sam), TakenBack)
    assert pair.sam.state(sent.item) is State.CANCELLED


async def test_two_who_press_send_in_the_same_moment(pair: Pair) -> None:
    """Each looked before the other's letter was there; the second one is held when it is about to leave."""
    kim = pair.kim.desk.replies.write(
        "k3m9", WORDS, kind=Kind.REPLY, subject="Re: pots", at=pair.kim.clock.at
    )
    sam = pair.sam.desk.replies.write(
        "k3m9", WORDS, kind=Kind.REPLY, subject="Re: pots", at=pair.sam.clock.at
    )
    kim = pair.kim.book.queue(kim, clear_draft=False)
    sam = pair.sam.book.queue(sam, clear_draft=False)
    await pair.sam.after()
    await pair.kim.after()
    assert (pair.kim.state(kim), pair.kim.state(sam)) == (State.FILED, State.HELD)
    assert "somebody of the shop answered" in pair.kim.now_is(sam).reason
    assert len(pair.behaviour.received) == 1
    pair.sam.desk.outbox.retry(sam.id)
    await pair.sam.after()
    assert pair.sam.state(sam) is State.FILED

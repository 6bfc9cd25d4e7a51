"""Mail that was opened is read, and mail that was answered is answered: here at once, on the server soon."""

from datetime import timedelta

import pytest

from inbox_tui.core.outbox import State
from inbox_tui.desk.receiving.seen import NAME, Seen
from inbox_tui.errors import InboxError, MailboxGoneError, RefusedError
from inbox_tui.ports import MailboxStatus
from inbox_tui.ui import background
from tests.ui.desk.at_the_desk import open_dana, running, until
from tests.ui.desk_fixture import put_mail
from tests.ui.front import FrontApp
from tests.ui.front import until as it_happens
from tests.ui.shop import NOW, Shop


def unread(shop: Shop) -> int:
    """How many messages of Dana's conversation are unread in the list."""
    return shop.desk.inbox.row("dana").unread


@pytest.fixture
def dana(shop: Shop) -> Shop:
    """Two unread messages of Dana."""
    at = NOW - timedelta(hours=3)
    shop.case("dana", "Dana Reed", "Arrived in pieces", hours_ago=3)
    put_mail(shop, "dana", "My teapot is broken.", name="Dana Reed", at=at, uid=7, seen=False)
    later = at + timedelta(hours=1)
    put_mail(shop, "dana", "Are you there?", name="Dana Reed", at=later, uid=8, seen=False)
    shop.server.flagged = {7: frozenset({"\\Flagged"}), 8: frozenset()}
    return shop


async def test_opening_a_conversation_marks_it_read_in_the_list(dana: Shop) -> None:
    assert unread(dana) == 2
    async with running(dana) as (app, pilot):
        await open_dana(app, pilot, writing=False)
        await until(pilot, lambda: app.main.list.rows[0].unread == 0)
        assert unread(dana) == 0
        assert dana.desk.seen.waits("shop")


async def test_the_server_hears_of_it_and_other_flags_stay(dana: Shop) -> None:
    refs = dana.desk.seen.mark("dana")
    assert [ref.uid for ref in refs] == [7, 8]
    assert dana.desk.seen.mark("dana") == ()
    assert await dana.desk.seen.tell("shop") == 2
    assert dana.server.flagged == {7: frozenset({"\\Flagged", "\\Seen"}), 8: frozenset({"\\Seen"})}
    assert not dana.desk.seen.waits("shop")
    assert await dana.desk.seen.tell("shop") == 0
    (first, _) = dana.cache.messages("dana")
    assert first.flags == {"\\Flagged", "\\Seen"}


async def test_a_fetch_that_ran_meanwhile_does_not_make_it_unread_again(dana: Shop) -> None:
    dana.desk.seen.mark("dana")
    dana.cache.set_flags("shop", "INBOX", {7: frozenset(), 8: frozenset()})
    assert unread(dana) == 2
    await dana.desk.seen.tell("shop")
    assert unread(dana) == 0


async def test_what_the_server_has_not_heard_outlives_the_program(dana: Shop) -> None:
    dana.desk.seen.mark("dana")
    again = Seen(dana.desk.office, stores=dana.desk.stores, lines=dana.desk._lines)
    assert again.waits("shop")
    assert await again.tell("shop") == 2
    assert not Seen(dana.desk.office, stores=dana.desk.stores, lines=dana.desk._lines).waits("shop")


async def test_two_programs_on_one_home_tell_what_either_left(dana: Shop) -> None:
    app, job = (Seen(dana.desk.office, stores=dana.desk.stores, lines=dana.desk._lines) for _ in range(2))
    dana.sending("dana", state=State.ACCEPTED)
    assert [ref.uid for ref in job.mark_answered(since=NOW)] == [8]
    app.mark("dana")
    assert await app.tell("shop") == 2
    assert dana.server.flagged[8] == {"\\Answered", "\\Seen"}
    job.mark_answered(since=NOW)
    assert not Seen(dana.desk.office, stores=dana.desk.stores, lines=dana.desk._lines).waits("shop")


async def test_what_came_to_the_shelf_meanwhile_is_told_and_stays_till_then(dana: Shop) -> None:
    app, job = (Seen(dana.desk.office, stores=dana.desk.stores, lines=dana.desk._lines) for _ in range(2))
    dana.sending("dana", state=State.ACCEPTED)
    job.mark_answered(since=NOW)
    assert await app.tell("shop") == 1
    assert dana.server.flagged[8] == {"\\Answered"}


async def test_a_shelf_that_cannot_be_written_has_nothing_told_twice(
    dana: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    dana.desk.seen.mark("dana")
    monkeypatch.setattr(dana.desk.office.shelf, "write", lambda name, text: None)
    assert await dana.desk.seen.tell("shop") == 2
    assert await dana.desk.seen.tell("shop") == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        "{}",
        "[1]",
        '[["shop"]]',
        '[["shop", "INBOX", "x", 1]]',
        '[["shop", "INBOX", 1e999, 1]]',
        "[[[]]]",
    ],
)
def test_nonsense_on_the_shelf_is_nothing(dana: Shop, text: str) -> None:
    dana.desk.office.shelf.write(NAME, text)
    assert not Seen(dana.desk.office, stores=dana.desk.stores, lines=dana.desk._lines).waits("shop")


async def test_a_server_out_of_reach_is_told_later(dana: Shop) -> None:
    dana.desk.seen.mark("dana")
    dana.server.down = "no answer"
    assert await dana.desk.seen.tell("shop") == 0
    assert dana.desk.seen.waits("shop")
    assert unread(dana) == 0
    dana.server.down = ""
    assert await dana.desk.seen.tell("shop") == 2


async def test_renumbered_and_vanished_mail_is_left_alone(dana: Shop) -> None:
    dana.desk.seen.mark("dana")
    del dana.server.flagged[8]
    dana.server.uidvalidity = 2
    assert await dana.desk.seen.tell("shop") == 0
    assert dana.server.flagged == {7: frozenset({"\\Flagged"})}
    assert not dana.desk.seen.waits("shop")


@pytest.mark.parametrize("error", [MailboxGoneError("Old is gone."), RefusedError("Old is read-only.")])
async def test_a_mailbox_that_takes_no_flags_keeps_the_server_from_hearing_of_no_other(
    dana: Shop, monkeypatch: pytest.MonkeyPatch, error: InboxError
) -> None:
    put_mail(dana, "dana", "And again.", name="Dana Reed", at=NOW, uid=9, seen=False, mailbox="Old")
    put_mail(dana, "dana", "And again!", name="Dana Reed", at=NOW, uid=9, seen=False, mailbox="Anew")
    select = dana.server.select

    def closed(mailbox: str) -> MailboxStatus:
        if mailbox != "INBOX":
            raise error
        return select(mailbox)

    monkeypatch.setattr(dana.server, "select", closed)
    dana.desk.seen.mark("dana")
    assert await dana.desk.seen.tell("shop") == 2
    assert not dana.desk.seen.waits("shop")


async def test_an_accepted_reply_marks_the_mail_that_it_answers(dana: Shop) -> None:
    dana.sending("dana", state=State.ACCEPTED)
    dana.sending("dana", state=State.HELD, text="Another one.")
    refs = dana.desk.seen.mark_answered(since=NOW - timedelta(seconds=1))
    assert [ref.uid for ref in refs] == [8]
    assert dana.desk.seen.mark_answered(since=NOW + timedelta(seconds=1)) == ()
    await dana.desk.seen.tell("shop")
    assert dana.server.flagged[8] == {"\\Answered"}


async def test_the_app_tells_the_server_by_itself(dana: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "TELL_EVERY", 0.01)
    app = FrontApp(dana)
    async with app.run_test(size=(120, 10)):
        await it_happens(lambda: app.front.heard)
        dana.sending("dana", state=State.ACCEPTED)
        dana.desk.seen.mark_answered(since=NOW)
        assert dana.desk.seen.waits("shop")
        await it_happens(lambda: not dana.desk.seen.waits("shop"))

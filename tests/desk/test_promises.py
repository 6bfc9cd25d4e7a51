"""Promises are given when the reply has left, and settled by a person."""

from datetime import timedelta
from pathlib import Path

import pytest

from inbox_tui.core.promises import Promised, PromiseState, Standing
from inbox_tui.core.when import Resolved
from inbox_tui.desk.writing.outcomes import Queued
from inbox_tui.errors import NotFoundError, RefusedError
from tests.mail.smtp_server import Behaviour, faulty_server

from .counter import NOON, Counter, counter, nobody_listens
from .shop import Shop
from .test_story import REPLY, complain

WORDS = "Dear Dana,\n\nI am sorry. A new teapot leaves tomorrow, at no cost to you.\n\nKim\n"


def reply(desk: Counter, **options: object) -> Queued:
    """The owner's answer, queued."""
    outcome = desk.desk.replies.queue("k3m9", WORDS, force=True, **options)  # type: ignore[arg-type]
    assert isinstance(outcome, Queued)
    return outcome


async def test_a_promise_is_given_when_the_reply_has_left(tmp_path: Path) -> None:
    async with faulty_server(Behaviour()) as port:
        desk = counter(tmp_path, smtp_port=port)
        desk.case()
        reply(desk)
        assert desk.desk.promises.rows() == []
        await desk.after()
    (row,) = desk.desk.promises.rows()
    assert row.promise.text == "A new teapot leaves tomorrow, at no cost to you."
    assert (row.customer, row.standing, row.promise.case_id) == ("Dana Reed", Standing.OPEN, "k3m9")
    assert row.promise.due_at == NOON.replace(day=25, hour=18)
    assert row.promise.made_at == NOON + timedelta(seconds=30)
    assert desk.desk.promises.late() == []
    desk.clock.at = NOON.replace(day=25, hour=18, minute=1)
    assert [each.standing for each in desk.desk.promises.late()] == [Standing.LATE]


async def test_words_that_were_taken_back_promise_nothing(tmp_path: Path) -> None:
    desk = counter(tmp_path, smtp_port=await nobody_listens())
    desk.case()
    queued = reply(desk)
    desk.desk.replies.take_back(queued.item.id)
    await desk.after()
    assert desk.desk.promises.rows() == []
    assert desk.book.draft("k3m9").text == WORDS  # type: ignore[union-attr]


async def test_a_letter_that_arrived_after_all_keeps_its_promises(tmp_path: Path) -> None:
    async with faulty_server(Behaviour(fault="drop after dot")) as port:
        desk = counter(tmp_path, smtp_port=port)
        desk.case()
        queued = reply(desk)
        await desk.after()
        assert desk.desk.promises.rows() == []
        desk.desk.outbox.settle(queued.item.id, "sent")
    assert len(desk.desk.promises.rows()) == 1


async def test_the_owners_own_list_wins(tmp_path: Path) -> None:
    async with faulty_server(Behaviour()) as port:
        desk = counter(tmp_path, smtp_port=port)
        desk.case()
        reply(desk, promises=[Promised(text="call her")])
        await desk.after()
    assert [(r.promise.text, r.promise.due_at) for r in desk.desk.promises.rows()] == [("call her", None)]


async def test_settling_a_promise(tmp_path: Path) -> None:
    async with faulty_server(Behaviour()) as port:
        desk = counter(tmp_path, smtp_port=port)
        desk.case()
        reply(desk, promises=[Promised(text="one"), Promised(text="two")])
        await desk.after()
    one, two = (row.promise.id for row in desk.desk.promises.rows())
    assert desk.desk.promises.keep(one).standing is Standing.KEPT
    assert desk.desk.promises.break_(two).standing is Standing.BROKEN
    with pytest.raises(RefusedError, match="is kept"):
        desk.desk.promises.break_(one)
    with pytest.raises(NotFoundError, match="no promise number 99"):
        desk.desk.promises.keep(99)
    assert desk.desk.promises.keep(two).promise.settled_at == desk.clock.now()
    assert not desk.book.change_promise(desk.book.promise(one), expected=PromiseState.OPEN)  # type: ignore[arg-type]


def test_promises_from_the_command_line(embedded_shop: Shop) -> None:
    shop = embedded_shop
    shop.add_account()
    case, _ = complain(shop)
    shop.json("reply", case, "--file", "-", "--now", words=REPLY)
    assert shop.json("promises") == []
    assert shop.json("send-due")["accepted"] == 1
    found = shop.json("promises")
    assert found
    assert {each["case"] for each in found} == {case}
    assert {tuple(sorted(each)) for each in found} == {("case", "due_at", "id", "state", "text")}
    assert any("A new one leaves tomorrow" in each["text"] and each["due_at"] for each in found)
    assert shop.json("promises", "keep", str(found[0]["id"]))["state"] == "kept"
    rate = shop.json("promises", "rate")
    assert (rate["due"], rate["kept"], rate["rate"]) == (0, 0, None)
    assert "Kept in time in the last 30 days: 0 of 0." in shop.run("promises", "rate").stdout
    last = found[-1]
    broken = shop.json("promises", "break", str(last["id"]))
    assert broken["state"] == "broken"
    assert f"[? You said: {last['text'].rstrip('.')}, by " in broken["apology"]
    assert shop.json("show", case)["draft"] is None
    assert "is kept" in shop.refuses("promises", "keep", str(found[0]["id"]))
    assert "no promise number 999" in shop.refuses("promises", "break", "999")


async def test_settled_by_mistake_redated_and_counted(tmp_path: Path) -> None:
    async with faulty_server(Behaviour()) as port:
        desk = counter(tmp_path, smtp_port=port)
        desk.case()
        reply(desk)
        await desk.after()
    promises = desk.desk.promises
    (row,) = promises.rows()
    number = row.promise.id
    promises.keep(number)
    with pytest.raises(RefusedError, match="so its day stays"):
        promises.redate(number, NOON)
    assert promises.take_back(number).standing is Standing.OPEN
    with pytest.raises(RefusedError, match="nothing to take back"):
        promises.take_back(number)
    found = promises.when("friday")
    assert isinstance(found, Resolved)
    assert promises.redate(number, found.at).promise.due_at == NOON.replace(day=27, hour=18)
    assert (promises.kept_rate(days=30).due, promises.kept_rate(days=30).kept) == (0, 0)
    promises.keep(number)
    desk.clock.at = NOON + timedelta(days=7)
    assert (promises.kept_rate(days=30).due, promises.kept_rate(days=30).kept) == (1, 1)


async def test_an_overdue_promise_stands_on_top_whatever_became_of_the_case(tmp_path: Path) -> None:
    async with faulty_server(Behaviour()) as port:
        desk = counter(tmp_path, smtp_port=port)
        desk.case()
        reply(desk)
        await desk.after()
    desk.case("other", escalate=True)
    desk.desk.cases.resolve("k3m9")
    assert [row.id for row in desk.desk.inbox.rows()] == ["other"]
    desk.clock.at = NOON + timedelta(days=2)
    first, second = desk.desk.inbox.rows()
    assert (first.id, first.late_promise) == ("k3m9", "A new teapot leaves tomorrow, at no cost to you.")
    assert (second.id, second.late_promise) == ("other", "")
    desk.desk.promises.keep(desk.desk.promises.rows()[0].promise.id)
    assert [row.id for row in desk.desk.inbox.rows()] == ["other"]

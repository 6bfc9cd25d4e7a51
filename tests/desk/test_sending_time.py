"""Clocks that jump, zones that change, computers that were off."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from inbox_tui.core.outbox import OutboxItem, State
from inbox_tui.core.when import Resolved
from inbox_tui.desk.writing.outcomes import Queued
from inbox_tui.ports import Casebook
from tests.mail.smtp_server import Behaviour, faulty_server

from ..ui.shop import StillClock
from .counter import HOURS, MINUTES, counter, nobody_listens


async def test_a_clock_set_back_an_hour_sends_nothing_twice(tmp_path: Path) -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        desk = counter(tmp_path, smtp_port=port)
        desk.case()
        first = desk.queued(1)
        assert (await desk.after()).accepted == 1
        later = desk.queued(2)
        for _ in range(3):
            assert (await desk.after(-HOURS)).accepted == 0
        assert (await desk.after(3 * HOURS + MINUTES)).accepted == 1
        assert [desk.state(first), desk.state(later)] == [State.FILED, State.FILED]
    assert len(behaviour.received) == 2


async def test_a_clock_set_forward_a_day_asks_before_it_sends(tmp_path: Path) -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        desk = counter(tmp_path, smtp_port=port)
        desk.case()
        item = desk.queued()
        tally = await desk.after(24 * HOURS)
        assert (tally.held, tally.accepted) == (1, 0)
        assert "23 hours late" in desk.now_is(item).reason
        desk.desk.outbox.retry(item.id)
        assert (await desk.after(timedelta(0))).accepted == 1
        assert (await desk.after(-24 * HOURS)).accepted == 0
    assert len(behaviour.received) == 1


async def test_many_late_messages_are_asked_about_and_a_few_are_made_good(tmp_path: Path) -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        desk = counter(tmp_path, smtp_port=port)
        desk.case()
        for number in range(11):
            desk.queued(number)
        desk.clock.at += HOURS
        desk.queued(99, wait=timedelta(0))
        tally = await desk.after(timedelta(0))
        assert (tally.held, tally.accepted) == (11, 1)
        assert {i.reason for i in desk.book.outbox(states={State.HELD})} == {
            "11 messages are late because nothing was running. Send this one still?"
        }
        assert desk.desk.outbox.retry_late() == 11
        assert (await desk.after(timedelta(0))).accepted == 11
    assert len(behaviour.received) == 12


class ReadEarlier:
    """A casebook whose list of messages was read a moment ago."""

    def __init__(self, book: Casebook) -> None:
        self._book = book
        self._items = book.outbox()

    def outbox(self, **_: object) -> list[OutboxItem]:
        """As it was."""
        return self._items

    def __getattr__(self, name: str) -> Any:
        return getattr(self._book, name)


async def test_one_that_somebody_dropped_meanwhile_keeps_no_other_from_leaving(tmp_path: Path) -> None:
    desk = counter(tmp_path, smtp_port=await nobody_listens())
    desk.case()
    items = [desk.queued(number) for number in range(3)]
    assert (await desk.after(24 * HOURS)).held == 3
    desk.desk.office.casebook = ReadEarlier(desk.book)  # type: ignore[assignment]
    dropped = replace(desk.now_is(items[0]), state=State.CANCELLED)
    assert desk.book.move_item(dropped, expected=State.HELD)
    assert desk.desk.outbox.retry_late() == 2
    assert [desk.state(each) for each in items] == [State.CANCELLED, State.SCHEDULED, State.SCHEDULED]


@pytest.mark.parametrize(
    ("today", "typed", "leaves"),
    [
        # Clocks in London jump from 01:00 to 02:00 on this night: 01:30 moves forward.
        ("2027-03-27T10:00:00+00:00", "2027-03-28 01:30", "2027-03-28T01:30:00+00:00"),
        # They go back from 02:00 to 01:00 on this one: the first 01:30 is meant.
        ("2026-10-24T10:00:00+00:00", "2026-10-25 01:30", "2026-10-25T00:30:00+00:00"),
    ],
)
async def test_a_night_on_which_the_clocks_are_changed(
    tmp_path: Path, today: str, typed: str, leaves: str
) -> None:
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        clock = StillClock(datetime.fromisoformat(today))
        desk = counter(tmp_path, smtp_port=port, clock=clock, zone=ZoneInfo("Europe/London"))
        desk.case()
        when = desk.desk.follow_ups.when(typed)
        assert isinstance(when, Resolved)
        queued = desk.desk.replies.queue("k3m9", "Dear Dana, sorry.", at=when.at, force=True)
        assert isinstance(queued, Queued)
        assert desk.now_is(queued.item).send_at == datetime.fromisoformat(leaves)
        clock.at = datetime.fromisoformat(leaves) - timedelta(seconds=1)
        assert (await desk.after(timedelta(0))).accepted == 0
        assert (await desk.after(timedelta(seconds=1))).accepted == 1
        for _ in range(4):
            await desk.after(30 * MINUTES)
    assert len(behaviour.received) == 1

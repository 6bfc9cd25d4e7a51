"""The outbox screen: every state has its words, and a person's answers change the casebook."""

from datetime import timedelta

import pytest

from inbox_tui.core.outbox import Kind, State
from inbox_tui.ui.widgets.outbox_table import OutboxTable
from inbox_tui.ui.widgets.when_words import when_words
from tests.ui.outbox_screen import Front, opened, screen_of, settle

from .frames import check_frame, frame, inks
from .shop import NOW, ZONE, Shop


def a_full_outbox(shop: Shop) -> None:
    shop.case("case1", "Dana Reed", "Arrived in pieces")
    shop.case("case2", "Tom Hale", "Where is my order 5520?", hours_ago=26)
    shop.case("case3", "Priya [/x] N.", "Charged twice")
    shop.sending("case1")
    shop.sending("case1", kind=Kind.CHECK_BACK, in_seconds=6 * 86400)
    shop.sending(
        "case2", kind=Kind.NUDGE, state=State.HELD, reason="the customer wrote on Tue 24 Nov at 09:12"
    )
    shop.sending(
        "case3",
        subject="Re: Charged twice",
        state=State.UNKNOWN,
        reason="the line broke after the text was sent. Not in Sent, no bounce yet",
    )
    shop.sending("case2", state=State.FAILED, reason="the server said no: 550 no such user")


async def test_an_empty_outbox_says_what_belongs_there(shop: Shop) -> None:
    async with opened(shop, size=(80, 24)) as pilot:
        check_frame(pilot.app, "outbox-empty-80x24")
        assert "Nothing is on its way out." in frame(pilot.app)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 45)])
async def test_every_state_has_words_and_keys(shop: Shop, size: tuple[int, int]) -> None:
    a_full_outbox(shop)
    async with opened(shop, size=size) as pilot:
        check_frame(pilot.app, f"outbox-{size[0]}x{size[1]}")


async def test_without_colour_the_words_are_the_same(shop: Shop) -> None:
    a_full_outbox(shop)
    async with opened(shop, look="mono") as pilot:
        check_frame(pilot.app, "outbox-mono-100x24")
        assert all("#" not in ink and "default" in ink for ink in inks(pilot.app, "not confirmed"))


async def test_what_was_given_up_last_stands_first_among_what_is_over(shop: Shop) -> None:
    shop.case("case1", "Dana Reed", "Arrived in pieces")
    for kind, day, gone in ((Kind.NUDGE, 30, 50), (Kind.CHECK_BACK, 1, 10), (Kind.SURVEY, 60, 30)):
        shop.sending(
            "case1",
            kind=kind,
            state=State.CANCELLED,
            in_seconds=day * 86_400,
            cancelled_at=NOW - timedelta(minutes=gone),
        )
    async with opened(shop) as pilot:
        rows = screen_of(pilot.app)._rows
        assert [row.item.kind for row in rows] == [Kind.CHECK_BACK, Kind.SURVEY, Kind.NUDGE]


async def test_the_cursor_stays_on_its_message_when_rows_move(shop: Shop) -> None:
    a_full_outbox(shop)
    async with opened(shop) as pilot:
        await pilot.press("j", "j")
        table = pilot.app.screen.query_one(OutboxTable)
        chosen = table.chosen
        assert chosen is not None
        shop.desk.replies.take_back(
            next(r.item.id for r in shop.desk.outbox.rows() if r.item.kind is Kind.REPLY)
        )
        screen_of(pilot.app).look_again()
        await settle(pilot)
        again = table.chosen
        assert again is not None and again.item.id == chosen.item.id


async def test_escape_goes_back(shop: Shop) -> None:
    async with opened(shop) as pilot:
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, Front)


def test_times_are_said_as_one_would_say_them() -> None:
    from datetime import timedelta

    said = [
        when_words(NOW + timedelta(seconds=each), now=NOW, zone=ZONE)
        for each in (14, 99, 300, 3600 * 3, 86400 * 3, 86400 * 9, -3600)
    ]
    assert said == [
        "in 14 s",
        "in 99 s",
        "in 5 min",
        "today 17:03",
        "Fri 14:03",
        "3 Dec 14:03",
        "today 13:03",
    ]

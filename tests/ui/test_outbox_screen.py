"""The outbox screen: every state has its words, and a person's answers change the casebook."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import ClassVar

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, Static

from inbox_tui.core.outbox import Kind, State
from inbox_tui.ui.app import InboxApp
from inbox_tui.ui.screens.confirm import Confirm
from inbox_tui.ui.screens.outbox import OutboxScreen
from inbox_tui.ui.show import plain
from inbox_tui.ui.widgets.draft_editor import DraftEditor
from inbox_tui.ui.widgets.outbox_table import OutboxTable
from inbox_tui.ui.widgets.when_words import when_words

from .frames import check_frame, frame, inks
from .shop import CONFIG, NOW, ZONE, Shop


class Front(Screen[None]):
    """Stands for the main screen; remembers which drafts were asked for."""

    returned: ClassVar[list[str]] = []

    def compose(self):  # type: ignore[no-untyped-def]
        yield Static(plain("front"))

    def on_draft_returned(self, message) -> None:  # type: ignore[no-untyped-def]
        self.returned.append(message.case_id)


class OutboxApp(InboxApp):
    """The app on a plain first screen, with nothing going on behind it."""

    def desk_screen(self) -> Screen[None]:
        return Front()

    async def begin(self) -> None:
        self.recount()


@asynccontextmanager
async def opened(
    shop: Shop, *, size: tuple[int, int] = (100, 24), look: str = "dark"
) -> AsyncIterator[Pilot[None]]:
    """The outbox screen of a shop."""
    Front.returned.clear()
    app = OutboxApp(shop.desk, stores=shop.desk.stores, config=CONFIG)
    app.choose_look(look)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.press("2")
        for _ in range(200):
            if app.status.now is not None:
                break
            await pilot.pause(0.01)
        await settle(pilot)
        yield pilot


async def settle(pilot: Pilot[None]) -> None:
    """A worker may start another one."""
    for _ in range(3):
        await pilot.pause()
        await pilot.app.workers.wait_for_complete(list(pilot.app.workers))
    await pilot.pause()


def screen_of(app: App[None]) -> OutboxScreen:
    assert isinstance(app.screen, OutboxScreen)
    return app.screen


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


async def test_z_takes_a_reply_back_into_its_draft(shop: Shop) -> None:
    shop.case("case1", "Dana Reed", "Arrived in pieces")
    item = shop.sending("case1", text="Dear Dana,\n\n  my own words [/x]  ")
    async with opened(shop) as pilot:
        await pilot.press("z")
        await settle(pilot)
    after, draft = shop.book.outbox_item(item.id), shop.book.draft("case1")
    assert after is not None and after.state is State.CANCELLED
    assert draft is not None and draft.text == "Dear Dana,\n\n  my own words [/x]  "


async def test_e_takes_it_back_and_opens_the_draft(shop: Shop) -> None:
    shop.case("case1", "Dana Reed", "Arrived in pieces")
    shop.sending("case1")
    async with opened(shop) as pilot:
        await pilot.press("e")
        await settle(pilot)
        assert isinstance(pilot.app.screen, Front)
    assert Front.returned == ["case1"]


async def test_a_held_follow_up_is_written_anew_where_it_is(shop: Shop) -> None:
    shop.case("case1", "Dana Reed", "Arrived in pieces")
    item = shop.sending("case1", kind=Kind.NUDGE, state=State.HELD, reason="she wrote")
    shop.desk.replies.save_draft("case1", "half a letter")
    async with opened(shop) as pilot:
        await pilot.press("e")
        await settle(pilot)
        assert "Write to Dana Reed when?" in frame(pilot.app)
        pilot.app.screen.query_one(Input).value = "fri 9am"
        await pilot.pause()
        await pilot.press("enter")
        await settle(pilot)
        assert "Fri 27 Nov 2026 09:00" in frame(pilot.app) and "[nudge]" in frame(pilot.app)
        pilot.app.screen.query_one(DraftEditor).text = "Other words"
        await pilot.press("escape")
        await settle(pilot)
        unchanged = shop.book.outbox_item(item.id)
        assert unchanged is not None and unchanged.state is State.HELD

        # what was begun is there again
        await pilot.press("e")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.screen.query_one(DraftEditor).text == "Other words"
        await pilot.press("ctrl+s")
        await settle(pilot)
    gone, new = shop.book.outbox_item(item.id), shop.book.outbox(states={State.SCHEDULED})[0]
    assert gone is not None and (gone.state, gone.reason) == (State.CANCELLED, "put in other words")
    assert (new.kind, new.text, new.guards_waived) == (Kind.NUDGE, "Other words", False)
    draft = shop.book.draft("case1")
    assert draft is not None and draft.text == "half a letter"


async def test_what_left_while_its_words_were_changed_is_not_sent_twice(shop: Shop) -> None:
    shop.case("case1", "Dana Reed", "Arrived in pieces")
    item = shop.sending("case1", kind=Kind.NUDGE, in_seconds=100)
    async with opened(shop) as pilot:
        await pilot.press("e")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        pilot.app.screen.query_one(DraftEditor).text = "Other words"
        shop.book.claim([item.id], owner="else", now=shop.clock.at + timedelta(seconds=200))
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert "It cannot be changed" in frame(pilot.app)
    assert [each.state for each in shop.book.outbox()] == [State.CLAIMED]
    assert shop.book.value(f"other words begun for outbox {item.id}") == "Other words"


async def test_all_that_is_only_late_leaves_after_one_question(shop: Shop) -> None:
    shop.case("case1", "Dana Reed", "Arrived in pieces")
    late = "12 messages are late because nothing was running. Send this one still?"
    shop.sending("case1", kind=Kind.NUDGE, state=State.HELD, reason=late, late=True)
    shop.sending("case1", kind=Kind.CHECK_BACK, state=State.HELD, reason=late, late=True)
    # what the words say decides nothing
    wrote = shop.sending("case1", kind=Kind.PROMISE, state=State.HELD, reason="she wrote: do you come still?")
    async with opened(shop) as pilot:
        assert "L send all late" in frame(pilot.app)
        await pilot.press("L")
        await settle(pilot)
        assert "Send 2 late messages now?" in frame(pilot.app)
        await pilot.press("y")
        await settle(pilot)
        assert "L send all late" not in frame(pilot.app)
    states = {item.id: (item.state, item.guards_waived) for item in shop.book.outbox()}
    assert states.pop(wrote.id) == (State.HELD, False)
    # a yes to the time is no yes to what came in meanwhile
    assert set(states.values()) == {(State.SCHEDULED, False)}


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


async def test_s_sends_a_held_message_all_the_same(shop: Shop) -> None:
    shop.case("case1", "Dana Reed", "Arrived in pieces")
    item = shop.sending("case1", kind=Kind.NUDGE, state=State.HELD, reason="she wrote")
    async with opened(shop) as pilot:
        await pilot.press("s")
        await settle(pilot)
    after = shop.book.outbox_item(item.id)
    assert after is not None and after.state is State.SCHEDULED and after.guards_waived


async def test_sending_again_what_may_have_arrived_is_asked_about(shop: Shop) -> None:
    shop.case("case1", "Dana Reed", "Arrived in pieces")
    item = shop.sending("case1", state=State.UNKNOWN, reason="the line broke")
    async with opened(shop) as pilot:
        await pilot.press("r")
        assert isinstance(pilot.app.screen, Confirm)
        assert "get it twice" in frame(pilot.app)
        await pilot.press("escape")
        await settle(pilot)
        still = shop.book.outbox_item(item.id)
        assert still is not None and still.state is State.UNKNOWN
        await pilot.press("r", "y")
        await settle(pilot)
    after = shop.book.outbox_item(item.id)
    assert after is not None and after.state is State.SCHEDULED


@pytest.mark.parametrize("state", [State.SCHEDULED, State.HELD, State.UNKNOWN, State.FAILED])
async def test_d_drops_after_a_question(shop: Shop, state: State) -> None:
    shop.case("case1", "Dana Reed", "Arrived in pieces")
    item = shop.sending("case1", state=state, reason="why")
    async with opened(shop) as pilot:
        await pilot.press("d", "y")
        await settle(pilot)
    after = shop.book.outbox_item(item.id)
    assert after is not None and after.state is State.CANCELLED


async def test_a_says_that_it_arrived(shop: Shop) -> None:
    shop.case("case1", "Dana Reed", "Arrived in pieces")
    item = shop.sending("case1", state=State.UNKNOWN, reason="the line broke")
    async with opened(shop) as pilot:
        await pilot.press("a")
        await settle(pilot)
    after = shop.book.outbox_item(item.id)
    assert after is not None and after.state is State.ACCEPTED


async def test_keys_that_do_not_fit_the_state_do_nothing_and_are_not_shown(shop: Shop) -> None:
    shop.case("case1", "Dana Reed", "Arrived in pieces")
    item = shop.sending("case1", state=State.UNKNOWN, reason="the line broke")
    async with opened(shop) as pilot:
        assert "send anyway" not in frame(pilot.app)
        await pilot.press("s", "z", "e")
        await settle(pilot)
    after = shop.book.outbox_item(item.id)
    assert after is not None and after.state is State.UNKNOWN


async def test_the_palette_offers_only_what_the_message_allows(shop: Shop) -> None:
    shop.case("case1", "Dana Reed", "Arrived in pieces")
    shop.sending("case1", state=State.UNKNOWN, reason="the line broke")
    async with opened(shop, size=(100, 40)) as pilot:
        keys = frame(pilot.app).splitlines()[-1]
        await pilot.press("ctrl+p")
        await pilot.pause(0.3)
        shown = frame(pilot.app)
        assert "The customer has it" in shown and "Send a held message" not in shown
        await pilot.press("escape")
        await pilot.pause()
        assert frame(pilot.app).splitlines()[-1] == keys


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

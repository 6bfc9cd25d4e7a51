"""What a person says about a message on its way out, by keys."""

from datetime import timedelta

import pytest
from textual.widgets import Input

from inbox_tui.core.outbox import Kind, State
from inbox_tui.ui.screens.confirm import Confirm
from inbox_tui.ui.widgets.draft_editor import DraftEditor
from tests.ui.desk.at_the_desk import until
from tests.ui.outbox_screen import Front, opened, settle

from .frames import frame
from .shop import Shop


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
        await until(pilot, lambda: "The customer has it" in frame(pilot.app))
        assert "Send a held message" not in frame(pilot.app)
        await pilot.press("escape")
        await pilot.pause()
        assert frame(pilot.app).splitlines()[-1] == keys

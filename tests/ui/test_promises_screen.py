"""The promises screen: how each promise stands, and what a person says about it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from inbox_tui.core.checklist import Answer
from inbox_tui.core.outbox import Kind, OutboxItem, State
from inbox_tui.core.promises import Promised, PromiseState
from inbox_tui.ui.screens.confirm import Confirm
from inbox_tui.ui.screens.promises import PromisesScreen

from .frames import check_frame, frame, inks
from .outbox_screen import Front, opened, settle
from .shop import NOW, Shop


def promise(shop: Shop, case_id: str, text: str, *, days: float | None, state: str = "open") -> int:
    """A promise in a reply that has left."""
    due = None if days is None else NOW + timedelta(days=days)
    item = OutboxItem(
        account="shop", case_id=case_id, kind=Kind.REPLY, to="dana@buyer.example", subject="Re: pots",
        text=text, message_id=f"<{text}@shop.example>", raw=b"", created_at=NOW, send_at=NOW,
    )  # fmt: skip
    item = shop.book.queue(item, clear_draft=False, promises=[Promised(text=text, due_at=due)])
    (claim,) = shop.book.claim([item.id], owner="test", now=item.send_at)
    sent = replace(claim, state=State.ACCEPTED, accepted_at=NOW - timedelta(days=3))
    shop.book.record_sent([(sent, None)], expected=State.CLAIMED)
    found = [one for one in shop.book.promises() if one.case_id == case_id][-1]
    if state != "open":
        settled = replace(found, state=PromiseState(state), settled_at=due or NOW)
        assert shop.book.change_promise(settled, expected=PromiseState.OPEN)
    return found.id


def some(shop: Shop) -> None:
    """One of each kind."""
    shop.case("case1", "Dana Reed", "Arrived in pieces")
    shop.case("case2", "Tom Hale", "Where is my order 5520?")
    shop.case("case3", "Priya [/x] N.", "Charged twice")
    promise(shop, "case1", "A new teapot, wrapped twice and in a double box, leaves tomorrow.", days=2)
    promise(shop, "case2", "I will ring you with the tracking number.", days=-1)
    promise(shop, "case3", "Your money is back by Friday [/x].", days=-4, state="kept")
    promise(shop, "case3", "I will look into it.", days=None)
    promise(shop, "case2", "A voucher is in the post.", days=-9, state="broken")


async def shown(pilot: Pilot[None]) -> PromisesScreen:
    """The screen on key 3."""
    await pilot.press("3")
    await settle(pilot)
    assert isinstance(pilot.app.screen, PromisesScreen)
    return pilot.app.screen


async def test_an_empty_list_says_what_comes_here(shop: Shop) -> None:
    async with opened(shop, size=(80, 24)) as pilot:
        await shown(pilot)
        check_frame(pilot.app, "promises-empty-80x24")
        await pilot.press("d", "b", "z", "e", "enter")
        assert "Nothing is promised." in frame(pilot.app)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 45)])
async def test_the_overdue_one_comes_first_and_each_has_words(shop: Shop, size: tuple[int, int]) -> None:
    some(shop)
    async with opened(shop, size=size) as pilot:
        await shown(pilot)
        check_frame(pilot.app, f"promises-{size[0]}x{size[1]}")


async def test_without_colour_the_words_are_the_same(shop: Shop) -> None:
    some(shop)
    async with opened(shop, look="mono") as pilot:
        await shown(pilot)
        check_frame(pilot.app, "promises-mono-100x24")
        assert all("#" not in ink for ink in inks(pilot.app, "LATE"))


async def test_kept_and_taken_back(shop: Shop) -> None:
    shop.case("case1", "Dana Reed", "Arrived in pieces")
    number = promise(shop, "case1", "A new one leaves tomorrow.", days=1)
    async with opened(shop) as pilot:
        await shown(pilot)
        await pilot.press("d")
        await settle(pilot)
        assert shop.book.promise(number).state is PromiseState.KEPT  # type: ignore[union-attr]
        await pilot.press("z")
        await settle(pilot)
        assert shop.book.promise(number).state is PromiseState.OPEN  # type: ignore[union-attr]


async def test_a_broken_one_suggests_to_write_before_they_ask(shop: Shop) -> None:
    shop.case("case1", "Dana Reed", "Arrived in pieces")
    number = promise(shop, "case1", "A new one leaves tomorrow.", days=-1)
    async with opened(shop) as pilot:
        await shown(pilot)
        await pilot.press("b")
        await settle(pilot)
        assert shop.book.promise(number).state is PromiseState.BROKEN  # type: ignore[union-attr]
        assert isinstance(pilot.app.screen, Confirm)
        assert "Write to Dana Reed now?" in frame(pilot.app)
        await pilot.press("y")
        await settle(pilot)
        assert Front.returned == ["case1"]
    draft = shop.book.draft("case1")
    assert draft is not None
    assert "[? You said: A new one leaves tomorrow, by Mon 23 Nov." in draft.text
    report = shop.desk.checklist.check(Answer(text=draft.text))
    assert "placeholder" in [each.check for each in report.errors]


async def test_where_somebody_settled_it_meanwhile_nobody_is_asked_to_write(shop: Shop) -> None:
    shop.case("case1", "Dana Reed", "Arrived in pieces")
    number = promise(shop, "case1", "A new one leaves tomorrow.", days=-1)
    async with opened(shop) as pilot:
        await shown(pilot)
        shop.desk.promises.break_(number)
        await pilot.press("b")
        await settle(pilot)
        assert not isinstance(pilot.app.screen, Confirm)


async def test_another_day_is_shown_before_it_is_taken(shop: Shop) -> None:
    shop.case("case1", "Dana Reed", "Arrived in pieces")
    number = promise(shop, "case1", "A new one leaves tomorrow.", days=1)
    before = shop.book.promise(number)
    async with opened(shop) as pilot:
        await shown(pilot)
        await pilot.press("e")
        await settle(pilot)
        assert pilot.app.screen.query_one(Input).value == "2026-11-25 14:03"
        assert "→ Wed 25 Nov 2026 14:03" in frame(pilot.app)
        await pilot.press(*"in 6 days")
        await settle(pilot)
        check_frame(pilot.app, "promises-another-day-100x24")
        await pilot.press("enter")
        await settle(pilot)
    after = shop.book.promise(number)
    assert before is not None
    assert after is not None
    assert after.due_at is not None
    assert after.due_at > NOW + timedelta(days=5)

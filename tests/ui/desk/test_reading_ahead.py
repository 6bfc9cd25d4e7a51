"""The letter under a cursor that rests is read before anybody opens it."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import pytest
from textual.pilot import Pilot

from inbox_tui.core.case import CaseState
from inbox_tui.ui.happened import MailStored
from tests.ui.desk.at_the_desk import open_dana, running, until
from tests.ui.desk_fixture import REPLY, DeskApp, fill, put_mail
from tests.ui.frames import frame
from tests.ui.shop import NOW, Shop

P = ParamSpec("P")
T = TypeVar("T")


class CountedStores:
    """Says which calls came; asks nobody while it is not ``free``, and does not say what is in a conversation
    until it may be ``told``."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.free = asyncio.Event()
        self.free.set()
        self.told = asyncio.Event()
        self.told.set()

    async def run(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """At once, or when it is free again."""
        self.calls.append(getattr(call, "__name__", ""))
        await self.free.wait()
        found = call(*args, **kwargs)
        if self.calls[-1] == "read_conversation":
            await self.told.wait()
        return found


@pytest.fixture
def stores(shop: Shop) -> CountedStores:
    """The shop's stores, filled, which count what they are asked."""
    fill(shop)
    counted = CountedStores()
    shop.desk.stores = counted
    return counted


async def rest_on_dana(app: DeskApp, pilot: Pilot[None], stores: CountedStores) -> None:
    """The cursor stands on her case until her letter is read."""
    app.main.list.go_to("dana")
    await pilot.pause()
    stores.calls.clear()
    await until(pilot, lambda: "conversation" in stores.calls and not app.main.workers)


async def test_a_letter_under_a_cursor_that_rests_is_there_before_the_stores_answer(
    shop: Shop, stores: CountedStores
) -> None:
    async with running(shop) as (app, pilot):
        await rest_on_dana(app, pilot, stores)
        stores.free.clear()
        await pilot.press("enter")
        await until(pilot, lambda: "new one or my" in frame(app))
        assert app.main.message.has_focus
        stores.free.set()
        await until(pilot, lambda: not app.main.workers)
        found = shop.book.case("dana")
        assert found is not None
        assert found.state is CaseState.OPEN


async def test_what_was_read_ahead_is_forgotten_when_mail_comes(shop: Shop, stores: CountedStores) -> None:
    async with running(shop) as (app, pilot):
        await rest_on_dana(app, pilot, stores)
        put_mail(shop, "dana", "And the lid is gone too.", name="Dana Reed", at=NOW, uid=77)
        stores.free.clear()
        app.main.on_mail_stored(MailStored())
        await pilot.press("enter")
        await pilot.pause(0.1)
        assert app.main.opened is None
        stores.free.set()
        await until(pilot, lambda: "the lid is gone" in frame(app))


async def test_words_that_another_program_wrote_since_are_in_the_draft(
    shop: Shop, stores: CountedStores
) -> None:
    async with running(shop) as (app, pilot):
        await rest_on_dana(app, pilot, stores)
        shop.desk.replies.save_draft("dana", REPLY)
        await pilot.press("enter")
        await until(pilot, lambda: app.main.editor.text == REPLY)
        await pilot.press("r")
        app.main.editor.insert("And so: ")
        both = app.main.editor.text
        assert sorted(both) == sorted(REPLY + "And so: ")
        await until(pilot, lambda: app.main.saving.kept.text == both)
        draft = shop.book.draft("dana")
        assert draft is not None
        assert draft.text == both


async def test_opening_reads_the_letter_and_what_belongs_to_it_once_each(
    shop: Shop, stores: CountedStores
) -> None:
    async with running(shop) as (app, pilot):
        await rest_on_dana(app, pilot, stores)
        stores.calls.clear()
        await pilot.press("enter")
        await until(pilot, lambda: app.main.opened is not None and not app.main.workers)
        assert stores.calls.count("read_list") == 1
        assert stores.calls.count("read_conversation") == 1
        assert "conversation" not in stores.calls


async def test_a_look_for_news_reads_what_lies_on_the_desk_even_where_opening_takes_its_place(
    shop: Shop,
) -> None:
    fill(shop)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot, writing=False)
        await until(pilot, lambda: not app.main.workers)
        put_mail(shop, "dana", "And the lid is gone too.", name="Dana Reed", at=NOW, uid=77)
        app.main.look_again()
        app.main.read_list_again()
        await until(pilot, lambda: "the lid is gone" in frame(app))


async def test_what_is_put_aside_while_the_desk_is_read_stays_aside(
    shop: Shop, stores: CountedStores
) -> None:
    shop.desk.replies.save_draft("dana", REPLY)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot)
        await until(pilot, lambda: not app.main.checks_wait and not app.main.workers)
        stores.calls.clear()
        stores.told.clear()
        app.main.look_again()
        await until(pilot, lambda: stores.calls[-1:] == ["read_conversation"])
        finding = app.main.checklist.step(1)
        assert finding is not None
        app.main.checklist.action_put_aside()
        await until(pilot, lambda: app.main.saving.words.dismissed == {finding.key})
        stores.told.set()
        await until(pilot, lambda: not app.main.workers)
        current = app.main.checklist.current
        assert current is not None
        assert current.key == finding.key
        assert current.dismissed

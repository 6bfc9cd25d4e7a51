"""Slow stores and hostile mail."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import ParamSpec, TypeVar

from tests.ui.desk.at_the_desk import open_dana, running, until
from tests.ui.desk_fixture import fill, put_mail
from tests.ui.frames import SIZES, frame
from tests.ui.shop import NOW, Shop

P = ParamSpec("P")
T = TypeVar("T")


class SlowStores:
    """A casebook far away: every call takes its time."""

    def __init__(self) -> None:
        self.answers = asyncio.Event()
        self.answers.set()

    async def run(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Once it answers."""
        await self.answers.wait()
        return call(*args, **kwargs)


async def test_slow_stores_hold_up_no_key_and_the_last_wish_counts(shop: Shop) -> None:
    fill(shop)
    stores = SlowStores()
    shop.desk.stores = stores
    async with running(shop) as (app, pilot):
        app.main.list.go_to("dana")
        stores.answers.clear()
        await pilot.press("enter")
        app.main.list.go_to("priya")
        await pilot.press("enter")
        assert app.main.opened is None
        assert app.main.list.row is not None
        assert app.main.list.row.id == "priya"
        stores.answers.set()
        await until(pilot, lambda: app.main.opened is not None)
        assert app.main.opened is not None
        assert app.main.opened.row.id == "priya"
        await pilot.press("r")
        await until(pilot, lambda: app.main.editor.has_focus)
        stores.answers.clear()
        await pilot.press("a", "b", "c")
        assert app.main.editor.text == "abc"
        assert app.main.saving.dirty
        stores.answers.set()
        await until(pilot, lambda: not app.main.saving.dirty)
        draft = shop.book.draft("priya")
        assert draft is not None
        assert draft.text == "abc"


async def test_an_old_letter_without_a_password_to_fetch_it_is_a_header_and_no_end(shop: Shop) -> None:
    fill(shop)
    shop.server.locked = "The keyring is locked."
    old = put_mail(shop, "elsewhere", "words", name="Dana Reed", at=NOW)
    message = replace(old.message, message_id="<old@buyer.example>", text="")
    header = replace(old, conversation="dana", ref=old.ref._replace(uid=7), whole=False, message=message)
    shop.cache.put([header], {})
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot, writing=False)
        await until(pilot, lambda: app.said == ["The keyring is locked."])
        await pilot.press("r")
        await until(pilot, lambda: app.main.editor.has_focus)


async def test_hostile_mail_opens_like_any_other(shop: Shop) -> None:
    bad = "\x1b]52;c;AAAA\x07[@click=app.quit]hit[/] [/x] \u202e"
    shop.case("bad", bad, bad, hours_ago=2, order_numbers=(bad,), why=(bad,), escalate=True)
    put_mail(shop, "bad", bad, name=bad, at=NOW, subject=bad, notes=(bad,))
    for size in SIZES:
        async with running(shop, size) as (app, pilot):
            await pilot.press("r")
            await until(pilot, lambda: app.main.opened is not None)
            app.main.editor.insert(bad)
            await pilot.press("escape", "e", "escape", "b", "escape", "F", "escape")
            await asyncio.sleep(0.1)
            assert "\x1b" not in frame(app)
            assert "\u202e" not in frame(app)

"""What begins behind the first screen, in an order that leaves the processor to what is being painted."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from .mishaps import tell
from .settling import settle

if TYPE_CHECKING:
    from .app import InboxApp

BEGIN_AT_LATEST = 0.5
"""Seconds after which mail is fetched, or stores are opened, even if nothing was painted."""


async def begin_behind(app: "InboxApp", *, go: Callable[[Coroutine[Any, Any, None]], None]) -> None:
    """Begin only when the first list is painted: the stores' thread reads it before this call. ``go`` keeps a
    round going.

    The servers are called while the stores are being opened: both take their time. Where no list was ever
    shown, the servers come first: there is more to see of them than of new stores.
    """
    # Imported beside the loop, and not behind the stores.
    await asyncio.to_thread(lambda: app.desk.sync)
    await _try(app, _look_first)
    for name in app.config.accounts:
        go(app.background.keep_fetching(name))
    await _try(app, _open_stores)
    settle()
    go(app.background.keep_counting())
    go(app.background.keep_sending())
    for name in app.config.accounts:
        go(app.background.keep_telling(name))


async def _try(app: "InboxApp", step: Callable[["InboxApp"], Coroutine[Any, Any, None]]) -> None:
    try:
        await step(app)
    except Exception as error:
        # Said, not hidden: the rounds would only look as if nobody had begun them.
        tell(app, error)


async def _look_first(app: "InboxApp") -> None:
    if await app.stores.run(lambda: app.desk.glance.is_first):
        await app.background.look_first()
        with suppress(TimeoutError):
            await asyncio.wait_for(app.background.first_mail.shown.wait(), BEGIN_AT_LATEST)


async def _open_stores(app: "InboxApp") -> None:
    # What is on the screen already is nothing to ring a bell for.
    await app.stores.run(lambda: app.desk.notices.begin())
    await app.stores.run(lambda: app.desk.outbox)

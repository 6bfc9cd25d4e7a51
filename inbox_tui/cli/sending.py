"""``send-due``: the round that the background job runs. Imports little: most rounds find nothing to do."""

from typing import TYPE_CHECKING

import click

from .settings import common_options, settings_of

if TYPE_CHECKING:
    from ..desk.desk import Desk
    from ..desk.sending.sending import Tally

COUNTS = ("accepted", "held", "retrying", "failed", "unknown", "filed")


@click.command("send-due")
@common_options
@click.pass_context
def send_due_command(ctx: click.Context) -> None:
    """What the background job runs: send what is due, hold what should not leave, file Sent copies."""
    from ..bootstrap import nothing_due

    settings = settings_of(ctx)
    if nothing_due(settings.home):
        _say(dict.fromkeys(COUNTS, 0), as_json=settings.json)
        return
    import asyncio

    desk = settings.program(threads=True).desk
    desk.cases.wake()
    tally = asyncio.run(_send(desk))
    stopped, waiting = desk.outbox.stopped, desk.outbox.waiting
    none = "Nothing was sent." if stopped or waiting else "Nothing was due."
    _say({name: getattr(tally, name) for name in COUNTS}, as_json=settings.json, none=none)
    for reason in stopped.values():
        click.echo(reason, err=True)
    for reason in waiting.values():
        click.echo(f"What is due waits, because the inbox could not be read: {reason}", err=True)
    if stopped or waiting:
        ctx.exit(1)


async def _send(desk: "Desk") -> "Tally":
    """One round, and then the mail server hears what was answered."""
    from contextlib import suppress

    from ..errors import InboxError

    began = desk.office.now()
    tally = await desk.outbox.send_due()
    if tally.accepted:
        # A courtesy to other mail programs; what is not told now the app tells later.
        with suppress(InboxError):
            answered = await desk.stores.run(desk.seen.mark_answered, since=began)
            for name in {ref.account for ref in answered}:
                await desk.seen.tell(name)
    return tally


def _say(counts: dict[str, int], *, as_json: bool, none: str = "Nothing was due.") -> None:
    import json

    said = ", ".join(f"{number} {name}" for name, number in counts.items() if number)
    click.echo(json.dumps(counts) if as_json else said or none)

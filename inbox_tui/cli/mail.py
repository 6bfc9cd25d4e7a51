"""``sync`` and ``watch``: bringing the mail in, once or for as long as one likes."""

import asyncio
import contextlib
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import click

from ..core.text import clean_line
from ..desk.desk import Desk
from ..desk.receiving.sync import Pulled, Report
from ..desk.receiving.watch import Event, What
from ..errors import InboxError, MailError, NotFoundError, SecretError
from .output import print_json
from .settings import common_options, settings_of


@click.command("sync")
@click.option("--full", is_flag=True, help="Drop the copy of the mail first and fetch it all again.")
@common_options
@click.pass_context
def sync_command(ctx: click.Context, full: bool) -> None:
    """Pull mail, classify it, open cases."""
    from ..bootstrap import nobody_wakes

    settings = settings_of(ctx)
    # While mail is being stored the next is on its way.
    program = settings.program(threads=True)
    names = [settings.account] if settings.account else sorted(program.config.accounts)
    if not names:
        raise NotFoundError("There is no account yet. Add one with “inbox-tui account add”.")
    for name in names:
        program.config.account(name)
    # What is loaded stays until the end: the collector need not walk over it for every few hundred letters.
    gc.freeze()
    pulled: list[Pulled] = []
    trouble: list[InboxError] = []
    with _bar(names) as show:
        for name in names:
            try:
                pulled.append(asyncio.run(program.desk.sync.pull(name, full=full, progress=show(name))))
            except (MailError, SecretError) as error:
                # The other accounts need not wait for this one's server or password.
                trouble.append(error)
    # A sync without news needs no casebook, and to open one takes longer than all the rest of it.
    if not nobody_wakes(settings.home):
        asyncio.run(program.desk.stores.run(program.desk.cases.wake))
    if settings.json and (pulled or not trouble):
        rows = [
            {
                "name": p.name,
                "new": p.new,
                "changed": p.changed,
                "gone": p.gone,
                "seconds": round(p.seconds, 3),
            }
            for p in pulled
        ]
        print_json({"accounts": rows})
    for each in pulled if not settings.json else ():
        opened = len(each.taken_in.opened)
        click.echo(
            f"{each.name}: {each.new} new, {each.changed} changed, {each.gone} gone; "
            f"{opened} new complaint{'' if opened == 1 else 's'}."
        )
    trouble += [MailError(each) for one in pulled for each in one.trouble]
    for more in trouble[1:]:
        click.echo(str(more), err=True)
    if trouble:
        raise trouble[0]


@contextlib.contextmanager
def _bar(names: list[str]) -> Iterator[Callable[[str], Report]]:
    """A line for each account on a terminal, and nothing anywhere else."""
    if not sys.stderr.isatty():
        yield lambda _: lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks = {name: bar.add_task(name, total=None) for name in names}

        def of(name: str) -> Report:
            return lambda step: bar.update(
                tasks[name],
                description=f"{name} {clean_line(step.mailbox)}",
                completed=step.done,
                total=step.total,
            )

        yield of


@click.command("watch")
@common_options
@click.pass_context
def watch_command(ctx: click.Context) -> None:
    """Stay and fetch mail as it comes, one line for each event; ends with its input or at ctrl+c."""
    from ..bootstrap import daemon_runner, open_program

    settings = settings_of(ctx)
    program = open_program(settings.home, runner=daemon_runner)
    ctx.call_on_close(program.close)
    names = [settings.account] if settings.account else sorted(program.config.accounts)
    if not names:
        raise NotFoundError("There is no account yet. Add one with “inbox-tui account add”.")
    for name in names:
        program.config.account(name)
    stopped = asyncio.run(_watch(program.desk, names, as_json=settings.json))
    if stopped:
        raise MailError(stopped)


async def _watch(desk: Desk, names: list[str], *, as_json: bool) -> str:
    """Print until the end is asked for, or every account was refused; why, in that case."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Where the loop cannot have signals (Windows), ctrl+c ends the program as it always does.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, ended.set)
    threading.Thread(target=_wait_for_end, args=(loop, ended), daemon=True, name="watch-stdin").start()
    refused: list[str] = []

    async def follow(name: str) -> None:
        async for event in desk.watch.events(name):
            await desk.stores.run(desk.cases.wake)
            _print_event(event, desk, as_json=as_json)
            if event.what is What.STOPPED:
                refused.append(event.detail)

    async def follow_all() -> None:
        await asyncio.gather(*map(follow, names))

    everybody = asyncio.ensure_future(follow_all())
    asked = asyncio.ensure_future(ended.wait())
    waiting: set[asyncio.Future[Any]] = {everybody, asked}
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    if everybody.done():
        everybody.result()
        return refused[0] if refused else ""
    everybody.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await everybody
    return ""


def _print_event(event: Event, desk: Desk, *, as_json: bool) -> None:
    at, pulled = event.at.astimezone(desk.office.zone), event.pulled
    if as_json:
        row: dict[str, object] = {"at": at.isoformat(), "account": event.account, "event": event.what.value}
        if pulled is not None:
            row |= {"new": pulled.new, "changed": pulled.changed, "gone": pulled.gone}
            row |= {"opened": list(pulled.taken_in.opened), "heard": list(pulled.taken_in.heard)}
        if event.detail:
            row["detail"] = event.detail
        print_json(row)
    else:
        said = event.what.value if pulled is None else _in_words(pulled)
        click.echo(f"{at:%H:%M:%S} {event.account}: {said}{f': {event.detail}' if event.detail else ''}")
    # Whoever reads the lines of a pipe wants them now.
    sys.stdout.flush()


def _in_words(pulled: Pulled) -> str:
    opened, heard = len(pulled.taken_in.opened), len(pulled.taken_in.heard)
    words = f"{pulled.new} new, {pulled.changed} changed, {pulled.gone} gone"
    words += f"; {opened} new complaint{'' if opened == 1 else 's'}" if opened else ""
    return words + (f"; {heard} case{'' if heard == 1 else 's'} moved" if heard else "")


def _wait_for_end(loop: asyncio.AbstractEventLoop, ended: asyncio.Event) -> None:
    """Reads the bare descriptor: a thread inside ``sys.stdin`` would hold a lock that exit needs."""
    try:
        while os.read(sys.stdin.fileno(), 4096):
            pass
    except (OSError, ValueError, AttributeError):
        # No input at all, as under a service manager: only a signal ends it then.
        return
    with contextlib.suppress(RuntimeError):
        # The loop may have ended by itself.
        loop.call_soon_threadsafe(ended.set)

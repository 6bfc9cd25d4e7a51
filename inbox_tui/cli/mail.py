"""``sync``: bringing the mail in."""

import asyncio

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from ..desk import sync as desk_sync
from ..desk.sync import Pulled
from ..errors import MailError, NotFoundError
from .output import print_json
from .settings import common_options, settings_of


@click.command("sync")
@click.option("--full", is_flag=True, help="Drop the copy of the mail first and fetch it all again.")
@common_options
@click.pass_context
def sync_command(ctx: click.Context, full: bool) -> None:
    """Pull mail, classify it, open cases."""
    settings = settings_of(ctx)
    program = settings.program()
    names = [settings.account] if settings.account else sorted(program.config.accounts)
    if not names:
        raise NotFoundError("There is no account yet. Add one with “inbox-tui account add”.")
    for name in names:
        program.config.account(name)
    pulled: list[Pulled] = []
    trouble: list[MailError] = []
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        for name in names:
            task = bar.add_task(name, total=None)

            def show(step: desk_sync.Progress, task: object = task, name: str = name) -> None:
                bar.update(task, description=f"{name} {step.mailbox}", completed=step.done, total=step.total)  # type: ignore[arg-type]

            try:
                pulled.append(asyncio.run(program.desk.sync.pull(name, full=full, progress=show)))
            except MailError as error:
                trouble.append(error)
    program.desk.cases.wake()
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
    if trouble:
        raise trouble[0]

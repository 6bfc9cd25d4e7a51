"""``promises``: what the shop said it would do, and whether it did."""

from datetime import tzinfo

import click

from ..core.promises import RATE_DAYS, said
from ..core.scaffold import BROKEN_PROMISE
from ..core.when import Unclear
from ..desk.writing.promises import PromiseRow
from .output import Json, iso, print_json, short
from .settings import common_options, settings_of


@click.group("promises", invoke_without_command=True)
@common_options
@click.pass_context
def promises_command(ctx: click.Context) -> None:
    """What the shop promised, to whom, by when."""
    if ctx.invoked_subcommand is not None:
        return
    settings = settings_of(ctx)
    desk = settings.program().desk
    zone = desk.office.zone
    rows = desk.promises.rows()
    if settings.json:
        print_json([_json(row, zone) for row in rows])
    elif not rows:
        click.echo("Nothing was promised yet. Promises are noted when a reply leaves.")
    for row in rows if not settings.json else ():
        due = short(row.promise.due_at, zone)
        who = row.customer[:24]
        click.echo(f"{row.promise.id:>4}  {row.standing.value:<6} {due:<17} {who:<24} {row.promise.text}")
    found = desk.promises.kept_rate(days=RATE_DAYS)
    if found.due and not settings.json:
        click.echo(f"Kept in time in the last {RATE_DAYS} days: {found.kept} of {found.due}.")


@promises_command.command("keep")
@click.argument("promise_id", type=int, metavar="ID")
@common_options
@click.pass_context
def keep(ctx: click.Context, promise_id: int) -> None:
    """The shop did as it said."""
    settings = settings_of(ctx)
    desk = settings.program().desk
    row = desk.promises.keep(promise_id)
    _print(row, desk.office.zone, as_json=settings.json, words=f"Promise {promise_id} is kept.")


@promises_command.command("break")
@click.argument("promise_id", type=int, metavar="ID")
@common_options
@click.pass_context
def break_command(ctx: click.Context, promise_id: int) -> None:
    """The shop did not do as it said; better to write before they do."""
    settings = settings_of(ctx)
    desk = settings.program().desk
    row = desk.promises.break_(promise_id)
    case, words = row.promise.case_id, said(row.promise, zone=desk.office.zone)
    apology = desk.scaffolds.outline(case, BROKEN_PROMISE, promise=words).text
    if settings.json:
        print_json(_json(row, desk.office.zone) | {"apology": apology})
    else:
        click.echo(
            f"Promise {promise_id} is broken. Tell {row.customer or 'them'} before they ask; answer these "
            f"questions in a file, then “inbox-tui reply {case} --file FILE”.\n\n{apology}"
        )


@promises_command.command("rate")
@click.option("--days", type=click.IntRange(1, 3660), default=RATE_DAYS, show_default=True)
@common_options
@click.pass_context
def rate(ctx: click.Context, days: int) -> None:
    """How many of the promises that fell due in so many days were kept by then."""
    settings = settings_of(ctx)
    found = settings.program().desk.promises.kept_rate(days=days)
    if settings.json:
        print_json({"days": days, "due": found.due, "kept": found.kept, "rate": found.share})
    else:
        click.echo(f"Kept in time in the last {days} days: {found.kept} of {found.due}.")


@promises_command.command("redate")
@click.argument("promise_id", type=int, metavar="ID")
@click.argument("when", nargs=-1, required=True)
@common_options
@click.pass_context
def redate(ctx: click.Context, promise_id: int, when: tuple[str, ...]) -> None:
    """Another day was agreed; tell the customer of it too."""
    settings = settings_of(ctx)
    desk = settings.program().desk
    found = desk.promises.when(" ".join(when))
    if isinstance(found, Unclear):
        raise click.UsageError(found.reason)
    row = desk.promises.redate(promise_id, found.at)
    _print(
        row, desk.office.zone, as_json=settings.json, words=f"Promise {promise_id} is for {found.words} now."
    )


@promises_command.command("reopen")
@click.argument("promise_id", type=int, metavar="ID")
@common_options
@click.pass_context
def reopen(ctx: click.Context, promise_id: int) -> None:
    """It was neither kept nor broken after all."""
    settings = settings_of(ctx)
    desk = settings.program().desk
    row = desk.promises.take_back(promise_id)
    _print(row, desk.office.zone, as_json=settings.json, words=f"Promise {promise_id} is open again.")


def _print(row: PromiseRow, zone: tzinfo, *, as_json: bool, words: str) -> None:
    """One promise, as after a change."""
    if as_json:
        print_json(_json(row, zone))
    else:
        click.echo(words)


def _json(row: PromiseRow, zone: tzinfo) -> Json:
    return {
        "id": row.promise.id,
        "case": row.promise.case_id,
        "text": row.promise.text,
        "due_at": iso(row.promise.due_at, zone),
        "state": row.standing.value,
    }

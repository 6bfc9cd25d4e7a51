"""``outbox``: what is on its way out, and what a person decides about it."""

import click

from .output import print_item, print_outbox
from .settings import common_options, settings_of


@click.group("outbox", invoke_without_command=True)
@common_options
@click.pass_context
def outbox_command(ctx: click.Context) -> None:
    """Everything on its way out."""
    if ctx.invoked_subcommand is None:
        settings = settings_of(ctx)
        desk = settings.program().desk
        print_outbox(desk.outbox.rows(), desk.office.zone, as_json=settings.json)


@outbox_command.command("settle")
@click.argument("outbox_id", type=int)
@click.argument("answer", type=click.Choice(["sent", "resend", "drop"]))
@common_options
@click.pass_context
def settle(ctx: click.Context, outbox_id: int, answer: str) -> None:
    """Say what became of a message that was held or not confirmed."""
    settings = settings_of(ctx)
    desk = settings.program().desk
    item = desk.outbox.settle(outbox_id, answer)
    print_item(item, desk.office.zone, as_json=settings.json, words=f"Message {item.id} is {item.state}.")


@outbox_command.command("retry")
@click.argument("outbox_id", type=int)
@common_options
@click.pass_context
def retry(ctx: click.Context, outbox_id: int) -> None:
    """Try a message again at the next “send-due”."""
    settings = settings_of(ctx)
    desk = settings.program().desk
    item = desk.outbox.retry(outbox_id)
    print_item(item, desk.office.zone, as_json=settings.json, words=f"Message {item.id} is {item.state}.")

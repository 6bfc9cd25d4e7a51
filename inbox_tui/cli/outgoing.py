"""``outbox``: what is on its way out, and what a person decides about it."""

from datetime import datetime

import click

from ..core.outbox import Kind, OutboxItem
from .output import print_item, print_json, print_outbox
from .settings import common_options, settings_of

_SETTLED = {
    "sent": "is noted as arrived and will not be sent again. The next “send-due” sees to its copy in Sent.",
    "resend": "leaves at the next “send-due”, whatever came in meanwhile.",
    "drop": "is dropped and will not be sent. “inbox-tui show {case}” keeps its words.",
}
"""What each answer did, and what follows."""


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
    words = _SETTLED[answer].format(case=item.case_id)
    print_item(item, desk.office.zone, as_json=settings.json, words=f"Message {item.id} {words}")


@outbox_command.command("cancel")
@click.argument("outbox_id", type=int)
@common_options
@click.pass_context
def cancel(ctx: click.Context, outbox_id: int) -> None:
    """Take a message out of the queue, until it is claimed. The words of a reply are in its draft again."""
    settings = settings_of(ctx)
    desk = settings.program().desk
    if desk.office.outgoing(outbox_id).kind is Kind.REPLY:
        item, words = desk.replies.take_back(outbox_id), "is taken back; its words are in the draft again"
    else:
        item, words = desk.follow_ups.cancel(outbox_id), "is cancelled"
    print_item(item, desk.office.zone, as_json=settings.json, words=f"Message {item.id} {words}.")


@outbox_command.command("retry")
@click.argument("outbox_id", type=int, required=False)
@click.option("--late", is_flag=True, help="All that is held only because it is late.")
@common_options
@click.pass_context
def retry(ctx: click.Context, outbox_id: int | None, late: bool) -> None:
    """Try a message again at the next “send-due”."""
    if late is (outbox_id is not None):
        raise click.UsageError("Give the number of a message, or --late.")
    settings = settings_of(ctx)
    desk = settings.program().desk
    if outbox_id is None:
        count = desk.outbox.retry_late()
        if settings.json:
            print_json({"retried": count})
        else:
            what = "1 late message leaves" if count == 1 else f"{count} late messages leave"
            click.echo(f"{what} at the next “send-due”, unless something happened.")
        return
    item = desk.outbox.retry(outbox_id)
    words = f"Message {item.id} leaves {_when(item, desk.office.now())}."
    print_item(item, desk.office.zone, as_json=settings.json, words=words)


def _when(item: OutboxItem, now: datetime) -> str:
    if item.send_at > now:
        return "when it is due"
    anyway = ", whatever came in meanwhile" if item.guards_waived else ", unless something happened"
    return f"at the next “send-due”{anyway}"

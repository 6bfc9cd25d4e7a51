"""``followup``: words for later, held if the customer writes first."""

import click

from ..core.followup_text import suggested
from ..core.outbox import Kind
from ..errors import RefusedError
from .output import print_item, print_json, print_outbox, short
from .replying import instant
from .settings import common_options, read_words, settings_of

KINDS = [kind.value for kind in Kind if kind is not Kind.REPLY]


@click.group("followup")
@common_options
def followup_command() -> None:
    """Queue, list and cancel follow-ups."""


@followup_command.command("add")
@click.argument("conversation", metavar="ID")
@click.option("--kind", type=click.Choice(KINDS), required=True)
@click.option("--at", "when", required=True, metavar="WHEN", help="Such as “in 3 days” or “fri 9am”.")
@click.option("--file", "file", metavar="FILE", help="The words; - reads standard input.")
@common_options
@click.pass_context
def add(ctx: click.Context, conversation: str, kind: str, when: str, file: str | None) -> None:
    """Queue a follow-up. Without --file the plain wording is used, and shown on stderr."""
    settings = settings_of(ctx)
    desk = settings.program().desk
    row = desk.inbox.row(conversation)
    if file is not None:
        text = read_words(file)
    else:
        shop = desk.office.account(row.account).from_name
        text = suggested(Kind(kind), name=row.from_name, subject=row.subject, shop=shop)
        if not text:
            raise RefusedError(
                "Only you know what you promised: give the words with --file. Nothing was queued."
            )
        click.echo(f"This will be sent:\n\n{text}\n", err=True)
    at = instant(desk, when)
    item = desk.follow_ups.add(conversation, kind=Kind(kind), at=at, text=text)
    zone = desk.office.zone
    words = f"Follow-up {item.id} to {item.to} leaves {short(item.send_at, zone)}, unless they write first."
    print_item(item, zone, as_json=settings.json, words=words)


@followup_command.command("list")
@common_options
@click.pass_context
def list_all(ctx: click.Context) -> None:
    """All follow-ups."""
    settings = settings_of(ctx)
    desk = settings.program().desk
    print_outbox(desk.follow_ups.rows(), desk.office.zone, as_json=settings.json)


@followup_command.command("edit")
@click.argument("outbox_id", type=int)
@click.option("--file", "file", metavar="FILE", help="Other words; - reads standard input.")
@click.option("--at", "when", metavar="WHEN", help="Another time.")
@click.option("--kind", type=click.Choice(KINDS), help="Another kind.")
@common_options
@click.pass_context
def edit(ctx: click.Context, outbox_id: int, file: str | None, when: str | None, kind: str | None) -> None:
    """Other words or another time for a follow-up that waits or is held; what is not given stays."""
    settings = settings_of(ctx)
    desk = settings.program().desk
    old = desk.office.outgoing(outbox_id)
    if when is None and old.send_at <= desk.office.now():
        raise RefusedError("Its time has passed. Give another one with --at, such as “in 5 minutes”.")
    item = desk.follow_ups.rewrite(
        outbox_id,
        kind=Kind(kind) if kind else old.kind,
        at=instant(desk, when) if when else old.send_at,
        text=read_words(file) if file is not None else old.text,
    )
    zone = desk.office.zone
    words = f"Follow-up {item.id} takes its place and leaves {short(item.send_at, zone)}."
    print_item(item, zone, as_json=settings.json, words=words)


@followup_command.command("cancel")
@click.argument("outbox_id", type=int)
@common_options
@click.pass_context
def cancel(ctx: click.Context, outbox_id: int) -> None:
    """Take a follow-up out of the queue."""
    settings = settings_of(ctx)
    desk = settings.program().desk
    item = desk.follow_ups.cancel(outbox_id)
    print_item(item, desk.office.zone, as_json=settings.json, words=f"Follow-up {item.id} is cancelled.")


@followup_command.command("stop")
@click.argument("address")
@click.option("--reason", default="", help="Why, for whoever wonders later.")
@common_options
@click.pass_context
def stop(ctx: click.Context, address: str, reason: str) -> None:
    """Send no follow-ups and no surveys to an address any more; replies still reach it."""
    settings = settings_of(ctx)
    settings.program().desk.follow_ups.suppress(address, reason=reason)
    if settings.json:
        print_json({"address": address.lower(), "follow_ups": False})
    else:
        click.echo(f"{address} gets no follow-ups any more. “inbox-tui followup allow {address}” ends that.")


@followup_command.command("allow")
@click.argument("address")
@common_options
@click.pass_context
def allow(ctx: click.Context, address: str) -> None:
    """Follow-ups may reach an address again."""
    settings = settings_of(ctx)
    settings.program().desk.follow_ups.allow(address)
    if settings.json:
        print_json({"address": address.lower(), "follow_ups": True})
    else:
        click.echo(f"{address} gets follow-ups again.")

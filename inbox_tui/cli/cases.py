"""Looking at conversations, and taking back what was done last."""

import asyncio
from pathlib import Path

import click

from ..core.case import CaseState, state_words
from ..desk.cases.dossier import dossier
from ..desk.cases.inbox import Listing
from ..desk.cases.source import sources
from ..desk.cases.undoing import TakenBack, Undone, undo_newest
from ..desk.desk import Desk
from ..errors import MailError, NotFoundError, SecretError
from .dossier import dossier_json, print_dossier
from .output import conversation_json, print_conversation, print_json, print_row, print_rows
from .settings import common_options, settings_of
from .sources import print_sources

MOST_SEARCHED = 2000
"""Conversations among which those of one account are looked for."""
EMPTY = "Nothing to answer. “inbox-tui sync” fetches mail; “inbox-tui list --all” shows everything."


@click.command("list")
@click.option("--all", "everything", is_flag=True, help="All conversations, complaints or not.")
@click.option("--complaints", is_flag=True, help="All complaints, closed ones too.")
@click.option("--overdue", is_flag=True, help="Only what is late.")
@click.option("--state", type=click.Choice([s.value for s in CaseState]), help="Only cases in this state.")
@click.option("--limit", type=click.IntRange(min=1), help="At most this many rows.")
@common_options
@click.pass_context
def list_command(
    ctx: click.Context,
    everything: bool,
    complaints: bool,
    overdue: bool,
    state: str | None,
    limit: int | None,
) -> None:
    """One row per conversation, most urgent first."""
    settings = settings_of(ctx)
    desk = settings.program().desk
    desk.cases.wake()
    listing = Listing.ACTIVE
    if overdue:
        listing = Listing.OVERDUE
    elif complaints:
        listing = Listing.COMPLAINTS
    elif everything:
        listing = Listing.ALL
    # Of one account the first so many, not those of them that are among the first of all.
    most = None if settings.account else limit
    rows = desk.inbox.rows(listing, state=CaseState(state) if state else None, limit=most)
    if settings.account:
        rows = [row for row in rows if row.account == settings.account]
    empty = EMPTY
    if overdue:
        empty = "Nothing is late."
    elif state is not None:
        empty = f"No case is {state_words(CaseState(state))}."
    print_rows(rows[:limit], desk.office.zone, as_json=settings.json, empty=empty)


@click.command("show")
@click.argument("conversation", metavar="ID")
@click.option("--raw", is_flag=True, help="The letters as they came, made safe to show.")
@common_options
@click.pass_context
def show_command(ctx: click.Context, conversation: str, raw: bool) -> None:
    """The whole conversation."""
    settings = settings_of(ctx)
    desk = settings.program().desk
    _fetch_letters(desk, conversation)
    view = desk.inbox.conversation(conversation)
    zone = desk.office.zone
    if raw:
        print_sources(sources(desk.office, conversation), zone, as_json=settings.json)
        return
    known = dossier(desk.office, view.case) if view.case is not None else None
    if settings.json:
        also = dossier_json(known, zone) if known else {"record": None, "customer": None}
        print_json(conversation_json(view, zone) | also)
        return
    print_conversation(view, zone)
    if known is not None:
        print_dossier(known, zone)


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True)
@common_options
@click.pass_context
def search_command(ctx: click.Context, words: tuple[str, ...], limit: int) -> None:
    """Full text over all mail that is here."""
    settings = settings_of(ctx)
    desk = settings.program().desk
    # As in a list: the best of this account, not those of it that are among the best of all.
    most = max(limit, MOST_SEARCHED) if settings.account else limit
    found = desk.inbox.search(" ".join(words), limit=most)
    rows = [row for row in found if settings.account in (None, row.account)][:limit]
    print_rows(
        rows, desk.office.zone, as_json=settings.json, empty="Nothing found. Try fewer or other words."
    )


@click.command("attachments")
@click.argument("conversation", metavar="ID")
@click.option("--out", "folder", required=True, type=click.Path(file_okay=False, path_type=Path))
@common_options
@click.pass_context
def attachments_command(ctx: click.Context, conversation: str, folder: Path) -> None:
    """Save attachments under safe names, never over an existing file."""
    settings = settings_of(ctx)
    desk = settings.program().desk
    desk.inbox.row(conversation)
    _fetch_letters(desk, conversation)
    saved = desk.attachments.save(conversation, folder)
    if settings.json:
        print_json([{"name": s.name, "path": str(s.path), "size": s.size} for s in saved])
    elif not saved:
        click.echo("There is no attachment in this conversation.")
    for each in saved if not settings.json else ():
        click.echo(f"{each.path}  {each.size} bytes")


def _fetch_letters(desk: Desk, conversation: str) -> None:
    """Old mail is here as a header only; what the server cannot give now stays one, and that is said."""
    try:
        asyncio.run(desk.sync.fetch_bodies(conversation))
    except (MailError, SecretError, NotFoundError) as error:
        click.echo(f"{' '.join(str(error).split())} Of some letters only the header is shown.", err=True)


@click.command("undo")
@common_options
@click.pass_context
def undo_command(ctx: click.Context) -> None:
    """Take back the last change of a case, or a reply inside its undo window."""
    settings = settings_of(ctx)
    desk = settings.program().desk
    match undo_newest(desk):
        case TakenBack(item=item):
            case_id = item.case_id
        case Undone(case=case, what=what, others=others):
            case_id = case.id
            also = f", and {len(others)} more" if others else ""
            click.echo(f"Undone: {what}, {case.customer}{also}.", err=True)
    print_row(desk.inbox.row(case_id), desk.office.zone, as_json=settings.json)

"""``draft``: the owner's words for a case before they are sent, the same as in the draft pane."""

import asyncio
import os
from dataclasses import replace

import click

from ..core.text import clean
from ..desk.desk import Desk
from ..errors import RefusedError
from .output import iso, print_json, short
from .reading import print_report
from .settings import common_options, read_words, settings_of


@click.command("draft")
@click.argument("conversation", metavar="ID")
@click.option("--file", "file", metavar="FILE", help="Save these words; - reads standard input.")
@click.option("--edit", "outside", is_flag=True, help="Open the words in $EDITOR, and keep what it saves.")
@click.option("--check", is_flag=True, help="What the checklist says of them.")
@click.option("--earlier", is_flag=True, help="The texts that stood there before, newest first.")
@common_options
@click.pass_context
def draft_command(
    ctx: click.Context, conversation: str, file: str | None, outside: bool, check: bool, earlier: bool
) -> None:
    """Read, write or check the draft of a case. “inbox-tui reply ID --draft” sends it."""
    if file is not None and outside:
        raise click.UsageError("--file and --edit both give the words. Use one of them.")
    if earlier and (file is not None or outside or check):
        raise click.UsageError("--earlier only reads. Use it by itself.")
    settings = settings_of(ctx)
    desk = settings.program().desk
    desk.inbox.row(conversation)
    if earlier:
        _print_earlier(desk, conversation, as_json=settings.json)
        return
    if file is not None:
        desk.replies.save_draft(conversation, clean(read_words(file)))
    elif outside:
        _edit(desk, conversation)
    draft = desk.office.casebook.draft(conversation)
    text = draft.text if draft is not None else ""
    if check:
        question = desk.replies.question(conversation)
        report = desk.checklist.check(replace(question, text=text))
        print_report(conversation, report, text, as_json=settings.json)
    elif settings.json:
        saved = iso(draft.saved_at, desk.office.zone) if draft is not None else None
        print_json({"id": conversation, "text": text or None, "saved_at": saved})
    elif draft is None or not text:
        click.echo("There is no draft yet. --edit or --file begins one.")
    elif file is not None or outside:
        click.echo(
            f"The draft of {len(text.split())} words is saved, {short(draft.saved_at, desk.office.zone)}."
        )
    else:
        click.echo(text)


def stored_words(desk: Desk, conversation: str) -> str:
    """The words of a draft, to be sent. Raises RefusedError where there are none."""
    draft = desk.office.casebook.draft(conversation)
    if draft is None or not draft.text.strip():
        raise RefusedError(f"There is no draft to send. “inbox-tui draft {conversation} --edit” begins one.")
    return draft.text


def _print_earlier(desk: Desk, conversation: str, *, as_json: bool) -> None:
    found, zone = desk.office.casebook.draft_versions(conversation), desk.office.zone
    if as_json:
        print_json([{"text": each.text, "saved_at": iso(each.saved_at, zone)} for each in found])
        return
    if not found:
        click.echo("There are no earlier texts of this draft.")
    for each in found:
        click.echo(f"--- {short(each.saved_at, zone)}\n{clean(each.text)}\n")


def _edit(desk: Desk, conversation: str) -> None:
    from ..ui.outside_editor import Closed, NotOpened, edit, program

    draft = desk.office.casebook.draft(conversation)
    before = clean(draft.text) if draft is not None else ""

    async def looked(text: str | None) -> None:
        if text is not None:
            desk.replies.save_draft(conversation, text)

    command = program(os.environ)
    found: NotOpened | Closed = (
        command if isinstance(command, NotOpened) else asyncio.run(edit(before, command, looked=looked))
    )
    match found:
        case NotOpened(reason=reason):
            raise RefusedError(reason)
        case Closed(text=text, trouble=trouble):
            if text is not None and text != before:
                desk.replies.save_draft(conversation, text)
            if trouble:
                click.echo(trouble, err=True)

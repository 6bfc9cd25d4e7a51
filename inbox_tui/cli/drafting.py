"""``draft``: the owner's words for a case before they are sent, the same as in the draft pane."""

import asyncio
import os
import tempfile
from contextlib import suppress
from dataclasses import replace

import click

from ..core.checklist import Report
from ..core.text import clean
from ..desk.desk import Desk
from ..desk.writing.aside import Aside, NothingOpen, StopsSending, put_aside
from ..desk.writing.promises import promised_in
from ..errors import RefusedError, StoreError
from .output import iso, print_json, print_promised, short
from .reading import print_report
from .settings import common_options, read_words, settings_of


@click.command("draft")
@click.argument("conversation", metavar="ID")
@click.option("--file", "file", metavar="FILE", help="Save these words; - reads standard input.")
@click.option("--edit", "outside", is_flag=True, help="Open the words in $EDITOR, and keep what it saves.")
@click.option("--check", is_flag=True, help="What the checklist says of them.")
@click.option("--put-aside", "aside", metavar="CHECK", help="Put a finding aside in this draft, or back.")
@click.option("--promises", is_flag=True, help="What they promise, numbered for “reply --leave-out”.")
@click.option("--earlier", is_flag=True, help="The texts that stood there before, newest first.")
@common_options
@click.pass_context
def draft_command(
    ctx: click.Context,
    conversation: str,
    file: str | None,
    outside: bool,
    check: bool,
    aside: str | None,
    promises: bool,
    earlier: bool,
) -> None:
    """Read, write or check the draft of a case. “inbox-tui reply ID --draft” sends it."""
    if file is not None and outside:
        raise click.UsageError("--file and --edit both give the words. Use one of them.")
    if earlier and (file is not None or outside or check or aside or promises):
        raise click.UsageError("--earlier only reads. Use it by itself.")
    if promises and (check or aside):
        raise click.UsageError("--promises shows something else than the checklist. Use it by itself.")
    settings = settings_of(ctx)
    desk = settings.program().desk
    desk.inbox.row(conversation)
    if earlier:
        _print_earlier(desk, conversation, as_json=settings.json)
        return
    if file is not None:
        desk.replies.merge_draft(conversation, clean(read_words(file)), before=None)
    elif outside:
        _edit(desk, conversation)
    if aside is not None:
        _put_aside(desk, conversation, aside)
    draft = desk.office.casebook.draft(conversation)
    text = draft.text if draft is not None else ""
    if check or aside is not None:
        print_report(conversation, _report(desk, conversation), text, as_json=settings.json)
    elif promises:
        now = desk.office.now()
        print_promised(promised_in(text, office=desk.office, at=now), desk.office.zone, as_json=settings.json)
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


def _report(desk: Desk, conversation: str) -> Report:
    """What the checklist says of the draft, and what is put aside in it."""
    draft = desk.office.casebook.draft(conversation)
    question = desk.replies.question(conversation, dismissed=draft.dismissed if draft else frozenset())
    return desk.checklist.check(replace(question, text=draft.text if draft else ""))


def _put_aside(desk: Desk, conversation: str, check: str) -> None:
    findings = {each.check: each for each in _report(desk, conversation).findings}
    if check not in findings:
        raise click.UsageError(f"“{check}” is no check. Name one of: {', '.join(findings)}.")
    draft = desk.office.casebook.draft(conversation)
    if draft is None:
        raise RefusedError("There is no draft yet. --edit or --file begins one.")
    match put_aside(draft.dismissed, findings[check]):
        case Aside(dismissed=dismissed):
            desk.replies.save_draft(conversation, draft.text, dismissed=dismissed)
        case NothingOpen():
            raise RefusedError(f"“{check}” has nothing to say of this draft. Nothing was changed.")
        case StopsSending(reason=reason):
            raise RefusedError(f"{reason} Nothing was changed.")


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
    from ..desk.writing.outside_editor import Closed, NotOpened, edit, program

    draft = desk.office.casebook.draft(conversation)
    before = clean(draft.text) if draft is not None else ""
    last = before

    def keep(text: str) -> None:
        """What the editor saved takes the place of what it was given; words that came meanwhile stay."""
        nonlocal last
        desk.replies.merge_draft(conversation, text, before=last)
        last = text

    async def looked(text: str | None) -> None:
        if text is not None:
            with suppress(StoreError):  # tried again at the next look, and in the end
                keep(text)

    command = program(os.environ)
    found: NotOpened | Closed = (
        command if isinstance(command, NotOpened) else asyncio.run(edit(before, command, looked=looked))
    )
    match found:
        case NotOpened(reason=reason):
            raise RefusedError(reason)
        case Closed(text=text, trouble=trouble):
            if text is not None and text != last:
                try:
                    keep(text)
                except StoreError as error:
                    raise StoreError(f"{error} {_rescued(text)}") from error
            if trouble:
                click.echo(trouble, err=True)


def _rescued(text: str) -> str:
    """Words that the casebook could not take go into a file; where none can be written, onto the terminal.
    Gives the sentence that says so."""
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", prefix="inbox-tui-", suffix=".txt", delete=False
        ) as file:
            file.write(text)
    except OSError:
        click.echo(text, err=True)
        return "Your words stand above; copy them."
    return f"Your words are in {file.name}."

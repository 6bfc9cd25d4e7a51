"""``reply``: the owner's own words, into the outbox."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import assert_never

import click

from ..core.promises import Promised
from ..core.when import Unclear
from ..desk.desk import Desk
from ..desk.writing.outcomes import AnsweredBy, Blocked, Empty, NobodyToWriteTo, OnItsWay, Queued
from ..desk.writing.promises import promised_in
from ..errors import RefusedError
from .drafting import stored_words
from .output import print_item, short
from .settings import common_options, read_words, settings_of


@click.command("reply")
@click.argument("conversation", metavar="ID")
@click.option("--file", "file", metavar="FILE", help="The words; - reads standard input.")
@click.option("--draft", "from_draft", is_flag=True, help="The words that “inbox-tui draft ID” shows.")
@click.option("--at", "when", metavar="WHEN", help="Send it then, such as “mon 9am”.")
@click.option("--now", "at_once", is_flag=True, help="Without the seconds to change one's mind.")
@click.option("--subject", metavar="S", help="Another subject than “Re: …”.")
@click.option("--leave-out", "left_out", type=int, multiple=True, metavar="N", help="Not a promise.")
@click.option("--reword", "reworded", multiple=True, metavar="N=TEXT", help="Other words for a promise.")
@click.option("--force", is_flag=True, help="Send it although a rule of level error is broken.")
@common_options
@click.pass_context
def reply_command(
    ctx: click.Context,
    conversation: str,
    file: str | None,
    from_draft: bool,
    when: str | None,
    at_once: bool,
    subject: str | None,
    left_out: tuple[int, ...],
    reworded: tuple[str, ...],
    force: bool,
) -> None:
    """Queue a reply. Nothing leaves before “inbox-tui send-due” or the app runs.

    What it promises is noted when it leaves; “inbox-tui draft ID --promises” shows it, with the numbers for
    --leave-out and --reword.
    """
    if (file is None) is not from_draft:
        raise click.UsageError("Say where the words are: --file FILE, or --draft.")
    if when and at_once:
        raise click.UsageError("--at and --now say different things. Give one of them.")
    settings = settings_of(ctx)
    desk = settings.program().desk
    zone = desk.office.zone
    desk.inbox.row(conversation)
    text = stored_words(desk, conversation) if file is None else read_words(file)
    at = instant(desk, when) if when else None
    promises = None
    if left_out or reworded:
        said = promised_in(text, office=desk.office, at=at or desk.office.now())
        promises = _as_meant(said, left_out, _by_number(reworded))
    outcome = desk.replies.queue(
        conversation, text, subject=subject, at=at, now=at_once, force=force, promises=promises
    )
    match outcome:
        case Queued(item=item):
            words = (
                f"Queued for {item.to}; leaves {short(item.send_at, zone)}. “inbox-tui undo” takes it back."
            )
            print_item(item, zone, as_json=settings.json, words=words)
        case Empty():
            raise RefusedError("The reply has no words. Nothing was queued; write it and try again.")
        case Blocked(report=report):
            found = "; ".join(f"{finding.check}: {finding.message}" for finding in report.errors)
            raise RefusedError(
                f"Not queued, because of {found} Change it, or say --force to send it all the same."
            )
        case AnsweredBy(item=item):
            when = short(item.accepted_at or item.created_at, zone)
            raise RefusedError(
                f"Not queued, because {item.author} answered the same letter {when}. "
                f"Look at “inbox-tui show {conversation}”, or say --force to send yours all the same."
            )
        case NobodyToWriteTo():
            raise RefusedError("The customer's mail names no address to answer to. Nothing was queued.")
        case OnItsWay(item=item):
            raise RefusedError(
                f"The same words to this customer are on their way already (outbox {item.id}). "
                "Nothing was queued a second time."
            )
        case _:
            assert_never(outcome)


def _by_number(words: Iterable[str]) -> dict[int, str]:
    """``2=a new teapot``."""
    found = {}
    for each in words:
        number, sign, text = each.partition("=")
        if not sign or not number.isdecimal() or not text.strip():
            raise click.UsageError(f"“{each}” names no promise. Write N=TEXT, such as 1=a new teapot.")
        found[int(number)] = " ".join(text.split())
    return found


def _as_meant(
    found: Sequence[Promised], left_out: Collection[int], reworded: Mapping[int, str]
) -> list[Promised]:
    """The promises that count, in the owner's words. Raises a usage error for a number that none has."""
    for number in (*left_out, *reworded):
        if not 1 <= number <= len(found):
            raise click.UsageError(f"There is no promise number {number}: {len(found)} were found.")
    return [
        replace(one, text=reworded.get(number, one.text))
        for number, one in enumerate(found, 1)
        if number not in left_out
    ]


def instant(desk: Desk, text: str) -> datetime:
    """A time that a person typed, aware. Raises a usage error that says what would work."""
    found = desk.follow_ups.when(text)
    if isinstance(found, Unclear):
        raise click.UsageError(found.reason)
    if found.remark:
        click.echo(f"{found.words}.", err=True)
    return found.at

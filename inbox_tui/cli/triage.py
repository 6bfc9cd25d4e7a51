"""``triage``: the reading of mail, on files and without an account."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..core.text import clean
from ..core.triage import Incoming, TriageConfig, triage
from ..errors import InboxError, StoreError
from .jsonl import BadLineError, Lines, Record, name_of, text_in
from .output import print_json
from .settings import common_options, settings_of

if TYPE_CHECKING:
    from ..core.triage.lessons import Lessons

_TEXTS = ("from_name", "from_addr", "subject", "text")


@click.command("triage")
@click.argument("files", nargs=-1, metavar="[FILE.eml ...]")
@click.option("--jsonl", "jsonl", metavar="FILE", help="Many mails, one JSON object per line; - for stdin.")
@click.option(
    "--forget",
    is_flag=True,
    help="Start anew: no correction made so far (N, categories) counts any more. Cases stay as they are.",
)
@common_options
@click.pass_context
def triage_command(ctx: click.Context, files: tuple[str, ...], jsonl: str | None, forget: bool) -> None:
    """Classify mail, with no account. One JSON line per message.

    What the config says of products and order numbers counts, and what you taught by correcting cases.
    A line that cannot be read is named on stderr, and the others are done.
    """
    if forget:
        if files or jsonl is not None:
            raise click.UsageError("--forget stands alone: give it without mail.")
        _forget(ctx)
        return
    if not files and jsonl is None:
        raise click.UsageError("Give mail files, or --jsonl FILE.")
    shop = _shop(ctx)
    unread = 0
    for file in files:
        try:
            print_json(_triage_json(file, mail_file(file), shop))
        except click.UsageError as error:
            unread += 1
            click.echo(error.message, err=True)
    if jsonl is not None:
        lines = Lines(jsonl, _mail_line)
        for name, mail in lines:
            print_json(_triage_json(name, mail, shop))
        unread += lines.passed_over
    if unread:
        ctx.exit(InboxError.exit_code)


def mail_file(file: str) -> Incoming:
    """A mail in a file. Raises UsageError with one sentence."""
    from ..bootstrap import mail_parser

    try:
        raw = Path(file).read_bytes()
    except OSError as error:
        raise click.UsageError(f"{file} cannot be read: {error.strerror or error}.") from error
    message = mail_parser().parse(raw)
    return Incoming(
        from_name=message.sender.name,
        from_addr=message.sender.email,
        subject=message.subject,
        text=message.text,
        headers=message.headers,
    )


def _shop(ctx: click.Context) -> TriageConfig:
    """What this home knows of its shop; a casebook that is not there is not made for this."""
    program = settings_of(ctx).program()
    desk = program.config.desk
    lessons: Lessons | None = None
    if program.config.casebook or program.paths.casebook_file.exists():
        try:
            lessons = program.desk.office.teaching.current()
        except StoreError as error:
            said = " ".join(str(error).split())
            click.echo(f"Mail is read without what you taught: {said}", err=True)
    return TriageConfig(products=desk.products, order_patterns=desk.order_patterns, lessons=lessons)


def _forget(ctx: click.Context) -> None:
    from ..desk.receiving.teaching import forget

    settings = settings_of(ctx)
    office = settings.program().desk.office
    many = forget(office.casebook, now=office.now())
    if settings.json:
        print_json({"forgotten": many})
        return
    what = "1 corrected case does" if many == 1 else f"{many} corrected cases do"
    click.echo(f"{what} not count any more. The cases themselves are as they were.")


def _mail_line(record: Record, number: int) -> tuple[str, Incoming]:
    """The name and the mail of one JSON line. Raises BadLineError with the rest of a sentence."""
    texts = {key: clean(text_in(record, key), multiline=key == "text") for key in _TEXTS}
    headers = record.get("headers")
    if headers is not None and not isinstance(headers, dict):
        raise BadLineError("has “headers” that are no object of names and values")
    fields = {clean(str(k)): clean(str(v), multiline=False) for k, v in (headers or {}).items()}
    mail = Incoming(
        from_name=texts["from_name"],
        from_addr=texts["from_addr"],
        subject=texts["subject"],
        text=texts["text"],
        headers=fields,
    )
    return name_of(record, number), mail


def _triage_json(name: str, mail: Incoming, shop: TriageConfig) -> dict[str, Any]:
    seen = triage(mail, shop)
    return {
        "id": clean(name, multiline=False),
        "is_complaint": seen.is_complaint,
        "category": seen.category.value,
        "order_numbers": list(seen.order_numbers),
        "products": list(seen.products),
        "remedy_sought": [each.value for each in seen.remedy_sought],
        "escalate": seen.escalate,
        "urgency": seen.urgency.value,
        "thanks_only": seen.thanks_only,
        "why": list(seen.why),
    }

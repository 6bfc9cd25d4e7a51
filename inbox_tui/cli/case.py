"""``case ID ACTION``: deciding about one case."""

import click

from ..core.when import Unclear
from ..desk.desk import Desk
from .output import print_row
from .settings import common_options, settings_of

ACTIONS = {
    "show": 0,
    "resolve": 0,
    "reopen": 0,
    "snooze": 1,
    "not-complaint": 0,
    "complaint": 0,
    "category": 1,
    "stance": 1,
    "note": 1,
    "merge": 1,
}
"""The actions, and how many values each needs; the words of a longer value may stand without quotes."""


@click.command("case")
@click.argument("conversation", metavar="ID")
@click.argument("action", type=click.Choice(list(ACTIONS)))
@click.argument("value", nargs=-1)
@click.option("--reason", default="", help="Why it is resolved.")
@common_options
@click.pass_context
def case_command(
    ctx: click.Context, conversation: str, action: str, value: tuple[str, ...], reason: str
) -> None:
    """Decide about a case; “inbox-tui undo” takes it back.

    \b
    show | resolve | reopen | snooze WHEN | not-complaint | complaint
    category C | stance ours|shared|not_ours|unknown | note TEXT | merge OTHER
    """
    said = " ".join(value)
    if ACTIONS[action] and not said:
        raise click.UsageError(f"“{action}” needs a value behind it.")
    if not ACTIONS[action] and said:
        raise click.UsageError(f"“{action}” takes no value, but “{said}” was given.")
    settings = settings_of(ctx)
    desk = settings.program().desk
    shown = _act(desk, conversation, action, said, reason)
    print_row(desk.inbox.row(shown), desk.office.zone, as_json=settings.json)


def _act(desk: Desk, conversation: str, action: str, value: str, reason: str) -> str:
    """Carry it out; returns the ID of the case to show afterwards."""
    cases = desk.cases
    match action:
        case "resolve":
            cases.resolve(conversation, reason=reason)
        case "reopen":
            cases.reopen(conversation)
        case "snooze":
            found = cases.when(value)
            if isinstance(found, Unclear):
                raise click.UsageError(found.reason)
            cases.snooze(conversation, until=found.at)
        case "not-complaint":
            cases.ensure(conversation)
            cases.not_a_complaint(conversation)
        case "complaint":
            cases.a_complaint(conversation)
        case "category":
            cases.categorise(conversation, value)
        case "stance":
            cases.take_stance(conversation, value)
        case "note":
            cases.note(conversation, value)
        case "merge":
            return cases.merge(conversation, value).id
        case _:
            desk.inbox.row(conversation)
    return conversation

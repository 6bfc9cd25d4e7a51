"""``case ID ACTION``: deciding about one case, or about several at once."""

from collections.abc import Mapping
from datetime import datetime

import click

from ..core.case import Case
from ..core.customer import same_customer
from ..core.when import Resolved, Unclear, UntilTheyAnswer
from ..desk.cases import wishes
from ..desk.cases.dossier import dossier
from ..desk.cases.wishes import Wish
from ..desk.desk import Desk
from ..errors import RefusedError
from .dossier import dossier_json, print_dossier
from .output import print_json, print_row, print_rows, row_json
from .settings import common_options, settings_of

ACTIONS = {
    "show": "",
    "resolve": "",
    "reopen": "",
    "snooze": "in 3 days",
    "wait": "customer",
    "not-complaint": "",
    "complaint": "",
    "category": "late_delivery",
    "stance": "ours",
    "assign": "nobody",
    "note": "rang her on Monday",
    "record": "cause=packing",
    "merge": "the ID of the case that stays",
    "split": "billing Charged twice",
    "scaffold": "",
}
"""The actions, with an example of the value that each needs; its words may stand without quotes."""

_ALONE = frozenset({"show", "note", "merge", "split", "scaffold"})


@click.command("case")
@click.argument("conversation", metavar="ID[,ID...]")
@click.argument("action", type=click.Choice(list(ACTIONS)))
@click.argument("value", nargs=-1)
@click.option("--reason", default="", help="Why it is resolved.")
@click.option("--set", "fields", multiple=True, metavar="FIELD=TEXT", help="A field of the record.")
@common_options
@click.pass_context
def case_command(
    ctx: click.Context,
    conversation: str,
    action: str,
    value: tuple[str, ...],
    reason: str,
    fields: tuple[str, ...],
) -> None:
    """Decide about a case; “inbox-tui undo” takes it back. Several IDs, with commas, are one act.

    \b
    show | resolve [--reason R] [--set FIELD=TEXT ...] | reopen
    snooze WHEN, or: snooze until they answer | wait customer|third-party [WHOM]
    not-complaint | complaint | category C | stance ours|shared|not_ours|unknown
    assign PERSON, or: assign nobody
    note TEXT | record FIELD=TEXT ... | merge OTHER | split CATEGORY [SUBJECT]
    scaffold [NAME]: questions to answer, put below the words of the draft
    """
    said = " ".join(value)
    if ACTIONS[action] and not said:
        raise click.UsageError(f"“{action}” needs a value behind it, such as: {ACTIONS[action]}")
    if not ACTIONS[action] and said and action != "scaffold":
        raise click.UsageError(f"“{action}” takes no value, but “{said}” was given.")
    ids = [each for each in conversation.split(",") if each]
    if len(ids) != 1 and action in _ALONE:
        raise click.UsageError(f"“{action}” takes one case at a time.")
    settings = settings_of(ctx)
    desk = settings.program().desk
    zone = desk.office.zone
    if action in _ALONE:
        shown = _alone(desk, ids[0], action, value)
        row, case = desk.inbox.row(shown), desk.office.casebook.case(shown)
        if action != "show" or case is None:
            print_row(row, zone, as_json=settings.json)
            return
        found = dossier(desk.office, case)
        if settings.json:
            print_json(row_json(row, zone) | dossier_json(found, zone))
        else:
            print_row(row, zone, as_json=False)
            print_dossier(found, zone)
        return
    wish = _wish(desk, action, value, reason, _pairs(fields))
    plan = desk.cases.plan(wish, *ids)
    done = desk.cases.do(wish, *ids)
    for case, no in plan.refused:
        click.echo(f"{case.id} stays as it is. {no.reason}", err=True)
    rows = desk.inbox.rows_of(case.id for case in done)
    if len(ids) == 1:
        print_row(rows[0], zone, as_json=settings.json)
    else:
        print_rows(rows, zone, as_json=settings.json, empty="")


def _alone(desk: Desk, conversation: str, action: str, value: tuple[str, ...]) -> str:
    """Carry out what is done to one case only; returns the ID of the case to show afterwards."""
    match action:
        case "note":
            desk.cases.note(conversation, " ".join(value))
        case "merge":
            into = desk.cases.merge(conversation, " ".join(value))
            _tell_of_two_customers(desk.office.casebook.case(conversation), into)
            return into.id
        case "split":
            return desk.cases.split(conversation, category=value[0], subject=" ".join(value[1:])).id
        case "scaffold":
            desk.scaffolds.put_into_draft(conversation, " ".join(value))
        case _:
            desk.inbox.row(conversation)
    return conversation


def _tell_of_two_customers(gone: Case | None, into: Case) -> None:
    """The app asks before; here the owner hears of it at once, and how to take it back."""
    if gone is not None and not same_customer(gone.from_addr, into.from_addr):
        click.echo(
            f"Two customers are in one case now, {gone.customer} and {into.customer}: answers go to "
            f"{into.from_addr or into.customer} only. “inbox-tui undo” takes it back.",
            err=True,
        )


def _wish(desk: Desk, action: str, value: tuple[str, ...], reason: str, fields: Mapping[str, str]) -> Wish:
    said, now = " ".join(value), desk.office.now()
    match action:
        case "resolve":
            return wishes.resolve(at=now, reason=reason, said=fields)
        case "reopen":
            return wishes.reopen()
        case "snooze":
            return wishes.snooze(until=_until(desk, said), now=now)
        case "wait":
            return wishes.wait(value[0], whom=" ".join(value[1:]))
        case "not-complaint":
            return wishes.not_a_complaint()
        case "complaint":
            return wishes.a_complaint()
        case "category":
            return wishes.categorise(said)
        case "stance":
            return wishes.take_stance(said)
        case "assign":
            return wishes.assign("" if said == "nobody" else said)
        case _:
            return wishes.write_record(_pairs(value))


def _until(desk: Desk, text: str) -> datetime | None:
    match desk.cases.until(text):
        case Resolved(at=at):
            return at
        case UntilTheyAnswer():
            return None
        case Unclear(reason=reason):
            raise click.UsageError(reason)


def _pairs(words: tuple[str, ...]) -> dict[str, str]:
    """``cause=packed badly``; words without “=” belong to the field before them."""
    found: dict[str, str] = {}
    name = ""
    for word in words:
        key, sign, text = word.partition("=")
        if sign and key.replace("_", "").isalpha():
            name = key
            found[name] = text
        elif not name:
            raise RefusedError(f"“{word}” names no field. Write FIELD=TEXT, such as cause=packing.")
        else:
            found[name] += f" {word}"
    return found

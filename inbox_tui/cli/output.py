"""What commands print: JSON as COMMANDS documents it, or short lines for a person."""

import json
from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import Any

import click

from ..core.case import CaseState, WaitingOn
from ..core.deadlines import Pace
from ..core.outbox import SENT, Kind, OutboxItem, State
from ..core.promises import Promised
from ..core.text import clean
from ..desk.views import ConversationView, MessageView, OutboxRow, Row

Json = dict[str, Any]


def print_json(value: Any) -> None:
    """One JSON value on one line."""
    click.echo(json.dumps(value, ensure_ascii=False))


def iso(at: datetime | None, zone: tzinfo) -> str | None:
    """ISO 8601 with offset, in the shop's zone."""
    return at.astimezone(zone).isoformat() if at is not None else None


def short(at: datetime | None, zone: tzinfo) -> str:
    """``Tue 24 Nov 11:20``."""
    if at is None:
        return "—"
    here = at.astimezone(zone)
    return f"{here:%a} {here.day} {here:%b %H:%M}"


def row_json(row: Row, zone: tzinfo) -> Json:
    """A row of ``list``."""
    return {
        "id": row.id,
        "account": row.account,
        "from_name": row.from_name,
        "from_addr": row.from_addr,
        "subject": row.subject,
        "received_at": iso(row.received_at, zone),
        "state": row.state,
        "is_complaint": row.is_complaint,
        "category": row.category,
        "due_at": iso(row.due.at, zone),
        "overdue": row.due.pace is Pace.LATE,
        "escalate": row.escalate,
        "owner": row.owner,
        "late_promise": row.late_promise,
        "urgency": row.urgency,
        "order_numbers": list(row.order_numbers),
        "unread": row.unread,
        "messages": row.messages,
        "draft": row.has_draft,
        "reply_at": iso(row.reply_at, zone),
        "snoozed_until": iso(row.snoozed_until, zone),
        "waiting_on": row.waiting_on,
        "recurs": row.recurs,
    }


def print_rows(rows: Iterable[Row], zone: tzinfo, *, as_json: bool, empty: str) -> None:
    """The rows of a list, most urgent first."""
    found = list(rows)
    if as_json:
        print_json([row_json(row, zone) for row in found])
    elif not found:
        click.echo(empty)
    for row in found if not as_json else ():
        marks = [*_standing(row, zone), row.category.replace("_", " "), *row.order_numbers[:2]]
        marks += ["escalate"] if row.escalate else []
        marks += [f"for {row.owner}"] if row.owner else []
        marks += ["promise overdue"] if row.late_promise else []
        marks += [f"writing: {row.writing}"] if row.writing else []
        if row.other_cases:
            s = "s" if row.other_cases > 1 else ""
            marks += [f"{row.other_cases} other case{s}{', again' if row.recurs else ''}"]
        marks += [f"to {row.came_to}"] if row.came_to else []
        marks += ["new"] if row.unread else []
        marks += ["draft"] if row.has_draft else []
        marks += [f"reply leaves {short(row.reply_at, zone)}"] if row.reply_at else []
        clock = row.due.words or row.state.replace("_", " ")
        subject = _column(row.subject or "(no subject)", 40)
        click.echo(f"{row.id}  {clock:<10} {_column(row.customer, 24)} {subject} {' · '.join(marks)}")


def _standing(row: Row, zone: tzinfo) -> list[str]:
    """Where a case stands that is nobody's turn now; the time before it is the customer's, and runs on."""
    if row.state == CaseState.SNOOZED:
        until = short(row.snoozed_until, zone) if row.snoozed_until else "they answer"
        return [f"snoozed until {until}"]
    if row.state == CaseState.WAITING:
        return ["waiting for somebody else" if row.waiting_on == WaitingOn.THIRD_PARTY else "waiting"]
    return []


def _column(text: str, width: int) -> str:
    """Text on exactly so many cells of a terminal, where Chinese takes two and an accent none."""
    from rich.cells import cell_len, set_cell_size

    return set_cell_size(text, width) if cell_len(text) <= width else set_cell_size(text, width - 1) + "…"


def print_row(row: Row, zone: tzinfo, *, as_json: bool) -> None:
    """One row, as after a change."""
    if as_json:
        print_json(row_json(row, zone))
    else:
        print_rows([row], zone, as_json=False, empty="")


def _message_json(message: MessageView, zone: tzinfo) -> Json:
    return {
        "message_id": message.message_id,
        "from_name": message.from_name,
        "from_addr": message.from_addr,
        "to": list(message.to),
        "date": iso(message.received_at, zone),
        "subject": message.subject,
        "text": "\n\n".join(filter(None, (message.fresh, message.signature))),
        "quoted": message.quoted,
        "attachments": [{"name": a.name, "type": a.type, "size": a.size} for a in message.attachments],
        "direction": message.direction.value,
        "remarks": list(message.notes),
        "authenticity": dict(message.authenticity.results) if message.authenticity else None,
        "whole": message.whole,
    }


def conversation_json(view: ConversationView, zone: tzinfo) -> Json:
    """What ``show`` prints."""
    return row_json(view.row, zone) | {
        "messages": [_message_json(each, zone) for each in view.messages],
        "draft": view.draft.text if view.draft and view.draft.text else None,
        "outbox": [item_json(each.item, zone) for each in view.outbox],
        "notes": [{"at": iso(n.at, zone), "author": n.author, "text": n.text} for n in view.notes],
        "history": [
            {"at": iso(h.at, zone), "actor": h.actor, "what": h.what, "detail": h.detail}
            for h in view.history
        ],
        "stance": view.case.stance if view.case else "",
        "why": list(view.case.why) if view.case else [],
    }


def print_conversation(view: ConversationView, zone: tzinfo) -> None:
    """A conversation for reading."""
    row = view.row
    click.echo(f"{row.customer} <{row.from_addr}>  {row.subject}")
    parts = [row.state.replace("_", " "), row.category.replace("_", " "), row.due.words, *row.order_numbers]
    click.echo(f"{row.id}  {' · '.join(filter(None, parts))}")
    for each in view.messages:
        who = "you" if each.direction == "out" else (each.from_name or each.from_addr)
        click.echo(f"\n--- {who}, {short(each.received_at, zone)}")
        click.echo(each.fresh if each.whole else "(only its header is here)")
        if each.kept:
            click.echo("(not in the mailboxes that are fetched; its words were kept with the case)")
        if each.quoted:
            click.echo(f"({len(each.quoted.splitlines())} quoted lines)")
        for file in each.attachments:
            click.echo(f"(attachment: {file.name}, {file.type}, {file.size} bytes)")
        if each.authenticity is not None:
            click.echo(f"({each.authenticity.words})")
        for note in each.notes:
            click.echo(f"(! {note})")
    for remark in view.notes:
        click.echo(f"\nnote of {remark.author}, {short(remark.at, zone)}: {remark.text}")
    if view.draft and view.draft.text:
        click.echo(f"\n--- draft, saved {short(view.draft.saved_at, zone)}\n{view.draft.text}")
    for outgoing in view.outbox:
        click.echo(f"\noutbox {outgoing.item.id}: {outgoing.what} — {outgoing.state_words}")
        if outgoing.item.state not in SENT:  # what was sent stands above, as a letter
            click.echo(clean(outgoing.item.text))


def item_json(item: OutboxItem, zone: tzinfo) -> Json:
    """A row of ``outbox``."""
    return {
        "id": item.id,
        "case": item.case_id,
        "account": item.account,
        "kind": item.kind.value,
        "to": item.to,
        "subject": item.subject,
        "state": item.state.value,
        "send_at": iso(item.send_at, zone),
        "attempts": item.attempts,
        "message_id": item.message_id,
        "reason": item.reason,
        "accepted_at": iso(item.accepted_at, zone),
        "text": item.text,
    }


def print_outbox(rows: Iterable[OutboxRow], zone: tzinfo, *, as_json: bool) -> None:
    """The outbox."""
    found = list(rows)
    if as_json:
        print_json([item_json(row.item, zone) for row in found])
    elif not found:
        click.echo("Nothing is on its way out.")
    for row in found if not as_json else ():
        when = short(row.item.send_at, zone)
        click.echo(
            f"{row.item.id:>4}  {when:<17} {row.customer[:24]:<24} {row.what[:36]:<36} {row.state_words}"
        )
        for advice in _advice(row.item):
            click.echo(f"      inbox-tui {advice}")


def _advice(item: OutboxItem) -> tuple[str, ...]:
    """What a person can say about a message that waits for them."""
    match item.state:
        case State.HELD:
            edit = () if item.kind is Kind.REPLY else (f"followup edit {item.id} --file FILE",)
            return (f"outbox retry {item.id}", *edit, f"outbox cancel {item.id}")
        case State.UNKNOWN:
            return (f"outbox settle {item.id} sent|resend|drop",)
        case State.FAILED:
            return (f"outbox retry {item.id}", f"outbox cancel {item.id}")
        case _:
            return ()


def print_promised(found: Iterable[Promised], zone: tzinfo, *, as_json: bool) -> None:
    """What words promise, numbered from 1."""
    numbered = list(enumerate(found, 1))
    if as_json:
        print_json([{"number": n, "text": one.text, "due_at": iso(one.due_at, zone)} for n, one in numbered])
    elif not numbered:
        click.echo("No promise was found in these words.")
    for number, one in numbered if not as_json else ():
        due = f"by {short(one.due_at, zone)}" if one.due_at else "no day"
        click.echo(f"{number:>4}  {due:<20}  {one.text}")


def print_item(item: OutboxItem, zone: tzinfo, *, as_json: bool, words: str) -> None:
    """One outgoing message, as after queuing it."""
    if as_json:
        print_json(item_json(item, zone))
    else:
        click.echo(words)

"""The complaint record and the customer's card, as JSON or as lines for reading."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import tzinfo

import click

from ..core.customer import CustomerCard
from ..core.record import FIELDS
from ..desk.cases.dossier import Dossier
from .output import Json, iso, short


def dossier_json(found: Dossier, zone: tzinfo) -> Json:
    """``record`` and ``customer``, to be added to a row."""
    case, record = found.case, found.record
    return {
        "record": {
            "id": case.id,
            "received_at": iso(case.received_at, zone),
            "text": case.text,
            "attachments": list(found.attachments),
            "products": list(case.products),
            "remedy_sought": list(case.remedy_sought),
            "category": case.category,
            "acknowledged_at": iso(case.first_response_at, zone),
            "owner": case.owner,
            "stance": case.stance,
            "resolved_at": iso(case.resolved_at, zone),
            "closing_reason": case.closing_reason,
            "promises": [
                {
                    "text": one.text,
                    "due_at": iso(one.due_at, zone),
                    "settled_at": iso(one.settled_at, zone),
                    "state": one.state.value,
                }
                for one in found.promises
            ],
            **asdict(record),
            "missing": list(found.missing),
        },
        "customer": _customer_json(found.customer, zone) | {"no_follow_ups": found.no_follow_ups},
    }


def _customer_json(card: CustomerCard, zone: tzinfo) -> Json:
    return {
        "name": card.name,
        "address": card.address,
        "since": iso(card.since, zone),
        "last_heard_at": iso(card.last_heard_at, zone),
        "last_answered_at": iso(card.last_answered_at, zone),
        "language": card.language,
        "earlier": [
            {
                "id": each.id,
                "subject": each.subject,
                "category": each.category,
                "state": each.state.value,
                "received_at": iso(each.received_at, zone),
                "resolved_at": iso(each.resolved_at, zone),
                "closing_reason": each.closing_reason,
            }
            for each in card.others
        ],
        "promises": [
            {"case": one.case_id, "text": one.text, "due_at": iso(one.due_at, zone), "state": one.state.value}
            for one in card.promises
        ],
        "ratings": [int(each) for each in card.ratings],
        "recurrence_of": card.recurs.id if card.recurs else None,
    }


def print_dossier(found: Dossier, zone: tzinfo) -> None:
    """The card, then the record."""
    for text in (*_card_lines(found.customer, zone), *_record_lines(found)):
        click.echo(text)
    if found.no_follow_ups:
        click.echo(f"\nno follow-ups: {found.no_follow_ups}")


def _card_lines(card: CustomerCard, zone: tzinfo) -> Iterator[str]:
    yield f"\ncustomer   {card.name} <{card.address}>, known since {short(card.since, zone)}"
    yield f"  last     they wrote {short(card.last_heard_at, zone)}, we {short(card.last_answered_at, zone)}"
    if card.language:
        yield f"  writes   {card.language}"
    for each in card.others:
        yield f"  earlier  {each.id}  {each.state.value}  {each.category}  {each.subject}"
    for one in card.promises:
        yield f"  promise  {one.state.value}, by {short(one.due_at, zone)}: {one.text}"
    if card.ratings:
        yield f"  ratings  {', '.join(card.ratings)} of 5, newest first"
    if card.recurs is not None:
        yield f"  again    the same as {card.recurs.id}, closed {short(card.recurs.resolved_at, zone)}"


def _record_lines(found: Dossier) -> Iterator[str]:
    yield "\nrecord"
    for name, field in FIELDS.items():
        said = getattr(found.record, name)
        mark = "  (to fill in)" if name in found.missing else ""
        if said or mark:
            yield f"  {name:<18}{said}{mark or f'  — {field.title}'}"

"""Printing letters as they came."""

from collections.abc import Iterable
from datetime import tzinfo

import click

from ..desk.cases.source import Source
from .output import iso, print_json, short

_ONLY_A_HEADER = "(Only its header is here.)"


def print_sources(found: Iterable[Source], zone: tzinfo, *, as_json: bool) -> None:
    """Each letter under a line that says whose it is; never a byte that a terminal would obey."""
    if as_json:
        print_json([_json(one, zone) for one in found])
        return
    for one in found:
        click.echo(f"--- {one.sender}, {short(one.received_at, zone)}")
        click.echo(_ONLY_A_HEADER if one.text is None else one.text)
        click.echo()


def _json(one: Source, zone: tzinfo) -> dict[str, str | None]:
    return {"from": one.sender, "received_at": iso(one.received_at, zone), "source": one.text}

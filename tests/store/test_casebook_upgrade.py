"""Casebooks of earlier versions, with mail in them, brought to this one: nothing of it is lost."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from inbox_tui.core.outbox import State
from inbox_tui.store.casebook import open_casebook
from inbox_tui.store.casebook.opening import database
from inbox_tui.store.casebook.schema import MIGRATIONS
from inbox_tui.store.casebook.tables import stamp

from .records import NOON, at, case, entry, item

RAW = b"From: a@shop.example\r\n\r\n\x00\xff not UTF-8\r\n"


def at_revision(address: str, revision: str) -> None:
    """A casebook as that revision made it, with two messages on their way out."""
    data = database(address)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with data.writing() as connection:
        stamp.create(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    rows = sa.table("outbox", *(sa.column(name) for name in _COLUMNS))
    with data.writing() as connection:
        for number, raw in ((1, RAW), (2, b"")):
            row = {"raw": raw, "message_id": f"<old{number}@shop.example>"}
            connection.execute(sa.insert(rows).values(_COLUMNS | row))
    data.engine.dispose()


_MICROS = int(NOON.timestamp() * 1_000_000)
_COLUMNS = {
    "account": "shop", "case_id": "k3m9", "kind": "reply", "to": "zoe@garden.example",
    "subject": "Re: Lamp", "text": "Sorry.", "message_id": "", "raw": b"", "state": "scheduled",
    "created_at": _MICROS, "send_at": _MICROS, "zone": "UTC", "attempts": 0, "claimed_by": "",
    "reason": "", "guards_waived": False,
}  # fmt: skip


@pytest.mark.parametrize("revision", ["0003", "0006"])
def test_the_bytes_of_waiting_mail_are_kept(address: str, tmp_path: Path, revision: str) -> None:
    at_revision(address, revision)
    book = open_casebook(address, backups=tmp_path / "backups")
    kept = book.outbox_item(1)
    assert kept is not None
    assert (kept.raw, kept.text, kept.state, kept.send_at) == (RAW, "Sorry.", State.SCHEDULED, NOON)
    assert [each.id for each in book.outbox()] == [1, 2]
    (mine,) = book.claim([1], owner="one", now=at(60))
    assert mine.raw == RAW
    book.add_case(case(), entry())
    new = book.queue(item(), clear_draft=False)
    assert new.id == 3
    assert book.outbox_item(new.id) == new
    book.close()

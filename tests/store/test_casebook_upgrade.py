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


def at_revision(address: str, revision: str, *, raw: bool = True) -> None:
    """A casebook as that revision made it, with two messages on their way out; ``raw`` where their bytes
    stand in the same row."""
    data = database(address)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with data.writing() as connection:
        stamp.create(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    rows = sa.table("outbox", *(sa.column(name) for name in _COLUMNS))
    with data.writing() as connection:
        for number, letter in ((1, RAW), (2, b"")):
            row = _row(message_id=f"<old{number}@shop.example>", raw=letter if raw else None)
            connection.execute(sa.insert(rows).values(row))
    data.engine.dispose()


def _row(*, message_id: str, raw: bytes | None) -> dict[str, object]:
    row = _COLUMNS | {"message_id": message_id, "raw": raw}
    return row if raw is not None else {name: value for name, value in row.items() if name != "raw"}


_MICROS = int(NOON.timestamp() * 1_000_000)
_COLUMNS = {
    "account": "shop", "case_id": "k3m9", "kind": "reply", "to": "zoe@garden.example",
    "subject": "Re: Lamp", "text": "Sorry.", "message_id": "", "raw": b"", "state": "scheduled",
    "created_at": _MICROS, "send_at": _MICROS, "zone": "UTC", "attempts": 0, "claimed_by": "",
    "reason": "", "guards_waived": False,
}  # fmt: skip


def test_what_was_held_as_late_and_what_was_cancelled_is_known_of_old_rows(
    address: str, tmp_path: Path
) -> None:
    at_revision(address, "0007", raw=False)
    data = database(address)
    rows = sa.table("outbox", sa.column("id"), *(sa.column(name) for name in _COLUMNS))
    told = {
        1: ("held", "it is 9 hours late because nothing was running. Send it still?"),
        2: ("cancelled", "taken back"),
        3: ("held", "the customer wrote"),
    }
    with data.writing() as connection:
        row = _row(message_id="<old3@shop.example>", raw=None)
        connection.execute(sa.insert(rows).values(row))
        for number, (state, reason) in told.items():
            connection.execute(sa.update(rows).where(rows.c.id == number).values(state=state, reason=reason))
    data.engine.dispose()
    book = open_casebook(address, backups=tmp_path / "backups")
    kept = {each.id: (each.held_late, each.cancelled_at) for each in book.outbox()}
    assert kept == {1: (True, None), 2: (False, NOON), 3: (False, None)}
    book.close()


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

"""The copy in Sent: one, whoever makes it, and never at the price of sending again."""

from pathlib import Path
from typing import Any

import pytest

from inbox_tui.config import Account, Server
from inbox_tui.core.outbox import State
from inbox_tui.ports import Accepted
from tests.mail.smtp_server import Behaviour, faulty_server

from ..ui.shop import QuietServer
from .counter import MINUTES, OWNER, counter


async def test_the_copy_in_sent_waits_while_the_mailboxes_cannot_be_reached(tmp_path: Path) -> None:
    down = QuietServer(down="no route")
    behaviour = Behaviour()
    async with faulty_server(behaviour) as port:
        desk = counter(tmp_path, smtp_port=port, server=down)
        desk.case()
        item = desk.queued()
        tally = await desk.after()
        assert (tally.accepted, tally.filed) == (1, 0)
        assert not desk.desk.outbox.has_work()
        assert "the copy for Sent waits: no route" in desk.now_is(item).reason
        down.down = ""
        assert (await desk.after(2 * MINUTES)).filed == 1
        assert (await desk.after(2 * MINUTES)).filed == 0
    assert (down.appended, len(behaviour.received)) == ([item.raw], 1)
    assert desk.now_is(item).reason == ""


GMAIL = ("imap.gmail.com", "smtp.gmail.com")
MICROSOFT = ("outlook.office365.com", "smtp.office365.com")
MIXED = ("imap.gmail.com", "smtp.relay.example")
OTHER = ("imap.shop.example", "smtp.shop.example")


class Sent(QuietServer):
    """A mailbox server in which the copy may be already; it never compares, it is asked."""

    def __init__(self, *, has: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.has = has

    def find(self, message_id: str) -> list[int]:
        """Where the copy is."""
        return [7] if message_id in self.has else []


@pytest.mark.parametrize(
    ("hosts", "save_sent", "is_there", "appended"),
    [
        (GMAIL, "auto", False, 0),  # it makes the copy itself, perhaps a moment later
        (MICROSOFT, "auto", False, 0),
        (GMAIL, "auto", True, 0),
        (MIXED, "auto", False, 1),  # what leaves by another server is not filed by Gmail
        (OTHER, "auto", False, 1),
        (OTHER, "auto", True, 0),
        (GMAIL, "always", False, 1),
        (MICROSOFT, "always", True, 0),
        (OTHER, "never", False, 0),
    ],
)
async def test_who_makes_the_copy(
    tmp_path: Path, hosts: tuple[str, str], save_sent: Any, is_there: bool, appended: int
) -> None:
    imap, smtp = (Server(host=host, port=465, tls="implicit") for host in hosts)
    account = Account(email=OWNER, imap=imap, smtp=smtp, save_sent=save_sent)
    server = Sent(has=("<1.reply@shop.example>",) if is_there else ())
    desk = counter(tmp_path, smtp_port=1, account=account, server=server)
    desk.case()
    item = desk.queued()
    desk.clock.at += MINUTES
    (claim,) = desk.book.claim([item.id], owner="here:1:test", now=desk.clock.at)
    desk.desk.outbox._ledger.note(claim, Accepted(reply="250", refused={}), at=desk.clock.at)
    assert await desk.desk.outbox.file_sent() == 1
    assert (desk.state(item), len(server.appended)) == (State.FILED, appended)
    assert await desk.desk.outbox.file_sent() == 0
    assert server.appended in ([], [item.raw])

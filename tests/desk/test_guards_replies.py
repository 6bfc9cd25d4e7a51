"""Right before a reply leaves, the mailboxes are looked at: did somebody answer from another program?"""

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from inbox_tui.config import Account, Server
from inbox_tui.core.outbox import State
from inbox_tui.desk.receiving.sync import Line
from inbox_tui.desk.sending import sending
from inbox_tui.desk.writing.outcomes import Queued
from inbox_tui.mail.imap import ImapServer
from inbox_tui.mail.worker import DaemonRunner

from ..servers.faults import FaultProxy
from .counter import DANA
from .test_guards import Guarded, guarded, letter, post

__all__ = ["guarded", "post"]


async def test_a_reply_sent_now_is_held_when_a_colleague_answered_from_another_program(
    guarded: Guarded,
) -> None:
    """Nobody has fetched mail since: what lies here knows nothing of it."""
    desk = guarded.desk
    guarded.post.arrives(letter("My teapot is broken.", to=guarded.post.address, name="<k3m9@buyer.example>"))
    await desk.desk.sync.pull("shop")
    sent = [desk.desk.replies.queue("k3m9", f"Dear Dana, sorry. {n}", force=True) for n in range(2)]
    mine, wanted = (outcome.item for outcome in sent if isinstance(outcome, Queued))
    desk.book.move_item(replace(wanted, guards_waived=True), expected=wanted.state)
    guarded.post.files(letter("We took care of it.", sender=guarded.post.address, to=DANA, name="<c@x>"))
    desk.clock.at += timedelta(seconds=30)
    tally = await desk.desk.outbox.send_due()
    assert (tally.held, tally.accepted) == (1, 1)
    held = desk.now_is(mine)
    assert (held.state, held.reason.startswith("somebody of the shop answered")) == (State.HELD, True)


async def test_a_reply_sent_now_does_not_wait_for_mail_that_cannot_be_had(
    guarded: Guarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = guarded.desk
    monkeypatch.setattr(sending, "GLANCE", 0.3)
    with FaultProxy(guarded.post.server.port, silent=True) as proxy:
        account = Account(
            email=guarded.post.address,
            imap=Server(host="127.0.0.1", port=proxy.port, tls="off"),
            smtp=guarded.post.server,
        )
        server = ImapServer(name="shop", account=account, password=lambda: guarded.post.password, timeout=60)
        thread = DaemonRunner("imap")
        desk.desk.sync._lines = lambda _: Line(server=server, runner=thread)
        desk.queued()
        began = time.monotonic()
        assert (await desk.after()).accepted == 1
        assert time.monotonic() - began < 30
        thread.stop()

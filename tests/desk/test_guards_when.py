"""A follow-up whose time came while the computer was off, or while there was no mail to look at."""

from datetime import timedelta

from inbox_tui.config import Account, Server
from inbox_tui.core.outbox import Kind, State
from inbox_tui.desk.receiving.sync import Line
from inbox_tui.mail.imap import ImapServer
from inbox_tui.mail.worker import Inline

from ..servers.faults import FaultProxy
from .test_guards import Guarded, guarded, letter, post

__all__ = ["guarded", "post"]


async def test_a_reply_planned_for_later_is_guarded_too(guarded: Guarded) -> None:
    item = guarded.follow_up(Kind.REPLY)
    guarded.post.arrives(letter("Forget it, I want my money back.", to=guarded.post.address))
    assert (await guarded.due(item)).state is State.HELD


async def test_a_computer_that_was_off_makes_a_few_hours_good_and_asks_about_more(guarded: Guarded) -> None:
    clock = guarded.desk.clock
    item = guarded.follow_up()
    await guarded.desk.after(timedelta(hours=6))
    held = guarded.desk.now_is(item)
    assert (held.state, "late because nothing was running" in held.reason) == (State.HELD, True)
    clock.at += timedelta(minutes=1)
    assert guarded.behaviour.received == []


async def test_without_fresh_mail_it_waits_and_is_shown_as_late(guarded: Guarded) -> None:
    desk, port = guarded.desk, guarded.post.server.port
    with FaultProxy(port) as proxy:
        account = Account(
            email=guarded.post.address,
            imap=Server(host="127.0.0.1", port=proxy.port, tls=guarded.post.server.tls),
            smtp=guarded.post.server,
            ca_file=guarded.post.ca_file,
        )
        server = ImapServer(name="shop", account=account, password=lambda: guarded.post.password)
        usual = desk.desk.sync._lines
        desk.desk.sync._lines = lambda _: Line(server=server, runner=Inline())
        item = guarded.follow_up()
        proxy.stop_listening()
        late = await guarded.due(item)
        server.close()
    assert (late.state, late.reason.startswith("waits, because the inbox could not be read")) == (
        State.SCHEDULED,
        True,
    )
    assert guarded.behaviour.received == []
    assert not desk.desk.outbox.has_work()
    desk.desk.sync._lines = usual
    assert (await guarded.due(item)).state is State.FILED
    assert guarded.desk.now_is(item).reason == ""

"""A sync over a bad network: whatever breaks, the next one goes on, and nothing is there twice."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inbox_tui.errors import MailError, UnreachableError

from ..servers.faults import Fault, FaultProxy
from .post_office import PostOffice, letter

LETTERS = 12
STEP = 500
"""Bytes between two cuts."""
HOUR = timedelta(hours=1)


def fill(office: PostOffice) -> None:
    """A small mailbox, with answers in it and a copy in Sent."""
    now = datetime.now(UTC)
    office.post(*(letter(n) for n in range(1, LETTERS)), at=now - 3 * HOUR)
    office.post(letter(LETTERS, answers="<1@buyer.example>"), at=now - 2 * HOUR)
    ours = letter(99, sender="help@shop.example", to="dana@buyer.example", answers="<2@buyer.example>")
    office.post(ours, mailbox=office.sent, at=now - HOUR)


def outcome(office: PostOffice) -> tuple[object, ...]:
    """Everything that a sync leaves behind, but for the instants."""
    mail = [(each.ref, each.message.message_id, each.whole, each.conversation) for each in office.mail()]
    cases = [
        (c.id, c.state, c.received_at, c.last_in_at, c.last_out_at) for c in office.office.casebook.cases()
    ]
    return sorted(mail), sorted(cases, key=lambda case: case[0])


async def test_cut_anywhere_it_goes_on_and_doubles_nothing(embedded_office: PostOffice) -> None:
    fill(embedded_office)
    folder = embedded_office.folder
    sound = embedded_office.through(embedded_office.account.imap.port, folder / "sound")
    await sound.pull()
    wanted = outcome(sound)
    sound.close()
    at, broken = 0, 0
    while True:
        at += STEP
        with FaultProxy(embedded_office.account.imap.port, cut_after=at) as proxy:
            office = embedded_office.through(proxy.port, folder / f"cut-{at}")
            try:
                await office.pull()
                done = True
            except UnreachableError:
                done = False
                broken += 1
            proxy.cut_after = None
            again = await office.pull()
            assert outcome(office) == wanted, at
            assert (await office.pull()).new == 0
            office.close()
        if done:
            assert again.new == 0
            break
    assert broken > 10


async def test_every_single_line_may_break_and_mail_still_comes_in(dovecot_office: PostOffice) -> None:
    """Each connection dies after 3,000 bytes: every try gets a little further."""
    fill(dovecot_office)
    with FaultProxy(dovecot_office.account.imap.port) as proxy:
        office = dovecot_office.through(proxy.port, dovecot_office.folder / "far")
        tries = 0
        for allowed in range(6_000, 200_000, 3_000):
            proxy.cut_after = allowed
            tries += 1
            try:
                await office.pull()
                break
            except MailError:
                office.server.close()
        assert tries > 1
        assert len(office.mail()) == LETTERS + 1
        assert len(office.office.casebook.cases()) == LETTERS - 1
        office.close()


@pytest.mark.parametrize("fault", list(Fault))
async def test_a_line_that_dies_between_two_syncs_is_opened_again(
    embedded_office: PostOffice, fault: Fault, tmp_path: Path
) -> None:
    fill(embedded_office)
    embedded_office.timeout = 1
    with FaultProxy(embedded_office.account.imap.port) as proxy:
        office = embedded_office.through(proxy.port, tmp_path / "far")
        await office.pull()
        proxy.break_all(fault)
        began = time.monotonic()
        with pytest.raises(UnreachableError):
            await office.pull()
        assert time.monotonic() - began < 5
        embedded_office.post(letter(50))
        assert (await office.pull()).new == 1
        assert len(office.mail()) == LETTERS + 2
        office.close()


async def test_a_black_hole_is_given_up(embedded_office: PostOffice, tmp_path: Path) -> None:
    embedded_office.timeout = 1
    with FaultProxy(embedded_office.account.imap.port, silent=True) as proxy:
        office = embedded_office.through(proxy.port, tmp_path / "far")
        began = time.monotonic()
        with pytest.raises(UnreachableError, match="did not answer"):
            await office.pull()
        assert time.monotonic() - began < 5
        proxy.silent = False
        await office.pull()
        office.close()


async def test_a_slow_line_is_only_slow(embedded_office: PostOffice, tmp_path: Path) -> None:
    fill(embedded_office)
    with FaultProxy(embedded_office.account.imap.port, delay=0.3) as proxy:
        office = embedded_office.through(proxy.port, tmp_path / "far")
        screens: list[float] = []
        began = time.monotonic()
        await office.sync.pull("shop", progress=lambda _: screens.append(time.monotonic() - began))
        assert len(office.mail()) == LETTERS + 1
        # Greeting, capabilities, sign-in, select and one fetch, a few packets each: not one for each letter.
        assert screens[0] < 6
        office.close()

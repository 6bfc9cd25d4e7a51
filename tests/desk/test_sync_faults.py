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


async def test_cut_anywhere_it_goes_on_and_doubles_nothing(post_office: PostOffice) -> None:
    fill(post_office)
    folder = post_office.folder
    sound = post_office.through(post_office.account.imap.port, folder / "sound")
    await sound.pull()
    wanted = outcome(sound)
    sound.close()
    at, broken, cut = 0, 0, 0
    while True:
        at += STEP
        with FaultProxy(post_office.account.imap.port, cut_after=at) as proxy:
            office = post_office.through(proxy.port, folder / f"cut-{at}")
            try:
                await office.pull()
            except UnreachableError:
                broken += 1
            # A line that breaks in an answer is opened again without a word.
            done = proxy.connections == 1
            proxy.cut_after = None
            again = await office.pull()
            assert outcome(office) == wanted, at
            assert (await office.pull()).new == 0
            office.close()
        if done and again.new == 0:
            break
        cut += 1
    assert cut > 10 and broken > 1


@pytest.mark.parametrize("fault", [Fault.RESET, Fault.SILENCE])
async def test_a_line_that_dies_in_the_middle_is_given_up_and_the_next_one_goes_on(
    post_office: PostOffice, fault: Fault
) -> None:
    fill(post_office)
    broken = 0
    for at in range(3_000, 20_000, 4_000):
        with FaultProxy(post_office.account.imap.port, cut_after=at, cut_with=fault) as proxy:
            office = post_office.through(proxy.port, post_office.folder / f"dead-{at}")
            office.server._timeout = 1
            try:
                await office.pull()
            except UnreachableError:
                broken += 1
            else:
                broken += proxy.connections > 1
            proxy.cut_after = None
            office.server._timeout = office.timeout
            await office.pull()
            assert len(office.mail()) == LETTERS + 1, at
            assert len(office.office.casebook.cases()) == LETTERS - 1, at
            office.close()
    assert broken >= 2


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
    with FaultProxy(embedded_office.account.imap.port) as proxy:
        office = embedded_office.through(proxy.port, tmp_path / "far")
        await office.pull()
        office.be_impatient(1)
        proxy.break_all(fault)
        with pytest.raises(UnreachableError):
            await office.pull()
        office.server._timeout = office.timeout
        embedded_office.post(letter(50))
        assert (await office.pull()).new == 1
        assert len(office.mail()) == LETTERS + 2
        office.close()


async def test_a_black_hole_is_given_up(embedded_office: PostOffice, tmp_path: Path) -> None:
    with FaultProxy(embedded_office.account.imap.port, silent=True) as proxy:
        office = embedded_office.through(proxy.port, tmp_path / "far")
        office.server._timeout = 1
        with pytest.raises(UnreachableError, match="did not answer within 1 s"):
            await office.pull()
        proxy.silent = False
        office.server._timeout = office.timeout
        await office.pull()
        office.close()


async def test_a_slow_line_is_only_slow(embedded_office: PostOffice, tmp_path: Path) -> None:
    fill(embedded_office)
    with FaultProxy(embedded_office.account.imap.port, delay=0.3) as proxy:
        office = embedded_office.through(proxy.port, tmp_path / "far")
        asked: list[int] = []
        await office.sync.pull("shop", progress=lambda _: asked.append(proxy.from_client.count(b"\r\n")))
        assert len(office.mail()) == LETTERS + 1
        # Capabilities, sign-in, select and one fetch: not one question for each letter.
        assert asked[0] < LETTERS
        office.close()


async def test_a_trickle_of_four_hundred_bytes_a_second_is_no_broken_line(
    embedded_office: PostOffice, tmp_path: Path
) -> None:
    embedded_office.post(*(letter(n) for n in range(1, 4)))
    embedded_office.timeout = 2
    with FaultProxy(embedded_office.account.imap.port, throttle=400) as proxy:
        office = embedded_office.through(proxy.port, tmp_path / "far")
        began = time.monotonic()
        await office.pull()
        assert time.monotonic() - began > 3
        assert proxy.connections == 1
        assert (len(office.mail()), len(office.office.casebook.cases())) == (3, 3)
        office.close()

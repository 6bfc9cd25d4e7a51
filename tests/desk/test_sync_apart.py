"""A mailbox or a letter that cannot be had keeps back no other, and the owner hears of it."""

import imaplib
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from inbox_tui.desk.receiving.watch import Watch, What
from inbox_tui.errors import MailError
from inbox_tui.mail.worker import Inline

from ..servers.dovecot import Dovecot
from ..servers.faults import FaultProxy
from .post_office import PostOffice, letter
from .shop import Shop

NOW = datetime.now(UTC).replace(microsecond=0)


def name_mailboxes(office: PostOffice, *names: str) -> None:
    """Have them fetched besides INBOX and Sent."""
    office.close()
    office.account = replace(office.account, mailboxes=names)
    office.open()


def rename(office: PostOffice, old: str, new: str) -> None:
    """As another mail program would."""
    imap = office.connect()
    assert imap.rename(old, new)[0] == "OK"
    imap.logout()


async def test_a_mailbox_that_was_renamed_keeps_back_no_new_mail(post_office: PostOffice) -> None:
    claims, old = (post_office.sent.replace("Sent", name) for name in ("Claims", "Old"))
    imap = post_office.connect()
    imap.create(claims)
    imap.logout()
    name_mailboxes(post_office, claims)
    post_office.post(letter(1), mailbox=claims)
    assert (await post_office.pull()).trouble == ()
    rename(post_office, claims, old)
    post_office.post(letter(2))
    pulled = await post_office.pull()
    assert post_office.subjects() == ["Letter 1", "Letter 2"]
    assert len(pulled.taken_in.opened) == 1
    assert len(pulled.trouble) == 1 and claims in pulled.trouble[0]
    rename(post_office, old, claims)
    post_office.post(letter(3), mailbox=claims)
    assert (await post_office.pull()).trouble == ()
    assert post_office.subjects() == ["Letter 1", "Letter 2", "Letter 3"]


def _file(dovecot: Dovecot, office: PostOffice, number: int) -> Path:
    box = dovecot.home(office.account.email)
    return next(f for f in box.glob("*/*") if f"<{number}@".encode() in f.read_bytes())


async def test_a_letter_that_the_server_cannot_read_keeps_back_no_other(
    dovecot: Dovecot, dovecot_office: PostOffice
) -> None:
    """Dovecot hangs up on whoever asks for it."""
    office = dovecot_office
    office.post(*map(letter, range(1, 7)))
    file = _file(dovecot, office, 4)
    owner = file.stat().st_uid
    if os.getuid() == 0:
        os.chown(file, 0, 0)
    file.chmod(0)
    for _ in range(2):
        pulled = await office.pull()
        assert len(office.office.casebook.cases()) == 5
        assert pulled.trouble == (
            "One letter in INBOX cannot be had: the mail server does not give it. All others are here.",
        )
    file.chmod(0o600)
    if os.getuid() == 0:
        os.chown(file, owner, owner)
    assert (await office.pull()).trouble == ()
    assert len(office.office.casebook.cases()) == 6
    assert (await office.pull()).new == 0


async def test_letters_to_which_the_server_says_no_keep_back_no_other(
    dovecot: Dovecot, dovecot_office: PostOffice
) -> None:
    office = dovecot_office
    office.post(*map(letter, range(1, 6)))

    def refuse(data: bytes) -> bytes:
        # The answer and its end are in one packet.
        wrong = b"<2@" in data or b"<3@" in data
        return re.sub(rb"(?m)^(\w+) OK ", rb"\1 NO [SERVERBUG] ", data) if wrong else data

    with FaultProxy(dovecot.imap_port, rewrite=refuse) as proxy:
        imap = replace(office.account.imap, port=proxy.port, tls="off")
        office.close()
        office.account = replace(office.account, imap=imap)
        office.open()
        pulled = await office.pull()
        assert len(office.office.casebook.cases()) == 3
        assert "2 letters in INBOX cannot be had" in pulled.trouble[0]
        proxy.rewrite = None
        await office.pull()
        assert len(office.office.casebook.cases()) == 5


async def test_without_sent_the_mail_comes_in_and_the_sync_still_fails(dovecot_office: PostOffice) -> None:
    """Who answered is not known then, so no follow-up may leave."""
    office = dovecot_office
    office.post(letter(1))
    office.sync._sent["shop"] = "Sent"
    office.server.sent_mailbox = lambda: "Nowhere"  # type: ignore[method-assign]
    with pytest.raises(MailError, match="Nowhere"):
        await office.pull()
    assert len(office.office.casebook.cases()) == 1


async def test_events_tell_of_it_once(post_office: PostOffice) -> None:
    name_mailboxes(post_office, "Nowhere")
    post_office.post(letter(1))
    watch = Watch(post_office.office, post_office.sync, stores=Inline(), lines=None)
    events = watch.events("shop")
    told = [await anext(events) for _ in range(3)]
    assert [event.what for event in told] == [What.ONLINE, What.MAIL, What.TROUBLE]
    assert "Nowhere" in told[2].detail
    await events.aclose()


def test_the_command_fetches_the_rest_and_says_what_is_missing(embedded_shop: Shop) -> None:
    shop = embedded_shop
    shop.add_account()
    config = next(shop.home.rglob("config.toml"))
    config.write_text(
        config.read_text().replace("email =", 'mailboxes = ["Nowhere", "Nor here"]\nemail =', 1)
    )
    imap = shop.own_mail.imap()
    when = imaplib.Time2Internaldate(NOW - timedelta(hours=1))
    assert imap.append("INBOX", "", when, letter(1, to=shop.address))[0] == "OK"
    imap.logout()
    done = shop.run("sync")
    assert done.returncode == 1
    assert "1 new complaint" in done.stdout
    assert "Nowhere" in done.stderr and "Nor here" in done.stderr and len(done.stderr.splitlines()) == 2

"""Mail comes in, goes on where it was interrupted, and twice never makes two."""

import imaplib
import json
import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from inbox_tui.core.message import Direction
from inbox_tui.core.triage import Incoming, Triage, TriageConfig
from inbox_tui.desk.cases.cases import Cases
from inbox_tui.desk.cases.inbox import Inbox
from inbox_tui.desk.receiving import mailbox, reading
from inbox_tui.desk.receiving.sync import Stage
from inbox_tui.errors import UnreachableError

from .post_office import COMPLAINT, PostOffice, letter
from .shop import Shop

HOUR = timedelta(hours=1)
NOW = datetime.now(UTC).replace(microsecond=0)
OLD = NOW - timedelta(days=400)


async def test_a_letter_on_which_the_reader_fails_hides_no_other(
    post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = reading.triage

    def fails_once(mail: Incoming, shop: TriageConfig) -> Triage:
        if mail.subject == "Letter 2":
            raise IndexError("a fault of ours")
        return read(mail, shop)

    monkeypatch.setattr(reading, "triage", fails_once)
    post_office.post(*(letter(n, subject=f"Letter {n}") for n in (1, 2, 3)), at=NOW)
    await post_office.pull()
    assert len(post_office.mail()) == 3
    cases = {case.subject: case for case in post_office.office.casebook.cases()}
    assert cases["Letter 2"].why == reading.NOT_READ.why


async def test_every_batch_waits_until_nobody_types(post_office: PostOffice) -> None:
    post_office.post(*(letter(n) for n in range(1, 31)), at=NOW - HOUR)
    stored: list[tuple[int, int]] = []
    cache, book = post_office.office.cache, post_office.office.casebook

    async def pause() -> bool:
        stored.append((sum(cache.uids("shop", "INBOX").values()), len(book.cases())))
        return True

    await post_office.sync.pull("shop", pause=pause)
    # Before letters are stored, and before each few conversations are taken in.
    assert stored[0] == (0, 0)
    assert [cases for _, cases in stored if cases] == list(range(5, 30, 5))


async def test_the_batches_are_short_as_long_as_somebody_types(
    post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "HEADER_BATCH", 40)
    monkeypatch.setattr(mailbox, "SHORT_BATCH", 15)
    post_office.post(*(letter(n) for n in range(1, 171)), at=OLD)
    stored: list[int] = []

    async def pause() -> bool:
        stored.append(len(post_office.office.cache.uids("shop", "INBOX")))
        # Nobody types, then somebody does while a whole batch is on its way, and rests before the end.
        return len(stored) < 2 or len(stored) > 6

    await post_office.sync.pull("shop", pause=pause)
    assert stored[:2] == [50, 90]
    assert [after - before for before, after in pairwise(stored)] == [40, 15, 15, 10, 15, 15]
    assert sorted(post_office.subjects()) == sorted(f"Letter {n}" for n in range(1, 171))


async def test_letters_are_counted_beside_how_many_there_are(post_office: PostOffice) -> None:
    post_office.post(*(letter(n) for n in range(1, 101)), at=NOW - HOUR)
    await post_office.pull()
    steps = [step for step in post_office.steps if step.stage is Stage.LETTERS]
    assert len(steps) >= 2
    assert all(0 < step.done <= step.total <= 100 for step in steps)
    assert steps[-1].done == steps[-1].total


async def test_letters_of_the_last_weeks_come_whole_and_become_cases(post_office: PostOffice) -> None:
    post_office.post(letter(1), letter(2), at=OLD)
    post_office.post(letter(3), letter(4), at=NOW - HOUR)
    pulled = await post_office.pull()
    assert [mail.whole for mail in post_office.mail()] == [False, False, True, True]
    assert len(pulled.taken_in.opened) == 2
    assert sorted(case.subject for case in post_office.office.casebook.cases()) == ["Letter 3", "Letter 4"]


async def test_the_clock_starts_with_the_first_letter_though_the_last_is_fetched_first(
    post_office: PostOffice,
) -> None:
    first_at = NOW - 40 * HOUR
    post_office.post(letter(1), at=first_at)
    post_office.post(*(letter(n, text="Do you sell lids?") for n in range(100, 160)), at=NOW - 20 * HOUR)
    post_office.post(letter(2, answers="<1@buyer.example>", subject="Re: Letter 1"), at=NOW - HOUR)
    await post_office.pull()
    (case,) = [c for c in post_office.office.casebook.cases() if "Letter 1" in c.subject]
    assert (case.received_at, case.last_in_at) == (first_at, NOW - HOUR)


async def test_an_old_letter_is_fetched_when_it_is_opened(post_office: PostOffice) -> None:
    post_office.post(letter(1, text="The lid of my pot."), letter(2), at=OLD)
    await post_office.pull()
    mail = post_office.mail()[0]
    assert post_office.office.cache.raw(mail.ref) is None
    assert await post_office.sync.fetch_bodies(mail.conversation) == 1
    (opened,) = post_office.office.cache.messages(mail.conversation)
    assert (opened.whole, opened.message.text.strip()) == (True, "The lid of my pot.")
    assert await post_office.sync.fetch_bodies(mail.conversation) == 0
    assert post_office.office.casebook.cases() == []


async def test_an_old_letter_of_a_case_that_was_merged_is_fetched_with_the_other(
    post_office: PostOffice,
) -> None:
    post_office.post(letter(1, text="The lid of my pot."), letter(2, text="And its spout."), at=OLD)
    await post_office.pull()
    one, other = (mail.conversation for mail in post_office.mail())
    cases = Cases(post_office.office, Inbox(post_office.office, others=dict))
    cases.merge(cases.a_complaint(one).id, cases.a_complaint(other).id)
    assert await post_office.sync.fetch_bodies(other) == 2
    assert {mail.message.text.strip() for mail in post_office.mail()} == {
        "The lid of my pot.",
        "And its spout.",
    }


async def test_sent_mail_is_ours_wherever_it_lies(post_office: PostOffice) -> None:
    post_office.post(
        letter(1, sender="help@shop.example", to="a@buyer.example"), mailbox=post_office.sent, at=OLD
    )
    await post_office.pull()
    (mail,) = post_office.mail()
    assert (mail.direction, mail.ref.mailbox) == (Direction.OUT, post_office.sent)
    await post_office.sync.fetch_bodies(mail.conversation)
    assert [m.direction for m in post_office.mail()] == [Direction.OUT]


async def test_what_another_program_did_is_seen(post_office: PostOffice) -> None:
    post_office.post(*(letter(n) for n in range(1, 6)), at=NOW - HOUR)
    await post_office.pull()
    post_office.ask("INBOX", ("1:2", "+FLAGS", r"(\Seen)"))
    pulled = await post_office.pull()
    assert (pulled.new, pulled.changed, pulled.gone) == (0, 2, 0)
    assert [mail.seen for mail in post_office.mail()] == [True, True, False, False, False]
    post_office.ask("INBOX", ("3", "+FLAGS", r"(\Deleted)"))
    post_office.post(letter(9), at=NOW)
    pulled = await post_office.pull()
    assert (pulled.new, pulled.gone) == (1, 1)
    assert post_office.subjects() == ["Letter 1", "Letter 2", "Letter 4", "Letter 5", "Letter 9"]


async def test_one_gone_and_one_new_are_told_apart_though_the_count_is_the_same(
    post_office: PostOffice,
) -> None:
    post_office.post(letter(1), letter(2), at=NOW - HOUR)
    await post_office.pull()
    post_office.ask("INBOX", ("1", "+FLAGS", r"(\Deleted)"))
    post_office.post(letter(3))
    await post_office.pull()
    assert post_office.subjects() == ["Letter 2", "Letter 3"]


async def test_mail_moved_to_another_mailbox_and_back_stays_in_its_case(post_office: PostOffice) -> None:
    raw = letter(1)
    post_office.post(raw, at=NOW - HOUR)
    await post_office.pull()
    (case,) = post_office.office.casebook.cases()
    post_office.ask("INBOX", ("1", "+FLAGS", r"(\Deleted)"))
    await post_office.pull()
    assert post_office.mail() == []
    inbox = Inbox(post_office.office, others=dict)
    (words,) = inbox.conversation(case.id).messages
    assert (words.kept, words.fresh.strip(), words.from_name) == (True, COMPLAINT, "Dana Reed")
    post_office.post(raw, at=NOW)
    pulled = await post_office.pull()
    assert [mail.conversation for mail in post_office.mail()] == [case.id]
    assert post_office.office.casebook.cases() == [case]
    assert pulled.taken_in.opened == ()
    (back,) = inbox.conversation(case.id).messages
    assert not back.kept


async def test_a_mailbox_made_anew_is_read_anew_and_keeps_its_cases(dovecot_office: PostOffice) -> None:
    post_office = dovecot_office
    imap = post_office.connect()
    imap.create("Shop")
    post_office.account = type(post_office.account)(
        email=post_office.account.email, imap=post_office.account.imap, smtp=post_office.account.smtp,
        ca_file=post_office.account.ca_file, mailboxes=("Shop",),
    )  # fmt: skip
    post_office.close()
    post_office.open()
    post_office.post(letter(1), letter(2), mailbox="Shop", at=NOW - HOUR)
    await post_office.pull()
    cases = sorted(case.id for case in post_office.office.casebook.cases())
    before = post_office.refs("Shop")
    imap.delete("Shop")
    imap.create("Shop")
    post_office.post(letter(2), letter(1), letter(3), mailbox="Shop", at=NOW - HOUR)
    imap.logout()
    await post_office.pull()
    after = post_office.refs("Shop")
    assert post_office.subjects() == ["Letter 1", "Letter 2", "Letter 3"]
    assert {ref.uidvalidity for ref in after} != {ref.uidvalidity for ref in before}
    assert set(cases) < {case.id for case in post_office.office.casebook.cases()}
    assert len(post_office.office.casebook.cases()) == 3


async def test_a_sync_that_broke_off_anywhere_goes_on_and_doubles_nothing(post_office: PostOffice) -> None:
    """Breaks off after every step in turn: between headers and letters, between letters and cases."""
    post_office.post(*(letter(n) for n in range(1, 61)), at=NOW - HOUR)

    class BrokenOffError(UnreachableError):
        pass

    for _ in range(12):

        def stop(_: object) -> None:
            raise BrokenOffError("the line broke")

        try:
            await post_office.sync.pull("shop", progress=stop)
        except BrokenOffError:
            post_office.close()
            post_office.open()
        else:
            break
    await post_office.pull()
    assert len(post_office.mail()) == 60
    assert all(mail.whole for mail in post_office.mail())
    assert len(post_office.office.casebook.cases()) == 60
    assert (await post_office.pull()).new == 0


async def test_letters_that_were_stored_but_not_taken_in_become_cases_later(post_office: PostOffice) -> None:
    post_office.post(letter(1), letter(2), at=NOW - HOUR)
    takes_in = post_office.intake.take_in

    def breaks(*_: object) -> None:
        raise UnreachableError("the power went")

    post_office.intake.take_in = breaks  # type: ignore[method-assign, assignment]
    try:
        await post_office.pull()
    except UnreachableError:
        post_office.intake.take_in = takes_in  # type: ignore[method-assign]
    assert post_office.office.casebook.cases() == []
    assert len((await post_office.pull()).taken_in.opened) == 2


async def test_a_full_sync_gives_the_same_again(post_office: PostOffice) -> None:
    post_office.post(letter(1), letter(2, answers="<1@buyer.example>"), at=NOW - HOUR)
    post_office.post(letter(3, sender="help@shop.example", to="a@b.example"), mailbox=post_office.sent)
    await post_office.pull()
    before = [(mail.ref, mail.conversation) for mail in post_office.mail()]
    await post_office.pull(full=True)
    assert [(mail.ref, mail.conversation) for mail in post_office.mail()] == before
    assert len(post_office.office.casebook.cases()) == 1


def test_show_fetches_an_old_letter_and_does_without_the_server(shop: Shop) -> None:
    shop.add_account()
    imap = shop.own_mail.imap()
    when = imaplib.Time2Internaldate(OLD)
    raw = letter(1, text="The lid of my pot.", to=shop.address)
    assert imap.append("INBOX", "", when, raw)[0] == "OK"
    assert imap.append("INBOX", "", when, letter(2, text="Another lid.", to=shop.address))[0] == "OK"
    imap.logout()
    shop.json("sync")
    first, second = sorted(shop.json("list", "--all"), key=lambda row: str(row["subject"]))
    assert shop.json("show", first["id"])["messages"][0]["text"].strip() == "The lid of my pot."
    config = shop.home / "config.toml"
    found = next(shop.home.rglob("config.toml"), config)
    found.write_text(re.sub(r"port = \d+", "port = 1", found.read_text()))
    done = shop.run("show", second["id"], "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["subject"] == "Letter 2"
    assert "only the header is shown" in done.stderr

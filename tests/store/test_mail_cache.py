"""The mail cache keeps what it is given, counts copies once, and answers lists from one row each."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from inbox_tui.core.message import CachedMessage, Message
from inbox_tui.errors import StoreError, UnreachableError
from inbox_tui.ports import MailboxStatus, MailCache
from inbox_tui.store.steps import ROWS

from .letters import NOON, SHOP, header, letter, ref


def test_a_message_comes_back_as_it_went_in(cache: MailCache) -> None:
    mail = letter(1, flags=frozenset({"\\Seen", "Later"}))
    cache.put([mail], {mail.ref: b"raw\r\n\xff"})
    assert cache.messages("c1") == [mail]
    assert cache.raw(mail.ref) == b"raw\r\n\xff"
    assert cache.raw(ref(9)) is None
    assert cache.uids(SHOP, "INBOX") == {1: True}


def test_a_header_is_completed_and_never_taken_back(cache: MailCache) -> None:
    whole = letter(1, text="Broken zipper")
    header = replace(whole, whole=False, message=replace(whole.message, text=""))
    cache.put([header], {header.ref: b"header only"})
    assert cache.uids(SHOP, "INBOX") == {1: False}
    assert cache.raw(header.ref) is None
    assert cache.search("zipper", limit=5) == []
    cache.put([whole], {whole.ref: b"everything"})
    cache.put([replace(header, flags=frozenset({"\\Seen"}))], {})
    [kept] = cache.messages("c1")
    assert kept == replace(whole, flags=frozenset({"\\Seen"}))
    assert cache.raw(whole.ref) == b"everything"
    assert cache.search("zipper", limit=5) == ["c1"]


def test_header_and_whole_in_one_batch_leave_a_sound_index(cache: MailCache) -> None:
    whole = letter(1, subject="Kettle", text="It leaks")
    header = replace(whole, whole=False, message=replace(whole.message, text=""))
    cache.put([header, whole], {})
    cache.remove(SHOP, "INBOX", [1])
    assert cache.search("kettle", limit=5) == []
    assert cache.search("leaks", limit=5) == []


def test_flags_in_step_tell_how_many_changed(cache: MailCache) -> None:
    cache.put([letter(1), letter(2)], {})
    seen = frozenset({"\\Seen"})
    assert cache.set_flags(SHOP, "INBOX", {1: seen, 2: frozenset(), 3: seen}) == 1
    assert cache.set_flags(SHOP, "INBOX", {1: seen}) == 0
    assert cache.conversations()[0].unread == 1
    assert cache.messages("c1")[0].seen


def test_a_removed_message_is_gone_from_everywhere(cache: MailCache) -> None:
    cache.put([letter(1, text="alpha"), letter(2, conversation="c2", text="beta")], {ref(1): b"x"})
    cache.remove(SHOP, "INBOX", [1, 77])
    assert [row.id for row in cache.conversations()] == ["c2"]
    assert cache.search("alpha", limit=5) == []
    assert cache.raw(ref(1)) is None
    assert cache.messages("c1") == []


def test_a_mailbox_is_remembered_and_forgotten(cache: MailCache) -> None:
    status = MailboxStatus(name="INBOX", uidvalidity=7, uidnext=3, messages=2, modseq=None)
    assert cache.mailbox(SHOP, "INBOX") is None
    cache.remember_mailbox(SHOP, status)
    cache.remember_mailbox(SHOP, replace(status, modseq=5))
    assert cache.mailbox(SHOP, "INBOX") == replace(status, modseq=5)
    cache.put([letter(1), letter(2, mailbox="Sent")], {})
    cache.forget_mailbox(SHOP, "INBOX")
    assert cache.mailbox(SHOP, "INBOX") is None
    assert cache.uids(SHOP, "INBOX") == {}
    assert cache.uids(SHOP, "Sent") == {2: True}


def test_owed_bodies_come_by_conversation_newest_first(cache: MailCache) -> None:
    halves = [
        letter(1, minutes=9, whole=False),
        letter(2, conversation="c2", whole=False),
        letter(3, whole=False),
        letter(4, conversation="c3", minutes=1, whole=False),
        letter(5, conversation="c4", minutes=20),
    ]
    cache.put(halves, {})
    since = NOON + timedelta(minutes=2)
    assert cache.owed(SHOP, since=since, limit=9) == [("c1", ref(1)), ("c1", ref(3)), ("c2", ref(2))]
    assert cache.owed(SHOP, since=since, limit=1) == [("c1", ref(1)), ("c1", ref(3))]
    assert cache.owed("other", since=since, limit=9) == []


def test_what_came_whole_waits_to_be_settled(cache: MailCache) -> None:
    cache.put([letter(1), letter(2, conversation="c2", whole=False), letter(3, conversation="c3")], {})
    assert sorted(cache.unsettled(SHOP, limit=9)) == ["c1", "c3"]
    assert len(cache.unsettled(SHOP, limit=1)) == 1
    cache.settle(SHOP, ["c1", "c2"])
    assert cache.unsettled(SHOP, limit=9) == ["c3"]
    cache.put([letter(2, conversation="c2"), letter(4)], {})
    assert sorted(cache.unsettled(SHOP, limit=9)) == ["c1", "c2", "c3"]


def test_half_a_surrogate_pair_does_not_stop_the_mail(cache: MailCache) -> None:
    cache.put([letter(1, subject="odd \ud800 one", text="half \udfff pair", message_id="<\ud800>")], {})
    [kept] = cache.messages("c1")
    assert kept.message.subject == "odd ? one"
    assert cache.search("half pair", limit=5) == ["c1"]


def test_nothing_is_kept_of_a_batch_that_breaks_off(cache: MailCache) -> None:
    def stream() -> Iterator[CachedMessage]:
        yield letter(1)
        raise UnreachableError("the line broke")

    with pytest.raises(UnreachableError):
        cache.put(stream(), {})
    impossible = replace(letter(2), size=2**70)
    with pytest.raises((StoreError, OverflowError)):
        cache.put([letter(1), impossible], {})
    assert cache.uids(SHOP, "INBOX") == {}
    cache.put([letter(3)], {})
    assert cache.uids(SHOP, "INBOX") == {3: True}


def test_a_header_takes_nothing_from_what_is_here(cache: MailCache) -> None:
    cache.put([letter(1, flags=frozenset({"\\Seen"}))], {ref(1): b"all"})
    before = cache.messages("c1"), cache.conversations()
    cache.put_headers([header(1, b"Subject: another\r\n", conversation="c9"), header(2)])
    assert cache.uids(SHOP, "INBOX") == {1: True, 2: False}
    assert cache.raw(ref(1)) == b"all"
    cache.remove(SHOP, "INBOX", [2])
    assert (cache.messages("c1"), cache.conversations()) == before


@pytest.mark.parametrize("many", [ROWS - 1, ROWS, 2 * ROWS + 7])
def test_many_headers_come_in_steps_and_all_of_them_come(cache: MailCache, many: int) -> None:
    cache.put_headers([header(uid, b"%d" % uid, conversation=f"c{uid % 9}") for uid in range(many)])
    cache.put_headers([header(many, conversation="c1")])
    assert cache.uids(SHOP, "INBOX") == dict.fromkeys(range(many + 1), False)
    assert sum(each.messages for each in cache.conversations()) == many + 1
    assert len(cache.search("lamp", limit=20)) == 9


def test_the_empty_message_fits(cache: MailCache) -> None:
    bare = replace(letter(1), message=Message())
    cache.put([bare], {})
    assert cache.messages("c1") == [bare]


def test_a_header_is_kept_as_it_came_and_read_under_the_name_it_was_given(cache: MailCache) -> None:
    raw = b"From: Ada <ada@garden.example>\r\nTo: help@shop.example\r\nMessage-ID: <own@garden.example>\r\n"
    name = "<second@same.invalid>"
    given = header(1, raw, name=name)
    cache.put_headers([given])
    (found,) = cache.messages("c1")
    assert (found.message.message_id, found.message.to[0].email) == (name, "help@shop.example")
    assert (found.whole, found.size, found.received_at) == (False, given.size, given.received_at)
    assert cache.raw(given.ref) is None
    assert cache.search("lamp", limit=5) == cache.search("ada@garden", limit=5) == ["c1"]
    cache.put([letter(1, message_id=name, subject="My lamp", text="dark")], {given.ref: b"all"})
    assert (cache.raw(given.ref), cache.search("dark", limit=5)) == (b"all", ["c1"])
    cache.remove(SHOP, "INBOX", [1])
    assert cache.search("lamp", limit=5) == []

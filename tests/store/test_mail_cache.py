"""The mail cache keeps what it is given, counts copies once, and answers lists from one row each."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_tui.core.message import CachedMessage, Direction, Message
from inbox_tui.errors import StoreError, UnreachableError
from inbox_tui.ports import MailboxStatus, MailCache, Verdict
from inbox_tui.store.steps import ROWS

from .letters import NOON, SHOP, header, letter, open_cache, ref

COMPLAINT = Verdict(is_complaint=True, category="damaged", automatic="", thanks_only=False)


@pytest.fixture(params=["file", "memory"])
def cache(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MailCache]:
    """An empty cache."""
    made = open_cache(tmp_path / "deep" / "mail.db" if request.param == "file" else None)
    yield made
    made.close()


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


def test_a_conversation_is_known_by_its_first_message_from_outside(cache: MailCache) -> None:
    ours = letter(1, direction=Direction.OUT, name="Shop", subject="Your order", mailbox="Sent")
    first = letter(2, subject="Re: Your order", name="Ada")
    later = letter(3, subject="Re: Your order", name="Bo", flags=frozenset({"\\Seen"}))
    cache.put([later, ours, first], {})
    [row] = cache.conversations()
    assert (row.from_name, row.subject, row.account) == ("Ada", "Re: Your order", SHOP)
    assert row.received_at == NOON + timedelta(minutes=2)
    assert row.last_at == NOON + timedelta(minutes=3)
    assert (row.messages, row.unread, row.is_complaint) == (3, 1, False)


def test_a_conversation_of_our_own_mail_is_known_by_its_first(cache: MailCache) -> None:
    cache.put([letter(1, direction=Direction.OUT, name="Shop", mailbox="Sent")], {})
    [row] = cache.conversations()
    assert (row.from_name, row.unread) == ("Shop", 0)


def test_copies_of_one_message_count_once_and_the_whole_one_is_shown(cache: MailCache) -> None:
    header = letter(1, message_id="<a@x.example>", whole=False, text="")
    copy = letter(2, message_id="<a@x.example>", mailbox="Sent", minutes=1, flags=frozenset({"\\Seen"}))
    cache.put([header, copy], {})
    assert cache.messages("c1") == [copy]
    [row] = cache.conversations()
    assert (row.messages, row.unread) == (1, 0)
    assert cache.places(SHOP, "<a@x.example>") == [header.ref, copy.ref]


def test_messages_without_a_name_are_all_different(cache: MailCache) -> None:
    cache.put([letter(1, message_id=""), letter(2, message_id="")], {})
    assert len(cache.messages("c1")) == 2
    assert cache.places(SHOP, "") == []


def test_verdicts_of_messages_make_the_verdict_of_the_conversation(cache: MailCache) -> None:
    cache.put([letter(1), letter(2), letter(3, direction=Direction.OUT, mailbox="Sent")], {})
    news = Verdict(is_complaint=False, category="other", automatic="newsletter", thanks_only=False)
    cache.judge({ref(1): news, ref(3, mailbox="Sent"): COMPLAINT})
    [row] = cache.conversations()
    assert (row.is_complaint, row.category, row.automatic) == (False, "other", "newsletter")
    cache.judge({ref(2): COMPLAINT, ref(99): COMPLAINT})
    [row] = cache.conversations()
    assert (row.is_complaint, row.category, row.automatic) == (True, "damaged", "")


def test_conversations_come_newest_first_in_pages(cache: MailCache) -> None:
    cache.put([letter(n, conversation=f"c{n}") for n in range(1, 6)], {})
    assert [row.id for row in cache.conversations(limit=2)] == ["c5", "c4"]
    assert [row.id for row in cache.conversations(limit=2, offset=4)] == ["c1"]
    assert [row.id for row in cache.conversations(ids=["c2", "c4", "none"])] == ["c4", "c2"]
    assert cache.conversations(ids=[]) == []


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


def test_a_message_may_move_to_another_conversation(cache: MailCache) -> None:
    cache.put([letter(1)], {})
    cache.put([letter(1, conversation="c9")], {})
    assert [row.id for row in cache.conversations()] == ["c9"]


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


def test_names_held_or_only_mentioned_know_their_conversation(cache: MailCache) -> None:
    cache.put([letter(1, message_id="<held@x.example>")], {})
    cache.pin(SHOP, {"<mentioned@x.example>": "c1", "": "c1"})
    asked = ["<held@x.example>", "<mentioned@x.example>", "<stranger@x.example>", "", "\ud800"]
    assert cache.conversations_of(SHOP, asked) == {"<held@x.example>": "c1", "<mentioned@x.example>": "c1"}
    assert cache.conversations_of("other", asked) == {}
    cache.remove(SHOP, "INBOX", [1])
    assert cache.conversations_of(SHOP, ["<held@x.example>"]) == {"<held@x.example>": "c1"}


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
    assert cache.headers_of("c3") == [ref(4)]
    assert cache.headers_of("c4") == []


def test_what_came_whole_waits_to_be_settled(cache: MailCache) -> None:
    cache.put([letter(1), letter(2, conversation="c2", whole=False), letter(3, conversation="c3")], {})
    assert sorted(cache.unsettled(SHOP, limit=9)) == ["c1", "c3"]
    assert len(cache.unsettled(SHOP, limit=1)) == 1
    cache.settle(SHOP, ["c1", "c2"])
    assert cache.unsettled(SHOP, limit=9) == ["c3"]
    cache.put([letter(2, conversation="c2"), letter(4)], {})
    assert sorted(cache.unsettled(SHOP, limit=9)) == ["c1", "c2", "c3"]


def test_all_holders_of_a_name_are_found(cache: MailCache) -> None:
    one, copy = letter(1, message_id="<a@x.example>"), letter(2, message_id="<a@x.example>", mailbox="Sent")
    cache.put([one, copy, letter(3, message_id="")], {})
    assert sorted(each.ref.mailbox for each in cache.holders(SHOP, ["<a@x.example>", ""])) == [
        "INBOX",
        "Sent",
    ]
    assert cache.holders("other", ["<a@x.example>"]) == []


def test_messages_of_one_second_stay_in_the_order_of_their_uids(cache: MailCache) -> None:
    cache.put([letter(n, minutes=0, name=f"N{n}", whole=n != 1) for n in (3, 2, 1)], {})
    assert [each.ref.uid for each in cache.messages("c1")] == [1, 2, 3]
    assert cache.conversations()[0].from_name == "N1"


def test_many_messages_of_one_second_are_all_kept(cache: MailCache) -> None:
    cache.put([letter(n, minutes=0) for n in range(1, 300)], {})
    assert len(cache.messages("c1")) == 299


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


def test_headers_make_the_same_conversations_as_letters(cache: MailCache) -> None:
    copy = header(4, name="<1@garden.example>")
    cache.put_headers([header(3, conversation="c2"), header(1), header(2), copy])
    cache.put_headers([header(5)])
    headers = cache.conversations()
    cache.remove(SHOP, "INBOX", [1, 2, 3, 4, 5])
    again = letter(4, message_id="<1@garden.example>")
    cache.put([letter(1), letter(2), letter(3, conversation="c2"), again, letter(5)], {})
    assert headers == cache.conversations()
    assert [(each.id, each.messages, each.unread) for each in headers] == [("c1", 3, 3), ("c2", 1, 1)]


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


_parts = st.lists(
    st.tuples(
        st.integers(1, 40),
        st.integers(0, 4),
        st.integers(0, 5),
        st.booleans(),
        st.booleans(),
        st.sampled_from(["INBOX", "Sent"]),
        st.sampled_from(["", "<same@x.example>", "<own@x.example>"]),
    ),
    max_size=8,
)


@given(st.lists(_parts, max_size=6), st.booleans())
@settings(max_examples=150, deadline=None)
def test_a_conversation_that_grew_is_as_one_that_was_reckoned_anew(
    batches: list[list[tuple[int, int, int, bool, bool, str, str]]], judged: bool
) -> None:
    cache, flags = open_cache(None), dict[str, dict[int, frozenset[str]]]()
    for batch in batches:
        mail = [
            letter(
                uid,
                conversation=f"c{home}",
                minutes=minutes,
                direction=Direction.OUT if out else Direction.IN,
                flags=frozenset({"\\Seen"}) if seen else frozenset(),
                mailbox=mailbox,
                message_id=name.replace("own", str(uid)),
                name=f"N{uid}",
                whole=False,
            )
            for uid, home, minutes, out, seen, mailbox, name in batch
        ]
        cache.put(mail, {})
        for each in mail:
            flags.setdefault(each.ref.mailbox, {})[each.ref.uid] = each.flags
        if judged and mail:
            cache.judge({mail[0].ref: COMPLAINT})
    grown = cache.conversations()
    for mailbox, held in flags.items():
        # A flag that changes and changes back makes its row anew.
        cache.set_flags(SHOP, mailbox, {uid: kept | {"odd"} for uid, kept in held.items()})
        cache.set_flags(SHOP, mailbox, held)
    assert cache.conversations() == grown
    cache.close()


def test_a_conversation_may_go_on_in_another(cache: MailCache) -> None:
    cache.put([letter(1, conversation="c1"), letter(2, conversation="c2")], {})
    cache.pin("shop", {"<later@buyer.example>": "c2"})
    cache.settle("shop", ["c1", "c2"])
    cache.join("shop", {"c2": "c1"})
    assert [row.id for row in cache.conversations()] == ["c1"]
    assert len(cache.messages("c1")) == 2 and cache.messages("c2") == []
    assert cache.conversations_of("shop", ["<later@buyer.example>"]) == {"<later@buyer.example>": "c1"}
    assert cache.unsettled("shop", limit=9) == ["c1"]

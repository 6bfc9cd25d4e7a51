"""Which letters the cache takes for one conversation, and what it knows of each."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_tui.core.message import Direction
from inbox_tui.ports import MailCache, Verdict

from .letters import NOON, SHOP, header, letter, open_cache, ref

COMPLAINT = Verdict(is_complaint=True, category="damaged", automatic="", thanks_only=False)


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
    assert [row.id for row in cache.conversations(ids=["c2", "c4", "none"])] == ["c4", "c2"]
    assert cache.conversations(ids=[]) == []


def test_a_message_may_move_to_another_conversation(cache: MailCache) -> None:
    cache.put([letter(1)], {})
    cache.put([letter(1, conversation="c9")], {})
    assert [row.id for row in cache.conversations()] == ["c9"]


def test_names_held_or_only_mentioned_know_their_conversation(cache: MailCache) -> None:
    cache.put([letter(1, message_id="<held@x.example>")], {})
    cache.pin(SHOP, {"<mentioned@x.example>": "c1", "": "c1"})
    asked = ["<held@x.example>", "<mentioned@x.example>", "<stranger@x.example>", "", "\ud800"]
    assert cache.conversations_of(SHOP, asked) == {"<held@x.example>": "c1", "<mentioned@x.example>": "c1"}
    assert cache.conversations_of("other", asked) == {}
    cache.remove(SHOP, "INBOX", [1])
    assert cache.conversations_of(SHOP, ["<held@x.example>"]) == {"<held@x.example>": "c1"}


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
@settings(max_examples=150)
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

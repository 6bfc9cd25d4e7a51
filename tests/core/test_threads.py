"""Which conversation a message belongs to."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_tui.core.case import Case
from inbox_tui.core.message import Address, Message
from inbox_tui.core.orphans import parent_of
from inbox_tui.core.threads import conversation_id, place

A, B, C = "<a@x.example>", "<b@x.example>", "<c@x.example>"


def test_an_answer_joins_what_it_answers() -> None:
    first = place("shop", A, (), known={})
    second = place("shop", B, (A,), known=dict(first.pins))
    assert second.conversation == first.conversation


def test_any_order_of_arrival_gives_the_same_conversation() -> None:
    mails = [(A, ()), (B, (A,)), (C, (A, B))]
    for order in itertools.permutations(mails):
        known: dict[str, str] = {}
        homes = set()
        for message_id, ancestors in order:
            placed = place("shop", message_id, ancestors, known=known)
            known |= placed.pins
            homes.add(placed.conversation)
        assert homes == {conversation_id("shop", A)}


def test_an_answer_that_came_before_what_it_answers_shows_that_two_are_one() -> None:
    first = place("shop", A, (), known={})
    early = place("shop", C, (B,), known=dict(first.pins))
    assert early.conversation != first.conversation
    between = place("shop", B, (A,), known={**first.pins, **early.pins})
    assert (between.conversation, between.elder) == (early.conversation, first.conversation)
    assert place("shop", B, (A,), known={A: "one", B: "one"}).elder == ""


IDS = st.sampled_from([f"<{name}@x.example>" for name in "abcdefgh"])


@given(st.lists(st.tuples(IDS, st.lists(IDS, max_size=4).map(tuple)), max_size=12))
def test_no_message_leaves_what_it_names_without_a_home(mails: list[tuple[str, tuple[str, ...]]]) -> None:
    known: dict[str, str] = {}
    for message_id, ancestors in mails:
        before = dict(known)
        placed = place("shop", message_id, ancestors, known=known)
        known |= placed.pins
        assert known[message_id] == placed.conversation
        assert all(name in known for name in ancestors)
        assert all(known[name] == home for name, home in before.items())
        assert placed.elder != placed.conversation and (not placed.elder or placed.elder in before.values())


def test_a_case_keeps_its_conversation_whatever_the_cache_would_say() -> None:
    assert place("shop", B, (A,), known={A: "oldcase1"}).conversation == "oldcase1"


def test_strangers_of_two_accounts_never_share_a_conversation() -> None:
    assert conversation_id("shop", A) != conversation_id("other", A)


@given(st.text(min_size=1), st.text())
def test_a_conversation_is_eight_letters_that_can_be_read_out(root: str, account: str) -> None:
    name = conversation_id(account, root)
    assert len(name) == 8
    assert set(name) <= set("0123456789abcdefghjkmnpqrstvwxyz")


WHEN = datetime(2026, 11, 24, 14, tzinfo=UTC)
CASE = Case(
    id="dana",
    account="shop",
    received_at=WHEN - timedelta(days=9),
    from_addr="Dana@buyer.example",
    subject="Broken teapot",
    last_out_at=WHEN - timedelta(days=2),
)
ORPHAN = Message(
    message_id=A, sender=Address(email="dana@buyer.example"), subject="AW: Re: broken Teapot", text="And now?"
)


def test_an_answer_without_references_is_known_by_its_subject() -> None:
    older = replace(CASE, id="old", received_at=WHEN - timedelta(days=20))
    assert parent_of(ORPHAN, WHEN, [older, CASE]) == CASE


@pytest.mark.parametrize(
    ("message", "case", "at"),
    [
        (replace(ORPHAN, references=(B,)), CASE, WHEN),
        (replace(ORPHAN, subject="Broken teapot"), CASE, WHEN),
        (replace(ORPHAN, subject="Re: hi"), replace(CASE, subject="hi"), WHEN),
        (replace(ORPHAN, subject="Re:"), replace(CASE, subject=""), WHEN),
        (replace(ORPHAN, sender=Address(email="tom@buyer.example")), CASE, WHEN),
        (replace(ORPHAN, sender=Address()), replace(CASE, from_addr=""), WHEN),
        (ORPHAN, CASE, WHEN + timedelta(days=40)),
        (ORPHAN, replace(CASE, received_at=WHEN + timedelta(hours=1)), WHEN),
    ],
    ids=["references", "no answer", "short", "empty", "stranger", "nobody", "too late", "before it"],
)
def test_only_that_customer_only_lately_only_an_answer(message: Message, case: Case, at: datetime) -> None:
    assert parent_of(message, at, [case]) is None

"""Which conversation a message belongs to."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

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


def test_a_case_keeps_its_conversation_whatever_the_cache_would_say() -> None:
    assert place("shop", B, (A,), known={A: "oldcase1"}).conversation == "oldcase1"


def test_strangers_of_two_accounts_never_share_a_conversation() -> None:
    assert conversation_id("shop", A) != conversation_id("other", A)


@given(st.text(min_size=1), st.text())
def test_a_conversation_is_eight_letters_that_can_be_read_out(root: str, account: str) -> None:
    name = conversation_id(account, root)
    assert len(name) == 8
    assert set(name) <= set("0123456789abcdefghjkmnpqrstvwxyz")

"""Nothing is lost, nothing is sent twice: the queue, claims and moves, on both databases."""

from dataclasses import replace

import pytest

from inbox_tui.core.outbox import OutboxItem, State, moved
from inbox_tui.errors import StoreError
from inbox_tui.ports import Recorded, Stale, Taken
from inbox_tui.store.casebook import SqlCasebook

from .records import at, case, draft, entry, item


def legal(what: OutboxItem, wish: State) -> OutboxItem:
    """The item after a move that is allowed."""
    after = moved(what, wish)
    assert isinstance(after, OutboxItem)
    return after


def claimed(book: SqlCasebook, number: int, owner: str = "one", *, seconds: float = 30) -> OutboxItem:
    """The item, claimed."""
    (mine,) = book.claim([number], owner=owner, now=at(seconds))
    return mine


def test_an_item_comes_back_byte_for_byte(book: SqlCasebook) -> None:
    kept = book.queue(item(guards_waived=True), clear_draft=False)
    assert kept.id > 0
    assert replace(kept, id=0) == item(guards_waived=True)
    assert book.outbox_item(kept.id) == kept
    assert book.outbox_item(kept.id + 1) is None


def test_queueing_empties_the_draft_and_keeps_its_words(book: SqlCasebook) -> None:
    book.save_draft(draft("I am sorry."))
    book.queue(item(1), clear_draft=False)
    assert book.draft("k3m9") == draft("I am sorry.")
    book.queue(item(2), clear_draft=True)
    assert book.draft("k3m9") is None
    assert book.drafts() == {}
    assert [each.text for each in book.draft_versions("k3m9")] == ["I am sorry."]


def test_one_message_id_is_queued_once_and_the_draft_stays(book: SqlCasebook) -> None:
    book.queue(item(1), clear_draft=False)
    book.save_draft(draft("again"))
    with pytest.raises(StoreError, match="in the outbox already"):
        book.queue(item(1), clear_draft=True)
    assert book.draft("k3m9") == draft("again")
    assert len(book.outbox()) == 1
    book.queue(item(1, account="second"), clear_draft=False)
    assert len(book.outbox()) == 2


def test_the_outbox_is_in_the_order_of_leaving(book: SqlCasebook) -> None:
    late = book.queue(item(1, send_at=at(90)), clear_draft=False)
    early = book.queue(item(2, send_at=at(10), case_id="else"), clear_draft=False)
    held = book.queue(item(3, send_at=at(50), state=State.HELD), clear_draft=False)
    early, held, late = (replace(each, raw=b"") for each in (early, held, late))
    assert book.outbox() == [early, held, late]
    assert book.outbox(states={State.SCHEDULED}) == [early, late]
    assert book.outbox(case_id="k3m9") == [held, late]
    assert book.outbox(states=set()) == []


def test_a_claim_is_given_to_one(book: SqlCasebook) -> None:
    kept = book.queue(item(), clear_draft=False)
    assert book.claim([kept.id], owner="one", now=at(19)) == []
    first = claimed(book, kept.id)
    assert (first.state, first.claimed_by, first.claimed_at) == (State.CLAIMED, "one", at(30))
    assert (first.attempts, first.first_tried_at) == (1, at(30))
    assert book.claim([kept.id], owner="one", now=at(31)) == []
    assert book.claim([kept.id], owner="two", now=at(31)) == []
    assert book.claim([999], owner="two", now=at(31)) == []


def test_several_are_claimed_in_one_go_and_in_order(book: SqlCasebook) -> None:
    kept = [book.queue(item(number), clear_draft=False).id for number in range(1, 5)]
    claimed(book, kept[2], "other")
    mine = book.claim([kept[3], kept[2], kept[0], 999], owner="one", now=at(30))
    assert [each.id for each in mine] == [kept[3], kept[0]]
    assert all(each.raw and each.claimed_by == "one" for each in mine)
    assert book.claim([], owner="one", now=at(30)) == []


def test_a_retry_counts_on_and_keeps_the_first_time(book: SqlCasebook) -> None:
    kept = book.queue(item(), clear_draft=False)
    waiting = replace(legal(claimed(book, kept.id), State.RETRYING), send_at=at(300))
    assert book.move_item(waiting, expected=State.CLAIMED)
    assert book.claim([kept.id], owner="one", now=at(299)) == []
    again = claimed(book, kept.id, seconds=300)
    assert (again.attempts, again.first_tried_at) == (2, at(30))


@pytest.mark.parametrize("state", [s for s in State if s not in (State.SCHEDULED, State.RETRYING)])
def test_only_waiting_mail_can_be_claimed(book: SqlCasebook, state: State) -> None:
    kept = book.queue(item(state=state), clear_draft=False)
    assert book.claim([kept.id], owner="one", now=at(999)) == []


def test_a_move_from_another_state_than_expected_changes_nothing(book: SqlCasebook) -> None:
    kept = book.queue(item(), clear_draft=False)
    mine = claimed(book, kept.id)
    assert not book.move_item(legal(kept, State.CANCELLED), expected=State.SCHEDULED)
    assert book.outbox_item(kept.id) == mine
    done = replace(legal(mine, State.ACCEPTED), accepted_at=at(31))
    assert book.move_item(done, expected=State.CLAIMED)
    assert not book.move_item(done, expected=State.CLAIMED)
    assert book.outbox_item(kept.id) == done


def test_a_sender_that_slept_cannot_finish_the_claim_of_another(book: SqlCasebook) -> None:
    kept = book.queue(item(), clear_draft=False)
    slept = claimed(book, kept.id, "one")
    unclear = legal(slept, State.UNKNOWN)
    assert book.move_item(unclear, expected=State.CLAIMED)
    resent = replace(legal(unclear, State.SCHEDULED), attempts=0, first_tried_at=None)
    assert book.move_item(resent, expected=State.UNKNOWN)
    second = claimed(book, kept.id, "two", seconds=700)
    assert second.attempts == 2
    assert not book.move_item(legal(slept, State.ACCEPTED), expected=State.CLAIMED)
    assert book.outbox_item(kept.id) == second
    assert book.move_item(legal(second, State.ACCEPTED), expected=State.CLAIMED)


def test_the_same_sender_cannot_finish_its_older_claim(book: SqlCasebook) -> None:
    kept = book.queue(item(), clear_draft=False)
    older = claimed(book, kept.id, "one")
    assert book.move_item(legal(older, State.SCHEDULED), expected=State.CLAIMED)
    newer = claimed(book, kept.id, "one")
    assert not book.move_item(legal(older, State.FAILED), expected=State.CLAIMED)
    assert book.move_item(legal(newer, State.ACCEPTED), expected=State.CLAIMED)


def test_undo_gives_the_words_back_with_what_was_put_aside(book: SqlCasebook) -> None:
    words = draft("I am sorry.  \n", dismissed=frozenset({"no-date", "long"}))
    book.save_draft(words)
    kept = book.queue(item(text=words.text), clear_draft=True)
    gone = legal(kept, State.CANCELLED)
    assert book.cancel(gone, expected=State.SCHEDULED, words=kept.text)
    assert book.draft("k3m9") == words
    assert book.outbox_item(kept.id) == gone
    assert not book.cancel(gone, expected=State.SCHEDULED, words=kept.text)
    assert book.draft("k3m9") == words


def test_undo_puts_the_words_in_front_of_newer_ones(book: SqlCasebook) -> None:
    kept = book.queue(item(text="First."), clear_draft=True)
    book.save_draft(draft("Second.", 9))
    assert book.cancel(legal(kept, State.CANCELLED), expected=State.SCHEDULED, words="First.")
    assert book.draft("k3m9") == draft("First.\n\nSecond.", 9)


def test_undo_does_not_double_words_that_are_there(book: SqlCasebook) -> None:
    book.save_draft(draft("First."))
    kept = book.queue(item(text="First."), clear_draft=False)
    assert book.cancel(legal(kept, State.CANCELLED), expected=State.SCHEDULED, words="First.")
    assert book.draft("k3m9") == draft("First.")


def test_undo_that_comes_too_late_leaves_the_draft_alone(book: SqlCasebook) -> None:
    kept = book.queue(item(), clear_draft=True)
    book.save_draft(draft("newer"))
    claimed(book, kept.id)
    assert not book.cancel(legal(kept, State.CANCELLED), expected=State.SCHEDULED, words="older")
    assert book.draft("k3m9") == draft("newer")


def test_cancelling_without_words_leaves_the_draft_alone(book: SqlCasebook) -> None:
    kept = book.queue(item(), clear_draft=False)
    assert book.cancel(legal(kept, State.CANCELLED), expected=State.SCHEDULED, words=None)
    assert book.draft("k3m9") is None


def test_lists_come_without_the_bytes_and_a_move_never_writes_them(book: SqlCasebook) -> None:
    kept = book.queue(item(), clear_draft=False)
    (listed,) = book.outbox()
    assert listed == replace(kept, raw=b"")
    assert book.move_item(legal(listed, State.HELD), expected=State.SCHEDULED)
    stored = book.outbox_item(kept.id)
    assert stored is not None
    assert (stored.state, stored.raw) == (State.HELD, kept.raw)
    altered = replace(stored, state=State.SCHEDULED, text="else", to="eve@x.example", message_id="<x@y>")
    assert book.move_item(altered, expected=State.HELD)
    assert book.outbox_item(kept.id) == kept


def test_a_look_whether_there_is_anything_to_send(book: SqlCasebook) -> None:
    def look(seconds: float) -> bool:
        return book.sending_is_due(now=at(seconds), stale=at(seconds - 600))

    assert not look(0)
    kept = book.queue(item(), clear_draft=False)
    assert (look(19), look(20)) == (False, True)
    mine = claimed(book, kept.id)
    assert (look(31), look(700)) == (False, True)
    assert book.move_item(legal(mine, State.ACCEPTED), expected=State.CLAIMED)
    assert look(31)
    assert len(book.claim_filing("shop", owner="one", now=at(40), stale=at(-600))) == 1
    assert (look(41), look(700)) == (False, True)


def test_one_program_at_a_time_files_a_copy(book: SqlCasebook) -> None:
    kept = book.queue(item(), clear_draft=False)
    assert book.move_item(legal(claimed(book, kept.id), State.ACCEPTED), expected=State.CLAIMED)
    (first,) = book.claim_filing("shop", owner="one", now=at(40), stale=at(-600))
    assert (first.id, first.claimed_by) == (kept.id, "one")
    assert book.claim_filing("shop", owner="two", now=at(41), stale=at(-600)) == []
    assert book.claim_filing("else", owner="two", now=at(41), stale=at(-600)) == []
    assert len(book.claim_filing("shop", owner="two", now=at(41), stale=at(-600), dead=["one"])) == 1
    assert len(book.claim_filing("shop", owner="three", now=at(999), stale=at(399))) == 1


def test_what_was_sent_and_what_the_case_learns_are_stored_together(book: SqlCasebook) -> None:
    book.add_case(case(), entry())
    before = book.case("k3m9")
    assert before is not None
    kept = book.queue(item(), clear_draft=False)
    mine = claimed(book, kept.id)
    done = replace(legal(mine, State.ACCEPTED), accepted_at=at(31))
    told = (replace(before, last_out_at=at(31)), entry(what="answered"))
    older = (replace(before, version=7), entry(what="answered"))
    assert book.record_sent([(done, older)], expected=State.CLAIMED) == Stale(case=before)
    assert book.outbox_item(kept.id) == mine
    assert book.record_sent([(done, told)], expected=State.UNKNOWN) == Taken()
    assert (book.case("k3m9"), len(book.history("k3m9"))) == (before, 1)
    assert book.record_sent([(done, told)], expected=State.CLAIMED) == Recorded()
    after = book.case("k3m9")
    assert after is not None
    assert (after.last_out_at, after.version) == (at(31), before.version + 1)
    assert [each.what for each in book.history("k3m9")] == ["opened", "answered"]
    assert book.cases_of("shop", ["<1@shop.example>"]) == {"<1@shop.example>": "k3m9"}
    assert book.customers(["k3m9", "none"]) == {"k3m9": "Zoë Quill"}


def test_several_are_recorded_together_or_not_at_all(book: SqlCasebook) -> None:
    book.add_case(case(), entry())
    before = book.case("k3m9")
    assert before is not None
    kept = [book.queue(item(number), clear_draft=False).id for number in (1, 2)]
    mine = [replace(legal(claimed(book, each), State.ACCEPTED), accepted_at=at(31)) for each in kept]
    first = (replace(before, last_out_at=at(31)), entry(what="answered"))
    second = (replace(before, last_out_at=at(32), version=before.version + 1), entry(what="answered again"))
    stale = book.record_sent([(mine[0], first), (mine[1], first)], expected=State.CLAIMED)
    assert isinstance(stale, Stale)
    assert {each.state for each in book.outbox()} == {State.CLAIMED}
    assert (book.case("k3m9"), len(book.history("k3m9"))) == (before, 1)
    both = [(mine[0], first), (mine[1], second)]
    assert book.record_sent(both, expected=State.CLAIMED) == Recorded()
    assert book.record_sent(both, expected=State.CLAIMED) != Recorded()
    assert {each.state for each in book.outbox()} == {State.ACCEPTED}
    assert [each.what for each in book.history("k3m9")] == ["opened", "answered", "answered again"]
    assert len(book.cases_of("shop", [each.message_id for each in mine])) == 2

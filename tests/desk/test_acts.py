"""Deciding about many cases at once, merging, splitting, notes, and taking all of it back."""

from datetime import timedelta
from pathlib import Path

import pytest

from inbox_tui.core.case import CaseState
from inbox_tui.core.when import UntilTheyAnswer
from inbox_tui.desk.cases import wishes
from inbox_tui.desk.cases.undoing import Undone, undo_newest
from inbox_tui.desk.receiving.intake import Intake
from inbox_tui.errors import RefusedError, StaleError
from inbox_tui.ports import Draft, HistoryEntry

from ..ui.shop import NOW, Shop, open_shop
from .test_cases import beside, letter


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return open_shop(tmp_path)


def state(shop: Shop, case_id: str) -> str:
    found = shop.book.case(case_id)
    assert found is not None
    return found.state.value


def test_one_key_for_many_cases_and_one_undo(shop: Shop) -> None:
    for name in ("c1", "c2", "c3"):
        shop.case(name, "Dana Reed", "Arrived in pieces")
    shop.desk.cases.resolve("c2")
    wish = wishes.resolve(at=NOW, reason="put right")
    plan = shop.desk.cases.plan(wish, "c1", "c2", "c3", "c1")
    assert [case.id for case, _ in plan.moves] == ["c1", "c3"]
    assert [(case.id, no.reason) for case, no in plan.refused] == [("c2", "This case is resolved already.")]
    assert state(shop, "c1") == "open"
    done = shop.desk.cases.do(wish, "c1", "c2", "c3")
    assert [(case.id, case.state, case.closing_reason) for case in done] == [
        ("c1", CaseState.RESOLVED, "put right"),
        ("c3", CaseState.RESOLVED, "put right"),
    ]
    undone = undo_newest(shop.desk)
    assert isinstance(undone, Undone)
    assert {undone.case.id, *(case.id for case in undone.others)} == {"c1", "c3"}
    assert [state(shop, name) for name in ("c1", "c2", "c3")] == ["open", "resolved", "open"]
    undo_newest(shop.desk)
    assert state(shop, "c2") == "open"


def test_one_of_many_that_stands_in_the_way_keeps_all_as_they_are(shop: Shop) -> None:
    for name in ("c1", "c2"):
        shop.case(name, "Dana Reed", "Arrived in pieces")
    shop.desk.cases.do(wishes.not_a_complaint(), "c1", "c2")
    for wish in (wishes.a_complaint(), wishes.resolve(at=NOW)):
        found = shop.desk.office.case("c2")
        shop.desk.office.record(found, wish(found), undoable=False)
    with pytest.raises(RefusedError, match=r"Dana Reed: This case is resolved by now"):
        undo_newest(shop.desk)
    assert state(shop, "c1") == "not_complaint"


def test_nobody_takes_back_what_a_colleague_did(shop: Shop) -> None:
    shop.case("c1", "Dana Reed", "Arrived in pieces")
    shop.desk.cases.resolve("c1")
    shop.desk.office.actor = "lee"
    with pytest.raises(RefusedError, match="nothing to undo"):
        undo_newest(shop.desk)


def test_merging_is_undone_as_one(shop: Shop) -> None:
    one = shop.case("c1", "Dana Reed", "First", hours_ago=9, order_numbers=("5520",))
    two = shop.case("c2", "Dana Reed", "Second", hours_ago=2)
    shop.desk.cases.merge("c1", "c2")
    undo_newest(shop.desk)
    after = [shop.book.case(name) for name in ("c1", "c2")]
    assert [(c.state, c.unanswered_since, c.order_numbers, c.merged_into) for c in after if c] == [
        (one.state, one.unanswered_since, ("5520",), ""),
        (two.state, two.unanswered_since, (), ""),
    ]


def test_words_begun_on_a_merged_case_stand_in_the_draft_of_the_other(shop: Shop) -> None:
    for name in ("c1", "c2"):
        shop.case(name, "Dana Reed", name)
    shop.book.save_draft(Draft(case_id="c1", text="Dear Dana,", saved_at=NOW))
    shop.book.save_draft(Draft(case_id="c2", text="Dear Ms Reed,", saved_at=NOW))
    shop.desk.cases.note("c1", "call her")
    shop.desk.cases.merge("c1", "c2")
    view = shop.desk.inbox.conversation("c2")
    assert view.draft is not None
    assert view.draft.text == "Dear Ms Reed,\n\nDear Dana,"
    assert [note.text for note in view.notes] == ["call her"]


@pytest.mark.parametrize("own", ["", "Dear Ms Hale,"])
def test_words_to_one_customer_leave_the_draft_to_another_when_merging_is_undone(
    shop: Shop, own: str
) -> None:
    shop.case("c1", "Dana Reed", "First")
    shop.case("c2", "Tom Hale", "Second")
    shop.book.save_draft(Draft(case_id="c1", text="Dear Dana,", saved_at=NOW))
    if own:
        shop.book.save_draft(Draft(case_id="c2", text=own, saved_at=NOW))
    shop.desk.cases.merge("c1", "c2")
    undo_newest(shop.desk)
    drafts = [shop.book.draft(name) for name in ("c1", "c2")]
    assert [draft and draft.text for draft in drafts] == ["Dear Dana,", own]


def test_a_merge_that_comes_too_late_leaves_both_drafts_as_they_were(shop: Shop, tmp_path: Path) -> None:
    shop.case("c1", "Dana Reed", "First")
    shop.case("c2", "Tom Hale", "Second")
    shop.book.save_draft(Draft(case_id="c1", text="Dear Dana,", saved_at=NOW))
    shop.book.save_draft(Draft(case_id="c2", text="Dear Tom,", saved_at=NOW))
    beside(shop, lambda: open_shop(tmp_path).desk.cases.resolve("c2"))
    with pytest.raises(StaleError):
        shop.desk.cases.merge("c1", "c2")
    drafts = [shop.book.draft(name) for name in ("c1", "c2")]
    assert [draft and draft.text for draft in drafts] == ["Dear Dana,", "Dear Tom,"]


def test_what_was_put_aside_in_two_drafts_stays_so_when_they_become_one(shop: Shop) -> None:
    shop.case("c1", "Dana Reed", "First")
    shop.case("c2", "Dana Reed", "Second")
    for name in ("c1", "c2"):
        aside = frozenset({f"canned:{name}"})
        shop.book.save_draft(Draft(case_id=name, text=f"Words on {name}", saved_at=NOW, dismissed=aside))
    shop.desk.cases.merge("c1", "c2")
    kept = shop.book.draft("c2")
    assert kept is not None and kept.dismissed == {"canned:c1", "canned:c2"}


def test_words_changed_after_merging_stay_when_it_is_undone(shop: Shop) -> None:
    shop.case("c1", "Dana Reed", "First")
    shop.case("c2", "Dana Reed", "Second")
    shop.book.save_draft(Draft(case_id="c1", text="Dear Dana,", saved_at=NOW))
    shop.desk.cases.merge("c1", "c2")
    shop.book.save_draft(Draft(case_id="c2", text="Dear Dana, I am sorry.", saved_at=NOW))
    undo_newest(shop.desk)
    kept = shop.book.draft("c2")
    assert kept is not None
    assert kept.text == "Dear Dana, I am sorry."


def test_a_letter_in_a_merged_conversation_is_heard_where_the_case_goes_on(shop: Shop) -> None:
    letter(shop, 1, "The teapot came broken.", hours_ago=9, home="k7f3p2qa")
    shop.case("k7f3p2qa", "Dana Reed", "First", hours_ago=9)
    shop.book.link("k7f3p2qa", "shop", ["<1@x.example>"])
    shop.case("c2", "Dana Reed", "Second", hours_ago=2)
    shop.desk.cases.merge("k7f3p2qa", "c2")
    shop.desk.cases.resolve("c2")
    letter(shop, 2, "The new one is broken too. I want my money back.", hours_ago=1, home="k7f3p2qa")
    Intake(shop.desk.office).take_in("shop", ["k7f3p2qa"])
    found = shop.book.case("c2")
    assert found is not None
    assert (found.state, found.last_in_id) == (CaseState.OPEN, "<2@x.example>")


def test_a_letter_with_two_complaints_becomes_two_cases(shop: Shop) -> None:
    letter(shop, 1, "It came broken, and I was charged twice.", hours_ago=5, home="k7f3p2qa")
    shop.case("k7f3p2qa", "Dana Reed", "Two things", hours_ago=5)
    second = shop.desk.cases.split("k7f3p2qa", category="billing", subject="Charged twice")
    assert {row.id for row in shop.desk.inbox.rows()} == {"k7f3p2qa", second.id}
    view = shop.desk.inbox.conversation(second.id)
    assert [each.fresh.strip() for each in view.messages] == ["It came broken, and I was charged twice."]
    assert (view.row.subject, view.row.category) == ("Charged twice", "billing")
    letter(shop, 2, "Still no word about the teapot.", hours_ago=-1, home="k7f3p2qa")
    assert len(shop.desk.inbox.conversation(second.id).messages) == 1
    assert shop.desk.replies.review(second.id, "Dear Dana").to.email == "dana@buyer.example"
    undo_newest(shop.desk)
    assert {row.id for row in shop.desk.inbox.rows()} == {"k7f3p2qa"}
    with pytest.raises(RefusedError, match="no category"):
        shop.desk.cases.split("k7f3p2qa", category="weather")


def test_a_note_is_in_the_history_and_can_be_taken_off(shop: Shop) -> None:
    shop.case("c1", "Dana Reed", "Arrived in pieces")
    shop.desk.cases.note("c1", "call her on Friday")
    assert [note.text for note in shop.book.notes("c1")] == ["call her on Friday"]
    undo_newest(shop.desk)
    assert shop.book.notes("c1") == []
    assert [(h.what, h.detail) for h in shop.book.history("c1")][1:] == [
        ("note", "call her on Friday"),
        ("undone", "note"),
    ]


def test_put_aside_until_they_answer(shop: Shop) -> None:
    shop.case("c1", "Dana Reed", "Arrived in pieces")
    assert isinstance(shop.desk.cases.until("until they answer"), UntilTheyAnswer)
    shop.desk.cases.snooze("c1", until=None)
    shop.clock.at = NOW + timedelta(days=300)
    assert shop.desk.cases.wake() == 0
    assert state(shop, "c1") == "snoozed"


def test_the_record_is_written_in_one_go_with_closing(shop: Shop) -> None:
    shop.case("c1", "Dana Reed", "Arrived in pieces")
    done = shop.desk.cases.resolve("c1", reason="put right", said={"cause": "packing", "justified": "yes"})
    assert (done.record.cause, done.record.justified) == ("packing", "yes")
    with pytest.raises(RefusedError, match="yes, partly, no"):
        shop.desk.cases.do(wishes.write_record({"justified": "perhaps"}), "c1")
    shop.desk.cases.do(wishes.write_record({"redress": "a new teapot"}), "c1")
    with pytest.raises(RefusedError, match="says so already"):
        shop.desk.cases.do(wishes.write_record({"redress": "a new teapot"}), "c1")
    assert shop.book.history("c1")[-1].detail == "redress: a new teapot"
    undo_newest(shop.desk)
    undo_newest(shop.desk)
    found = shop.book.case("c1")
    assert found is not None
    assert (found.state, found.record.cause) == (CaseState.OPEN, "")


def test_a_case_that_was_changed_by_somebody_else_meanwhile_is_not_overwritten(shop: Shop) -> None:
    before = shop.case("c1", "Dana Reed", "Arrived in pieces")
    entry = HistoryEntry(case_id="c1", at=NOW, actor="lee", what="category", detail="billing")
    shop.book.change_case(before, entry)
    done = shop.desk.cases.resolve("c1")
    assert done.version == 2

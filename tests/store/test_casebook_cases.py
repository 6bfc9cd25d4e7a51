"""Cases, their messages and their history, on both databases."""

from dataclasses import fields, replace
from datetime import datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from inbox_tui.core.case import Case, CaseState
from inbox_tui.core.outbox import OutboxItem
from inbox_tui.errors import NotFoundError
from inbox_tui.ports import Casebook, Changed, Note, Stale
from inbox_tui.store.casebook import SqlCasebook, tables

from .records import NOON, at, case, entry


def test_a_case_comes_back_as_it_went_in(book: SqlCasebook) -> None:
    port: Casebook = book
    full = case(
        state=CaseState.SNOOZED,
        received_at=NOON.astimezone(timezone(timedelta(hours=5, minutes=30))),
        unanswered_since=at(1),
        last_in_at=at(2),
        last_in_id="<a@b.example>",
        last_out_at=at(3),
        first_response_at=at(4),
        snoozed_until=at(5),
        resolved_at=at(6),
        products=("lamp",),
        remedy_sought=("refund",),
        version=4,
    )
    port.add_case(full, entry())
    assert port.case("k3m9") == full
    assert port.case("none") is None


def test_adding_a_case_again_changes_nothing(book: SqlCasebook) -> None:
    book.add_case(case(), entry(what="came in"))
    book.add_case(case(subject="other"), entry(what="came in again"))
    assert book.case("k3m9") == case()
    assert [each.what for each in book.history("k3m9")] == ["came in"]


def test_cases_by_state(book: SqlCasebook) -> None:
    book.add_case(case("a"), entry("a"))
    book.add_case(case("b", state=CaseState.OPEN), entry("b"))
    book.add_case(case("c", state=CaseState.RESOLVED), entry("c"))
    assert {each.id for each in book.cases()} == {"a", "b", "c"}
    assert {each.id for each in book.cases(states={CaseState.NEW, CaseState.OPEN})} == {"a", "b"}
    assert book.cases(states=set()) == []


def test_the_second_of_two_changes_is_stale(book: SqlCasebook) -> None:
    book.add_case(case(), entry())
    first = book.change_case(replace(case(), subject="mine"), entry(what="edited", before=case()))
    assert first == Changed(case=case(subject="mine", version=1))
    second = book.change_case(replace(case(), subject="theirs"), entry(what="edited too"))
    assert second == Stale(case=case(subject="mine", version=1))
    assert book.case("k3m9") == case(subject="mine", version=1)
    assert [each.what for each in book.history("k3m9")] == ["opened", "edited"]


def test_changing_a_case_that_is_not_there_says_so(book: SqlCasebook) -> None:
    with pytest.raises(NotFoundError, match="no case k3m9"):
        book.change_case(case(), entry())


def test_messages_belong_to_the_case_that_claimed_them_last(book: SqlCasebook) -> None:
    book.link("a", "shop", ["<1>", "<2>", ""])
    book.link("b", "shop", ["<2>", "<3>"])
    book.link("a", "other", ["<1>"])
    assert book.cases_of("shop", ["<1>", "<2>", "<3>", "<4>", ""]) == {"<1>": "a", "<2>": "b", "<3>": "b"}
    assert book.cases_of("other", ["<1>", "<2>"]) == {"<1>": "a"}
    assert book.cases_of("shop", []) == {}


def test_thousands_of_messages_can_be_asked_for_at_once(book: SqlCasebook) -> None:
    names = [f"<{n}@x.example>" for n in range(1203)]
    book.link("a", "shop", names)
    assert len(book.cases_of("shop", names)) == 1203


def test_history_keeps_the_case_as_it_was(book: SqlCasebook) -> None:
    before = case(snoozed_until=at(9), state=CaseState.SNOOZED)
    book.add_case(case(), entry(what="came in"))
    book.change_case(case(), entry(what="edited", before=before))
    came, edited = book.history("k3m9")
    assert (came.before, edited.before) == (None, before)
    assert edited == replace(entry(what="edited", before=before), id=edited.id)


def test_undo_walks_back_through_what_can_be_undone(book: SqlCasebook) -> None:
    assert book.last_undoable() is None
    book.add_case(case("a"), entry("a"))
    book.add_case(case("b"), entry("b"))
    book.change_case(case("a"), entry("a", what="first", before=case("a")))
    book.change_case(case("b"), entry("b", what="second", before=case("b")))
    book.change_case(case("b", version=1), entry("b", what="cannot be undone"))
    newest = book.last_undoable()
    assert newest is not None
    assert newest.what == "second"
    book.mark_undone(newest.id)
    older = book.last_undoable()
    assert older is not None
    assert older.what == "first"
    book.mark_undone(older.id)
    assert book.last_undoable() is None


def test_notes_come_oldest_first(book: SqlCasebook) -> None:
    book.add_note(Note(case_id="k3m9", at=at(5), author="Bo", text="call her"))
    book.add_note(Note(case_id="k3m9", at=at(1), author="Al", text="done"))
    book.add_note(Note(case_id="else", at=at(1), author="Al", text="no"))
    assert [(each.author, each.text, each.at) for each in book.notes("k3m9")] == [
        ("Bo", "call her", at(5)),
        ("Al", "done", at(1)),
    ]


def test_addresses_that_bounce_and_small_facts(book: SqlCasebook) -> None:
    assert book.bounces(["zoe@garden.example"]).get("zoe@garden.example") is None
    book.note_bounce("Zoe@Garden.example", at=NOON, reason="no such user")
    book.note_bounce("zoe@garden.example", at=NOON, reason="mailbox gone")
    assert book.bounces(["ZOE@garden.example"]).get("zoe@garden.example") == "mailbox gone"
    assert book.value("last run") is None
    book.set_value("last run", "yesterday")
    book.set_value("last run", "today")
    assert book.value("last run") == "today"


def test_characters_that_no_database_holds_do_not_stop_a_save(book: SqlCasebook) -> None:
    odd = case(subject="a\0b\ud800c", why=("x\0", "\udfff"))
    book.add_case(odd, entry())
    book.change_case(odd, entry(what="edited", before=odd))
    kept = book.case("k3m9")
    assert kept is not None
    assert kept.subject == "a\ufffdb?c"
    assert kept.why == ("x\0", "\udfff")
    last = book.last_undoable()
    assert last is not None
    assert last.before is not None
    assert last.before.subject == "a\0b?c"


def test_an_instant_without_a_zone_is_refused(book: SqlCasebook) -> None:
    with pytest.raises(sa.exc.StatementError, match="time zone"):
        book.add_case(case(received_at=datetime(2026, 1, 1)), entry())  # noqa: DTZ001
    assert book.cases() == []


def test_every_field_has_its_column() -> None:
    assert {each.name for each in fields(Case)} == {column.name for column in tables.cases.columns}
    assert {each.name for each in fields(OutboxItem)} == {column.name for column in tables.outbox.columns}

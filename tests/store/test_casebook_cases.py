"""Cases, their messages and their history, on both databases."""

from dataclasses import fields, replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa

from inbox_tui.core.case import Case, CaseState
from inbox_tui.core.outbox import OutboxItem
from inbox_tui.core.record import Record
from inbox_tui.errors import NotFoundError
from inbox_tui.ports import Act, Casebook, Changed, Note, Stale
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


def test_the_cases_of_some_customers(book: SqlCasebook) -> None:
    book.add_case(case("a", from_addr="Dana@mail.example"), entry("a"))
    book.add_case(case("b", from_addr="dana@mail.example", state=CaseState.RESOLVED), entry("b"))
    book.add_case(case("c", from_addr="JOSÉ@mail.example", from_name="José"), entry("c"))
    book.add_case(case("d", from_addr="", from_name=""), entry("d"))
    assert {each.id for each in book.cases_from({"DANA@mail.example", "nobody@mail.example"})} == {"a", "b"}
    assert [each.id for each in book.cases_from(["JOSÉ@mail.example"])] == ["c"]
    assert book.cases_from([]) == []
    many = [f"customer{n}@mail.example" for n in range(1200)]
    assert len(book.cases_from([*many, "dana@mail.example", *many])) == 2


def test_the_names_of_cases_newest_first(book: SqlCasebook) -> None:
    for name, days in (("old", -2), ("new", 0), ("middle", -1)):
        book.add_case(case(name, received_at=NOON + timedelta(days=days)), entry(name))
    assert book.case_ids() == ["new", "middle", "old"]
    assert sum(book.count_cases(state) for state in CaseState) == 3


def test_the_names_of_other_customers(book: SqlCasebook) -> None:
    book.add_case(case("a", from_addr="Dana@mail.example", from_name="Dana"), entry("a"))
    book.add_case(case("b", from_addr="sam@mail.example", from_name="Sam"), entry("b"))
    book.add_case(case("c", from_addr="sam@mail.example", from_name="Sam"), entry("c"))
    book.add_case(case("d", from_addr="x@mail.example", from_name=""), entry("d"))
    assert book.names_besides("dana@mail.example") == {"Sam"}


def test_a_customer_is_found_without_reading_all_cases(book: SqlCasebook) -> None:
    with book._database.reading() as connection:
        if connection.dialect.name != "sqlite":
            pytest.skip("PostgreSQL reads small tables whole")
        plan = connection.execute(
            sa.text("EXPLAIN QUERY PLAN SELECT id FROM cases WHERE lower(from_addr) IN ('a', 'b')")
        ).all()
    assert "ix_cases_customer" in str(plan)


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
    assert book.last_undoable() == []
    book.add_case(case("a"), entry("a"))
    book.add_case(case("b"), entry("b"))
    book.change_case(case("a"), entry("a", what="first", before=case("a")))
    book.change_case(case("b"), entry("b", what="second", before=case("b")))
    book.change_case(case("b", version=1), entry("b", what="cannot be undone"))
    (newest,) = book.last_undoable()
    assert newest.what == "second"
    assert isinstance(book.change_cases(act(case("b", version=2), undone=(newest.id,))), list)
    (older,) = book.last_undoable()
    assert older.what == "first"
    assert isinstance(book.change_cases(act(case("a", version=1), undone=(older.id,))), list)
    assert book.last_undoable() == []


def act(*changed: Case, **fields: Any) -> Act:
    """Changes of cases, none of which can be undone."""
    return Act(changes=tuple((one, entry(one.id, what="undone")) for one in changed), **fields)


def test_an_act_is_done_whole_or_not_at_all(book: SqlCasebook) -> None:
    book.add_case(case("a"), entry("a"))
    book.add_case(case("b", version=3), entry("b"))
    note = Note(case_id="a", at=at(1), author="Bo", text="call her")
    outcome = book.change_cases(act(case("a", subject="new"), case("b", version=2), notes=(note,)))
    assert isinstance(outcome, Stale)
    assert outcome.case.version == 3
    assert book.case("a") == case("a")
    assert (book.notes("a"), len(book.history("a"))) == ([], 1)
    done = book.change_cases(act(case("a", subject="new"), case("b", version=3), notes=(note,)))
    assert isinstance(done, list)
    assert [(one.id, one.version) for one in done] == [("a", 1), ("b", 4)]
    assert [each.text for each in book.notes("a")] == ["call her"]
    assert isinstance(book.change_cases(act(case("a", version=1), unsaid=(note,))), list)
    assert book.notes("a") == []


def test_one_change_is_undone_only_once(book: SqlCasebook) -> None:
    book.add_case(case("a"), entry("a"))
    book.change_case(case("a"), entry("a", what="first", before=case("a")))
    (first,) = book.last_undoable()
    assert isinstance(book.change_cases(act(case("a", version=1), undone=(first.id,))), list)
    assert isinstance(book.change_cases(act(case("a", version=2), undone=(first.id,))), Stale)
    assert len(book.history("a")) == 3


def test_what_was_one_act_is_undone_as_one_and_only_by_who_did_it(book: SqlCasebook) -> None:
    for name in ("a", "b", "c"):
        book.add_case(case(name), entry(name))
    both = tuple(
        (case(name), replace(entry(name, what="closed", before=case(name)), together="t1", after=case(name)))
        for name in ("a", "b")
    )
    book.change_cases(Act(changes=both))
    book.change_case(case("c"), replace(entry("c", what="theirs", before=case("c")), actor="Al"))
    assert [each.what for each in book.last_undoable()] == ["theirs"]
    found = book.last_undoable(actor="Bo")
    assert [(each.case_id, each.after) for each in found] == [("b", case("b")), ("a", case("a"))]


def test_a_record_and_whom_a_case_waits_for_are_kept(book: SqlCasebook) -> None:
    said = case(
        record=Record(cause="packed badly 💡", justified="yes"), waiting_on="customer", split_from="x"
    )
    book.add_case(said, entry())
    assert book.case("k3m9") == said
    changed = replace(said, record=Record())
    book.change_case(changed, entry(what="edited", before=said))
    assert book.case("k3m9") == replace(changed, version=1)
    assert book.history("k3m9")[1].before == said


def test_notes_come_oldest_first(book: SqlCasebook) -> None:
    for one in (
        Note(case_id="k3m9", at=at(5), author="Bo", text="call her"),
        Note(case_id="k3m9", at=at(1), author="Al", text="done"),
        Note(case_id="else", at=at(1), author="Al", text="no"),
    ):
        book.change_cases(Act(changes=(), notes=(one,)))
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
    (last,) = book.last_undoable()
    assert last.before is not None
    assert last.before.subject == "a\0b?c"


def test_an_instant_without_a_zone_is_refused(book: SqlCasebook) -> None:
    with pytest.raises(sa.exc.StatementError, match="time zone"):
        book.add_case(case(received_at=datetime(2026, 1, 1)), entry())  # noqa: DTZ001
    assert book.cases() == []


def test_every_field_has_its_column() -> None:
    assert {each.name for each in fields(Case)} == {column.name for column in tables.cases.columns}
    columns = {*tables.outbox.columns.keys(), "raw"}
    assert {each.name for each in fields(OutboxItem)} == columns


def test_changes_of_some_kinds_that_still_count(book: SqlCasebook) -> None:
    book.add_case(case(), entry())
    now = case()
    for seconds, what in enumerate(("category", "stance", "category", "category")):
        before = now
        change = replace(entry(what=what, before=before), at=at(seconds))
        outcome = book.change_case(replace(now, why=(what, str(seconds))), change)
        assert isinstance(outcome, Changed)
        now = outcome.case
    found = book.changes({"category", "opened"}, after=None, limit=9)
    assert [(each.what, each.at) for each in found] == [("category", at(s)) for s in (0, 2, 3)]
    assert [each.at for each in book.changes({"category"}, after=at(0), limit=9)] == [at(2), at(3)]
    assert [each.at for each in book.changes({"category"}, after=None, limit=2)] == [at(2), at(3)]
    (newest,) = book.last_undoable()
    book.change_cases(Act(changes=(), undone=(newest.id,)))
    assert [each.at for each in book.changes({"category"}, after=None, limit=9)] == [at(0), at(2)]
    assert book.changes(set(), after=None, limit=9) == []

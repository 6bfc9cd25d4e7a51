"""``case``, ``undo``, ``list``, ``show`` and ``scaffold`` as they are typed, on a casebook of a home."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from inbox_tui.cli.root import cli
from inbox_tui.core.case import Case, CaseState
from inbox_tui.ports import HistoryEntry
from inbox_tui.store.cache_schema import file_in
from inbox_tui.store.casebook import open_casebook
from tests.store.letters import letter, open_cache

CONFIG = """
[accounts.shop]
email = "kim@pottery.example"
from_name = "Kim's Pottery"
imap = {host = "127.0.0.1", port = 1, tls = "off"}
smtp = {host = "127.0.0.1", port = 1, tls = "off"}
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "config.toml").write_text(CONFIG)
    book = open_casebook(tmp_path / "casebook.db", backups=None)
    at = datetime.now(UTC) - timedelta(hours=2)
    for name in ("c1", "c2", "c3"):
        one = Case(
            id=name,
            account="shop",
            state=CaseState.OPEN,
            received_at=at,
            unanswered_since=at,
            last_in_at=at,
            from_name="Dana Reed",
            from_addr="dana@buyer.example",
            subject="Arrived in pieces",
            text="The teapot is broken and I would like my money back, please.",
            message_id=f"<{name}@buyer.example>",
            category="faulty_product",
        )
        book.add_case(one, HistoryEntry(case_id=name, at=at, actor="test", what="new"))
    book.close()
    return tmp_path


def run(home: Path, *words: str) -> Result:
    result = CliRunner().invoke(cli, ["--home", str(home), *words])
    assert result.exit_code == 0, (result.output, result.exception)
    return result


def told(home: Path, *words: str) -> Any:
    return json.loads(run(home, *words, "--json").stdout)


def failed(home: Path, *words: str) -> str:
    result = CliRunner().invoke(cli, ["--home", str(home), *words])
    assert result.exit_code != 0
    return f"{result.exception} {result.output}"


def test_every_move_is_typed_shown_and_taken_back(home: Path) -> None:
    steps: list[tuple[list[str], dict[str, object]]] = [
        (["wait", "third-party", "the", "courier"], {"state": "waiting", "waiting_on": "third_party"}),
        (["wait", "customer"], {"state": "waiting", "waiting_on": "customer"}),
        (["snooze", "in", "3", "days"], {"state": "snoozed", "waiting_on": ""}),
        (["snooze", "until", "they", "answer"], {"state": "snoozed", "snoozed_until": None}),
        (["category", "billing"], {"category": "billing"}),
        (["resolve", "--reason", "put right", "--set", "cause=packing"], {"state": "resolved"}),
        (["reopen"], {"state": "open"}),
        (["not-complaint"], {"state": "not_complaint", "is_complaint": False}),
        (["complaint"], {"state": "open", "is_complaint": True}),
    ]
    names = ("state", "category", "waiting_on", "snoozed_until", "due_at")
    seen = [told(home, "case", "c1", "show")]
    for words, wanted in steps:
        row = told(home, "case", "c1", *words)
        assert {name: row[name] for name in wanted} == wanted
        seen.append(row)
    for before in reversed(seen[:-1]):
        row = told(home, "undo")
        assert {name: row[name] for name in names} == {name: before[name] for name in names}
    assert "nothing to undo" in failed(home, "undo")


def test_the_first_few_of_one_account(home: Path) -> None:
    """Not those of it that are among the first few of all."""
    (home / "config.toml").write_text(CONFIG + CONFIG.replace("accounts.shop", "accounts.other"))
    book = open_casebook(home / "casebook.db", backups=None)
    at = datetime.now(UTC) - timedelta(hours=20)
    late = Case(
        id="d1",
        account="other",
        state=CaseState.OPEN,
        received_at=at,
        unanswered_since=at,
        from_addr="ann@buyer.example",
    )
    book.add_case(late, HistoryEntry(case_id="d1", at=at, actor="test", what="new"))
    book.close()
    assert [row["id"] for row in told(home, "list", "--limit", "1")] == ["d1"]
    assert "to other" in run(home, "list", "--limit", "1").stdout
    assert [row["id"] for row in told(home, "list", "--limit", "2", "--account", "shop")] == ["c1", "c2"]


def test_a_search_in_one_account_finds_nothing_of_another(home: Path) -> None:
    (home / "config.toml").write_text(CONFIG + CONFIG.replace("accounts.shop", "accounts.other"))
    found = [row["id"] for row in told(home, "search", "state:open")]
    assert found == []  # what is only a case has no mail to be found in
    cache = open_cache(file_in(home / "cache"))
    ours, theirs = letter(1, conversation="a1"), letter(2, conversation="b1")
    elsewhere = replace(theirs, ref=theirs.ref._replace(account="other"))
    cache.put([ours, elsewhere], {})
    cache.close()
    assert {row["id"] for row in told(home, "search", "lamp")} == {"a1", "b1"}
    assert [row["id"] for row in told(home, "search", "lamp", "--account", "shop", "--limit", "1")] == ["a1"]


def test_several_cases_are_one_act(home: Path) -> None:
    rows = told(home, "case", "c1,c2", "resolve", "--reason", "put right")
    assert [row["state"] for row in rows] == ["resolved", "resolved"]
    assert {row["id"] for row in told(home, "list", "--state", "resolved")} == {"c1", "c2"}
    result = run(home, "case", "c1,c3", "resolve")
    assert "c1 stays as it is" in result.stderr
    run(home, "undo")
    assert "and 1 more" in run(home, "undo").stderr
    assert {row["state"] for row in told(home, "list")} == {"open"}


def test_the_record_and_the_card_are_shown_and_filled_in(home: Path) -> None:
    run(home, "case", "c2", "resolve", "--reason", "money back", "--set", "cause=thin box")
    run(home, "case", "c1", "record", "cause=packed", "badly", "justified=partly", "satisfaction=4")
    shown = told(home, "case", "c1", "show")
    record, customer = shown["record"], shown["customer"]
    assert (record["cause"], record["justified"], record["satisfaction"]) == ("packed badly", "partly", "4")
    assert record["missing"] == ["decision", "redress", "recourse_told"]
    assert (customer["language"], {each["id"] for each in customer["earlier"]}) == ("English", {"c2", "c3"})
    whole = told(home, "show", "c1")
    assert (whole["record"], whole["customer"]) == (record, customer)
    assert "packed badly" in run(home, "show", "c1").output
    assert "yes, partly, no" in failed(home, "case", "c1", "record", "justified=maybe")
    assert "names no field" in failed(home, "case", "c1", "record", "hello")
    assert "no field of the record" in failed(home, "case", "c1", "resolve", "--set", "mood=blue")


def test_notes_stand_in_the_history_and_a_split_case_on_its_own(home: Path) -> None:
    run(home, "case", "c1", "note", "call", "her")
    whole = told(home, "show", "c1")
    assert [note["text"] for note in whole["notes"]] == ["call her"]
    assert whole["history"][-1]["what"] == "note"
    second = told(home, "case", "c1", "split", "billing", "Charged", "twice")
    assert (second["subject"], second["category"], second["state"]) == ("Charged twice", "billing", "open")
    assert told(home, "case", "c2", "merge", "c1")["id"] == "c1"
    for _ in range(3):
        run(home, "undo")
    assert {row["id"] for row in told(home, "list")} == {"c1", "c2", "c3"}
    assert told(home, "show", "c1")["notes"] == []


def test_two_customers_in_one_case_are_told_of(home: Path) -> None:
    assert run(home, "case", "c2", "merge", "c1").stderr == ""
    book = open_casebook(home / "casebook.db", backups=None)
    book.add_case(
        replace(book.cases(ids=["c3"])[0], id="c4", from_name="Tom Hale", from_addr="tom@buyer.example"),
        HistoryEntry(case_id="c4", at=datetime.now(UTC), actor="test", what="new"),
    )
    book.close()
    said = run(home, "case", "c3", "merge", "c4").stderr
    assert "in one case now, Dana Reed and Tom Hale: answers go to tom@buyer.example only" in said
    assert "inbox-tui undo" in said
    run(home, "undo")
    assert told(home, "show", "c3")["state"] == "open"


def test_a_scaffold_goes_below_the_words_of_the_draft_and_stops_the_reply(home: Path, tmp_path: Path) -> None:
    own = home / "scaffolds"
    own.mkdir()
    (own / "faulty_product.txt").write_text("Dear {first_name}, order {order}:\n? What broke?\n")
    (own / "bad.txt").write_text("category: other\n\nDear {nmae}\n? Why?\n")
    result = run(home, "scaffold", "list")
    assert f"{own / 'bad.txt'}, line 3: {{nmae}} is no field" in result.stderr
    names = [each["name"] for each in told(home, "scaffold", "list")]
    assert (names[0], "late_delivery" in names, names.count("faulty_product")) == ("faulty_product", True, 1)
    run(home, "case", "c1", "scaffold")
    run(home, "case", "c1", "scaffold", "billing")
    draft = told(home, "show", "c1")["draft"]
    assert draft.startswith("Dear Dana, order {order}:\n[? What broke?]\n\n[? Which amount")
    letter = tmp_path / "letter.txt"
    letter.write_text(run(home, "scaffold", "show", "c1", "late_delivery").stdout)
    assert "placeholder" in failed(home, "reply", "c1", "--file", str(letter))
    assert "no scaffold" in failed(home, "case", "c1", "scaffold", "weather")


def test_a_scaffold_that_ships_is_copied_to_be_changed_and_never_over_another(home: Path) -> None:
    file = Path(told(home, "scaffold", "copy", "ombudsman")["path"])
    assert file.parent == home / "scaffolds"
    file.write_text(file.read_text().replace("title: The way to an ombudsman", "title: The pottery guild"))
    assert "stays as it is" in failed(home, "scaffold", "copy", "ombudsman")
    assert "The pottery guild" in run(home, "scaffold", "list").stdout
    assert "No scaffold “../x” ships" in failed(home, "scaffold", "copy", "../x")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["case", "c1", "snooze", "01/12/2026"], "two ways"),
        (["case", "c1", "snooze"], "needs a value behind it, such as: in 3 days"),
        (["case", "c1", "resolve", "now"], "takes no value"),
        (["case", "c1,c2", "note", "x"], "one case at a time"),
        (["case", "nowhere", "resolve"], "There is no"),
        (["case", "c1", "wait", "godot"], "nobody to wait for"),
        (["case", "c1", "split", "weather"], "no category"),
        (["case", "c1", "category", "faulty_product"], "already"),
        (["list", "--state", "lost"], "is not one of"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(home: Path, words: list[str], said: str) -> None:
    assert said in failed(home, *words)


def test_lines_for_people_say_what_the_list_on_the_screen_says(home: Path) -> None:
    """Whoever has them read aloud sees no section and no sign."""
    assert "snoozed until Fri 4 Dec 09:00" in run(home, "case", "c1", "snooze", "2099-12-04").stdout
    assert "snoozed until they answer" in run(home, "case", "c1", "snooze", "until", "they", "answer").stdout
    assert "waiting for somebody else" in run(home, "case", "c2", "wait", "third-party").stdout
    assert "2 other cases" in run(home, "list").stdout


def test_lines_for_people_stand_in_columns_whatever_is_written_in_them(home: Path) -> None:
    book = open_casebook(home / "casebook.db", backups=None)
    at = datetime.now(UTC) - timedelta(hours=2)
    for number, (name, subject) in enumerate(
        [("山田" * 20, ""), ("e\u0301a", "破れた" * 30), ("Zoë", "x" * 99)]
    ):
        one = Case(
            id=f"w{number}",
            account="shop",
            received_at=at,
            unanswered_since=at,
            from_name=name,
            from_addr=f"{number}@buyer.example",
            subject=subject,
            category="billing",
        )
        book.add_case(one, HistoryEntry(case_id=one.id, at=at, actor="test", what="new"))
    book.close()
    lines = [each for each in run(home, "list").stdout.splitlines() if each.startswith("w")]
    assert {cell_len(each.partition("billing")[0]) for each in lines} == {4 + 11 + 25 + 41}
    assert [each.count("…") for each in lines] == [1, 1, 1]
    assert "(no subject)" in lines[0]


def test_an_empty_list_says_what_there_is_none_of(home: Path) -> None:
    assert run(home, "list", "--overdue").stdout == "Nothing is late.\n"
    assert run(home, "list", "--state", "waiting").stdout == "No case is waiting.\n"
    run(home, "case", "c1,c2,c3", "resolve")
    assert run(home, "list").stdout.startswith("Nothing to answer.")


def test_a_category_that_is_no_complaint_takes_a_case_off_the_clock_and_undo_puts_it_back(home: Path) -> None:
    row = told(home, "case", "c1", "category", "newsletter")
    assert (row["state"], row["is_complaint"], row["due_at"]) == ("not_complaint", False, None)
    assert {each["id"] for each in told(home, "list")} == {"c2", "c3"}
    back = told(home, "undo")
    assert (back["state"], back["category"], back["is_complaint"]) == ("open", "faulty_product", True)
    assert back["due_at"] is not None
    assert "“spam” is no complaint" in failed(home, "case", "c1", "split", "spam")

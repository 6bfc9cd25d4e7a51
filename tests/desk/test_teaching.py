"""Corrections become lessons, undo takes them back, and the command line reads and forgets them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from inbox_tui.desk.cases import wishes
from inbox_tui.desk.cases.undoing import undo_newest
from inbox_tui.desk.receiving.intake import Intake
from inbox_tui.desk.receiving.teaching import forget

from ..ui.shop import Shop, open_shop
from .test_cases import letter

REPORT = "The firing in kiln 4 went wrong, the glaze came out faulty and two biscuit tiles cracked. Dana"
NEXT = "The firing in kiln 7 went wrong, the glaze came out faulty and nine biscuit tiles cracked. Dana"


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return open_shop(tmp_path)


def take_in(shop: Shop, uid: int, text: str, home: str) -> str:
    """A letter comes in; what it is taken for."""
    letter(shop, uid, text, hours_ago=1, home=home)
    Intake(shop.desk.office).take_in("shop", [home])
    case = shop.book.case(home)
    return "no case" if case is None else case.state.value


def test_not_a_complaint_is_remembered_and_undo_takes_the_lesson_back(shop: Shop) -> None:
    assert take_in(shop, 1, REPORT, "first001") == "new"
    shop.desk.cases.do(wishes.not_a_complaint(), "first001")
    assert take_in(shop, 2, NEXT, "second02") == "no case"
    undo_newest(shop.desk)
    assert take_in(shop, 3, NEXT, "third003") == "new"


def test_a_category_change_is_remembered(shop: Shop) -> None:
    take_in(shop, 1, REPORT, "first001")
    shop.desk.cases.categorise("first001", "poor_service")
    take_in(shop, 2, NEXT, "second02")
    case = shop.book.case("second02")
    assert case is not None
    assert case.category == "poor_service"
    assert any("you called such mail poor service" in why for why in case.why)


def test_other_complaints_are_read_as_before(shop: Shop) -> None:
    take_in(shop, 1, REPORT, "first001")
    shop.desk.cases.not_a_complaint("first001")
    assert take_in(shop, 2, "My teapot of order 4471 arrived broken. I want a refund.", "second02") == "new"


def test_forgetting_starts_anew_and_keeps_the_cases(shop: Shop) -> None:
    take_in(shop, 1, REPORT, "first001")
    shop.desk.cases.not_a_complaint("first001")
    assert forget(shop.book, now=shop.clock.now()) == 1
    assert forget(shop.book, now=shop.clock.now()) == 0
    assert take_in(shop, 2, NEXT, "second02") == "new"
    case = shop.book.case("first001")
    assert case is not None
    assert case.state.value == "not_complaint"


def run(home: Path, *arguments: str, given: bytes = b"") -> tuple[int, list[dict[str, object]], str]:
    done = subprocess.run(
        [sys.executable, "-m", "inbox_tui", *arguments],
        input=given,
        capture_output=True,
        timeout=60,
        env={**os.environ, "INBOX_TUI_HOME": str(home)},
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, lines, done.stderr.decode("utf-8")


def test_every_bad_line_has_a_sentence_and_the_others_are_read(tmp_path: Path) -> None:
    good = json.dumps({"id": "a", "text": "The jug of order 5512 leaks."}).encode()
    bad = (
        b"\xff\xfe{", b"not json", b"[1]", b"null", b'{"text": 7}', b'{"headers": ["x"]}',
        b'{"subject": {}}', b"[" * 100_000, b'{"id": ' + b"9" * 5000 + b"}", b"\x00",
    )  # fmt: skip
    code, lines, said = run(
        tmp_path, "triage", "--jsonl", "-", given=b"\n".join((good, *bad, good, b"", b" "))
    )
    assert [line["id"] for line in lines] == ["a", "a"]
    assert all(line["is_complaint"] and line["order_numbers"] == ["5512"] for line in lines)
    sentences = said.splitlines()
    assert [s.split()[:2] for s in sentences] == [["Line", str(n)] for n in range(2, 2 + len(bad))]
    assert all(s.endswith("the others were read.") for s in sentences)
    assert code == 1


def test_missing_fields_are_empty_and_strange_characters_harm_nothing(tmp_path: Path) -> None:
    given = b'{}\n{"id": 3, "text": null, "headers": null}\n'
    given += b'{"text": "\\ud800 \\u001b]52;c;x\\u0007 it is broken"}\n'
    given += json.dumps({"text": "the lamp is broken " * 50_000}).encode() + b"\r\n"
    code, lines, said = run(tmp_path, "triage", "--jsonl", "-", given=b"\xef\xbb\xbf" + given)
    assert (code, said) == (0, "")
    assert [line["id"] for line in lines] == ["1", "3", "3", "4"]
    assert "\x1b" not in json.dumps(lines)


def test_a_bad_order_pattern_gets_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    for place in (tmp_path / "config.toml", tmp_path / "config" / "config.toml"):
        place.write_text('[desk]\norder_patterns = ["(a|aa)+$"]\n')
    code, lines, said = run(tmp_path, "triage", "--jsonl", "-", given=b'{"text": "hello"}')
    assert (code, lines) == (1, [])
    assert "order_patterns: “(a|aa)+$” could take for ever" in said
    assert len(said.strip().splitlines()) == 1

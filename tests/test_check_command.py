"""``check`` on the command line: which rule decided, and what the shop itself asks for."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from inbox_tui.cli.root import cli
from inbox_tui.core.text import is_clean

DRAFT = "Dear Dana,\n\nthe kiln was full. This was our mistake: I packed it badly.\n\nKim\n"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    file = tmp_path / "draft.txt"
    file.write_text(DRAFT, encoding="utf-8")
    return file


def run(home: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["check", "--home", str(home), *words])


def test_explain_names_the_rule_the_words_and_why(tmp_path: Path, draft: Path) -> None:
    shown = run(tmp_path, "--draft", str(draft), "--explain")
    assert shown.exit_code == 0
    assert "by fault/" in shown.output and "“our mistake" in shown.output
    assert "why: " in shown.output and "better: " in shown.output
    plain = run(tmp_path, "--draft", str(draft))
    assert "by fault/" not in plain.output


def test_explain_adds_to_the_json_and_changes_nothing_else(tmp_path: Path, draft: Path) -> None:
    more = json.loads(run(tmp_path, "--draft", str(draft), "--explain", "--json").stdout)
    less = json.loads(run(tmp_path, "--draft", str(draft), "--json").stdout)
    for full, short in zip(more["findings"], less["findings"], strict=True):
        assert full.items() >= short.items()
        assert full.keys() - short.keys() == {"rule", "why", "example", "key"}


def test_the_shops_own_rules_count(tmp_path: Path, draft: Path) -> None:
    (tmp_path / "checklist.toml").write_text(
        'stock_phrases = ["the kiln was full"]\n[levels]\ntone = "off"\n'
    )
    found = {
        f["check"]: f for f in json.loads(run(tmp_path, "--draft", str(draft), "--json").stdout)["findings"]
    }
    assert found["tone"]["found"] is None


def test_a_bad_rules_file_is_one_sentence_and_the_check_goes_on(tmp_path: Path, draft: Path) -> None:
    (tmp_path / "checklist.toml").write_text("[levels]\nmood = 'off'\n")
    shown = run(tmp_path, "--draft", str(draft), "--json")
    assert shown.exit_code == 0
    assert "checklist.toml, line 2" in shown.stderr and "built-in checklist is used" in shown.stderr
    assert len(json.loads(shown.stdout)["findings"]) == 16


@pytest.mark.parametrize(
    ("line", "trouble"),
    [
        (b"no json", "is not JSON"),
        (b"[1]", "is not a JSON object"),
        (b'{"id": "b"}', "has no “reply”"),
        (b'{"reply": 5}', "has no “reply”"),
        (b'{"reply": "Sorry", "stance": "mine"}', "has a “stance” that is none of: ours"),
        (b'{"reply": "Sorry", "stance": ["ours"]}', "has a “stance” that is none of: ours"),
        (b'{"reply": "Sorry", "hours_since": "two"}', "has an “hours_since”"),
        (b'{"reply": "Sorry", "hours_since": NaN}', "has an “hours_since”"),
        (b'{"reply": "Sorry", "hours_since": 1e999}', "has an “hours_since”"),
        (b'{"reply": "Sorry", "hours_since": 1' + b"0" * 400 + b"}", "has an “hours_since”"),
        (b'{"reply": "Sorry", "hours_since": 1' + b"0" * 9000 + b"}", "has a number of too many digits"),
        (b'{"reply": "Sorry", "complaint": "late"}', "has a “complaint” that is no object"),
        (b'{"reply": "Sorry", "complaint": {"text": 7}}', "has a “text” that is no text"),
        (b'{"reply": "Sorry", "customer_name": 7}', "has a “customer_name” that is no text"),
        (b"\xff\xfe", "is not UTF-8 text"),
        (b"[" * 100_000, "is nested too deeply"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_checked(tmp_path: Path, line: bytes, trouble: str) -> None:
    file = tmp_path / "replies.jsonl"
    good = b'{"id": "%s", "reply": "Sorry, our mistake.", "complaint": null, "hours_since": 2.5}'
    file.write_bytes(b"\xef\xbb\xbf" + good % b"first" + b"\r\n\n" + line + b"\n" + good % b"last")
    shown = run(tmp_path, "--jsonl", str(file))
    assert [json.loads(row)["id"] for row in shown.stdout.splitlines()] == ["first", "last"]
    assert shown.stderr.startswith(f"Line 3 {trouble}")
    assert shown.stderr.count("\n") == 1
    assert shown.exit_code == 1


def test_lines_of_standard_input_that_are_all_good(tmp_path: Path) -> None:
    lines = '{"reply": "Sorry."}\n{"id": 7, "reply": "Thank you."}\n'
    shown = CliRunner().invoke(cli, ["check", "--home", str(tmp_path), "--jsonl", "-"], input=lines)
    assert [json.loads(row)["id"] for row in shown.stdout.splitlines()] == ["1", "7"]
    assert (shown.exit_code, shown.stderr) == (0, "")


def test_words_of_strangers_come_out_harmless(tmp_path: Path) -> None:
    """JSON escapes what is below a space, and lets through what a terminal obeys as well."""
    record = {
        "id": "a\x9b31m\u202e",
        "reply": "Dear Dana, that is my fault, \x9b2J and [NAME].",
        "customer_name": "Dana\x9b31m",
        "complaint": {"from_name": "Dana\x9b", "subject": "\x9b", "text": "My teapot\x9b broke."},
    }
    (tmp_path / "lines.jsonl").write_text(json.dumps(record), encoding="utf-8")
    (tmp_path / "reply.txt").write_text(str(record["reply"]), encoding="utf-8")
    for words in (
        ["--jsonl", str(tmp_path / "lines.jsonl")],
        ["--draft", str(tmp_path / "reply.txt"), "--explain"],
    ):
        shown = run(tmp_path, *words)
        assert shown.exit_code == 0 and is_clean(shown.output)

"""Whatever the screens do can be done without them: every action of the registry has its command."""

import json
import shlex
import sys
import tempfile
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from inbox_tui.cli.root import cli
from inbox_tui.core.promises import PromiseState
from inbox_tui.store.casebook import open_casebook
from inbox_tui.ui.actions import ACTIONS, BY_ID
from tests.desk.test_case_command import failed, run
from tests.desk.test_case_command import home as home

COMMANDS = {
    "list.open": "show c1",
    "list.next_section": "list --state waiting",
    "list.section": "list --state snoozed",
    "list.order": "list --overdue",
    "list.select": "case c1,c2 resolve",
    "list.range": "case c1,c2,c3 resolve",
    "case.draft": "draft c1 --file words.txt",
    "case.follow_up": "followup add c1 --kind check_back --at 'in 3 days'",
    "case.snooze": "case c1 snooze tomorrow",
    "case.resolve": "case c1 resolve --reason 'put right'",
    "case.not_complaint": "case c1 not-complaint",
    "case.wait": "case c1 wait customer",
    "case.category": "case c1 category billing",
    "case.assign": "case c1 assign kim",
    "case.note": "case c1 note called",
    "case.merge": "case c1 merge c2",
    "case.split": "case c1 split billing",
    "case.card": "case c1 show",
    "case.scaffold": "case c1 scaffold",
    "case.stance": "case c1 stance ours",
    "desk.undo": "undo",
    "desk.search": "search teapot",
    "desk.sync": "sync",
    "message.quoted": "show c1",
    "message.source": "show c1 --raw",
    "message.save": "attachments c1 --out files",
    "message.next_finding": "draft c1 --check",
    "message.previous_finding": "draft c1 --check",
    "draft.review": "reply c1 --draft",
    "draft.scaffold": "case c1 scaffold",
    "draft.stance": "case c1 stance ours",
    "draft.next_finding": "draft c1 --check",
    "draft.previous_finding": "draft c1 --check",
    "draft.edit_outside": "draft c1 --edit",
    "checklist.next": "draft c1 --check",
    "checklist.previous": "draft c1 --check",
    "checklist.put_aside": "draft c1 --put-aside empathy",
    "outbox.undo": "outbox cancel 1",
    "outbox.send": "outbox retry 1",
    "outbox.edit": "outbox cancel 1",
    "outbox.drop": "outbox settle 1 drop",
    "outbox.arrived": "outbox settle 1 sent",
    "outbox.resend": "outbox settle 1 resend",
    "outbox.send_late": "outbox retry --late",
    "promises.keep": "promises keep 1",
    "promises.break": "promises break 1",
    "promises.redate": "promises redate 1 fri",
    "promises.undo": "promises reopen 1",
    "promises.open": "show c1",
    "review.send": "reply c1 --draft",
    "review.force": "reply c1 --draft --force",
    "review.edit": "draft c1 --edit",
    "review.follow_up": "followup add c1 --kind check_back --at 'in 3 days'",
    "review.later": "reply c1 --draft --at 'mon 9am'",
    "review.leave_out": "reply c1 --draft --leave-out 1",
    "review.reword": "reply c1 --draft --reword '1=a new teapot'",
    "review.redate": "promises redate 1 fri",
    "resolve.put_right": "case c1 resolve --reason 'put right'",
    "resolve.money_back": "case c1 resolve --reason 'money back'",
    "resolve.explained": "case c1 resolve --reason 'explained, nothing was wrong'",
    "resolve.let_rest": "case c1 resolve --reason 'the customer let it rest'",
    "resolve.other": "case c1 resolve --reason 'something else'",
    "card.follow_ups": "followup stop dana@buyer.example",
    "welcome.set_up": "account add shop --email kim@pottery.example --imap a.example:993 --smtp b.example:1",
    "set_up.save": "account add shop --email kim@pottery.example --imap a.example:993 --smtp b.example:1",
    "app.inbox": "list",
    "app.outbox": "outbox",
    "app.promises": "promises",
    "app.theme": "look --theme light",
    "app.calm": "look --calm",
    "app.help": "--help",
    "app.palette": "list --all",
}
"""A command that does the same, for an example case ``c1``."""
ONLY_ON_A_SCREEN = {"checklist.go"}
"""It puts a cursor somewhere."""
MOVES = (
    *(
        "down",
        "up",
        "page_down",
        "page_up",
        "top",
        "bottom",
        "next",
        "previous",
        "next_line",
        "previous_line",
    ),
    *("next_pane", "previous_pane", "back", "leave", "close", "cancel", "quit", "quit_now", "end", "list"),
    *("take", "accept", "yes", "no"),
)
"""Ways about a screen, and answers to a question that a command does not ask."""


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_has_a_command_or_only_moves_about(action: object) -> None:
    id_ = action.id  # type: ignore[attr-defined]
    if id_ in COMMANDS:
        return
    assert id_ in ONLY_ON_A_SCREEN or id_.rpartition(".")[2] in MOVES, f"name the command that does {id_}"


def test_nothing_is_named_that_is_not_there() -> None:
    assert {*COMMANDS, *ONLY_ON_A_SCREEN} <= BY_ID.keys()


@pytest.mark.parametrize("line", sorted(set(COMMANDS.values()) - {"--help"}))
def test_each_of_these_commands_is_one(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read to the end, as if it were to run, and not run."""
    monkeypatch.chdir(tmp_path)
    words, command = shlex.split(line), cli
    context = click.Context(cli, info_name="inbox-tui")
    while isinstance(command, click.Group) and words:
        name, command, words = command.resolve_command(context, words)
        assert command is not None
        context = command.make_context(name, list(words), parent=context)
        words = [*context._protected_args, *context.args]
    assert not words or isinstance(command, click.Group) is False


# --- the draft, from the command line ------------------------------------------------------------


def test_a_draft_is_written_read_checked_and_sent(home: Path) -> None:
    words = home / "words.txt"
    words.write_text("Dear Dana,\n\nI am sorry that your teapot came broken. That is our fault.\n")
    assert "no draft yet" in run(home, "draft", "c1").output
    assert "words is saved" in run(home, "draft", "c1", "--file", str(words)).output
    assert "That is our fault." in run(home, "draft", "c1").output
    said = json.loads(run(home, "draft", "c1", "--json").stdout)
    assert said["text"].startswith("Dear Dana") and said["saved_at"]
    checked = json.loads(run(home, "draft", "c1", "--check", "--json").stdout)
    assert {each["check"]: each["found"] for each in checked["findings"]}["fault"] is True
    queued = json.loads(run(home, "reply", "c1", "--draft", "--json").stdout)
    assert queued["state"] == "scheduled" and queued["case"] == "c1"
    assert "no draft yet" in run(home, "draft", "c1").output
    run(home, "undo")
    assert "That is our fault." in run(home, "draft", "c1").output


def test_the_editor_of_the_environment_writes_the_draft(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor = home / "editor.py"
    editor.write_text(
        "import pathlib, sys\np = pathlib.Path(sys.argv[-1])\np.write_text(p.read_text() + 'More.')\n"
    )
    monkeypatch.setenv("EDITOR", f"{shlex.quote(sys.executable)} {shlex.quote(str(editor))}")
    for times in (1, 2):
        assert run(home, "draft", "c1", "--edit").exit_code == 0
        assert run(home, "draft", "c1").output.count("More.") == times


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["draft", "nobody"], 1, "no conversation"),
        (["draft", "c1", "--file", "x", "--edit"], 2, "Use one of them"),
        (["draft", "c1", "--file", "none.txt"], 2, "cannot be read"),
        (["reply", "c1", "--draft"], 1, "There is no draft to send"),
        (["reply", "c1"], 2, "Say where the words are"),
        (["reply", "c1", "--draft", "--file", "x"], 2, "Say where the words are"),
        (["promises", "redate", "99", "fri"], 1, "99"),
        (["promises", "redate", "99", "sometime or so"], 2, ""),
        (["look", "--theme", "pink"], 1, "There is no theme “pink”"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(home: Path, words: list[str], code: int, told: str) -> None:
    done = CliRunner().invoke(cli, ["--home", str(home), *words])
    assert done.exit_code == code and told in f"{done.output} {done.exception}"


def test_no_editor_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    assert "No editor is set" in failed(home, "draft", "c1", "--edit")


def test_a_look_is_chosen_for_the_next_start(home: Path) -> None:
    assert "* dark" in run(home, "look").output
    (home / "themes").mkdir()
    (home / "themes" / "mine.toml").write_text("[colours]\ntext = 'redd'\n")
    done = run(home, "look", "--theme", "light", "--calm", "--json")
    said = json.loads(done.stdout)
    assert (said["theme"], said["calm"], said["ascii"]) == ("light", True, False)
    assert {"dark", "light", "terminal"} <= {each["name"] for each in said["themes"]}
    assert "mine.toml" in done.stderr and "redd" in done.stderr
    assert "[accounts.shop]" in (home / "config.toml").read_text()
    assert "* light" in run(home, "look", "--no-calm").output


GOOD = (
    "Dear Dana,\n\nI am so sorry that your teapot came broken. That is our fault: we packed it badly. "
    "A new teapot leaves tomorrow. I will call you on Friday.\n\nKim\n"
)


def test_a_finding_is_put_aside_and_brought_back(home: Path) -> None:
    words = home / "words.txt"
    words.write_text(GOOD)
    assert "no draft yet" in failed(home, "draft", "c1", "--put-aside", "commitment")
    run(home, "draft", "c1", "--file", str(words))

    def aside() -> set[str]:
        found = json.loads(run(home, "draft", "c1", "--check", "--json").stdout)["findings"]
        return {each["check"] for each in found if each["put_aside"]}

    assert aside() == set()
    assert "put aside: " in run(home, "draft", "c1", "--put-aside", "commitment").output
    assert aside() == {"commitment"}
    words.write_text(GOOD.replace("so sorry", "sorry"))
    run(home, "draft", "c1", "--file", str(words))
    assert aside() == {"commitment"}
    run(home, "draft", "c1", "--put-aside", "commitment")
    assert aside() == set()
    assert "nothing to say" in failed(home, "draft", "c1", "--put-aside", "fault")
    assert "no check" in failed(home, "draft", "c1", "--put-aside", "grammar")
    words.write_text(GOOD.replace("Kim", "[NAME]"))
    run(home, "draft", "c1", "--file", str(words))
    assert "cannot be put aside" in failed(home, "draft", "c1", "--put-aside", "placeholder")


def test_what_is_no_promise_is_left_out_and_another_put_in_other_words(home: Path) -> None:
    words = home / "words.txt"
    words.write_text(GOOD)
    run(home, "draft", "c1", "--file", str(words))
    assert "A new teapot leaves tomorrow" in run(home, "draft", "c1", "--promises").output
    found = json.loads(run(home, "draft", "c1", "--promises", "--json").stdout)
    assert [each["number"] for each in found] == [1, 2]
    for wrong in (["--leave-out", "3"], ["--reword", "0=x"], ["--reword", "x"], ["--reword", "1= "]):
        assert "promise" in failed(home, "reply", "c1", "--draft", *wrong)
    run(home, "reply", "c1", "--draft", "--leave-out", "2", "--reword", "1=a new  teapot")
    book = open_casebook(home / "casebook.db", backups=None)
    kept = book.promises(states={PromiseState.PROPOSED})
    book.close()
    assert [one.text for one in kept] == ["a new teapot"]


def test_words_that_came_meanwhile_and_those_that_cannot_be_kept_are_not_lost(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = home / "editor.py"
    editor.write_text(
        "import pathlib, sqlite3, sys\n"
        "book = sqlite3.connect(sys.argv[1])\n"
        "book.execute('UPDATE draft SET text = ?', ('Theirs.',))\n"
        "book.commit()\n"
        "if 'break' in sys.argv: book.execute('DROP TABLE draft')\n"
        "pathlib.Path(sys.argv[-1]).write_text('Mine.')\n"
    )
    words = home / "words.txt"
    words.write_text("Dear Dana,")
    run(home, "draft", "c1", "--file", str(words))
    command = shlex.join([sys.executable, str(editor), str(home / "casebook.db")])
    monkeypatch.setenv("EDITOR", command)
    run(home, "draft", "c1", "--edit")
    assert run(home, "draft", "c1").output == "Theirs.\n\nMine.\n"
    monkeypatch.setenv("EDITOR", f"{command} break")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    said = failed(home, "draft", "c1", "--edit")
    (rescued,) = [file for file in tmp_path.glob("inbox-tui-*.txt") if str(file) in said]
    assert rescued.read_text() == "Mine."


def test_the_earlier_texts_of_a_draft_can_be_read(home: Path, tmp_path: Path) -> None:
    assert "no earlier texts" in run(home, "draft", "c1", "--earlier").output
    for number, words in enumerate(("Dear Dana, that is our fault.", "")):
        file = tmp_path / f"{number}.txt"
        file.write_text(words, encoding="utf-8")
        assert run(home, "draft", "c1", "--file", str(file)).exit_code == 0
    told = run(home, "draft", "c1", "--earlier").output
    assert told.startswith("--- ") and "Dear Dana, that is our fault." in told
    (kept,) = json.loads(run(home, "draft", "c1", "--earlier", "--json").stdout)
    assert kept["text"] == "Dear Dana, that is our fault." and kept["saved_at"]
    assert "only reads" in failed(home, "draft", "c1", "--earlier", "--check")

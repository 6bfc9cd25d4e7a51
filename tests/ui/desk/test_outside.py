"""The draft in the owner's own editor: real programs on real files, good ones and bad ones."""

import asyncio
import os
import shlex
import signal
import sys
import tempfile
from pathlib import Path

import pytest

from inbox_tui.core.text import clean
from inbox_tui.desk.writing.outside_editor import Closed, NotOpened, edit, program
from tests.ui.desk.at_the_desk import open_dana, running, until
from tests.ui.desk_fixture import fill
from tests.ui.shop import Shop

WORDS = "Dear Dana,\n\nI am sorry."


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept for the owner is not kept on this computer."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def script(folder: Path, body: str) -> str:
    """An editor that does this to ``path``; the value of EDITOR that runs it."""
    file = folder / "my editor.py"
    begin = "import os, pathlib, signal, sys, time\npath = pathlib.Path(sys.argv[-1])\n"
    file.write_text(f"{begin}{body}\n", encoding="utf-8")
    return f"{shlex.quote(sys.executable)} {shlex.quote(str(file))}"


async def closed(editor: str, text: str = WORDS) -> Closed:
    """What comes back of a text."""
    command = program({"EDITOR": editor, "PATH": os.environ["PATH"]})
    assert isinstance(command, list)
    outcome = await edit(text, command, looked=nothing)
    assert isinstance(outcome, Closed), outcome
    return outcome


async def nothing(_: str | None) -> None:
    """Nobody listens."""


# --- which program -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, "No editor is set"),
        ({"EDITOR": "  ", "VISUAL": ""}, "No editor is set"),
        ({"EDITOR": "no-such-editor-at-all"}, "there is no such program"),
        ({"EDITOR": 'vim "oops'}, "a quotation mark is missing"),
        ({"EDITOR": __file__}, "there is no such program"),
        ({"EDITOR": "\x1b]52;c;x\x07"}, "there is no such program"),
    ],
)
def test_an_editor_that_cannot_be_is_named(environment: dict[str, str], told: str) -> None:
    found = program({"PATH": os.environ["PATH"], **environment})
    assert isinstance(found, NotOpened)
    assert told in found.reason and "\x1b" not in found.reason and "\x07" not in found.reason


def test_an_editor_may_have_words_of_its_own() -> None:
    path = os.environ["PATH"]
    assert program({"EDITOR": "env -u X 'a b'", "PATH": path}) == ["env", "-u", "X", "a b"]
    assert program({"VISUAL": "env", "PATH": path}) == ["env"]
    assert program({"EDITOR": "env", "VISUAL": "cat", "PATH": path}) == ["env"]


# --- what comes back -----------------------------------------------------------------------------


async def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    editor = script(tmp_path, 'path.write_text(path.read_text() + " Truly.\\n")')
    assert await closed(editor) == Closed(text=WORDS + " Truly.")


async def test_the_file_is_for_the_owner_only_and_gone_afterwards(tmp_path: Path) -> None:
    note = tmp_path / "note"
    editor = script(
        tmp_path,
        f"pathlib.Path({str(note)!r}).write_text(f'{{path}} {{path.parent.stat().st_mode & 0o777:o}}')",
    )
    await closed(editor)
    where, mode = note.read_text().split()
    assert mode == "700" and not Path(where).parent.exists()


@pytest.mark.parametrize(
    ("body", "text", "told"),
    [
        ("pass", WORDS, ""),
        ("path.write_text('')", None, "is empty, so your words stay"),
        ("path.write_text(' \\n\\n')", None, "is empty, so your words stay"),
        ("path.unlink()", WORDS, ""),
        ("sys.exit(3)", WORDS, "ended with an error (3). Your words are as they were."),
        ("path.write_text('New.'); sys.exit(1)", "New.", "What it had saved is in the draft; ctrl+z"),
        ("path.write_text(''); sys.exit(1)", None, "ended with an error (1). What it saved is empty"),
        ("os.kill(os.getpid(), signal.SIGKILL)", WORDS, "ended with an error (-9)"),
        ("path.write_bytes(b'\\xff\\xfe\\xff')", None, "is not UTF-8 text"),
        ("path.write_bytes(b'x' * 1_000_001)", None, "is too long for a reply"),
        ("path.unlink(); path.mkdir()", None, "cannot be read"),
        ("path.write_bytes(b'\\xef\\xbb\\xbfA\\r\\nB\\rC')", "A\nB\nC", ""),
        ("path.write_text('a\\x1b[31mb')", clean("a\x1b[31mb"), ""),
    ],
)
async def test_nothing_is_lost_whatever_an_editor_does(
    tmp_path: Path, body: str, text: str | None, told: str
) -> None:
    outcome = await closed(script(tmp_path, body))
    assert outcome.text == text and "\x1b" not in (outcome.text or "")
    assert told in outcome.trouble if told else outcome.trouble == ""
    if "kept as" in outcome.trouble:
        assert os.access(outcome.trouble.rsplit("kept as ", 1)[1].removesuffix("."), os.R_OK)


async def test_each_text_that_is_saved_is_heard_of_while_the_editor_is_open(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    wait = f"while not os.path.exists({str(seen)!r}): time.sleep(0.02)"
    editor = script(tmp_path, f'path.write_text("First.")\n{wait}\npath.write_text("Second.")')
    command = program({"EDITOR": editor, "PATH": os.environ["PATH"]})
    assert isinstance(command, list)
    heard: list[str | None] = []

    async def looked(text: str | None) -> None:
        heard.append(text)
        seen.touch()

    assert await edit(WORDS, command, looked=looked) == Closed(text="Second.")
    assert heard[0] == "First."


async def test_ctrl_c_is_the_editors_and_ours_again_afterwards(tmp_path: Path) -> None:
    before = signal.getsignal(signal.SIGINT)
    editor = script(tmp_path, "os.kill(os.getppid(), signal.SIGINT); time.sleep(0.1); sys.exit(0)")
    assert (await closed(editor)).trouble == ""
    assert signal.getsignal(signal.SIGINT) == before
    theirs = script(tmp_path, "os.kill(os.getpid(), signal.SIGINT); time.sleep(2)")
    assert "ended with an error" in (await closed(theirs)).trouble


# --- at the desk ---------------------------------------------------------------------------------


async def test_ctrl_e_opens_it_and_the_words_come_back_and_are_kept(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(shop)
    monkeypatch.setenv("EDITOR", script(tmp_path, 'path.write_text(path.read_text() + " Truly.\\n")'))
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot)
        app.main.editor.insert(WORDS)
        await pilot.press("ctrl+e")
        await until(pilot, lambda: app.main.editor.text == WORDS + " Truly.")
        await until(pilot, lambda: not app.main.saving.dirty)
        draft = shop.book.draft("dana")
        assert draft is not None and draft.text == WORDS + " Truly."
        await until(pilot, lambda: app.main.checklist.text == app.main.editor.text)
        await pilot.press("ctrl+z")
        assert app.main.editor.text == WORDS, "one step takes it back"


async def test_the_draft_is_locked_while_it_is_open_elsewhere_and_other_words_are_not_lost(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(shop)
    go = tmp_path / "go"
    body = f"while not os.path.exists({str(go)!r}): time.sleep(0.02)\npath.write_text('From outside.')"
    monkeypatch.setenv("EDITOR", script(tmp_path, body))
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot)
        app.main.editor.insert(WORDS)
        await pilot.press("ctrl+e")
        await until(pilot, lambda: app.main.editor.read_only)
        assert app.lent
        await pilot.press("x", "y", "ctrl+e")
        assert app.main.editor.text == WORDS
        draft = shop.book.draft("dana")
        assert draft is not None and draft.text == WORDS, "kept before the editor was opened"
        shop.desk.replies.save_draft("dana", "Taken back.\n\n" + WORDS)
        app.main.look_again()
        await until(pilot, lambda: app.main.editor.text.startswith("Taken back."))
        go.touch()
        await until(pilot, lambda: not app.main.editor.read_only)
        assert app.main.editor.text == "Taken back.\n\nFrom outside."


async def test_what_was_saved_is_on_disk_while_the_editor_is_still_open(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(shop)
    go = tmp_path / "go"
    body = f"path.write_text('Saved early.')\nwhile not os.path.exists({str(go)!r}): time.sleep(0.02)"
    monkeypatch.setenv("EDITOR", script(tmp_path, body))
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot)
        await pilot.press("ctrl+e")
        await until(pilot, lambda: (d := shop.book.draft("dana")) is not None and d.text == "Saved early.")
        assert app.main.editor.read_only
        go.touch()
        await until(pilot, lambda: not app.main.editor.read_only)
        assert app.main.editor.text == "Saved early."


@pytest.mark.parametrize(
    ("editor", "told"),
    [
        ("", "No editor is set"),
        ("no-such-editor", "no such program"),
        ("{exits}", "ended with an error (2)"),
        ("{empties}", "is empty"),
    ],
)
async def test_trouble_is_said_and_the_words_stay(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, editor: str, told: str
) -> None:
    fill(shop)
    bodies = {"{exits}": "sys.exit(2)", "{empties}": "path.write_text('')"}
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", script(tmp_path, bodies[editor]) if editor in bodies else editor)
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot)
        app.main.editor.insert(WORDS)
        await pilot.press("ctrl+e")
        await until(pilot, lambda: any(told in said for said in app.said))
        await until(pilot, lambda: not app.main.editor.read_only)
        assert app.main.editor.text == WORDS
        await pilot.press("exclamation_mark")
        assert app.main.editor.text.count("!") == 1


async def test_the_clock_runs_on_while_the_editor_is_open(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(shop)
    go = tmp_path / "go"
    monkeypatch.setenv("EDITOR", script(tmp_path, f"while not os.path.exists({str(go)!r}): time.sleep(0.02)"))
    async with running(shop) as (app, pilot):
        await open_dana(app, pilot)
        await pilot.press("ctrl+e")
        await until(pilot, lambda: app.lent)
        ticks = 0

        async def tick() -> None:
            nonlocal ticks
            for _ in range(20):
                await asyncio.sleep(0.005)
                ticks += 1

        await tick()
        assert ticks == 20 and app.lent
        go.touch()
        await until(pilot, lambda: not app.lent)

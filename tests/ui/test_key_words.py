"""Sentences name the keys that are in use: with a key of one's own, no word speaks of the old one."""

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

from inbox_tui.ui import keys
from tests.ui.desk.at_the_desk import open_dana, running, until, write
from tests.ui.desk_fixture import DANA, fill
from tests.ui.frames import frame
from tests.ui.shop import Shop

OWN = {
    "desk.undo": "ctrl+u",
    "list.section": "f2",
    "desk.search": "f3",
    "desk.sync": "f4",
    "message.quoted": "f9",
    "message.save": "f10",
    "case.stance": "f11",
    "review.force": "f12",
}


async def test_the_list_and_the_message_name_the_keys_in_use(shop: Shop) -> None:
    async with running(shop, (120, 36), keys=OWN) as (app, pilot):
        app.status = replace(app.status, fetched=True)
        await until(pilot, lambda: "F2 shows the other lists, F3 searches." in " ".join(frame(app).split()))
        await pilot.press("f2", "7")
        await until(pilot, lambda: "F4 asks the mail server" in frame(app))


async def test_the_desk_names_the_keys_in_use(shop: Shop) -> None:
    fill(shop)
    async with running(shop, keys=OWN) as (app, pilot):
        await open_dana(app, pilot)
        shown = frame(app)
        assert "F9 to unfold" in shown and "F10 to save" in shown and "v to unfold" not in shown
        await write(app, pilot, DANA + " [the day]")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is not app.main)
        assert "press F12." in frame(app)
        await pilot.press("escape", "escape", "N")
        await until(pilot, lambda: any("ctrl+u takes it back" in said for said in app.said))


async def test_what_leaves_names_the_key_that_takes_it_back(shop: Shop) -> None:
    fill(shop)
    async with running(shop, keys=OWN) as (app, pilot):
        await open_dana(app, pilot)
        await write(app, pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is not app.main)
        assert "until then ctrl+u takes it back" in " ".join(frame(app).split())
        await pilot.press("y")
        await until(pilot, lambda: "ctrl+u to take it back" in frame(app))


async def test_the_last_line_names_the_first_key_of_the_table_in_use(shop: Shop) -> None:
    fill(shop)
    async with running(shop, (80, 24), keys={"preset": "gmail", "case.snooze": "f12, b"}) as (app, pilot):
        await until(pilot, lambda: frame(app).splitlines()[-1].startswith(" o open "))
        assert "F12 snooze" in frame(app).splitlines()[-1]


async def test_the_last_line_names_no_key_that_is_text_here(shop: Shop) -> None:
    fill(shop)
    async with running(shop, keys={"preset": "mutt", "desk.search": "plus"}) as (app, pilot):
        await until(pilot, lambda: "u undo" in frame(app))
        await open_dana(app, pilot)
        await until(pilot, lambda: "ctrl+s review" in frame(app).splitlines()[-1])
        last = frame(app).splitlines()[-1]
        assert "i list" not in last and "u undo" not in last and "+ search" not in last
        await pilot.press("i")
        assert app.main.editor.text == "i"


SOURCES = sorted(Path(keys.__file__).parent.rglob("*.py"))
NAMED = re.compile(
    r"(?:^|[\s(“])(?:press |Press )?([zvaAS/]|F\d+) (?:takes|to take|to |asks|for more)|press [A-Z]\b"
    r"| with [a-zA-Z]$|\(\d\)[.;,]"
)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_sentence_of_a_screen_names_a_key_by_itself(path: Path) -> None:
    """A key that is written into a sentence is wrong for everybody who changed it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documents = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    said = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in documents
    ]
    assert [text for text in said if NAMED.search(text)] == []

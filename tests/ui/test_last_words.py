"""No screen in which one writes is passed over when the app is left."""

import ast
import importlib
import pkgutil
import sys
from collections.abc import Iterator
from importlib.util import resolve_name
from inspect import getsource, isclass

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Input, TextArea

from inbox_tui.ui import screens
from inbox_tui.ui.last_words import KeepsWords, keep_last_words
from inbox_tui.ui.screens.desk.one_case import read_words
from inbox_tui.ui.screens.prompt import Prompt
from inbox_tui.ui.screens.resolve import ResolveScreen

from .front import FrontApp
from .shop import Shop


def every_screen() -> set[type]:
    """All kinds of screens of the app."""
    for module in pkgutil.walk_packages(screens.__path__, f"{screens.__name__}."):
        importlib.import_module(module.name)
    return set(_below(Screen))


def _below(kind: type) -> Iterator[type]:
    for each in kind.__subclasses__():
        if each.__module__.startswith("inbox_tui."):
            yield each
        yield from _below(each)


def writes(screen: type) -> bool:
    """Whether a screen, or a part that it is made of, knows a widget in which one writes lines of text."""
    parts = {each.__module__ for each in screen.__mro__ if each.__module__.startswith("inbox_tui.")}
    return any(isclass(thing) and issubclass(thing, TextArea) for part in parts for thing in _imported(part))


def _imported(module: str) -> Iterator[object]:
    """All that a module imports by name, in its functions too: what is not shown at once is imported late."""
    package = module.rpartition(".")[0]
    for node in ast.walk(ast.parse(getsource(sys.modules[module]))):
        if isinstance(node, ast.ImportFrom):
            source = resolve_name("." * node.level + (node.module or ""), package)
            for each in node.names:
                yield getattr(importlib.import_module(source), each.name, None)


def test_every_screen_in_which_one_writes_keeps_its_words() -> None:
    writing = {each for each in every_screen() if writes(each)}
    assert {"DeskScreen", "FollowUpScreen"} <= {each.__name__ for each in writing}
    # Those of which the main screen is made have no words of their own before it has an editor to save them.
    whole = {each for each in writing if not each.__subclasses__()}
    assert {each for each in whole if not issubclass(each, KeepsWords)} == set()
    for each in whole:
        own = [each.keep_words, each.unsaved_words]  # type: ignore[attr-defined]
        assert not set(own) & {KeepsWords.keep_words, KeepsWords.unsaved_words}, each


class Letter(Screen[None]):
    """One that was forgotten."""

    def compose(self) -> ComposeResult:
        yield TextArea("Dear Dana")
        yield TextArea("as received", read_only=True)
        yield TextArea("")


async def test_words_of_a_screen_that_cannot_say_count_as_not_saved(shop: Shop) -> None:
    app = FrontApp(shop)
    async with app.run_test() as pilot:
        await app.push_screen(Letter())
        assert await keep_last_words(app.screen_stack) == "Dear Dana"
        await app.action_quit()
        await pilot.pause()
        assert app.is_running and not app._exit


async def test_a_note_and_a_closing_form_that_are_open_count_as_not_saved(shop: Shop) -> None:
    app = FrontApp(shop)
    async with app.run_test() as pilot:
        await app.push_screen(Prompt("Until when?", read_words, value="fri 9am"))
        assert await keep_last_words(app.screen_stack) == ""
        await app.push_screen(Prompt("A note", read_words, value="call her", in_words=True))
        await app.push_screen(ResolveScreen("it", missing=("cause",)))
        app.screen.query_one(Input).value = "a thin box"
        assert await keep_last_words(app.screen_stack) == "call her\n\na thin box"
        await pilot.pause()

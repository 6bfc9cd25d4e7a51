"""The registry, the presets and the owner's own keys: one table, no two actions on one key."""

import re

import pytest
from textual.binding import BindingsMap
from textual.screen import Screen
from textual.widgets import Static

from inbox_tui.ui.actions import ACTIONS, BY_ID, Action, Where, bindings
from inbox_tui.ui.keys import PRESETS, BadKeys, KeyTable, conflict, key_name, resolve, shown
from inbox_tui.ui.show import plain
from inbox_tui.ui.themed import ThemedApp
from inbox_tui.ui.widgets.footer import KeyLine

from .frames import frame


def table_of(settings: dict[str, str]) -> KeyTable:
    found = resolve(settings)
    assert isinstance(found, KeyTable), found
    return found


def refusal_of(settings: dict[str, str]) -> str:
    found = resolve(settings)
    assert isinstance(found, BadKeys)
    return found.reason


def test_every_action_has_one_name_words_and_a_key() -> None:
    assert len(BY_ID) == len(ACTIONS)
    for action in ACTIONS:
        assert action.keys and action.help and action.run, action.id
        assert action.help[0].isupper() and not action.help.endswith("."), action.id
        assert not action.footer or action.title, action.id


def test_keys_are_read_as_the_help_screen_writes_them_and_as_a_terminal_sends_them() -> None:
    wanted = {"case.snooze": "F7, Ctrl+B", "desk.back": "Esc, Del", "case.note": "shift+j", "list.open": "+"}
    keys = table_of(wanted).keys
    assert keys["case.snooze"] == ("f7", "ctrl+b")
    assert keys["desk.back"] == ("escape", "delete")
    assert (keys["case.note"], keys["list.open"]) == (("J",), ("plus",))
    every = {shown(key): key for each in table_of({}).keys.values() for key in each}
    assert {each: key_name(each) for each in every} == every


@pytest.mark.parametrize(
    ("key", "id_"),
    [
        ("j", "list.down"),
        ("k", "list.up"),
        ("enter", "list.open"),
        ("r", "case.draft"),
        ("tab", "desk.next_pane"),
        ("escape", "desk.back"),
        ("ctrl+s", "draft.review"),
        ("y", "review.send"),
        ("z", "desk.undo"),
        ("F", "case.follow_up"),
        ("b", "case.snooze"),
        ("e", "case.resolve"),
        ("N", "case.not_complaint"),
        ("x", "list.select"),
        ("V", "list.range"),
        ("]", "checklist.next"),
        ("[", "checklist.previous"),
        ("/", "desk.search"),
        ("?", "app.help"),
        ("ctrl+p", "app.palette"),
        ("1", "app.inbox"),
        ("2", "app.outbox"),
        ("3", "app.promises"),
        ("q", "app.quit"),
    ],
)
def test_the_default_keys_are_those_of_the_manual(key: str, id_: str) -> None:
    assert key_name(key) in table_of({}).keys[id_]


@pytest.mark.parametrize("where", list(Where))
def test_textual_accepts_the_keys_of_every_place(where: Where) -> None:
    made = BindingsMap(bindings(where))
    wanted = {key_name(key) for action in ACTIONS if action.where is where for key in action.keys}
    assert set(made.key_to_bindings) == wanted


@pytest.mark.parametrize("preset", list(PRESETS))
def test_no_preset_puts_two_actions_on_one_key(preset: str) -> None:
    assert conflict(table_of({"preset": preset}).keys) == ""


def test_keys_that_work_while_writing_are_never_letters() -> None:
    for where in (Where.DRAFT, Where.EVERYWHERE):
        for action in ACTIONS:
            if action.where is where and (action.priority or where is Where.DRAFT):
                assert all(len(shown(key_name(key))) > 1 for key in action.keys), action.id


def test_a_conflict_is_refused_with_both_names() -> None:
    reason = refusal_of({"case.snooze": "r"})
    assert "case.snooze" in reason and "case.draft" in reason and "r would be both" in reason


def test_a_key_that_only_shadows_in_another_place_is_allowed() -> None:
    assert table_of({"outbox.drop": "x"}).keys["outbox.drop"] == ("x",)
    assert table_of({"review.send": "x"}).keys["review.send"] == ("x",)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"case.fly": "x"}, "“case.fly” is no action"),
        ({"case.snooze": "hyper+x"}, "“hyper+x” is no key"),
        ({"case.snooze": ""}, "has no key"),
        ({"preset": "emacs"}, "Choose one of: default, gmail, mutt."),
        ({"app.palette": "p"}, "cannot be a plain letter"),
        ({"draft.review": "x"}, "works while you write, so it cannot be a plain letter"),
        ({"case.snooze": "S-x"}, "“S-x” is no key that I know"),
        ({"case.snooze": "ctrl+i"}, "Tab would be both"),
        ({"case.snooze": "\x1b[31m"}, "is no key"),
    ],
)
def test_keys_that_cannot_be_are_named(settings: dict[str, str], told: str) -> None:
    reason = refusal_of(settings)
    assert told in reason
    assert "\x1b" not in reason


def test_only_what_differs_goes_into_the_keymap() -> None:
    assert table_of({}).keymap == {}
    assert table_of({"case.snooze": "ctrl+b, S"}).keymap == {"case.snooze": "ctrl+b,S"}
    assert table_of({"preset": "gmail", "list.open": "l"}).keymap["list.open"] == "l"


def test_keys_are_shown_as_people_write_them() -> None:
    assert [shown(key_name(key)) for key in ("?", "/", "escape", "ctrl+s", "F", "pagedown")] == [
        "?",
        "/",
        "Esc",
        "ctrl+s",
        "F",
        "PgDn",
    ]
    assert table_of({}).all_shown(BY_ID["list.down"]) == "j  Down"


class Place(Screen[None]):
    """A screen with the keys of the desk that notes what was asked of it."""

    BINDINGS = bindings(Where.DESK, Where.LIST, Where.EVERYWHERE)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def compose(self):  # type: ignore[no-untyped-def]
        yield Static(plain("here"))
        yield KeyLine()

    def action_decide(self, name: str) -> None:
        self.asked.append(name)

    def action_draft(self) -> None:
        self.asked.append("draft")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return parameters != ("resolve",)


async def test_another_key_does_it_and_the_footer_says_so() -> None:
    app = ThemedApp()
    async with app.run_test(size=(120, 6)) as pilot:
        place = Place()
        await app.push_screen(place)
        await pilot.press("b")
        app.set_keymap(table_of({"case.snooze": "ctrl+b"}).keymap)
        await pilot.pause()
        await pilot.press("b", "ctrl+b")
        assert place.asked == ["snooze", "snooze"]
        assert "ctrl+b snooze" in frame(app)


async def test_the_footer_shows_what_works_here_and_help_whatever_the_width() -> None:
    app = ThemedApp()
    async with app.run_test(size=(34, 6)) as pilot:
        await app.push_screen(Place())
        await pilot.pause()
        keys = frame(app).splitlines()[-1]
        assert keys == " Enter open  r draft  ? help"
        await pilot.resize_terminal(160, 6)
        await pilot.pause()
        keys = frame(app).splitlines()[-1]
        assert "b snooze" in keys and "resolve" not in keys and keys.endswith("? help")


async def test_a_click_on_a_key_does_it() -> None:
    app = ThemedApp()
    async with app.run_test(size=(80, 6)) as pilot:
        place = Place()
        await app.push_screen(place)
        await pilot.pause()
        at = frame(app).splitlines()[-1].index("r draft")
        await pilot.click(KeyLine, offset=(at + 2, 0))
        assert place.asked == ["draft"]


def hosts(where: Where) -> tuple[type[object], ...]:
    """Who answers the keys of a place: its screen, and its widget where one moves about in it."""
    from inbox_tui.ui.screens.card import CardScreen
    from inbox_tui.ui.screens.choice import Choice
    from inbox_tui.ui.screens.confirm import Confirm
    from inbox_tui.ui.screens.desk.screen import DeskScreen
    from inbox_tui.ui.screens.help import HelpScreen
    from inbox_tui.ui.screens.outbox import OutboxScreen
    from inbox_tui.ui.screens.promises import PromisesScreen
    from inbox_tui.ui.screens.prompt import Prompt
    from inbox_tui.ui.screens.resolve import ResolveScreen
    from inbox_tui.ui.screens.review import ReviewScreen
    from inbox_tui.ui.screens.set_up import SetUpScreen
    from inbox_tui.ui.screens.snooze import SnoozeScreen
    from inbox_tui.ui.screens.source import SourceScreen, SourceView
    from inbox_tui.ui.screens.welcome import WelcomeScreen
    from inbox_tui.ui.widgets.checklist_pane import ChecklistPane
    from inbox_tui.ui.widgets.complaint_list import ComplaintList
    from inbox_tui.ui.widgets.message_pane import MessagePane
    from inbox_tui.ui.widgets.outbox_table import OutboxTable
    from inbox_tui.ui.widgets.promise_list import PromiseList
    from inbox_tui.ui.widgets.search_line import SearchLine

    match where:
        case Where.LIST:
            return DeskScreen, ComplaintList
        case Where.MESSAGE:
            return DeskScreen, MessagePane
        case Where.CHECKLIST:
            return DeskScreen, ChecklistPane
        case Where.DESK | Where.DRAFT:
            return (DeskScreen,)
        case Where.SOURCE:
            return SourceScreen, SourceView
        case Where.OUTBOX:
            return OutboxScreen, OutboxTable
        case Where.PROMISES:
            return PromisesScreen, PromiseList
        case Where.REVIEW:
            return (ReviewScreen,)
        case Where.CONFIRM:
            return (Confirm,)
        case Where.PROMPT:
            return (Prompt,)
        case Where.WELCOME:
            return (WelcomeScreen,)
        case Where.SET_UP:
            return (SetUpScreen,)
        case Where.HELP:
            return (HelpScreen,)
        case Where.CHOICE:
            return (Choice,)
        case Where.RESOLVE:
            return (ResolveScreen,)
        case Where.SNOOZE:
            return (SnoozeScreen,)
        case Where.CARD:
            return (CardScreen,)
        case Where.SEARCH:
            return DeskScreen, SearchLine
        case Where.EVERYWHERE:
            return ()


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_key_is_answered_by_somebody(action: Action) -> None:
    from inbox_tui.ui.app import InboxApp
    from inbox_tui.ui.screens.desk.deciding import Deciding

    target, _, name = action.run.rpartition(".")
    if (decision := re.fullmatch(r"decide\('(\w+)'\)", name)) is not None:
        assert decision[1] in Deciding(None).commands  # type: ignore[arg-type]
        name = "decide"
    name = name.partition("(")[0]
    screen, *widgets = hosts(action.where) or (InboxApp,)
    answers = {"app": InboxApp, "screen": screen, "": widgets[0] if widgets else screen}[target]
    assert hasattr(answers, f"action_{name}"), f"{answers.__name__} has no action_{name}"

"""What the first screen needs is loaded before it is painted, and nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest

CONFIG = """
[accounts.shop]
email = "kim@pottery.example"
password_env = "NOT_ASKED"
imap = { host = "127.0.0.1", port = 1, tls = "off" }
smtp = { host = "127.0.0.1", port = 1, tls = "off" }
"""
PAINT = """
import asyncio, sys
from inbox_tui.bootstrap import open_program
from inbox_tui.ui.app import InboxApp

class Never:
    async def run(self, call, /, *args, **kwargs):
        await asyncio.Event().wait()

def is_compiled(found):
    ours = isinstance(found, type) and found.__module__.startswith("inbox_tui.")
    code = getattr(vars(found).get("__init__"), "__code__", None) if ours else None
    return code is not None and code.co_filename == "<string>"

class First(InboxApp):
    async def begin(self):
        print(*sys.modules)
        found = [each for module in [*sys.modules.values()] for each in vars(module).values()]
        print(*{each.__name__ for each in found if is_compiled(each)})
        self.exit()

program = open_program(sys.argv[1], runner=lambda name: Never())
app = First(program.desk, stores=program.desk.stores, config=program.config, paths=program.paths)
asyncio.run(app.run_async(headless=True))
"""
OF_THE_DESK = {
    "ahead",
    "base",
    "checking",
    "drafting",
    "layout",
    "listing",
    "moves",
    "nothing",
    "opening",
    "outside",
}
OF_THE_DESK |= {"panes", "reading", "screen", "titles", "turning", "writing"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the app says when the first screen is painted: the modules that are loaded, and those classes of
    ours whose functions the standard library wrote and compiled."""
    home: Path = tmp_path_factory.mktemp("home")
    (home / "config.toml").write_text(CONFIG)
    done = subprocess.run(
        [sys.executable, "-c", PAINT, str(home)], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def loaded(told: list[str]) -> frozenset[str]:
    """The modules that are loaded when the first screen is painted."""
    return frozenset(told[0].split())


def test_the_first_screen_is_painted_without_the_libraries_behind_it(loaded: frozenset[str]) -> None:
    assert "textual" in loaded
    assert loaded.isdisjoint(
        {
            "aiosmtplib",
            "alembic",
            "html_to_markdown",
            "imapclient",
            "keyring",
            "pymap",
            "sqlalchemy",
            "tomlkit",
        }
    )


def test_questions_and_other_screens_are_loaded_when_they_are_opened(loaded: frozenset[str]) -> None:
    screens = {name.removeprefix("inbox_tui.ui.screens.") for name in loaded if ".ui.screens." in name}
    assert screens == {"desk"} | {f"desk.{part}" for part in OF_THE_DESK}


def test_the_panes_of_a_case_are_loaded_when_the_list_is_there(loaded: frozenset[str]) -> None:
    widgets = {
        "case_header",
        "checklist_lines",
        "checklist_pane",
        "draft_editor",
        "message_pane",
        "search_line",
    }
    assert loaded.isdisjoint(f"inbox_tui.ui.widgets.{each}" for each in widgets)
    assert loaded.isdisjoint({"textual.widgets._text_area", "inbox_tui.core.checklist.model"})


@pytest.mark.parametrize(
    "package",
    ["core.checklist.engine", "core.triage.reader", "core.when", "mail.imap", "mail.smtp", "demo"],
)
def test_what_reads_and_carries_mail_is_loaded_behind_the_first_screen(
    loaded: frozenset[str], package: str
) -> None:
    assert "inbox_tui.desk.desk" in loaded
    assert f"inbox_tui.{package}" not in loaded


def test_few_classes_are_compiled_before_it(told: list[str]) -> None:
    """``core.frozen`` makes those that are neither many nor changed, for a tenth of the time."""
    assert set(told[1].split()) == {"Pauses"}

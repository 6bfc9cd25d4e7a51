"""The walls of the house, seen from inside a fresh process."""

import subprocess
import sys

import pytest

LOOK = """
import importlib, pkgutil, sys
importlib.import_module({name!r})
package = sys.modules[{name!r}]
for found in pkgutil.walk_packages(getattr(package, "__path__", []), {name!r} + "."):
    importlib.import_module(found.name)
ours = {{"inbox_tui", "__main__", "sitecustomize", "_virtualenv"}}
print(*sorted({{m.partition(".")[0] for m in sys.modules}} - set(sys.stdlib_module_names) - ours))
"""
BY_THE_WAY = {"_distutils_hack", "cython_runtime", "_cython_3"}
"""What an environment imports by itself before our code runs."""


def libraries_of(name: str) -> set[str]:
    """The libraries that are loaded once everything below ``name`` is."""
    code = LOOK.format(name=name)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return {each for each in done.stdout.split() if not each.startswith("__editable__")} - BY_THE_WAY


def test_the_core_needs_the_standard_library_only() -> None:
    assert libraries_of("inbox_tui.core") == set()


@pytest.mark.parametrize(
    "name", ["inbox_tui.desk", "inbox_tui.ports", "inbox_tui.config", "inbox_tui.errors"]
)
def test_the_desk_knows_no_library_but_the_one_that_reads_the_config(name: str) -> None:
    # typing_extensions is what msgspec itself looks for.
    assert libraries_of(name) <= {"msgspec", "typing_extensions"}


def test_the_command_line_starts_without_what_it_does_not_use() -> None:
    loaded = libraries_of("inbox_tui.cli.root")
    assert loaded.isdisjoint(
        {"textual", "sqlalchemy", "alembic", "imapclient", "aiosmtplib", "keyring", "pymap"}
    )

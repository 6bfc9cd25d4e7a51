"""Animations off before Textual is imported: pilots need not wait for them, and frames do not move."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

os.environ["TEXTUAL_ANIMATIONS"] = "none"
os.environ.pop("NO_COLOR", None)

if TYPE_CHECKING:
    from .shop import Shop


@pytest.fixture
def shop(tmp_path: Path) -> "Iterator[Shop]":
    """A shop with real stores and nothing in it."""
    from .shop import open_shop

    opened = open_shop(tmp_path)
    yield opened
    opened.desk.office.close()

"""What an error of the mail server must be like."""

import pytest

from inbox_tui.errors import (
    InboxError,
)


def assert_one_line(error: pytest.ExceptionInfo[InboxError]) -> None:
    text = str(error.value)
    assert text.endswith(".")
    assert "\n" not in text
    assert text.isprintable()

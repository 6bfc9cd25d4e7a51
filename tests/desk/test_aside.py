"""Putting a finding aside in a draft, and back."""

from inbox_tui.core.checklist import Finding, Level
from inbox_tui.desk.writing.aside import Aside, NothingOpen, StopsSending, put_aside


def finding(level: Level = Level.SHOULD, *, key: str = "canned:now", dismissed: bool = False) -> Finding:
    return Finding(
        check=key.partition(":")[0], found=True, level=level, spans=(), message="", suggestion="", why="",
        key=key, dismissed=dismissed,
    )  # fmt: skip


def test_it_joins_what_is_put_aside_already() -> None:
    assert put_aside(frozenset({"blame:1"}), finding()) == Aside(
        dismissed=frozenset({"blame:1", "canned:now"})
    )


def test_it_comes_back_though_its_words_were_changed_since() -> None:
    """A mended typo leaves it put aside, under the words that it had then."""
    aside = frozenset({"canned:then", "blame:1"})
    assert put_aside(aside, finding(dismissed=True)) == Aside(dismissed=frozenset({"blame:1"}))
    assert put_aside(aside, finding(Level.ERROR, dismissed=True)) == Aside(dismissed=frozenset({"blame:1"}))


def test_what_is_fine_and_what_stops_a_reply_is_not_put_aside() -> None:
    assert put_aside(frozenset(), finding(Level.OK)) == NothingOpen()
    assert isinstance(put_aside(frozenset(), finding(Level.ERROR)), StopsSending)

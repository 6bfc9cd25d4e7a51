"""Drafts are kept, and so is every earlier text that is worth keeping."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from inbox_tui.store.casebook import SqlCasebook
from inbox_tui.store.casebook.versions import Keep, KeepInstead, Pass, shared, step

from .records import at, draft

LETTER = "Dear Zoë,\n\nI am sorry that the lamp came broken. A new one is on its way.\n\nBo"
SECOND = timedelta(seconds=1)


def texts(book: SqlCasebook) -> list[str]:
    """Earlier texts, newest first."""
    return [each.text for each in book.draft_versions("k3m9")]


def test_a_draft_comes_back_as_it_went_in(book: SqlCasebook) -> None:
    assert book.draft("k3m9") is None
    words = draft(LETTER + " 💐\r\n", dismissed=frozenset({"b", "a"}))
    book.save_draft(words)
    assert book.draft("k3m9") == words
    assert book.drafts() == {"k3m9": at(0)}


def test_a_draft_of_blanks_is_no_words(book: SqlCasebook) -> None:
    book.save_draft(draft(" \n"))
    assert book.drafts() == {}
    assert book.draft("k3m9") == draft(" \n")


def test_typing_for_less_than_a_minute_makes_no_versions(book: SqlCasebook) -> None:
    for second in range(1, 50):
        book.save_draft(draft(LETTER[:second], second))
    assert texts(book) == []


def test_typing_for_long_makes_one_version_a_minute(book: SqlCasebook) -> None:
    for second in range(200):
        book.save_draft(draft("x" * (second + 1), second))
    assert [len(text) for text in texts(book)] == [183, 122, 61]


def test_another_text_keeps_the_one_before(book: SqlCasebook) -> None:
    book.save_draft(draft(LETTER, dismissed=frozenset({"k"})))
    book.save_draft(draft("Something quite different", 1))
    book.save_draft(draft("", 2))
    assert book.draft_versions("k3m9") == [
        draft("Something quite different", 1),
        draft(LETTER, dismissed=frozenset({"k"})),
    ]


def test_a_held_backspace_loses_nothing(book: SqlCasebook) -> None:
    for second, length in enumerate(range(len(LETTER), -1, -1)):
        book.save_draft(draft(LETTER[:length], second * 0.1))
    assert LETTER in texts(book)
    assert len(texts(book)) < 12


def test_typing_with_mistakes_keeps_the_longest_in_one_version(book: SqlCasebook) -> None:
    moment = 0
    for length in range(10, 60, 5):
        for text in (LETTER[:length] + "zz", LETTER[:length]):
            moment += 1
            book.save_draft(draft(text, moment))
    assert len(texts(book)) <= 5


def test_only_the_last_fifty_versions_stay(book: SqlCasebook) -> None:
    for number in range(60):
        book.save_draft(draft(f"{number}" * 40, number))
    kept = texts(book)
    assert len(kept) == 50
    assert kept[0] == "58" * 40
    assert kept[-1] == "9" * 40


def test_the_same_words_again_make_no_version(book: SqlCasebook) -> None:
    book.save_draft(draft(LETTER, 0))
    book.save_draft(draft(LETTER, 500))
    assert texts(book) == []
    assert book.draft("k3m9") == draft(LETTER, 500)


def test_steps() -> None:
    def of(old: str, new: str, newest: str | None = None, since: timedelta = SECOND) -> object:
        return step(old=old, new=new, newest=newest, since_newest=since)

    assert of("abcdefghij", "abcdefghijk") == Pass()
    assert of("abcdefghij", "abcdefghijk", since=timedelta(seconds=61)) == Keep()
    assert of("abcdefghij", "abc") == Keep()
    assert of("abcdefghij", "abcdefghi") == Keep()
    assert of("abcdefghij", "abcdefghi", newest="abcdefgh") == KeepInstead()
    assert of("abcdefghij", "abcdefghi", newest="abcdefghijk") == Pass()
    assert of("abcdefghij", "abcdefghi", newest="quite another") == Keep()
    assert of("   ", "") == Pass()


@given(st.text(alphabet="ab", max_size=12), st.text(alphabet="ab", max_size=12))
def test_shared_characters_are_never_counted_twice(old: str, new: str) -> None:
    both = shared(old, new)
    assert 0 <= both <= min(len(old), len(new))
    assert (both == len(old) == len(new)) == (old == new)


@given(st.lists(st.text(alphabet="abc ", max_size=15), min_size=1, max_size=12))
def test_no_longer_text_is_ever_lost(saved: list[str]) -> None:
    """Whatever was saved lives on, mostly, in the draft or in a version at least as long."""
    versions: list[str] = []
    for old, new in pairwise(saved):
        verdict = step(old=old, new=new, newest=versions[-1] if versions else None, since_newest=SECOND)
        if isinstance(verdict, KeepInstead):
            assert shared(versions[-1], old) == len(versions.pop())
        if isinstance(verdict, Keep | KeepInstead):
            versions.append(old)
        if old.strip() and len(new) < len(old):
            assert any(len(v) >= len(old) and shared(old, v) >= 0.8 * len(old) for v in versions)

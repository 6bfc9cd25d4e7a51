"""Search takes any characters, wants all words, folds accents, and finishes the last word."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_tui.store.mail_cache import SqliteCache

from .letters import letter, open_cache

ODD = [
    '"', "'", "*", "NEAR", "NEAR(", "NEAR(a b, 3)", "a AND", "OR", "NOT x", "-lamp", "(", ")", "((", "a)",
    "subject:", "subject:lamp", "{subject} : x", "^lamp", "lamp^2", "+", "a + b", ";", "--", "/*", "\0",
    "\ud800", "%", "_", "\\", '"unclosed', 'a"b', "lamp*", "*lamp", "…", "🪔", "', 1); DROP TABLE words",
]  # fmt: skip


@pytest.fixture(scope="module")
def cache() -> Iterator[SqliteCache]:
    """Five conversations."""
    made = open_cache(None)
    made.put(
        [
            letter(1, conversation="old", subject="Lamp broken", text="The café sold me a lamp."),
            letter(2, conversation="text", subject="A question", text="Is the lamp crème brûlée coloured?"),
            letter(3, conversation="new", subject="Another LAMP", text="Order A-1234/56 never came"),
            letter(4, conversation="two", subject="Vase", text="first half"),
            letter(5, conversation="two", subject="Re: Vase", text="second part"),
            letter(6, conversation="name", name="Zoë Ångström", email="zoe@fjord.example", text="hi"),
        ],
        {},
    )
    yield made
    made.close()


def test_subject_beats_text_and_newer_beats_older(cache: SqliteCache) -> None:
    assert cache.search("broken", limit=9) == ["old"]
    assert cache.search("lamp", limit=9) == ["name", "new", "old", "text"]
    assert cache.search("lamp", limit=2) == ["name", "new"]


def test_all_words_are_required(cache: SqliteCache) -> None:
    assert cache.search("lamp broken", limit=9) == ["old"]
    assert cache.search("lamp absent", limit=9) == []


def test_words_may_be_spread_over_a_conversation(cache: SqliteCache) -> None:
    assert cache.search("first second", limit=9) == ["two"]
    assert cache.search("first second vase", limit=9) == ["two"]


@pytest.mark.parametrize("typed", ["cafe", "CAFÉ", "creme", "angstrom", "ZOE@fjord", "brulee coloured"])
def test_accents_and_case_do_not_matter(cache: SqliteCache, typed: str) -> None:
    assert len(cache.search(typed, limit=9)) == 1


def test_the_last_word_may_be_unfinished(cache: SqliteCache) -> None:
    assert cache.search("lamp brok", limit=9) == ["old"]
    assert cache.search("brok lamp", limit=9) == []
    assert cache.search("a-12", limit=9) == ["new"]


def test_nothing_to_look_for_finds_nothing(cache: SqliteCache) -> None:
    assert cache.search("", limit=9) == []
    assert cache.search(" *** ", limit=9) == []
    assert cache.search("lamp", limit=0) == []


def test_punctuation_between_words_is_no_word(cache: SqliteCache) -> None:
    assert cache.search("lamp - broken", limit=9) == ["old"]


@pytest.mark.parametrize("typed", ODD)
def test_odd_characters_are_only_characters(cache: SqliteCache, typed: str) -> None:
    assert set(cache.search(typed, limit=9)) <= {"old", "text", "new", "two", "name"}
    assert cache.search(f"broken {typed} lamp", limit=9) in ([], ["old"])


@given(st.text(st.characters(codec=None), max_size=60))
def test_no_text_ever_raises(cache: SqliteCache, typed: str) -> None:
    assert set(cache.search(typed, limit=9)) <= {"old", "text", "new", "two", "name"}


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Jørgen Łukasz", "jorgen lukasz"),
        ("die Straße", "STRASSE"),
        ("die Strasse", "straße"),
        ("Ærø cœur", "aero coeur"),
        ("Þór Đặng", "thor dang"),
        ("青いティーポットが割れていました。", "ティーポット"),
        ("青いティーポットが割れていました。", "割れ"),
        ("我的茶壶坏了，请退款", "茶壶 退款"),
        ("주문번호가 없습니다", "번호"),
    ],
)
def test_letters_with_strokes_and_signs_without_spaces_are_found(text: str, typed: str) -> None:
    cache = open_cache(None)
    cache.put([letter(1, text=text), letter(2, conversation="c2", text="nothing of it")], {})
    assert cache.search(typed, limit=9) == ["c1"]
    cache.put([letter(1, text="changed")], {})
    assert cache.search(typed, limit=9) == []
    cache.close()


def test_a_header_leaves_the_index_word_for_word_when_its_letter_comes() -> None:
    cache = open_cache(None)
    header = letter(1, subject="Straße 茶壶", name="Jørgen", text="", whole=False)
    cache.put([header], {header.ref: b"Subject: x\r\n\r\n"})
    assert cache.search("strasse", limit=9) == cache.search("壶", limit=9) == ["c1"]
    cache.put([letter(1, subject="Another", name="Bo", text="whole")], {})
    for gone in ("strasse", "茶", "壶", "jorgen"):
        assert cache.search(gone, limit=9) == []
    cache.close()

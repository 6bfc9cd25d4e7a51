"""Operators narrow a search; whatever else is typed is only a word."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_tui.desk.cases.searching import Query, read_query

from .letters import letter, open_cache

LONDON = ZoneInfo("Europe/London")


def test_operators_are_read_and_the_rest_are_words() -> None:
    typed = "broken from:Ann teapot After:2026-07 before:2026-07-02 category:faulty-product state:open"
    assert read_query(typed, LONDON) == Query(
        words="broken teapot",
        sender="Ann",
        after=datetime(2026, 6, 30, 23, tzinfo=UTC),
        before=datetime(2026, 7, 1, 23, tzinfo=UTC),
        categories=frozenset({"faulty_product"}),
        states=frozenset({"open"}),
    )


@pytest.mark.parametrize(
    ("typed", "day"),
    [("2026-07-02", 2), ("2.7.2026", 2), ("02.07.2026", 2), ("today", 9), ("Yesterday", 8)],
)
def test_a_day_may_be_said_in_several_ways(typed: str, day: int) -> None:
    query = read_query(f"after:{typed}", LONDON, today=date(2026, 7, 9))
    assert query.after == datetime(2026, 7, day - 1, 23, tzinfo=UTC)
    assert not query.words


def test_what_has_no_sense_is_a_word() -> None:
    typed = "before:soon after:2026-02-30 https://shop.example subject:x after:0001 after:²026 after:1.2.26"
    assert read_query(typed, LONDON) == Query(words=typed)
    assert read_query("tea from:", LONDON) == Query(words="tea")


def test_sender_and_time_narrow_a_search() -> None:
    cache = open_cache(None)
    cache.put(
        [
            letter(1, conversation="c1", name="Zoë Quill", email="zoe@a.example", text="kettle"),
            letter(2, conversation="c2", name="Bo", email="bo@b.example", text="kettle"),
            letter(3, conversation="c3", name="Bo", email="bo@b.example", text="lamp"),
        ],
        {},
    )
    at = letter(2).received_at
    assert cache.search("kettle", limit=9, sender="zoe") == ["c1"]
    assert cache.search("", limit=9, sender="bo@b.example") == ["c3", "c2"]
    assert cache.search("kettle", limit=9, after=at) == ["c2"]
    assert cache.search("kettle", limit=9, before=at) == ["c1"]
    assert cache.search("", limit=9, after=at) == ["c3", "c2"]
    assert cache.search("", limit=1, after=at) == ["c3"]
    assert cache.search("", limit=9) == []
    assert cache.search("kettle", limit=9, sender='"') == []


@given(st.text(max_size=80))
def test_any_characters_may_be_typed(typed: str) -> None:
    cache = open_cache(None)
    cache.put([letter(1)], {})
    query = read_query(typed, LONDON)
    found = cache.search(query.words, limit=5, sender=query.sender, before=query.before, after=query.after)
    assert found in ([], ["c1"])
    cache.close()


@given(st.sampled_from(["from", "before", "after", "category", "state"]), st.text(max_size=40))
def test_any_value_of_an_operator_is_safe(name: str, value: str) -> None:
    query = read_query(f"glow {name}:{value}", LONDON)
    cache = open_cache(None)
    cache.put([letter(1)], {})
    found = cache.search(query.words, limit=5, sender=query.sender, before=query.before, after=query.after)
    assert found in ([], ["c1"])
    cache.close()

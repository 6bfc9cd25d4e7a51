"""What the mail cache costs at the size of a large shop. Run with ``--benchmark-enable -n0 -s``.

``INBOX_TUI_BENCH_MAIL=100000`` makes it that size: whole letters, in conversations of one or two.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from inbox_tui.core.message import CachedMessage
from inbox_tui.core.threads import conversation_id
from inbox_tui.mail.mime import MimeParser
from inbox_tui.store.mail_cache import SqliteCache

from ..store.letters import NOON, letter, open_cache
from .mailbox import LETTERS, RARE, RARE_HITS
from .ratio import note

SIZE = max(1_000, LETTERS)
BATCH = 1_000
TOPICS = SIZE * 3 // 5
"""Conversations."""
SEARCH = 0.020
"""Seconds for a rare word."""


SENTENCE = [f"{'abcdefgh'[at % 8]}lue{'xyz'[at % 3]}" for at in range(40)]


def header(number: int) -> bytes:
    """A header as servers send it."""
    return (
        f"Return-Path: <ann{number % 7000}@buyer.example>\r\n"
        f'From: "Ann Buyer" <ann{number % 7000}@buyer.example>\r\nTo: "Shop" <help@shop.example>\r\n'
        f"Subject: Re: Order A-{number % 60000:07d}: oak desk lamp arrived broken\r\n"
        "Date: Wed, 10 Sep 2025 00:50:20 +0000\r\n"
        f"Message-ID: <{number}.cf4b1e674d@buyer.example>\r\n"
        f"In-Reply-To: <{number - 1}.c517972935@buyer.example>\r\n"
        'Content-Type: text/plain; charset="us-ascii"\r\n\r\n'
    ).encode()


def messages(first: int, count: int) -> list[CachedMessage]:
    """Some of the mailbox, newest last."""
    made = []
    for number in range(first, first + count):
        text = " ".join(f"The {SENTENCE[(number + at) % 40]} lamp {number} broke." for at in range(40))
        is_rare = number >= 0 and number % (SIZE // RARE_HITS) == 7
        made.append(
            letter(
                number,
                conversation=conversation_id("shop", str(number % TOPICS)),
                subject=f"Order A-{number % TOPICS:07d}: oak desk lamp arrived broken",
                email=f"ann{number % 7000}@buyer.example",
                text=f"{text} {RARE}" if is_rare else text,
            )
        )
    return made


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteCache]:
    """A cache with everything in it."""
    cache = open_cache(Path(tmp_path_factory.mktemp("bench")) / "mail.db")
    for first in range(SIZE - BATCH, -1, -BATCH):
        cache.put(messages(first, BATCH), {})
    yield cache
    cache.close()


def test_reading_a_thousand_headers(benchmark: BenchmarkFixture) -> None:
    raws = [header(number) for number in range(BATCH)]
    parser = MimeParser()
    read = benchmark(lambda: [parser.header(raw) for raw in raws])
    assert read[7].sender.email == "ann7@buyer.example"


def test_storing_a_thousand_headers_among_many(benchmark: BenchmarkFixture, full: SqliteCache) -> None:
    rounds = iter(range(10))

    def some() -> tuple[tuple[list[CachedMessage], dict[object, bytes]], dict[str, object]]:
        return (messages(-BATCH * (next(rounds) + 1), BATCH), {}), {}

    benchmark.pedantic(full.put, setup=some, rounds=5)  # type: ignore[no-untyped-call]
    assert len(full.uids("shop", "INBOX")) >= SIZE + BATCH


def test_the_first_screen_of_many(benchmark: BenchmarkFixture, full: SqliteCache) -> None:
    rows = benchmark(lambda: full.conversations(limit=50))
    assert len(rows) == 50
    assert rows[0].last_at == NOON + timedelta(minutes=SIZE - 1)


def test_the_whole_list_of_many(benchmark: BenchmarkFixture, full: SqliteCache) -> None:
    rows = benchmark(full.conversations)
    assert len(rows) >= TOPICS


def test_a_rare_word_among_many(benchmark: BenchmarkFixture, full: SqliteCache) -> None:
    found = benchmark(lambda: full.search(RARE, limit=50))
    assert len(found) == RARE_HITS
    if benchmark.enabled:
        seconds = benchmark.stats.stats.median
        note(benchmark, milliseconds=1000 * seconds, at_most=1000 * SEARCH)
        assert seconds < SEARCH


def test_a_common_word_among_many(benchmark: BenchmarkFixture, full: SqliteCache) -> None:
    assert len(benchmark(lambda: full.search("lamp", limit=50))) == 50


def test_opening_a_conversation_among_many(benchmark: BenchmarkFixture, full: SqliteCache) -> None:
    newest = full.conversations(limit=1)[0].id
    opened = benchmark(lambda: full.messages(newest))
    assert opened[-1].received_at == NOON + timedelta(minutes=SIZE - 1)

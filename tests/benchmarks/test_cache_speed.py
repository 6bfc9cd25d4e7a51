"""What the mail cache costs at the size of a large shop. Run with ``--benchmark-only -n0``.

The mailbox has 100,000 messages in about 60,000 conversations, as only headers, and some thousand letters.
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

SIZE = 100_000
WHOLE = 5_000
BATCH = 1_000
RARE = "quarzwiesel"


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
        whole = number >= SIZE - WHOLE
        text = f"The lamp {number} broke." + (f" {RARE}" if number % 1000 == 7 else "")
        made.append(
            letter(
                number,
                conversation=conversation_id("shop", str(number % 60_000)),
                subject=f"Order A-{number % 60000:07d}: oak desk lamp arrived broken",
                email=f"ann{number % 7000}@buyer.example",
                text=text if whole else "",
                whole=whole,
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
    assert len(rows) >= 60_000


def test_a_rare_word_among_many(benchmark: BenchmarkFixture, full: SqliteCache) -> None:
    found = benchmark(lambda: full.search(RARE, limit=50))
    assert len(found) == WHOLE // 1000


def test_a_common_word_among_many(benchmark: BenchmarkFixture, full: SqliteCache) -> None:
    assert len(benchmark(lambda: full.search("lamp", limit=50))) == 50


def test_opening_a_conversation_among_many(benchmark: BenchmarkFixture, full: SqliteCache) -> None:
    newest = full.conversations(limit=1)[0].id
    opened = benchmark(lambda: full.messages(newest))
    assert opened[-1].received_at == NOON + timedelta(minutes=SIZE - 1)

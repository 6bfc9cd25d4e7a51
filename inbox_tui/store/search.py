"""Full-text search over the mail cache.

Ranking is by place, then by age: words in subject and sender beat words in the text, newer beats older.
The index's own relevance figure would have to visit every hit of every word first, 100,000 of them for
a common word; this order comes straight out of the index and stops as soon as there is enough.
"""

import re
import sqlite3
from collections.abc import Iterator
from datetime import datetime

from ..core.message import Message
from .rows import json_text, micros
from .texts import storable

_MOST_WORDS = 16
_MOST_CHARACTERS = 400
_MOST_HITS = 2000
"""How many of a word's newest hits are looked at when words are spread over a conversation."""
_MOST_CANDIDATES = 200

_HITS = (
    "SELECT m.conversation FROM words CROSS JOIN message m ON m.id = words.rowid"
    " WHERE words MATCH ? AND m.received_at >= ? AND m.received_at < ? ORDER BY words.rowid DESC"
)
_IN_TIME = "SELECT conversation FROM message WHERE received_at >= ? AND received_at < ? ORDER BY id DESC"


# The index folds accents by itself, but not letters that are another one with a stroke, or two in one.
_STROKES = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D",
        "þ": "th", "Þ": "Th", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i",
    }
)  # fmt: skip
_STROKED = re.compile(f"[{''.join(map(chr, _STROKES))}]")
# Written without spaces: each sign is a word to the index, and several in a row are a phrase.
_UNSPACED = re.compile("[\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]")


def indexed(message: Message) -> tuple[str, str, str]:
    """What is searched: subject, sender, text. The same for adding and for taking out."""
    return (
        folded(message.subject),
        folded(f"{message.sender.name} {message.sender.email}"),
        folded(message.text),
    )


def folded(text: str) -> str:
    """As the index takes it: the same for letters and for what is looked for in them."""
    if text.isascii():
        return text
    text = storable(text)
    if _STROKED.search(text):
        text = text.translate(_STROKES)
    return _UNSPACED.sub(r" \g<0> ", text) if _UNSPACED.search(text) else text


def terms(words: str) -> list[str]:
    """Each word as a quoted phrase, the last one as a prefix; [] when there is nothing to look for.

    Quoting leaves no character with a meaning of its own, whatever a person types.
    """
    clean = storable(words[:_MOST_CHARACTERS].replace("\0", " "))
    kept = [word for word in clean.split() if any(letter.isalnum() for letter in word)][:_MOST_WORDS]
    quoted = ['"' + folded(word).replace('"', '""').strip() + '"' for word in kept]
    return [*quoted[:-1], f"{quoted[-1]}*"] if quoted else []


def find(
    connection: sqlite3.Connection,
    words: str,
    *,
    limit: int,
    sender: str = "",
    before: datetime | None = None,
    after: datetime | None = None,
) -> list[str]:
    """Conversations in which all ``words`` occur, best first, at most ``limit``; only with mail of such a
    sender, received in that time. Without words the newest come first."""
    wanted, writers = terms(words), terms(sender)
    time = (micros(after) if after else -(2**62), micros(before) if before else 2**62)
    if limit <= 0 or not (wanted or writers or before or after) or (sender and not writers):
        return []
    if wanted or writers:
        ranked = _by_rank(connection, wanted, writers, time)
    else:
        ranked = (row[0] for row in connection.execute(_IN_TIME, time))
    found: dict[str, None] = {}
    for conversation in ranked:
        found[conversation] = None
        if len(found) >= limit:
            break
    return list(found)


def _by_rank(
    connection: sqlite3.Connection, wanted: list[str], writers: list[str], time: tuple[int, int]
) -> Iterator[str]:
    by = f"{{sender}} : ({' AND '.join(writers)})" if writers else ""
    every = " AND ".join(wanted)
    queries = [f"{{subject sender}} : ({every})", f"({every})"] if wanted else [""]
    for query in queries:
        full = " AND ".join(filter(None, (query, by)))
        for (conversation,) in connection.execute(_HITS, (full, *time)):
            yield conversation
    if len(wanted) > 1 and not writers:
        yield from _spread(connection, wanted, time)


def _spread(connection: sqlite3.Connection, wanted: list[str], time: tuple[int, int]) -> Iterator[str]:
    """Conversations that have all words, though no single message has, newest first."""
    rare: list[dict[str, None]] = []
    common: list[str] = []
    for term in wanted:
        hits = [row[0] for row in connection.execute(f"{_HITS} LIMIT {_MOST_HITS}", (term, *time))]
        if len(hits) == _MOST_HITS:
            common.append(term)
        else:
            rare.append(dict.fromkeys(hits))
    if not rare:
        return
    rare.sort(key=len)
    both = [each for each in rare[0] if all(each in others for others in rare[1:])]
    candidates = both[:_MOST_CANDIDATES]
    for term in common:
        rows = connection.execute(
            "SELECT DISTINCT m.conversation FROM message m"
            " WHERE m.conversation IN (SELECT value FROM json_each(?))"
            " AND EXISTS (SELECT 1 FROM words WHERE words MATCH ? AND words.rowid = m.id)",
            (json_text(candidates), term),
        )
        candidates = [row[0] for row in rows]
    yield from (
        row[0]
        for row in connection.execute(
            "SELECT id FROM conversation WHERE id IN (SELECT value FROM json_each(?)) ORDER BY last_at DESC",
            (json_text(candidates),),
        )
    )

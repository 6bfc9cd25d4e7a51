"""What has to hold for any bytes: one function for each reader, which raises where it does not."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from imapclient.exceptions import ProtocolError
from imapclient.response_parser import parse_fetch_response

from inbox_tui.core.letter import bare_subject, reply_references
from inbox_tui.core.message import outline_of
from inbox_tui.core.quoting import split_for_reading, split_reply
from inbox_tui.core.text import clean, fold, is_clean, safe_file_name
from inbox_tui.core.threads import place
from inbox_tui.mail.bounce import read_bounce
from inbox_tui.mail.html import html_to_text
from inbox_tui.mail.imap_fetch import read_fetched
from inbox_tui.mail.lean import read_lean, read_outline
from inbox_tui.mail.mime import MimeParser, read
from inbox_tui.store.search import terms

SAMPLES = Path(__file__).parents[2] / "sample_mail"
PARSER = MimeParser()
_INDEX = sqlite3.connect(":memory:")
_INDEX.execute("CREATE VIRTUAL TABLE words USING fts5 (subject, sender, body)")


def mime(raw: bytes) -> None:
    """Any letter: every text of it is clean, and every file of it has a safe name."""
    message = read(raw)
    texts = [message.subject, message.text, message.sender.name, *message.notes, *message.headers.values()]
    texts += [each.name for each in (*message.to, *message.cc, *message.reply_to)]
    assert all(map(is_clean, texts))
    for file in message.attachments:
        assert safe_file_name(file.name) == file.name and "/" not in file.name
        assert len(PARSER.attachment(raw, file.part)) == file.size
    assert is_clean(PARSER.source(raw))


def bounce(raw: bytes) -> None:
    """Any report: what is told of it is clean."""
    found = read_bounce(raw, PARSER)
    assert found is None or (is_clean(found.reason) and is_clean(found.recipient))


def html(raw: bytes) -> None:
    """Any page: words come out, none of the marks that we put in, and never much more than there was."""
    source = raw.decode("utf-8", "replace")
    text = html_to_text(source)
    assert not any(mark in text for mark in "\ue000\ue001\ue002\ue003\ue004")
    assert is_clean(clean(text))
    assert len(text) <= 40 * len(source) + 10_000


def lean(raw: bytes) -> None:
    """Any header: the short ways through it say what the long way says."""
    whole = read(raw)
    assert read_lean(raw) == replace(whole, text="", attachments=(), notes=())
    assert read_outline(raw) == outline_of(whole)


def fetch(raw: bytes) -> None:
    """Any answer to FETCH: it is read as imapclient reads it, or left to imapclient."""
    lines: list[object] = []
    for line in raw.split(b"\n"):
        head, literal, body = line.partition(b"}")
        if literal and b"{" in head:  # imaplib reads as many bytes as are announced
            lines.append((head[: head.rindex(b"{")] + b"{%d}" % len(body), body))
        else:
            lines.append(line)
    found = read_fetched(lines)
    if found is None:
        return
    try:
        expected = parse_fetch_response(lines, normalise_times=False)
    except ProtocolError:  # such as a flag with a bracket, which we take and it does not
        return
    for uid, items in expected.items():
        items.pop(b"SEQ", None)
        items.pop(b"MODSEQ", None)
        try:
            assert found[uid] == dict(items)
        except ValueError:  # imapclient believes a zone of 70 hours, and its date cannot be compared
            return
    assert found.keys() == expected.keys()


def threads(raw: bytes) -> None:
    """Any header: it has a place, and so has everything that it names."""
    message = read_lean(raw)
    known: dict[str, str] = {}
    for name in (*message.ancestors, message.message_id or "<none@x.example>"):
        placed = place("shop", name, message.ancestors, known=known)
        known |= placed.pins
        assert known[name] == placed.conversation
    assert all(name in known for name in message.ancestors)
    assert len(reply_references(message)) <= 20
    assert not bare_subject(bare_subject(message.subject)) or message.subject


def quoting(raw: bytes) -> None:
    """Any text: its lines are shared out, and none is lost or made."""
    text = clean(raw.decode("utf-8", "replace"))
    for split in (split_reply(text), split_for_reading(text)):
        assert len(split.fresh) + len(split.quoted) + len(split.signature) == len(text)


def search(raw: bytes) -> None:
    """Anything that somebody types: the index can be asked for it."""
    words = raw.decode("utf-8", "surrogateescape")
    fold(words)
    if wanted := terms(words):
        _INDEX.execute("SELECT count(*) FROM words WHERE words MATCH ?", (" AND ".join(wanted),)).fetchone()


TARGETS: dict[str, Callable[[bytes], None]] = {
    each.__name__: each for each in (mime, bounce, html, lean, fetch, threads, quoting, search)
}


def _letters() -> Iterator[bytes]:
    for path in sorted(SAMPLES.rglob("*.eml")):
        yield path.read_bytes()


def _texts() -> Iterator[bytes]:
    for raw in _letters():
        yield read(raw).text.encode()


def _pages() -> Iterator[bytes]:
    for raw in _letters():
        start = raw.lower().find(b"<html")
        if start >= 0:
            yield raw[start:]
    yield b"<div><p class=MsoNormal>a<a href='https://x.example'><img alt=b></a><table><tr><td>c</table>"


def _answers() -> Iterator[bytes]:
    head = b'1 (UID 7 FLAGS (\\Seen) INTERNALDATE "17-Jul-1996 02:44:25 -0700" BODY[HEADER] {3}'
    yield head + b"abc\n)\n2 (UID 9)"


SEEDS: dict[str, Callable[[], Iterator[bytes]]] = {
    **dict.fromkeys(("mime", "bounce", "lean", "threads"), _letters),
    **dict.fromkeys(("quoting", "search"), _texts),
    "html": _pages,
    "fetch": _answers,
}

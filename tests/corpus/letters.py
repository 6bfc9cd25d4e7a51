"""The letters that go through the whole program: the samples and a few ugly ones, or any folder of mail.

``INBOX_TUI_CORPUS`` names a folder; every file in it, at any depth, is taken for a letter.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from inbox_tui.config import Config
from inbox_tui.core.message import CachedMessage, Direction, MailRef, Message
from inbox_tui.desk.office import Office
from inbox_tui.desk.receiving.reading import message_view
from inbox_tui.desk.views import ConversationView
from inbox_tui.mail.mime import MimeParser
from inbox_tui.store.casebook import open_casebook
from inbox_tui.store.mail_cache import SqliteCache
from inbox_tui.store.shelf import FileShelf
from tests.desk.post_office import Now
from tests.ui.list_rows import a_row

SAMPLES = Path(__file__).parents[2] / "sample_mail"
ARRIVED = datetime(2026, 11, 24, 9, tzinfo=UTC)
_ESCAPES = "\x1b[2J\x1b]52;c;aGk=\x07\x9b31m\u202e\u2066\x00\x7f\x08"
UGLY = {
    "escapes": (
        f"From: {_ESCAPES}Dana <dana@buyer.example>\r\nSubject: =?utf-8?B?G1sySg==?= [@click=app.quit]x[/] "
        f"{_ESCAPES}\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n\r\n"
        f"broken {_ESCAPES}spout\r\n"
        f'--B\r\nContent-Disposition: attachment; filename="../{_ESCAPES}.exe"\r\n\r\nx\r\n--B--\r\n'
    ).encode(),
    "empty": b"",
    "no-header": b"\r\n\r\nbroken",
    "zeros": bytes(5000),
    "every-byte": b"Subject: " + bytes(range(256)) * 4 + b"\r\n\r\n" + bytes(range(256)) * 40,
    "html": (
        b"Subject: html\r\nContent-Type: text/html\r\n\r\n"
        + b"<div>" * 3000
        + b"&#27;[2J&#155;31m&#8238;<a href='https://evil.example/&#27;'>pay</a>"
    ),
    "deep": b"Subject: deep\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 500 + b"x",
    "wide": "Subject: 🧨👩‍👩‍👧 ｗｉｄｅ\r\n\r\n".encode() + "日本語\u0301\u200b👩‍👩‍👧 ".encode() * 2000,
}


def letters(folder: Path | None = None) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each letter of ``folder``, else of the one that the environment names."""
    named = folder or (Path(os.environ["INBOX_TUI_CORPUS"]) if "INBOX_TUI_CORPUS" in os.environ else None)
    for path in sorted((named or SAMPLES).rglob("*" if named else "*.eml")):
        if path.is_file():
            yield str(path.relative_to(named or SAMPLES)), path.read_bytes()
    yield from UGLY.items()


def cached(number: int, message: Message, size: int) -> CachedMessage:
    """The letter as the sync would hand it to the cache."""
    return CachedMessage(
        ref=MailRef(account="shop", mailbox="INBOX", uidvalidity=1, uid=number),
        conversation=f"c{number}",
        direction=Direction.IN,
        received_at=ARRIVED,
        flags=frozenset(),
        size=size,
        message=message,
        whole=True,
    )


def an_office(folder: Path) -> Office:
    """A desk over an empty cache in ``folder``."""
    return Office(
        config=Config(),
        clock=Now(),
        zone=UTC,
        actor="kim",
        open_parser=MimeParser,
        open_casebook=lambda: open_casebook(folder / "casebook.db", backups=folder / "backups"),
        open_cache=lambda: SqliteCache(folder / "mail.db", read_header=MimeParser().header),
        shelf=FileShelf(folder),
    )


def opened(office: Office, mail: CachedMessage) -> ConversationView:
    """The letter as the desk opens it."""
    sender = mail.message.sender
    row = a_row(
        mail.conversation, from_name=sender.name, from_addr=sender.email, subject=mail.message.subject
    )
    return ConversationView(row=row, case=None, messages=(message_view(office, mail),))

"""Rows of new messages: what is here already, and what a new row brings with it."""

import sqlite3
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Any

from ..core.message import MailRef
from . import conversations
from .rows import json_text
from .steps import insert_all

Row = tuple[Any, ...]
"""The values of a message, in the order of ``_INTO_MESSAGE``."""

_INTO_MESSAGE = (
    "INSERT INTO message (id, account, mailbox, uidvalidity, uid, conversation, message_id, direction,"
    " received_at, flags, seen, size, whole, from_name, from_addr, subject)"
)


def held(connection: sqlite3.Connection, wanted: Collection[MailRef]) -> dict[MailRef, tuple[int, bool, str]]:
    """Number, wholeness and conversation of those that are here already."""
    boxes: dict[tuple[str, str, int], list[int]] = {}
    for account, mailbox, validity, uid in wanted:
        boxes.setdefault((account, mailbox, validity), []).append(uid)
    return {
        MailRef(account, mailbox, validity, uid): (number, bool(whole), home)
        for (account, mailbox, validity), uids in boxes.items()
        for uid, number, whole, home in connection.execute(
            "SELECT uid, id, whole, conversation FROM message WHERE account = ? AND mailbox = ?"
            " AND uid IN (SELECT value FROM json_each(?)) AND uidvalidity = ?",
            (account, mailbox, json_text(uids), validity),
        )
    }


def insert(connection: sqlite3.Connection, rows: Sequence[Row], *, touched: Collection[str] = ()) -> set[str]:
    """Add messages, and let their conversations grow; inside the caller's transaction.

    Where more happens to a conversation than that messages are added, it has to be reckoned anew: gives the
    names of those, ``touched`` among them.
    """
    lines = [
        conversations.Line(
            row[5], row[8], row[2], row[4], row[0], row[1], row[6], row[7], row[10], row[13], row[14], row[15]
        )
        for row in rows
    ]
    anew = {*touched, *_of_copies(connection, lines)}
    insert_all(connection, _INTO_MESSAGE, rows)
    conversations.grow(
        connection, [line for line in lines if line.conversation not in anew] if anew else lines
    )
    return anew


def index(connection: sqlite3.Connection, entries: Sequence[tuple[int, str, str, str]]) -> None:
    """Let messages be found: number, subject, sender, text, ascending by number, because the index flushes to
    disk each time a number is lower than the one before. It does so at each step of many rows as well."""
    into = "INSERT INTO words (rowid, subject, sender, body)"
    insert_all(connection, into, entries, step=max(1, len(entries)))


def _of_copies(connection: sqlite3.Connection, lines: Sequence[conversations.Line]) -> set[str]:
    """The conversations of those of which another copy is here or comes at the same time."""
    names: dict[str, Counter[str]] = {}
    for account, group in groupby(lines, key=lambda line: line.account):
        names.setdefault(account, Counter()).update(line.message_id for line in group if line.message_id)
    copied = set()
    for account, counts in names.items():
        here = connection.execute(
            "SELECT message_id FROM message WHERE account = ?"
            " AND message_id IN (SELECT value FROM json_each(?))",
            (account, json_text(counts)),
        )
        copied |= {name for name, count in counts.items() if count > 1}.union(row[0] for row in here)
    return {line.conversation for line in lines if line.message_id in copied} if copied else set()

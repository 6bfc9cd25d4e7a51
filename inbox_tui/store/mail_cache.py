"""The mail cache on SQLite: a copy of what the servers hold, which may be deleted at any time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from ..core.message import CachedHeader, CachedMessage, MailRef
from ..ports import Conversation, MailboxStatus, Verdict
from . import conversations, headers, intake, owing, search
from .cache_file import CacheFile
from .rows import SELECT, WRITTEN, HeaderReader, cached, flag_text, json_text, stored_message
from .texts import storable


class SqliteCache:
    """``ports.MailCache`` in one file, or in memory when ``path`` is None.

    A file that is damaged or of another version is dropped and made anew without asking. Made on any
    thread, used by one at a time. Every call raises StoreError when the disk does not do its part.
    ``read_header`` makes messages of the headers that ``put`` was given the bytes of.
    """

    def __init__(self, path: Path | None, *, read_header: HeaderReader) -> None:
        self._file = CacheFile(path)
        self._read_header = read_header

    # --- mailboxes ---

    def mailbox(self, account: str, mailbox: str) -> MailboxStatus | None:
        """What was known of the mailbox at the end of the last sync."""
        with self._file.reading() as connection:
            row = connection.execute(
                "SELECT uidvalidity, uidnext, messages, modseq FROM mailbox WHERE account = ? AND name = ?",
                (account, mailbox),
            ).fetchone()
        if row is None:
            return None
        return MailboxStatus(name=mailbox, uidvalidity=row[0], uidnext=row[1], messages=row[2], modseq=row[3])

    def remember_mailbox(self, account: str, status: MailboxStatus) -> None:
        """Note that the cache is now in step with ``status``."""
        with self._file.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO mailbox VALUES (?, ?, ?, ?, ?, ?)",
                (account, status.name, status.uidvalidity, status.uidnext, status.messages, status.modseq),
            )

    def forget_mailbox(self, account: str, mailbox: str) -> None:
        """Drop everything of a mailbox; pins stay, so mail that comes back finds its conversation."""
        with self._file.writing() as connection:
            connection.execute("DELETE FROM mailbox WHERE account = ? AND name = ?", (account, mailbox))
            intake.drop(connection, "account = ? AND mailbox = ?", (account, mailbox))

    def uids(self, account: str, mailbox: str) -> dict[int, bool]:
        """The UIDs held, and whether the whole message is."""
        with self._file.reading() as connection:
            rows = connection.execute(
                "SELECT uid, whole FROM message WHERE account = ? AND mailbox = ? ORDER BY uid",
                (account, mailbox),
            ).fetchall()
        return {uid: bool(whole) for uid, whole in rows}

    def owed(self, account: str, *, since: datetime, limit: int) -> list[tuple[str, MailRef]]:
        """Messages received at ``since`` or later of which only the header is here, with their
        conversation: conversation by conversation, the newest first, ``limit`` conversations at most."""
        with self._file.reading() as connection:
            return owing.owed(connection, account, since=since, limit=limit)

    def count_owed(self, account: str, *, since: datetime) -> int:
        """How many messages received at ``since`` or later are here by their header only."""
        with self._file.reading() as connection:
            return owing.count_owed(connection, account, since=since)

    def unsettled(self, account: str, *, limit: int) -> list[str]:
        """Conversations with whole messages that nobody has settled yet."""
        with self._file.reading() as connection:
            return owing.unsettled(connection, account, limit=limit)

    def settle(self, account: str, conversations: Collection[str]) -> None:
        """Note that what is here of these conversations was taken in."""
        with self._file.writing() as connection:
            owing.settle(connection, account, conversations)

    # --- messages in ---

    def put(self, messages: Iterable[CachedMessage], raws: Mapping[MailRef, bytes]) -> None:
        """Add or complete messages, in one transaction, with their bytes and their search index.

        A whole message is never replaced by its header alone.
        """
        arrived = list(messages)
        with self._file.writing() as connection:
            intake.take_in(connection, arrived, raws)

    def put_headers(self, new: Sequence[CachedHeader]) -> None:
        """Add messages of which only the header came, in one transaction; what is here already stays as it
        is. The bytes are what is kept: they are read when somebody asks for the message."""
        with self._file.writing() as connection:
            headers.add(connection, new)

    def judge(self, verdicts: Mapping[MailRef, Verdict]) -> None:
        """Keep what triage said of messages."""
        with self._file.writing() as connection:
            touched = set()
            for ref, said in verdicts.items():
                row = connection.execute(
                    "UPDATE message SET is_complaint = ?, category = ?, automatic = ?, thanks_only = ?"
                    " WHERE account = ? AND mailbox = ? AND uidvalidity = ? AND uid = ?"
                    " RETURNING conversation",
                    (
                        int(said.is_complaint),
                        said.category,
                        said.automatic,
                        int(said.thanks_only),
                        *ref,
                    ),
                ).fetchone()
                if row is not None:
                    touched.add(row[0])
            conversations.refresh(connection, touched)

    def set_flags(self, account: str, mailbox: str, flags: Mapping[int, frozenset[str]]) -> int:
        """Bring flags in step; how many messages changed."""
        changed: list[str] = []
        with self._file.writing() as connection:
            for uid, now in flags.items():
                text = flag_text(now)
                rows = connection.execute(
                    "UPDATE message SET flags = ?, seen = ?"
                    " WHERE account = ? AND mailbox = ? AND uid = ? AND flags <> ? RETURNING conversation",
                    (text, int("\\Seen" in now), account, mailbox, uid, text),
                ).fetchall()
                changed += [row[0] for row in rows]
            conversations.refresh(connection, changed)
        return len(changed)

    def remove(self, account: str, mailbox: str, uids: Collection[int]) -> None:
        """Drop messages that are gone from the server."""
        with self._file.writing() as connection:
            intake.drop(
                connection,
                "account = ? AND mailbox = ? AND uid IN (SELECT value FROM json_each(?))",
                (account, mailbox, json_text(uids)),
            )

    # --- conversations ---

    def conversations_of(self, account: str, message_ids: Collection[str]) -> dict[str, str]:
        """Which conversation each of these Message-IDs (held, or only mentioned) belongs to."""
        spelled = {name if name.isascii() else storable(name): name for name in message_ids if name}
        with self._file.reading() as connection:
            rows = connection.execute(
                "SELECT value, coalesce("
                "(SELECT conversation FROM message WHERE account = ?1 AND message_id = value LIMIT 1),"
                "(SELECT conversation FROM pin WHERE account = ?1 AND message_id = value))"
                " FROM json_each(?2)",
                (account, json_text(spelled)),
            ).fetchall()
        # Not left out by the database: it would look up each name a second time for that.
        return {spelled[name]: home for name, home in rows if home is not None}

    def pin(self, account: str, ids: Mapping[str, str]) -> None:
        """Remember that these Message-IDs belong to these conversations."""
        with self._file.writing() as connection:
            intake.pin(connection, ((account, name, conversation) for name, conversation in ids.items()))

    def join(self, account: str, conversations: Mapping[str, str]) -> None:
        """Let conversations go on in others, with all that belongs to them; what moves is unsettled again."""
        with self._file.writing() as connection:
            intake.join(connection, account, conversations)

    def conversations(
        self, *, ids: Collection[str] | None = None, limit: int | None = None
    ) -> list[Conversation]:
        """Conversations, newest first; only ``ids`` when given."""
        with self._file.reading() as connection:
            return conversations.select(connection, ids=ids, limit=limit)

    def newest(self) -> list[str]:
        """The names of all conversations, newest first: read from an index alone."""
        with self._file.reading() as connection:
            rows = connection.execute("SELECT id FROM conversation ORDER BY last_at DESC, id")
            return [name for (name,) in rows]

    def messages(self, conversation: str) -> list[CachedMessage]:
        """The messages of a conversation, oldest first; of copies, the whole one, then the older one."""
        with self._file.reading() as connection:
            rows = connection.execute(
                f"{SELECT} WHERE m.conversation = ? ORDER BY m.whole DESC, m.received_at, m.id",
                (conversation,),
            ).fetchall()
        kept: dict[object, CachedMessage] = {}
        for message in (cached(row, self._read_header) for row in rows):
            kept.setdefault(message.message.message_id or message.ref, message)
        return sorted(kept.values(), key=lambda message: (message.received_at, message.ref))

    def holders(self, account: str, message_ids: Collection[str]) -> list[CachedMessage]:
        """All messages, copies included, that carry one of these Message-IDs."""
        with self._file.reading() as connection:
            rows = connection.execute(
                f"{SELECT} WHERE m.account = ? AND m.message_id <> ''"  # noqa: S608
                " AND m.message_id IN (SELECT value FROM json_each(?))",
                (account, json_text([*map(storable, message_ids)])),
            ).fetchall()
        return [cached(row, self._read_header) for row in rows]

    def places(self, account: str, message_id: str) -> list[MailRef]:
        """Where a message lies on the server."""
        with self._file.reading() as connection:
            rows = connection.execute(
                "SELECT mailbox, uidvalidity, uid FROM message WHERE account = ? AND message_id = ?"
                " AND message_id <> ''",
                (account, storable(message_id)),
            ).fetchall()
        # Not sorted by the database: it would go through all places to find them in order.
        return sorted(MailRef(account, mailbox, validity, uid) for mailbox, validity, uid in rows)

    def written(self, *, limit: int) -> list[str]:
        """The texts of the newest letters that the shop sent by hand, from here or another program."""
        with self._file.reading() as connection:
            rows = connection.execute(WRITTEN, (limit,)).fetchall()
        return [stored_message(row[0]).text for row in rows]

    def raw(self, ref: MailRef) -> bytes | None:
        """The bytes of a message, if they were fetched."""
        with self._file.reading() as connection:
            row = connection.execute(
                "SELECT bytes FROM raw WHERE id = (SELECT id FROM message"
                " WHERE account = ? AND mailbox = ? AND uidvalidity = ? AND uid = ?)",
                ref,
            ).fetchone()
        return None if row is None else bytes(row[0])

    def search(
        self,
        words: str,
        *,
        limit: int,
        sender: str = "",
        before: datetime | None = None,
        after: datetime | None = None,
    ) -> list[str]:
        """Conversations in which all the words occur, best first. Any characters may be given."""
        with self._file.reading() as connection:
            return search.find(connection, words, limit=limit, sender=sender, before=before, after=after)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

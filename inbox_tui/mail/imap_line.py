"""One signed-in IMAP connection: with ``imap_open``, all that touches imapclient.

Every name passes the gate of ``imap_names`` on its way out. Library errors come out as they are and are
translated one level up, except where only this place knows what they mean.
"""

import contextlib
import imaplib
import socket
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..core.text import clean_line
from ..errors import MailError, UnreachableError
from ..ports import MailboxStatus
from .imap_answers import spans
from .imap_errors import is_refusal, mailbox_error
from .imap_fetch import take_answers
from .imap_names import Listed, passed, passed_flags, quoted, read_listing, wire_name

if TYPE_CHECKING:
    from imapclient import IMAPClient

SEARCH_SPAN = 50_000
"""Messages asked about in one SEARCH: imaplib takes no answer of more than a million bytes."""
_ID_LIMIT = 900
_CHANGES = ("EXPUNGE", "FETCH", "VANISHED")
_NEWS = frozenset({b"EXISTS", *(kind.encode() for kind in _CHANGES)})


class Line:
    """See the module. Not for several threads, except ``cut``."""

    def __init__(self, client: "IMAPClient", host: str) -> None:
        self._client = client
        self._host = clean_line(host)
        self._wire: dict[str, str] = {}
        self._exists = 0
        self._changed = False
        self.selected: tuple[str, bool] | None = None
        """The mailbox that is open, and whether for reading only."""
        self.capabilities: tuple[str, ...] = ()
        self.idles = False

    def learn_capabilities(self) -> None:
        """Ask what the server can do, and turn on what we use."""
        self.capabilities = tuple(name.decode("latin-1") for name in self._client.capabilities())
        self.idles = "IDLE" in self.capabilities
        if {"ENABLE", "CONDSTORE"} <= set(self.capabilities):
            # Until then Dovecot does not count changes of a mailbox, nor say the count when it is opened.
            self._client.enable("CONDSTORE")

    def listing(self) -> list[Listed]:
        """All mailboxes. Read by ourselves: one bad name makes the library drop the whole list."""
        pattern = '"*"'
        if {"LIST-EXTENDED", "SPECIAL-USE"} <= set(self.capabilities):
            pattern += " RETURN (SPECIAL-USE)"
        kind, lines = self._client._imap.list('""', pattern)
        self._client._checkok("list", kind, lines)
        found = read_listing(lines)
        self._wire = {box.name: box.wire for box in found}
        return found

    def prefix(self) -> str:
        """What the names of the person's own mailboxes begin with, such as ``INBOX.``; often nothing."""
        if "NAMESPACE" not in self.capabilities:
            return ""
        personal = self._client.namespace().personal
        first = personal[0][0] if personal else b""
        return first.decode("latin-1") if isinstance(first, bytes) else str(first)

    def open(self, mailbox: str, *, read_only: bool) -> MailboxStatus:
        """EXAMINE or SELECT."""
        self.selected = None
        try:
            answer = self._client.select_folder(self._name(mailbox), readonly=read_only)
        except imaplib.IMAP4.error as error:
            if not is_refusal(error):
                raise
            raise mailbox_error(error, host=self._host, mailbox=mailbox, opening=True) from error
        if b"UIDVALIDITY" not in answer:
            raise MailError(
                f"{self._host} gives the messages of {clean_line(mailbox)} no lasting numbers (UIDVALIDITY)."
            )
        self.selected = (mailbox, read_only)
        self._exists = answer[b"EXISTS"]
        uidnext = answer.get(b"UIDNEXT") or max(self.uids(), default=0) + 1
        return MailboxStatus(
            name=mailbox,
            uidvalidity=answer[b"UIDVALIDITY"],
            uidnext=uidnext,
            messages=answer[b"EXISTS"],
            modseq=answer.get(b"HIGHESTMODSEQ"),
        )

    def uids(self) -> list[int]:
        """All UIDs, ascending; asked for in spans of sequence numbers when there are very many."""
        if self._exists <= SEARCH_SPAN:
            return sorted(self._search("ALL"))
        spans = range(1, self._exists + 1, SEARCH_SPAN)
        last = spans[-1]
        found = (self._search(f"{n}:{'*' if n == last else n + SEARCH_SPAN - 1}") for n in spans)
        return sorted({uid for span in found for uid in span})

    def _search(self, what: str) -> list[int]:
        """The library reads an answer character by character: a second for 100,000 numbers."""
        kind, lines = self._client._imap.uid("SEARCH", what)
        self._client._checkok("search", kind, lines)
        return [int(word) for line in lines if line for word in line.split()]

    def uids_like(self, message_id: str) -> list[int]:
        """UIDs whose Message-ID contains this text: HEADER search is a substring match."""
        return self._search_text("HEADER Message-ID", message_id)

    def uids_naming(self, message_id: str) -> list[int]:
        """UIDs with this text anywhere in them."""
        return self._search_text("TEXT", message_id)

    def _search_text(self, where: str, message_id: str) -> list[int]:
        text = passed(message_id, "The Message-ID")[:_ID_LIMIT]
        if text.isascii():
            return sorted(self._client.search(f"{where} {quoted(text, 'The Message-ID')}"))
        wanted = text.encode("utf-8", "surrogateescape")
        return sorted(self._client.search([*where.split(), wanted], charset="UTF-8"))

    def fetch(self, uids: Sequence[int], items: Sequence[str]) -> Mapping[int, Mapping[bytes, Any]]:
        """Those items of those messages that still exist."""
        # News without a UID from an earlier IDLE would be taken for a message with that number.
        if self._client._imap.untagged_responses.pop("FETCH", None):
            self._changed = True
        if not uids:
            return {}
        answer = self._fetched("UID", "FETCH", spans(uids), f"({' '.join(items)})")
        return {uid: answer[uid] for uid in uids if uid in answer}

    def fetch_newest(self, count: int, items: Sequence[str]) -> Mapping[int, Mapping[bytes, Any]]:
        """Those items of the last ``count`` messages, by UID, whatever their UIDs are."""
        self.fetch((), ())
        if not self._exists:
            return {}
        first = max(1, self._exists - count + 1)
        return self._fetched("FETCH", f"{first}:*", f"(UID {' '.join(items)})")

    def changed_since(self, modseq: int) -> Mapping[int, Mapping[bytes, Any]]:
        """The flags of what changed after ``modseq``, by UID (RFC 7162)."""
        self.fetch((), ())
        return self._fetched("UID", "FETCH", "1:*", f"(FLAGS) (CHANGEDSINCE {modseq:d})")

    def _fetched(self, *command: str) -> Mapping[int, Mapping[bytes, Any]]:
        imap = self._client._imap
        return take_answers(imap, imap._command(*command))

    def store(self, uids: Sequence[int], flags: Sequence[str]) -> None:
        """Add flags; the mailbox must be open for writing."""
        self._client.add_flags(uids, passed_flags(flags), silent=True)

    def append(self, mailbox: str, raw: bytes, *, flags: Sequence[str], at: datetime) -> None:
        """File a message."""
        name, checked = self._name(mailbox), passed_flags(flags)
        try:
            self._client.append(name, raw, flags=checked, msg_time=at)
        except imaplib.IMAP4.error as error:
            if not is_refusal(error):
                raise
            raise mailbox_error(error, host=self._host, mailbox=mailbox, opening=False) from error

    def _name(self, mailbox: str) -> str:
        return self._wire.get(mailbox) or wire_name(mailbox)

    # --- news ------------------------------------------------------------------------------------

    def noop(self) -> bool:
        """True when something changed since the last time anybody asked."""
        self._client.noop()
        return self._heard()

    def idle(self, seconds: float) -> bool:
        """Listen for at most ``seconds``; True when something changed."""
        started = time.monotonic()
        self._begin_idle()
        heard = self._pending()
        while not heard and not self._unread() and (left := started + seconds - time.monotonic()) > 0:
            answers = self._client.idle_check(timeout=left)
            if any(answer[0] == b"BYE" for answer in answers):
                raise UnreachableError(f"{self._host} hung up. What was fetched is kept; try again later.")
            heard = any(_NEWS.intersection(answer[:2]) for answer in answers if isinstance(answer, tuple))
            self._exists = next((a[0] for a in reversed(answers) if a[1:2] == (b"EXISTS",)), self._exists)
            if not answers:
                # Time is up, or (when it is not) the other end is dead: its answer to DONE will tell.
                break
        self._client.idle_done()
        return self._heard() or heard

    def _begin_idle(self) -> None:
        try:
            self._client.idle()
        except imaplib.IMAP4.error as error:
            if not is_refusal(error):
                raise
            # The server had news before its “+”, which the library does not expect: read on.
            imap, tag = self._client._imap, self._client._idle_tag
            while not imap.tagged_commands[tag] and imap._get_response() is not None:
                continue
            if imap.tagged_commands[tag]:
                raise

    def _unread(self) -> bool:
        """True when news came in one packet with the last answer: the socket will not announce it again."""
        sock, file = self._client.socket(), self._client._imap.file
        timeout = sock.gettimeout()
        sock.setblocking(False)
        try:
            return bool(file.peek(1))
        except (BlockingIOError, OSError):
            # Nothing there yet; an OSError that matters comes again when we read.
            return False
        finally:
            sock.settimeout(timeout)

    def _pending(self) -> bool:
        """True when the answers read so far hold news that nobody was told of."""
        answers = self._client._imap.untagged_responses
        counts = answers.get("EXISTS")
        grown = bool(counts) and int(counts[-1]) != self._exists
        return grown or self._changed or any(answers.get(kind) for kind in _CHANGES)

    def _heard(self) -> bool:
        """The same, and from now on it was told."""
        heard = self._pending()
        answers = self._client._imap.untagged_responses
        if counts := answers.pop("EXISTS", None):
            self._exists = int(counts[-1])
        for kind in _CHANGES:
            answers.pop(kind, None)
        self._changed = False
        return heard

    # --- the end ---------------------------------------------------------------------------------

    def cut(self) -> None:
        """Wake whoever reads from this line; for any thread."""
        with contextlib.suppress(OSError):
            self._client.socket().shutdown(socket.SHUT_RDWR)

    def hang_up(self) -> None:
        """Close at once, without a goodbye that could block."""
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            self._client.shutdown()

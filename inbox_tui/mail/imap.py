"""The mail server of an account, over IMAP: ``ports.MailServer`` on imapclient.

It reads with EXAMINE and BODY.PEEK, so nothing here marks a message as seen; only ``add_flags`` opens a
mailbox for writing. Messages are named by UID, and a mailbox whose UIDVALIDITY changed is another one.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from ..config import Account
from ..core.message import MailRef
from ..core.text import clean_line
from ..errors import MailboxGoneError, MailError, RefusedError
from ..ports import Fetched, MailboxStatus
from .imap_answers import (
    Answers,
    bare,
    body,
    chunks,
    fetched,
    flags_in,
    groups,
    only_value,
    size_in,
)
from .imap_connection import Connection
from .imap_line import Line
from .imap_names import sent_among
from .imap_pieces import fetch_in_pieces, may_be_a_letter

HEADER_CHUNK = 500
"""Messages in one FETCH of headers: a command of 5 kB, which every server takes."""
WHOLE_CHUNK = 20
WHOLE_BYTES = 4_000_000
"""Whole messages in one FETCH, and their bytes together: what one waits for before the first is shown."""
MESSAGE_LIMIT = 25_000_000
"""Larger messages (bytes) are fetched as a header only."""
AFTER_FAILURE = 0.1
"""Seconds until a server that failed is asked again, for fewer messages."""
NETWORK_SECONDS = 30.0
WITHHELD_SECONDS = 600.0
"""A message that the server would not give for the first of these is asked for again after the second."""
IDLE_SLICE = 120.0
"""Seconds between two looks. Routers forget silent lines, and some servers' IDLE never says anything."""
POLL_SLICE = 30.0
"""Seconds between two looks where there is no IDLE."""

FIELDS = (
    "Message-ID", "In-Reply-To", "References", "From", "Reply-To", "Sender", "To", "Cc", "Subject", "Date",
    "Auto-Submitted", "List-Id", "List-Unsubscribe", "Precedence", "Return-Path", "Authentication-Results",
    "Content-Type", "X-Failed-Recipients", "X-Auto-Response-Suppress",
)  # fmt: skip
_FACTS = ("FLAGS", "INTERNALDATE", "RFC822.SIZE")
_FIELDS_ITEM = f"BODY.PEEK[HEADER.FIELDS ({' '.join(FIELDS)})]"
_ID_ITEM = "BODY.PEEK[HEADER.FIELDS (Message-ID)]"


class ImapServer(Connection):
    """A server as the desk knows it. ``name`` is the account's, for ``MailRef``."""

    def __init__(
        self,
        *,
        name: str,
        account: Account,
        password: Callable[[], str | None],
        refused: Callable[[], None] = lambda: None,
        timeout: float = 20,
    ) -> None:
        super().__init__(account=account, password=password, refused=refused, timeout=timeout)
        self._name = name
        self._box: MailboxStatus | None = None
        self._withheld: dict[MailRef, tuple[float, float]] = {}

    def connect(self) -> tuple[str, ...]:
        """Sign in (if not yet) and return the server's capabilities."""
        with self._talk() as line:
            return line.capabilities

    def sent_mailbox(self) -> str | None:
        """The mailbox for sent mail: by SPECIAL-USE, else by a usual name, else None."""
        with self._talk() as line:
            return sent_among(line.listing(), line.prefix())

    def select(self, mailbox: str) -> MailboxStatus:
        """Open a mailbox for the calls below, without changing anything in it."""
        with self._talk() as line:
            self._box = None
            self._box = line.open(mailbox, read_only=True)
            return self._box

    def uids(self) -> list[int]:
        """All UIDs of the selected mailbox, ascending."""
        with self._talk() as line:
            box = self._selected()
            self._reopen(line, box)
            found = line.uids()
        if self._withheld:
            there = {self._ref(box, uid) for uid in found}
            self._withheld = {
                ref: when for ref, when in self._withheld.items() if ref.mailbox != box.name or ref in there
            }
        return found

    def newest(self, count: int) -> list[Fetched]:
        """The header fields of the last ``count`` messages, newest first, in one round trip."""
        box, items = self._selected(), (*_FACTS, _FIELDS_ITEM)
        with self._talk() as line:
            self._reopen(line, box)
        try:
            with self._talk() as line:
                answers = line.fetch_newest(count, items)
        except MailError as error:
            if not may_be_a_letter(error) or self._cut.is_set():
                raise
            answers = self._fetch(box, self.uids()[-count:], items)
        newest = sorted(answers, reverse=True)
        return list(fetched(self._name, box, newest, answers, whole=False))

    def flags(self, uids: Sequence[int], *, since: int | None = None) -> dict[int, frozenset[str]]:
        """The flags of those messages that still exist; with ``since``, only of those that changed after
        that ``modseq`` (which ``select`` must have given)."""
        box, found = self._selected(), {}
        if since is not None:
            with self._talk() as line:
                self._reopen(line, box)
                changed = line.changed_since(since)
            wanted = set(uids)
            return {uid: flags_in(answer) for uid, answer in changed.items() if uid in wanted}
        for some in chunks(uids, HEADER_CHUNK):
            for uid, answer in self._fetch(box, some, ("FLAGS",)).items():
                found[uid] = flags_in(answer)
        return found

    def headers(self, uids: Sequence[int]) -> Iterator[Fetched]:
        """The header fields that the house uses, in the order of ``uids``, fetched in chunks."""
        return self._headers(self._selected(), list(uids))

    def messages(self, uids: Sequence[int]) -> Iterator[Fetched]:
        """Whole messages, in the order of ``uids``; only the header of those above ``MESSAGE_LIMIT``."""
        return self._messages(self._selected(), list(uids))

    def withheld(self) -> frozenset[MailRef]:
        """The messages that the server would not give when they were last asked for."""
        return frozenset(self._withheld)

    def find(self, message_id: str) -> list[int]:
        """UIDs in the selected mailbox whose Message-ID is exactly this one, with or without ``<>``."""
        wanted = bare(message_id)
        if not wanted:
            return []
        box = self._selected()
        with self._talk() as line:
            self._reopen(line, box)
            near = line.uids_like(wanted)
        return [
            uid
            for some in chunks(near, HEADER_CHUNK)
            for uid, answer in self._ask(box, some, (_ID_ITEM,)).items()
            if only_value(body(answer) or b"") == wanted
        ]

    def mentions(self, message_id: str) -> list[int]:
        """UIDs in the selected mailbox whose header or text names this Message-ID, ascending."""
        wanted = bare(message_id)
        if not wanted:
            return []
        box = self._selected()
        with self._talk() as line:
            self._reopen(line, box)
            return line.uids_naming(wanted)

    def add_flags(self, uids: Sequence[int], flags: Sequence[str]) -> None:
        """Set flags such as ``\\Seen`` or ``\\Answered`` in the selected mailbox."""
        box = self._selected()
        for some in chunks(uids, HEADER_CHUNK):
            with self._talk() as line:
                self._reopen(line, box, read_only=False)
                line.store(some, flags)

    def append(self, mailbox: str, raw: bytes, *, flags: Sequence[str], at: datetime) -> None:
        """File a copy of a message. ``at`` is aware. After UnreachableError it may be there or not."""
        with self._talk() as line:
            line.append(mailbox, raw, flags=flags, at=at)

    def wait(self, seconds: float) -> bool:
        """IDLE (or look from time to time) for at most ``seconds``; True when the server had news.

        True as well when the connection had to be made anew, because then news may have been missed.
        """
        box, end = self._selected(), time.monotonic() + seconds
        while True:
            with self._talk() as line:
                if self._reopen(line, box) or line.noop():
                    return True
                left = end - time.monotonic()
                if left > 0 and line.idles and line.idle(min(left, IDLE_SLICE)):
                    return True
                idles = line.idles
            if left <= 0:
                return False
            if not idles and self._cut.wait(min(left, POLL_SLICE)):
                raise self._was_closed()

    # --- below the doors -------------------------------------------------------------------------

    def _selected(self) -> MailboxStatus:
        if self._box is None:
            raise RefusedError("No mailbox is open. Nothing was done; select one first.")
        return self._box

    def _reopen(self, line: Line, box: MailboxStatus, *, read_only: bool = True) -> bool:
        """Make ``box`` the open mailbox; True when it was not. Raises MailboxGoneError."""
        if line.selected == (box.name, read_only):
            return False
        known = line.selected is not None and line.selected[0] == box.name
        if line.open(box.name, read_only=read_only).uidvalidity != box.uidvalidity:
            line.selected = None
            raise MailboxGoneError(
                f"The mailbox {clean_line(box.name)} was made anew on the server. Nothing was "
                "changed; it has to be fetched again."
            )
        return not known

    def _ask(self, box: MailboxStatus, uids: Sequence[int], items: Sequence[str]) -> Answers:
        with self._talk() as line:
            self._reopen(line, box)
            return line.fetch(uids, items)

    def _fetch(self, box: MailboxStatus, uids: Sequence[int], items: Sequence[str]) -> Answers:
        """The same without those messages that the server does not give; they are asked for again later."""
        now = time.monotonic()
        resting = {ref for ref, (_, until) in self._withheld.items() if until > now}
        answers, withheld = fetch_in_pieces(
            [uid for uid in uids if self._ref(box, uid) not in resting] if resting else uids,
            ready=lambda: self._ask(box, (), ()),
            ask=lambda some: self._ask(box, some, items),
            may_go_on=lambda: not self._cut.wait(AFTER_FAILURE),
        )
        for uid, answer in answers.items() if self._withheld else ():
            if body(answer):
                self._withheld.pop(self._ref(box, uid), None)
        for uid in withheld:
            ref = self._ref(box, uid)
            first, _ = self._withheld.get(ref, (now, now))
            # For a while it may be the network after all.
            rest = WITHHELD_SECONDS if now - first >= NETWORK_SECONDS else 0
            self._withheld[ref] = first, now + rest
        return answers

    def _headers(self, box: MailboxStatus, uids: list[int]) -> Iterator[Fetched]:
        for some in chunks(uids, HEADER_CHUNK):
            answers = self._fetch(box, some, (*_FACTS, _FIELDS_ITEM))
            yield from fetched(self._name, box, some, answers, whole=False)

    def _messages(self, box: MailboxStatus, uids: list[int]) -> Iterator[Fetched]:
        for some in chunks(uids, HEADER_CHUNK):
            answers = self._fetch(box, some, ("RFC822.SIZE",))
            sizes = {uid: size_in(answers[uid]) for uid in some if uid in answers}
            for group in groups(sizes, count=WHOLE_CHUNK, total=min(WHOLE_BYTES, MESSAGE_LIMIT)):
                whole = sizes[group[0]] <= MESSAGE_LIMIT
                item = "BODY.PEEK[]" if whole else "BODY.PEEK[HEADER]"
                parts = self._fetch(box, group, (*_FACTS, item))
                yield from fetched(self._name, box, group, parts, whole=whole)

    def _ref(self, box: MailboxStatus, uid: int) -> MailRef:
        return MailRef(self._name, box.name, box.uidvalidity, uid)

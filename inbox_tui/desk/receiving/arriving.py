"""Mail on its way into the cache: parsed, named, put into its conversation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ...core.message import CachedMessage, Direction, MailRef, Message
from ...core.threads import Placed, fingerprint, own_name, place, second_name
from ...ports import Fetched
from ..office import Office

RENAMED = "letters share Message-IDs"
"""Under this name the casebook knows that some letter here had to take another name."""


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """A message as the server gave it, and as we read it."""

    mail: Fetched
    message: Message


class Arriving:
    """Puts the mail of one account into the cache."""

    def __init__(self, office: Office, name: str) -> None:
        self._office = office
        self._name = name
        self._own = office.account(name).email.lower()

    def read(self, mails: Iterable[Fetched]) -> list[Arrived]:
        """Parsed, headers only in outline; for the thread of the line, because a hostile letter may take its
        time."""
        parser = self._office.parser
        return [
            Arrived(mail=mail, message=(parser.parse if mail.whole else parser.outline)(mail.raw))
            for mail in mails
        ]

    def put(self, arrived: Sequence[Arrived], *, is_sent: bool) -> list[str]:
        """Store; returns the conversations. On the thread of the stores, in one transaction for the mail."""
        cache, book = self._office.cache, self._office.casebook
        ancestors = [each.message.ancestors for each in arrived]
        mentioned = {each.message.message_id for each in arrived}.union(*ancestors)
        cases = book.cases_of(self._name, mentioned)
        named = self._named(arrived, cases)
        renamed = {message.message_id for message in named} - mentioned
        known = cache.conversations_of(self._name, mentioned | renamed)
        known |= cases
        known |= book.cases_of(self._name, renamed) if renamed else {}
        rows: list[CachedMessage] = []
        pins: dict[str, str] = {}
        joined: dict[str, str] = {}
        for each, message, older in zip(arrived, named, ancestors, strict=True):
            home = place(self._name, message.message_id, older, known=known)
            if home.elder and (pair := self._one_of_two(message.message_id, home)):
                joined |= pair
                known = {name: pair.get(each, each) for name, each in known.items()}
                home = place(self._name, message.message_id, older, known=known)
            if home.pins:
                known |= home.pins
                pins |= home.pins
            mail = each.mail
            rows.append(
                CachedMessage(
                    ref=mail.ref,
                    conversation=home.conversation,
                    direction=self._direction(each, message, is_sent=is_sent),
                    received_at=mail.received_at,
                    flags=mail.flags,
                    size=mail.size,
                    message=message,
                    whole=mail.whole,
                )
            )
        if joined:
            rows = [replace(row, conversation=_last(joined, row.conversation)) for row in rows]
            pins = {name: _last(joined, each) for name, each in pins.items()}
            cache.join(self._name, joined)
        # The cache knows by itself where the letters are that it holds.
        only_mentioned = pins.keys() - {message.message_id for message in named}
        cache.pin(self._name, {name: pins[name] for name in only_mentioned})
        cache.put(rows, {each.mail.ref: each.mail.raw for each in arrived})
        return [row.conversation for row in rows]

    def _one_of_two(self, message_id: str, home: Placed) -> dict[str, str]:
        """Which conversation goes on in which other one, when a message that is new here belongs to both.
        A case keeps its name; of two cases a person decides whether they are one."""
        if self._office.cache.places(self._name, message_id):
            return {}
        young, elder = (self._office.casebook.case(name) for name in (home.conversation, home.elder))
        if young is None:
            return {home.conversation: home.elder}
        return {home.elder: home.conversation} if elder is None else {}

    # --- names -----------------------------------------------------------------------------------

    def _named(self, arrived: Sequence[Arrived], cases: Mapping[str, str]) -> list[Message]:
        """The messages, each under a Message-ID that belongs to no other letter. ``cases``: those that their
        Message-IDs belong to."""
        ids = {each.message.message_id for each in arrived if each.message.message_id}
        holders: dict[str, dict[MailRef, tuple[Message | Arrived, datetime]]] = {}
        for held in self._office.cache.holders(self._name, ids):
            holders.setdefault(held.message.message_id, {})[held.ref] = (held.message, held.received_at)
        ours = self._ours({name: cases[name] for name in ids & cases.keys() - holders.keys()})
        renamed = self._renamed(arrived)
        named = []
        for each in arrived:
            message, ref, at = each.message, each.mail.ref, each.mail.received_at
            if not message.message_id:
                named.append(replace(message, message_id=own_name(self._header(each), at)))
                continue
            same = holders.setdefault(message.message_id, {})
            if not same and ref not in renamed and message.message_id not in ours:
                same[ref] = (each, at)
                named.append(message)
                continue
            header = self._header(each)
            others = [self._known(letter) for place, letter in same.items() if place != ref]
            others += ours.get(message.message_id, ())
            if ref in renamed or any(fingerprint(*other) != fingerprint(header, at) for other in others):
                named.append(replace(message, message_id=second_name(header, at)))
                self._note_renaming()
                continue
            same[ref] = (header, at)
            named.append(message)
        return named

    def _known(self, letter: tuple[Message | Arrived, datetime]) -> tuple[Message, datetime]:
        message, at = letter
        return (self._header(message) if isinstance(message, Arrived) else message), at

    def _renamed(self, arrived: Sequence[Arrived]) -> set[MailRef]:
        """Letters that once had to take another name keep it, in whatever order mail comes in again."""
        book = self._office.casebook
        if not book.value(RENAMED):
            return set()
        names = {
            second_name(self._header(each), each.mail.received_at): each.mail.ref
            for each in arrived
            if each.message.message_id
        }
        known = {*self._office.cache.conversations_of(self._name, names), *book.cases_of(self._name, names)}
        return {names[name] for name in known}

    def _note_renaming(self) -> None:
        """Most shops never meet such a letter, and then nobody needs to look for its name."""
        if not self._office.casebook.value(RENAMED):
            self._office.casebook.set_value(RENAMED, "yes")

    def _ours(self, cases: Mapping[str, str]) -> dict[str, list[tuple[Message, datetime]]]:
        """Our own letters under Message-IDs of these cases: nobody may put another in their place."""
        book = self._office.casebook
        found: dict[str, list[tuple[Message, datetime]]] = {}
        for message_id, case_id in cases.items():
            for item in book.outbox(case_id=case_id):
                if item.message_id == message_id and (full := book.outbox_item(item.id)) is not None:
                    found[message_id] = [(self._office.parser.header(full.raw), item.created_at)]
        return found

    def _header(self, arrived: Arrived) -> Message:
        """All that its header says: two letters under one name are told apart by more than an outline."""
        return arrived.message if arrived.mail.whole else self._office.parser.header(arrived.mail.raw)

    def _direction(self, arrived: Arrived, message: Message, *, is_sent: bool) -> Direction:
        """Sent mail is ours. So is mail from our own address to somebody else, filed in the INBOX;
        but a web form that writes to us in our own name is a customer."""
        if is_sent:
            return Direction.OUT
        if message.sender.email.lower() != self._own:
            return Direction.IN
        header = self._header(arrived)
        to_others = any(each.email.lower() != self._own for each in (*header.to, *header.cc))
        return Direction.OUT if to_others else Direction.IN


def _last(joined: dict[str, str], name: str) -> str:
    """Where a conversation goes on that was joined with another, or several in a row."""
    while name in joined:
        name = joined[name]
    return name

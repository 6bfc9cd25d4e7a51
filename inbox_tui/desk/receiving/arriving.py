"""Mail on its way into the cache: parsed, named, put into its conversation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from ...core.message import CachedHeader, CachedMessage, Direction, MailRef, Message, Outline, outline_of
from ...core.threads import Placed, fingerprint, own_name, place, second_name
from ...ports import Fetched
from ..office import Office

RENAMED = "letters share Message-IDs"
"""Under this name the casebook knows that some letter here had to take another name."""


class Arrived(NamedTuple):
    """A message as the server gave it, and as we read it: in outline, which has a name of ours where the
    letter has none, and all of it where all is here."""

    mail: Fetched
    outline: Outline
    message: Message | None


class Arriving:
    """Puts the mail of one account into the cache."""

    def __init__(self, office: Office, name: str) -> None:
        self._office = office
        self._name = name
        self._own = office.account(name).email.lower()

    def read(self, mails: Iterable[Fetched]) -> list[Arrived]:
        """Parsed, headers only in outline; for the thread of the line, because a hostile letter may take its
        time."""
        outline, parse = self._office.parser.outline, self._office.parser.parse
        arrived = []
        for mail in mails:
            message = parse(mail.raw) if mail.whole else None
            told = outline_of(message) if message else outline(mail.raw)
            each = Arrived(mail, told, message)
            if not told.message_id:
                named = told._replace(message_id=own_name(self._header(each), mail.received_at))
                each = each._replace(outline=named)
            arrived.append(each)
        return arrived

    def put(self, arrived: Sequence[Arrived], *, is_sent: bool) -> list[str]:
        """Store; returns the conversations. On the thread of the stores, in one transaction for the mail."""
        cache, book = self._office.cache, self._office.casebook
        mentioned = {name for each in arrived for name in (each.outline.message_id, *each.outline.ancestors)}
        cases = book.cases_of(self._name, mentioned)
        names = self._named(arrived, cases)
        renamed = set(names) - mentioned
        known = cache.conversations_of(self._name, mentioned | renamed)
        known |= cases
        known |= book.cases_of(self._name, renamed) if renamed else {}
        homes: list[str] = []
        pins: dict[str, str] = {}
        joined: dict[str, str] = {}
        for each, name in zip(arrived, names, strict=True):
            home = place(self._name, name, each.outline.ancestors, known=known)
            if home.elder and (pair := self._one_of_two(name, home)):
                joined |= pair
                known = {name: pair.get(each, each) for name, each in known.items()}
                home = place(self._name, name, each.outline.ancestors, known=known)
            if home.pins:
                known |= home.pins
                pins |= home.pins
            homes.append(home.conversation)
        if joined:
            homes = [_last(joined, home) for home in homes]
            pins = {name: _last(joined, home) for name, home in pins.items()}
            cache.join(self._name, joined)
        # The cache knows by itself where the letters are that it holds.
        cache.pin(self._name, {name: pins[name] for name in pins.keys() - set(names)})
        self._store(arrived, names, homes, is_sent=is_sent)
        return homes

    def _store(
        self, arrived: Sequence[Arrived], names: Sequence[str], homes: Sequence[str], *, is_sent: bool
    ) -> None:
        """Under these names, in these conversations."""
        headers: list[CachedHeader] = []
        letters: list[CachedMessage] = []
        for each, name, home in zip(arrived, names, homes, strict=True):
            ref, flags, received_at, size, raw, _ = each.mail
            outline, message, direction = each.outline, each.message, self._direction(each, is_sent=is_sent)
            if message is None:
                if outline.message_id != name:
                    outline = outline._replace(message_id=name)
                headers.append(CachedHeader(ref, home, direction, received_at, flags, size, outline, raw))
                continue
            letters.append(
                CachedMessage(
                    ref=ref,
                    conversation=home,
                    direction=direction,
                    received_at=received_at,
                    flags=flags,
                    size=size,
                    message=message if message.message_id == name else replace(message, message_id=name),
                )
            )
        if headers:
            self._office.cache.put_headers(headers)
        if letters:
            self._office.cache.put(letters, {each.mail.ref: each.mail.raw for each in arrived})

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

    def _named(self, arrived: Sequence[Arrived], cases: Mapping[str, str]) -> list[str]:
        """Of each message a Message-ID that belongs to no other letter. ``cases``: those that their
        Message-IDs belong to."""
        ids = {each.outline.message_id for each in arrived}
        holders: dict[str, dict[MailRef, tuple[Message | Arrived, datetime]]] = {}
        for held in self._office.cache.holders(self._name, ids):
            holders.setdefault(held.message.message_id, {})[held.ref] = (held.message, held.received_at)
        ours = self._ours({name: cases[name] for name in ids & cases.keys() - holders.keys()})
        renamed = self._renamed(arrived)
        named = []
        for each in arrived:
            name, ref, at = each.outline.message_id, each.mail.ref, each.mail.received_at
            same = holders.get(name)
            if not same and ref not in renamed and name not in ours:
                holders[name] = {ref: (each, at)}
                named.append(name)
                continue
            same = holders.setdefault(name, {})
            header = self._header(each)
            others = [self._known(letter) for place, letter in same.items() if place != ref]
            others += ours.get(name, ())
            if ref in renamed or any(fingerprint(*other) != fingerprint(header, at) for other in others):
                named.append(second_name(header, at))
                self._note_renaming()
                continue
            same[ref] = (header, at)
            named.append(name)
        return named

    def _known(self, letter: tuple[Message | Arrived, datetime]) -> tuple[Message, datetime]:
        message, at = letter
        return (self._header(message) if isinstance(message, Arrived) else message), at

    def _renamed(self, arrived: Sequence[Arrived]) -> set[MailRef]:
        """Letters that once had to take another name keep it, in whatever order mail comes in again."""
        book = self._office.casebook
        if not book.value(RENAMED):
            return set()
        names = {second_name(self._header(each), each.mail.received_at): each.mail.ref for each in arrived}
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
        return arrived.message or self._office.parser.header(arrived.mail.raw)

    def _direction(self, arrived: Arrived, *, is_sent: bool) -> Direction:
        """Sent mail is ours. So is mail from our own address to somebody else, filed in the INBOX;
        but a web form that writes to us in our own name is a customer."""
        if is_sent:
            return Direction.OUT
        if arrived.outline.from_addr.lower() != self._own:
            return Direction.IN
        header = self._header(arrived)
        to_others = any(each.email.lower() != self._own for each in (*header.to, *header.cc))
        return Direction.OUT if to_others else Direction.IN


def _last(joined: dict[str, str], name: str) -> str:
    """Where a conversation goes on that was joined with another, or several in a row."""
    while name in joined:
        name = joined[name]
    return name

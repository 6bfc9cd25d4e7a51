"""Letters for the reader of mail, and what must be true of everything it makes of them."""

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path

from inbox_tui.core.message import Message
from inbox_tui.core.text import is_clean, safe_file_name
from inbox_tui.mail.mime import MimeParser

ROOT = Path(__file__).parents[2]


PARSER = MimeParser()


def letter(*lines: str, body: str = "") -> bytes:
    return "\r\n".join((*lines, "", body)).encode()


def strings(thing: object) -> Iterator[str]:
    match thing:
        case str():
            yield thing
        case Mapping():
            for pair in thing.items():
                yield from strings(pair)
        case tuple():
            for one in thing:
                yield from strings(one)
        case _ if dataclasses.is_dataclass(thing):
            for part in dataclasses.fields(thing):
                yield from strings(getattr(thing, part.name))


def assert_clean(message: Message) -> None:
    for text in strings(message):
        assert is_clean(text), text
    for attachment in message.attachments:
        assert safe_file_name(attachment.name) == attachment.name
    names = [attachment.name.casefold() for attachment in message.attachments]
    assert len(set(names)) == len(names)
    for identifier in (message.message_id, *message.ancestors):
        assert identifier == "" or (identifier[0] + identifier[-1] == "<>" and identifier.isascii())
        assert " " not in identifier and len(identifier) <= 500
    assert message.date is None or message.date.tzinfo is not None

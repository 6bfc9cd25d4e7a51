"""Reading what FETCH answered, and cutting long lists of messages into pieces."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar

from ..core.message import MailRef
from ..core.text import clean_line
from ..ports import Fetched, MailboxStatus

T = TypeVar("T")

Answer = Mapping[bytes, Any]
"""What imapclient makes of one message's answer: items by name, in upper case."""
Answers = Mapping[int, Answer]
"""Those of several messages, by UID."""


def fetched(
    account: str, box: MailboxStatus, uids: Sequence[int], answers: Answers, *, whole: bool
) -> Iterator[Fetched]:
    """The messages of which bytes came, in the order of ``uids``."""
    mailbox, validity = box.name, box.uidvalidity
    for uid in uids:
        answer = answers.get(uid, {})
        raw = body(answer)
        if raw is not None:
            ref = MailRef(account, mailbox, validity, uid)
            yield Fetched(ref, flags_in(answer), received_in(answer), size_in(answer), raw, whole)


def chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The items in pieces of ``size``."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def spans(uids: Sequence[int]) -> str:
    """UIDs as a sequence set, neighbours as one span: servers read ``7:906`` sooner than 900 numbers."""
    ends: list[list[int]] = []
    for uid in sorted(uids):
        if ends and uid == ends[-1][1] + 1:
            ends[-1][1] = uid
        else:
            ends.append([uid, uid])
    return ",".join(str(first) if first == last else f"{first}:{last}" for first, last in ends)


def groups(sizes: Mapping[int, int], *, count: int, total: int) -> Iterator[list[int]]:
    """Neighbours that are fetched together: ``count`` messages, ``total`` bytes, or one larger one alone."""
    group: list[int] = []
    held = 0
    for uid, size in sizes.items():
        if group and (len(group) >= count or held + size > total):
            yield group
            group, held = [], 0
        group.append(uid)
        held += size
    if group:
        yield group


def body(answer: Answer) -> bytes | None:
    """The bytes of the one BODY item; servers do not all repeat its name as we wrote it."""
    for name, value in answer.items():
        if isinstance(value, bytes) and name[:5].upper() == b"BODY[":
            return value
    return None


def flags_in(answer: Answer) -> frozenset[str]:
    """Flags as text; the library reads a flag of digits as a number."""
    return _flag_texts(tuple(answer.get(b"FLAGS") or ()))


@lru_cache(maxsize=500)
def _flag_texts(flags: tuple[Any, ...]) -> frozenset[str]:
    texts = (flag.decode("utf-8", "replace") if isinstance(flag, bytes) else str(flag) for flag in flags)
    return frozenset(map(clean_line, texts))


def size_in(answer: Answer) -> int:
    """RFC822.SIZE in bytes; 0 where there is none."""
    size = answer.get(b"RFC822.SIZE")
    return size if isinstance(size, int) else 0


def received_in(answer: Answer) -> datetime:
    """INTERNALDATE as aware UTC; now where the server gives none or an impossible one."""
    value = answer.get(b"INTERNALDATE")
    if isinstance(value, datetime) and value.tzinfo is UTC:
        return value
    try:
        return value.astimezone(UTC) if isinstance(value, datetime) else datetime.now(UTC)
    except (OverflowError, ValueError):
        return datetime.now(UTC)


def only_value(header: bytes) -> str:
    """The unfolded Message-ID in a header that holds nothing else, without its angle brackets."""
    return bare(b" ".join(header.partition(b":")[2].split()).decode("utf-8", "surrogateescape"))


def bare(message_id: str) -> str:
    """A Message-ID without its angle brackets."""
    return message_id.strip().removeprefix("<").removesuffix(">")

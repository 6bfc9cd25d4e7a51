"""A conversation as lines: who they are, what they said, what was answered and what is on its way."""

from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo

from rich.cells import cell_len
from textual.content import Content

from ...core.case import CaseState, WaitingOn
from ...core.message import Attachment, Direction
from ...core.outbox import SENT, Kind, OutboxItem, State
from ...core.triage import LOOK_FIRST
from ...desk.views import ConversationView, MessageView
from ..show import join, line, plain, styled
from .lines_view import Line
from .reflowing import reflowed
from .row_lines import category_words, other_cases_words
from .wrapping import wrapped

Glyph = Callable[[str], str]
Key = Callable[[str], str]
"""The key of an action as a person writes it."""

_TEXT, _SIGNATURE, _QUOTED, _FILES = 10, 10**8, 2 * 10**8, 3 * 10**8
_SHORT_SIGNATURE = 3
"""Filled lines of a signature that are shown as they are: a farewell, a name, one more."""
_LEFT_ALREADY = SENT | {State.CANCELLED}


def conversation_lines(
    view: ConversationView, width: int, *, zone: tzinfo, glyph: Glyph, key: Key, unfolded: bool
) -> Iterator[Line]:
    """The lines from the first to the last, each made when it is asked for."""
    yield from _header(view, width, zone, glyph)
    for number, message in enumerate(view.messages, 1):
        yield from _message(message, number, width, zone, glyph, key, unfolded=unfolded)
    part = len(view.messages) + 1
    known = {message.message_id for message in view.messages}
    for row in view.outbox:
        item = row.item
        if item.state in SENT and item.message_id not in known:
            yield from _sent(item, part, width, zone, glyph)
            part += 1
    for row in view.outbox:
        if row.item.state not in _LEFT_ALREADY:
            at = day_time(row.item.send_at, zone)
            what = row.what if row.item.kind is not Kind.REPLY else "reply"
            text = _dotted([f"{glyph('sent')} {what}", row.state_words, at], glyph)
            yield from _wrap(text, width, (part, 0), "accent", hang=2)
    for note in view.notes:
        text = f"Note of {note.author}, {day_time(note.at, zone)}: {note.text}"
        yield from _wrap(text, width, (part, 1), "muted")


def has_folds(view: ConversationView) -> bool:
    """Whether something in these letters can be folded away, or is."""
    return any(
        (message.quoted.strip() and message.fresh.strip()) or _is_long(message.signature)
        for message in view.messages
    )


def day_time(at: datetime, zone: tzinfo) -> str:
    """``Tue 24 Nov 11:20`` in the shop's zone."""
    here = at.astimezone(zone)
    return f"{here:%a} {here.day} {here:%b %H:%M}"


def size_words(size: int) -> str:
    """``240 kB``; files are counted in thousands, as file managers do."""
    if size < 1000:
        return f"{size} byte{'s' if size != 1 else ''}"
    return f"{size / 1000:.0f} kB" if size < 999_500 else f"{size / 1_000_000:.1f} MB"


def _header(view: ConversationView, width: int, zone: tzinfo, glyph: Glyph) -> Iterator[Line]:
    row, case = view.row, view.case
    repeat = other_cases_words(row)
    repeat += ", the same again" if row.recurs else ""
    repeat = repeat if row.other_cases else ""
    role = "strong" if row.from_addr else "warn"
    address = row.from_addr or "no address to answer to"
    if cell_len(address) + (cell_len(repeat) + 1 if repeat else 0) < width:
        yield Line(address, role, right=repeat)
    else:
        # Whom an answer goes to is read to its end.
        yield from _wrap(address, width, (0, 0), role)
        yield from _wrap(repeat, width, (0, 1), "muted") if repeat else ()
    facts = [category_words(row.category)]
    if case is not None and case.remedy_sought:
        facts.append("wants: " + " or ".join(category_words(each) for each in case.remedy_sought))
    if len(row.order_numbers) > 1:
        facts.append("orders " + ", ".join(row.order_numbers))
    yield from _wrap(_dotted(facts, glyph), width, (0, 2), "text")
    clock = [f"received {day_time(row.received_at, zone)}"]
    if row.due.at is not None:
        clock.append(f"answer by {day_time(row.due.at, zone)}")
    elif row.snoozed_until is not None:
        clock.append(f"snoozed until {day_time(row.snoozed_until, zone)}")
    if row.state == CaseState.SNOOZED and row.snoozed_until is None:
        clock.append("put aside until they answer")
    if row.waiting_on == WaitingOn.THIRD_PARTY:
        clock.append("waiting on somebody else")
    if row.came_to:
        clock.append(f"came to {row.came_to}")
    yield from _wrap(_dotted(clock, glyph), width, (0, 3), "text")
    if row.escalate:
        why = "; ".join(_reasons(case.why)) if case is not None else ""
        text = f"{glyph('escalate')} serious: look at this one first{': ' if why else ''}{why}"
        yield from _wrap(text, width, (0, 4), "alarm", hang=2)
    yield from _wrap(row.subject or "(no subject)", width, (0, 5), "title")


def _message(
    message: MessageView, number: int, width: int, zone: tzinfo, glyph: Glyph, key: Key, *, unfolded: bool
) -> Iterator[Line]:
    yield from _who(
        "You" if message.direction is Direction.OUT else message.from_name or message.from_addr,
        "" if message.direction is Direction.OUT else message.from_addr,
        message.received_at,
        (number, 0),
        zone,
        glyph,
        width,
    )
    for note in message.notes:
        yield from _wrap(f"{glyph('late')} {note}", width, (number, 1), "warn", hang=2)
    if message.authenticity is not None and message.direction is Direction.IN:
        refused = message.authenticity.refused
        sign = glyph("late" if refused else "dot")
        words = f"{sign} {message.authenticity.words}"
        yield from _wrap(words, width, (number, 1), "warn" if refused else "muted", hang=2)
    if not message.whole:
        text = "Only the header is here so far; the words come with the next fetch."
        yield from _wrap(text, width, (number, 2), "muted")
    if message.kept:
        text = "This letter is not in the mailboxes that are fetched. Its words were kept with the case."
        yield from _wrap(text, width, (number, 2), "muted")
        yield Line(place=(number, 2))
    # A letter that was only passed on has nothing else to read.
    fresh, quoted = (message.fresh, message.quoted) if message.fresh.strip() else (message.quoted, "")
    yield from _body(reflowed(fresh), width, number, _TEXT, "text")
    if message.signature.strip():
        yield Line(place=(number, _SIGNATURE - 2))
        yield from _signature(message.signature, width, number, glyph, key, unfolded=unfolded)
    if quoted.strip() or message.attachments:
        yield Line(place=(number, _QUOTED - 2))
    if quoted.strip():
        yield from _quoted(quoted, width, number, glyph, key, unfolded=unfolded)
    for at, attachment in enumerate(message.attachments):
        yield Line(_file(attachment, glyph, key), place=(number, _FILES + at))


def _sent(item: OutboxItem, part: int, width: int, zone: tzinfo, glyph: Glyph) -> Iterator[Line]:
    """What the mail server took and the mailbox has not shown us yet."""
    at = item.accepted_at or item.send_at
    yield from _who("You", "", at, (part, 0), zone, glyph, width)
    yield from _body(item.text, width, part, _TEXT, "text")


def _who(
    name: str,
    address: str,
    at: datetime,
    place: tuple[int, int],
    zone: tzinfo,
    glyph: Glyph,
    width: int,
) -> Iterator[Line]:
    yield Line(styled(glyph("dash") * width, "frame"), place=place)
    shown = join("  ", [styled(name or "(no sender)", "strong"), styled(address, "muted")])
    yield Line(shown, right=day_time(at, zone), place=place)
    yield Line(place=place)


def _body(text: str, width: int, part: int, base: int, role: str) -> Iterator[Line]:
    """A text without the blank lines around it."""
    kept = text.rstrip()
    start = len(kept) - len(kept.lstrip("\n"))
    quotes = False
    for offset, words in wrapped(kept[start:], width) if kept else ():
        if kept[start + offset - 1 : start + offset] in ("", "\n"):
            quotes = words.startswith(">")
        yield Line(words, "quote" if quotes else role, place=(part, base + start + offset))


def _signature(text: str, width: int, part: int, glyph: Glyph, key: Key, *, unfolded: bool) -> Iterator[Line]:
    """A name is part of the letter; addresses, slogans and disclaimers below it are folded away."""
    if _is_long(text):
        count = _filled(text)
        yield _fold(f"{count} lines of signature", (part, _SIGNATURE - 1), glyph, key, unfolded=unfolded)
        if not unfolded:
            return
    yield from _body(text, width, part, _SIGNATURE, "muted")


def _filled(text: str) -> int:
    return sum(1 for each in text.split("\n") if each.strip())


def _is_long(signature: str) -> bool:
    return _filled(signature) > _SHORT_SIGNATURE


def _fold(what: str, place: tuple[int, int], glyph: Glyph, key: Key, *, unfolded: bool) -> Line:
    act = f"{key('message.quoted')} to {'fold' if unfolded else 'unfold'}"
    return Line(
        line(styled(f"{glyph('fold')} {what} {glyph('dot')} ", "muted"), styled(act, "key")), place=place
    )


def _quoted(text: str, width: int, part: int, glyph: Glyph, key: Key, *, unfolded: bool) -> Iterator[Line]:
    kept = text.strip("\n")
    count = kept.count("\n") + 1
    s = "" if count == 1 else "s"
    yield _fold(f"{count} quoted line{s}", (part, _QUOTED - 1), glyph, key, unfolded=unfolded)
    if unfolded:
        bar = glyph("quote")
        for offset, words in wrapped(kept, max(1, width - 2)):
            yield Line(styled(f"{bar} {words}", "quote"), place=(part, _QUOTED + offset))


def _file(attachment: Attachment, glyph: Glyph, key: Key) -> Content:
    return line(
        f"{glyph('attachment')} {attachment.name} {size_words(attachment.size)} {glyph('dot')} ",
        styled(f"{key('message.save')} to save", "key"),
    )


def _wrap(text: str, width: int, place: tuple[int, int], role: str, *, hang: int = 0) -> Iterator[Line]:
    first = True
    for _, words in wrapped(text, max(1, width - hang)):
        yield Line(plain(words if first else " " * hang + words).stylize("$r-" + role), place=place)
        first = False


def _reasons(why: tuple[str, ...]) -> list[str]:
    """Only what makes it serious, where triage says which words those are."""
    first = [each.removeprefix(f"{LOOK_FIRST}, ") for each in why if each.startswith(f"{LOOK_FIRST}, ")]
    return first or list(why)


def _dotted(parts: list[str], glyph: Glyph) -> str:
    return f" {glyph('dot')} ".join(parts)

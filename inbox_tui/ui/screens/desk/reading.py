"""What the main screen reads from the desk; everything here runs on the stores' thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from ....core.case import CaseState
from ....core.frozen import dataclass
from ....core.outbox import Kind, State, is_of_another
from ....core.text import clean
from ....desk.cases.sections import Order, Section, arranged, section_of
from ....desk.desk import Desk
from ....desk.views import ConversationView, Row
from ....errors import StaleError
from ...widgets.draft_saving import Words, Written
from ...widgets.leaving import Leaving
from ...widgets.row_window import PAGE, RowWindow

if TYPE_CHECKING:
    from ....core.checklist import Answer

SEARCH_LIMIT = 200


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which list is asked for: a section in an order, or all mail in which ``words`` occur. Of a long one
    only the rows at its beginning and of the conversations ``near`` the eye are read. ``under`` is the one
    under the cursor."""

    section: Section = Section.ANSWER
    order: Order = Order.URGENT
    words: str = ""
    near: Sequence[str] = ()
    under: str = ""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """The rows of a list, the sizes of those that are known, and the replies that leave now."""

    rows: Sequence[Row]
    counts: Mapping[Section, int]
    leaving: tuple[Leaving, ...]
    any_mail: bool
    """Whether there is any conversation at all here."""
    gone: Row | None = None
    """What is under the cursor, as it is now, where it is listed no more."""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A conversation with what the checklist has to know of it; None for mail that is no case."""

    view: ConversationView
    question: Answer | None


def read_list(desk: Desk, wanted: Wanted) -> Listed:
    """The list that is wanted."""
    from ....desk.cases.inbox import Listing

    desk.cases.wake()
    inbox = desk.inbox
    parts: dict[Section, list[Row]] = {Section.ANSWER: [], Section.WAITING: [], Section.SNOOZED: []}
    active = inbox.rows(Listing.ACTIVE)
    for row in active:
        parts[_section_of(row)].append(row)
    today = inbox.followed_up_today()
    counts = {each: len(rows) for each, rows in parts.items()}
    counts[Section.FOLLOW_UPS] = len(today)
    counts[Section.RESOLVED] = desk.office.casebook.count_cases(CaseState.RESOLVED)
    desk.glance.keep(parts[Section.ANSWER])
    rows = _rows(desk, wanted, parts, active, today)
    return Listed(
        rows=rows,
        gone=_gone(desk, wanted.under, rows),
        counts=counts,
        leaving=_leaving(desk),
        any_mail=bool(active) or bool(desk.office.cache.conversations(limit=1)),
    )


def _gone(desk: Desk, under: str, rows: Sequence[Row]) -> Row | None:
    if not under or isinstance(rows, RowWindow) or any(row.id == under for row in rows):
        return None
    return next(iter(desk.inbox.rows_of([under])), None)


def place_of(desk: Desk, conversation: str) -> Section:
    """The section in which a conversation is listed. Raises NotFoundError."""
    return _section_of(desk.inbox.row(conversation))


def _section_of(row: Row) -> Section:
    return section_of(CaseState(row.state), row.due.pace, late_promise=bool(row.late_promise))


def _rows(
    desk: Desk,
    wanted: Wanted,
    parts: Mapping[Section, Sequence[Row]],
    active: Sequence[Row],
    today: Sequence[str],
) -> Sequence[Row]:
    from ....desk.cases.inbox import Listing

    inbox, order = desk.inbox, wanted.order
    if wanted.words.strip():
        return inbox.search(wanted.words, limit=SEARCH_LIMIT)
    match wanted.section:
        case Section.ALL:
            urgent = [row.id for row in active] if order is Order.URGENT else []
            return _window(desk, inbox.order(urgent), wanted)
        case Section.REST:
            return _window(desk, inbox.rest(), wanted)
        case Section.FOLLOW_UPS:
            rows = inbox.rows_of(today)
        case Section.RESOLVED:
            rows = inbox.rows(Listing.COMPLAINTS, state=CaseState.RESOLVED)
        case section:
            rows = list(parts[section])
    return arranged(rows, order)


def _window(desk: Desk, names: Sequence[str], wanted: Wanted) -> RowWindow:
    names = names[::-1] if wanted.order is Order.OLDEST else names
    return RowWindow(names, desk.inbox.rows_of([*names[:PAGE], *wanted.near]))


def _leaving(desk: Desk) -> tuple[Leaving, ...]:
    """One's own replies inside their undo window, the newest last: undo takes back no colleague's."""
    book, now, me = desk.office.casebook, desk.office.now(), desk.office.actor
    window = timedelta(seconds=desk.office.config.sending.undo_seconds + 1)
    items = [
        item
        for item in book.outbox(states={State.SCHEDULED})
        if item.kind is Kind.REPLY
        and not is_of_another(item, me)
        and now < item.send_at <= item.created_at + window
    ]
    found = []
    for item in sorted(items, key=lambda each: each.created_at):
        case = book.case(item.case_id)
        name = (case.from_name if case else "") or item.to
        found.append(Leaving(item_id=item.id, customer=name, send_at=item.send_at))
    return tuple(found)


def read_conversation(desk: Desk, conversation: str, *, opening: bool) -> Opened:
    """Everything about a conversation. ``opening`` notes that the owner looks at it. Raises NotFoundError."""
    if opening:
        with suppress(StaleError):
            desk.cases.read(conversation)
        desk.seen.mark(conversation)
    view = desk.inbox.conversation(conversation)
    dismissed = view.draft.dismissed if view.draft else frozenset()
    question = None
    if view.case is not None:
        question = desk.replies.question(conversation, dismissed=dismissed)
    return Opened(view=view, question=question)


def words_of(view: ConversationView) -> Words:
    """The stored draft as an editor can show it: clean, with one kind of line end."""
    draft = view.draft
    return Words(
        case_id=view.row.id,
        text=clean(draft.text) if draft else "",
        dismissed=draft.dismissed if draft else frozenset(),
    )


def save_words(desk: Desk, words: Words, kept: Words) -> Written:
    """Keep a draft, and what others put there since."""
    before = kept.text if kept.case_id == words.case_id else None
    draft = desk.replies.merge_draft(words.case_id, words.text, before=before, dismissed=words.dismissed)
    return Written(text=draft.text, at=draft.saved_at)

"""What the main screen reads from the desk; everything here runs on the stores' thread."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from ....core.case import CaseState
from ....core.checklist import Answer
from ....core.deadlines import Pace
from ....core.outbox import Kind, State
from ....core.text import clean
from ....desk.cases.inbox import Listing
from ....desk.desk import Desk
from ....desk.views import ConversationView, Row
from ....errors import StaleError
from ...widgets.draft_merging import merged_words
from ...widgets.draft_saving import Words, Written
from ...widgets.leaving import Leaving
from ...widgets.row_window import PAGE, RowWindow

SEARCH_LIMIT = 200


class Section(StrEnum):
    """The lists that one key turns through; the value is the title."""

    ANSWER = "To answer"
    WAITING = "Waiting on customer"
    SNOOZED = "Snoozed"
    RESOLVED = "Resolved"
    ALL = "All mail"

    @property
    def short(self) -> str:
        """One word, for a line of several."""
        return self.name.lower().replace("answer", "to answer")


@dataclass(frozen=True, kw_only=True)
class Listed:
    """The rows of a section, the sizes of the sections that are known, and the replies that leave now."""

    rows: Sequence[Row]
    counts: dict[Section, int]
    leaving: tuple[Leaving, ...]


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A conversation with what the checklist has to know of it; None for mail that is no case."""

    view: ConversationView
    question: Answer | None


def read_list(desk: Desk, section: Section, words: str, near: Sequence[str] = ()) -> Listed:
    """A section, or the conversations in which ``words`` occur. Of a long one only the rows at its beginning
    and of the conversations ``near`` the eye are read."""
    with suppress(StaleError):
        desk.cases.wake()
    rows: Sequence[Row]
    parts: dict[Section, list[Row]] = {Section.ANSWER: [], Section.WAITING: [], Section.SNOOZED: []}
    active = desk.inbox.rows(Listing.ACTIVE)
    for row in active:
        parts[_section_of(row)].append(row)
    counts = {each: len(rows) for each, rows in parts.items()}
    if words.strip():
        rows = desk.inbox.search(words, limit=SEARCH_LIMIT)
    elif section is Section.ALL:
        ids = desk.inbox.order(row.id for row in active)
        rows = RowWindow(ids, desk.inbox.rows_of([*ids[:PAGE], *near]))
    elif section is Section.RESOLVED:
        closed = desk.inbox.rows(Listing.COMPLAINTS, state=CaseState.RESOLVED)
        rows = sorted(closed, key=lambda row: row.last_at, reverse=True)
    else:
        rows = parts[section]
    desk.glance.keep(parts[Section.ANSWER])
    return Listed(rows=rows, counts=counts, leaving=_leaving(desk))


def _section_of(row: Row) -> Section:
    if row.late_promise:
        return Section.ANSWER
    if row.state == CaseState.SNOOZED:
        return Section.SNOOZED
    owed = row.due.pace is not Pace.NOTHING_DUE or row.state in (CaseState.NEW, CaseState.OPEN)
    return Section.ANSWER if owed else Section.WAITING


def _leaving(desk: Desk) -> tuple[Leaving, ...]:
    """Replies inside their undo window, the newest last."""
    book, now = desk.office.casebook, desk.office.now()
    window = timedelta(seconds=desk.office.config.sending.undo_seconds + 1)
    items = [
        item
        for item in book.outbox(states={State.SCHEDULED})
        if item.kind is Kind.REPLY and now < item.send_at <= item.created_at + window
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
    """Keep a draft. Words that others put there since (undo on another screen, another program) stay."""
    draft = desk.office.casebook.draft(words.case_id)
    stored = clean(draft.text) if draft else ""
    before = kept.text if kept.case_id == words.case_id else stored
    text = merged_words(ours=words.text, kept=before, stored=stored)
    at = desk.replies.save_draft(words.case_id, text, dismissed=words.dismissed)
    return Written(text=text, at=at)

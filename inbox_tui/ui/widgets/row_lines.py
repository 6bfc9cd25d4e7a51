"""One conversation as the lines of a list: what is due, who wrote, about what, and what was begun."""

from collections.abc import Callable
from datetime import datetime

from textual.content import Content

from ...core.case import CaseState, WaitingOn
from ...core.deadlines import Due, Pace
from ...desk.views import Row
from ..show import Showable, apart, fit, join, line, styled

Glyph = Callable[[str], str]
"""The sign of a name in the theme in use."""
Clock = Callable[[datetime], str]
"""An instant in a few words: ``Mon 10:00``."""

_MARK = 2
_STATE = 11
_NAME = 22
_STATES = {
    CaseState.WAITING: ("nothing_due", "waiting"),
    CaseState.SNOOZED: ("held", "snoozed"),
    CaseState.RESOLVED: ("done", "resolved"),
    CaseState.MERGED: ("nothing_due", "merged"),
    CaseState.NOT_COMPLAINT: ("nothing_due", "mail"),
}
_PACES = {
    Pace.LATE: ("late", "late"),
    Pace.SOON: ("soon", "soon"),
    Pace.ON_TIME: ("on_time", "text"),
    Pace.NOTHING_DUE: ("nothing_due", "muted"),
}


def row_lines(
    row: Row,
    due: Due,
    *,
    width: int,
    height: int,
    glyph: Glyph,
    clock: Clock,
    here: bool,
    selected: bool = False,
) -> list[Content]:
    """``height`` (1 to 3) lines of at most ``width`` cells; ``here`` is the row with the cursor, and a star
    marks what is selected."""
    facts = styled(_facts(row, due, glyph, clock), "muted")
    mark = fit(glyph("cursor") if here else "", _MARK, pad=True)
    if selected:
        mark = fit(line(fit(glyph("cursor") if here else " ", 1), styled("*", "accent")), _MARK, pad=True)
    head = line(mark, _state(row, due, glyph))
    room = width - _MARK - _STATE
    name = styled(row.customer, "strong" if row.unread else "text")
    serious = styled(f"{glyph('escalate')} serious", "alarm") if row.escalate else Content("")
    unread = styled(f"{glyph('unread')} new", "accent") if row.unread else Content("")
    queued = styled(f"{glyph('sent')} queued", "accent") if row.reply_at else Content("")
    draft = styled(f"{glyph('draft')} draft", "accent") if row.has_draft else queued
    match height:
        case 3:
            return [
                head + fit(name, room),
                _below(serious or unread) + fit(_subject(row), room),
                _below(draft or (unread if serious else "")) + fit(facts, room),
            ]
        case 2:
            first = line(fit(name, _NAME, pad=True), " ", _subject(row))
            return [
                head + apart(first, join(" ", [unread, draft]), room),
                _below(serious) + fit(facts, room),
            ]
        case _:
            marks = join(" ", [serious, unread, draft])
            first = line(fit(name, _NAME, pad=True), " ", _subject(row))
            end = join("  ", [facts, marks]) if room > 90 else marks
            return [head + apart(first, end, room)]


def _below(mark: Showable) -> Content:
    """The column under the state: a mark there takes no room from the name."""
    return fit(line(" " * _MARK, mark), _MARK + _STATE - 1, pad=True) + Content(" ")


def category_words(category: str) -> str:
    """``late delivery`` for ``late_delivery``."""
    return category.replace("_", " ")


def state_words(row: Row, due: Due) -> str:
    """The state in a word or two, as the list shows it."""
    return _sign_and_words(row, due)[1]


def _sign_and_words(row: Row, due: Due) -> tuple[str, str, str]:
    if row.late_promise:
        return "late", "PROMISE", "late"
    state = CaseState(row.state)
    if state in _STATES and (state is CaseState.SNOOZED or due.at is None):
        sign, words = _STATES[state]
        return sign, words, "muted"
    sign, role = _PACES[due.pace]
    return sign, due.words or state.value, role


def _state(row: Row, due: Due, glyph: Glyph) -> Content:
    sign, words, role = _sign_and_words(row, due)
    return fit(styled(f"{glyph(sign)} {words}", role), _STATE, pad=True)


def _subject(row: Row) -> str:
    return row.subject or "(no subject)"


def _facts(row: Row, due: Due, glyph: Glyph, clock: Clock) -> Content:
    """What is special about it, then category, order numbers, and how often this customer wrote or had to
    complain: where there is little room, the end is lost."""
    facts: list[Showable] = []
    if row.late_promise:
        facts.append(f"overdue: {row.late_promise}")
    if row.state == CaseState.SNOOZED:
        until = clock(row.snoozed_until) if row.snoozed_until else "they answer"
        facts += [f"until {until}"] if until else []
        facts += [due.words] if due.at is not None else []
    if row.waiting_on == WaitingOn.THIRD_PARTY:
        facts.append("on somebody else")
    if row.follow_up_at is not None and (at := clock(row.follow_up_at)):
        facts.append(f"follow-up {at}")
    if row.owner:
        facts.append(f"for {row.owner}")
    if row.writing:
        facts.append(f"writing: {row.writing}")
    facts += [category_words(row.category), *row.order_numbers]
    if row.other_cases:
        facts.append(f"{other_cases_words(row)}{', again' if row.recurs else ''}")
    if row.came_to:
        facts.append(f"to {row.came_to}")
    if row.messages > 1:
        facts.append(f"{row.messages} mails")
    return join(f" {glyph('dot')} ", facts)


def other_cases_words(row: Row) -> str:
    """How many complaints more their writer has."""
    return f"{row.other_cases} other case{'s' if row.other_cases > 1 else ''}"

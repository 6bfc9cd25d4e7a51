"""Two cases that are one, and one that is two."""

from dataclasses import replace

from .case import Case, CaseState, Move, Moved, NotAllowed, refuse
from .record import Record


def merged(case: Case, *, into: Case) -> Move:
    """Two cases were one: this one goes on as part of ``into``."""
    if case.id == into.id:
        return NotAllowed(reason="A case cannot be merged into itself.")
    if case.state is CaseState.MERGED or into.state is CaseState.MERGED:
        return refuse(case if case.state is CaseState.MERGED else into, "merged")
    gone = replace(
        case,
        state=CaseState.MERGED,
        merged_into=into.id,
        unanswered_since=None,
        snoozed_until=None,
        waiting_on="",
    )
    return Moved(case=gone, what="merged", detail=into.id)


def took_in(case: Case, other: Case) -> Moved:
    """``other`` goes on as part of this one: its clock, its order numbers and its letters count here."""
    news = (each.last_in_at for each in (case, other) if each.last_in_at)
    newest = other if other.last_in_at and other.last_in_at == max(news, default=None) else case
    since = min(filter(None, (case.unanswered_since, other.unanswered_since)), default=None)
    wakes = other.unanswered_since is not None and case.state is not CaseState.NEW
    both = replace(
        case,
        state=CaseState.OPEN if wakes else case.state,
        resolved_at=None if wakes else case.resolved_at,
        snoozed_until=None if wakes else case.snoozed_until,
        waiting_on="" if wakes else case.waiting_on,
        unanswered_since=since,
        last_in_at=newest.last_in_at,
        last_in_id=newest.last_in_id,
        last_out_at=max(filter(None, (case.last_out_at, other.last_out_at)), default=None),
        order_numbers=tuple(dict.fromkeys((*case.order_numbers, *other.order_numbers))),
        products=tuple(dict.fromkeys((*case.products, *other.products))),
        escalate=case.escalate or other.escalate,
    )
    return Moved(case=both, what="took in a case", detail=other.id)


def joined_words(kept: str, words: str) -> str:
    """The draft of the case that stays: its own words, then those begun on the one that goes."""
    if not words.strip() or words in kept:
        return kept
    return f"{kept}\n\n{words}" if kept.strip() else words


def parted_words(joined: str, words: str) -> str:
    """``joined_words`` taken back: the draft without the words that came from the other case. What was
    changed since stays as it is."""
    if not words.strip():
        return joined
    return "" if joined == words else joined.removesuffix(f"\n\n{words}")


def split_off(case: Case, *, new_id: str, category: str, subject: str = "") -> Move:
    """A second complaint in the same letters: it begins with the same clock, and ends on its own."""
    if case.state is CaseState.MERGED:
        return refuse(case, "split")
    second = replace(
        case,
        id=new_id,
        state=CaseState.OPEN,
        category=category,
        subject=subject or case.subject,
        split_from=case.split_from or case.id,
        unanswered_since=case.unanswered_since or case.last_in_at or case.received_at,
        snoozed_until=None,
        waiting_on="",
        resolved_at=None,
        closing_reason="",
        record=Record(),
        version=0,
    )
    return Moved(case=second, what="split off", detail=case.id)

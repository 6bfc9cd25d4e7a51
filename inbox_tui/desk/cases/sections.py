"""The lists into which all mail falls, and the orders in which a list can stand."""

from collections.abc import Iterable
from enum import StrEnum

from ...core.case import CaseState
from ...core.deadlines import Pace
from ..views import Row


class Section(StrEnum):
    """The lists, in the order in which one key turns through them; the value is the title.

    Every complaint is in one of those up to ``RESOLVED``, all other mail in ``REST``. ``FOLLOW_UPS`` shows
    some of them once more, and ``ALL`` everything.
    """

    ANSWER = "To answer"
    WAITING = "Waiting"
    FOLLOW_UPS = "Follow-ups today"
    SNOOZED = "Snoozed"
    RESOLVED = "Resolved"
    REST = "Everything else"
    ALL = "All mail"

    @property
    def short(self) -> str:
        """A word or two, for a line of several."""
        return _SHORT[self]


_SHORT = {
    Section.ANSWER: "to answer",
    Section.WAITING: "waiting",
    Section.FOLLOW_UPS: "follow-ups",
    Section.SNOOZED: "snoozed",
    Section.RESOLVED: "resolved",
    Section.REST: "the rest",
    Section.ALL: "all mail",
}


class Order(StrEnum):
    """How a list stands; the value is said beside its title."""

    URGENT = "most urgent first"
    NEWEST = "newest first"
    OLDEST = "oldest first"
    CUSTOMER = "by customer"
    CATEGORY = "by category"


ORDERS_OF_MAIL = (Order.URGENT, Order.NEWEST, Order.OLDEST)
"""Of a hundred thousand conversations only the names are known, so they cannot stand by customer."""


def orders_of(section: Section) -> tuple[Order, ...]:
    """The orders in which a list can stand, the usual one first."""
    match section:
        case Section.ALL:
            return ORDERS_OF_MAIL
        case Section.REST:
            return Order.NEWEST, Order.OLDEST
        case Section.RESOLVED:
            return Order.NEWEST, Order.OLDEST, Order.CUSTOMER, Order.CATEGORY
        case _:
            return tuple(Order)


def section_of(state: CaseState, pace: Pace, *, late_promise: bool = False) -> Section:
    """Where a conversation belongs: who is owed a word, or something promised, waits for an answer; what was
    put aside does not, until it comes back."""
    if late_promise:
        return Section.ANSWER
    match state:
        case CaseState.SNOOZED:
            return Section.SNOOZED
        case CaseState.NEW | CaseState.OPEN:
            return Section.ANSWER
        case CaseState.WAITING:
            return Section.WAITING if pace is Pace.NOTHING_DUE else Section.ANSWER
        case CaseState.RESOLVED:
            return Section.RESOLVED
        case CaseState.NOT_COMPLAINT | CaseState.MERGED:
            return Section.REST


def arranged(rows: Iterable[Row], order: Order) -> list[Row]:
    """The rows, which come most urgent first, in another order; equal ones stay as they were."""
    match order:
        case Order.URGENT:
            return list(rows)
        case Order.NEWEST:
            return sorted(rows, key=lambda row: row.last_at, reverse=True)
        case Order.OLDEST:
            return sorted(rows, key=lambda row: row.last_at)
        case Order.CUSTOMER:
            return sorted(rows, key=lambda row: row.customer.casefold())
        case Order.CATEGORY:
            return sorted(rows, key=lambda row: row.category)

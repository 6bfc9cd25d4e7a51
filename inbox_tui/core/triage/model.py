"""What is read in one mail: the words of the desk for kinds of mail, wishes and urgency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING

from ..frozen import dataclass

if TYPE_CHECKING:
    from .lessons import Lessons


class Category(StrEnum):
    """What a mail is about; the first five, and OTHER where it complains, are complaints."""

    LATE_DELIVERY = "late_delivery"
    FAULTY_PRODUCT = "faulty_product"
    WRONG_OR_MISSING_ITEM = "wrong_or_missing_item"
    POOR_SERVICE = "poor_service"
    BILLING = "billing"
    OTHER = "other"
    ORDER_ENQUIRY = "order_enquiry"
    PRAISE = "praise"
    NEWSLETTER = "newsletter"
    AUTOMATIC = "automatic"
    SPAM = "spam"

    @property
    def is_complaint_kind(self) -> bool:
        """Whether a complaint can have this category; OTHER serves both sides."""
        return self in _COMPLAINT_KINDS

    @property
    def label(self) -> str:
        """Short words for a person."""
        return _LABELS[self]


_COMPLAINT_KINDS = frozenset(
    {
        Category.LATE_DELIVERY,
        Category.FAULTY_PRODUCT,
        Category.WRONG_OR_MISSING_ITEM,
        Category.POOR_SERVICE,
        Category.BILLING,
        Category.OTHER,
    }
)
_LABELS = {
    Category.LATE_DELIVERY: "late delivery",
    Category.FAULTY_PRODUCT: "faulty product",
    Category.WRONG_OR_MISSING_ITEM: "wrong or missing",
    Category.POOR_SERVICE: "poor service",
    Category.BILLING: "billing",
    Category.OTHER: "other",
    Category.ORDER_ENQUIRY: "order question",
    Category.PRAISE: "praise",
    Category.NEWSLETTER: "newsletter",
    Category.AUTOMATIC: "automatic",
    Category.SPAM: "spam",
}


class Remedy(StrEnum):
    """What a customer asks for; redelivery is sending what is missing or did not come."""

    REFUND = "refund"
    REPLACEMENT = "replacement"
    REDELIVERY = "redelivery"
    DISCOUNT = "discount"
    APOLOGY = "apology"
    EXPLANATION = "explanation"
    CALLBACK = "callback"
    CANCELLATION = "cancellation"


class Urgency(StrEnum):
    """How soon it matters to the person who wrote, apart from the clock of the case."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


DANGERS = ("injury", "safety", "allergy", "legal", "chargeback", "public", "vulnerable")
"""Why a complaint is escalated, as it is named in `Triage.why`."""

LOOK_FIRST = "look first"


def dangers(why: Sequence[str]) -> tuple[str, ...]:
    """The dangers that the reasons of a triage name."""
    named = (
        each.removeprefix(f"{LOOK_FIRST}, ").partition(":")[0] for each in why if each.startswith(LOOK_FIRST)
    )
    return tuple(name for name in named if name in DANGERS)


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """One mail as far as reading it needs; header names may be in any case and any may be missing."""

    from_name: str = ""
    from_addr: str = ""
    subject: str = ""
    text: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Triage:
    """What was read, with the words that say so in `why`; order numbers are exact parts of the mail."""

    is_complaint: bool
    category: Category
    order_numbers: tuple[str, ...]
    products: tuple[str, ...]
    remedy_sought: tuple[Remedy, ...]
    escalate: bool
    urgency: Urgency
    thanks_only: bool
    automatic: bool
    why: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class TriageConfig:
    """What one shop adds: its product names, and regular expressions of its order numbers."""

    products: tuple[str, ...] = ()
    order_patterns: tuple[str, ...] = ()
    lessons: Lessons | None = None
    """What the owner of this shop taught."""

"""Weighing the evidence: complaint or not, and of which kind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from inbox_tui.core.triage.evidence import Evidence
from inbox_tui.core.triage.model import Category
from inbox_tui.core.triage.rulebook import rulebook

_ENOUGH = 2.5  # points from which a mail is a complaint
_SHORT_THANKS = 70  # words; a longer letter says more than thanks
_REPEATED = 0.5  # a second place adds this part of a list's weight, a third nothing more


@dataclass(frozen=True, kw_only=True)
class Score:
    """The verdict, with the lists that carried it, strongest first."""

    is_complaint: bool
    category: Category
    thanks_only: bool
    lists: tuple[str, ...]


def weigh(
    trouble: Evidence, tone: Evidence, wishes: Evidence, alarm: Evidence, text: str, *, is_answer: bool
) -> Score:
    """Decide from the evidence of one mail; `text` is what the person wrote now."""
    by_kind, lists = _points(trouble)
    general = min(2.0, trouble.count("unhappy")) * 1.2 + min(2.0, 0.5 * trouble.count("weak_signs"))
    wants = sum(
        1 for name in ("refund", "replacement", "apology", "explanation", "discount") if wishes.said(name)
    )
    strongest = max(by_kind.values(), default=0.0)
    # Only the reasons that name harm count: a question about allergies before an order is none.
    harm = sum(1.5 for name in ("injury", "legal", "chargeback", "public") if alarm.said(name))
    against = _against(tone, text, strongest)
    points = (
        strongest + 0.3 * (sum(by_kind.values()) - strongest) + general + 0.6 * min(wants, 2) + harm - against
    )
    if _is_thanks(trouble, tone, text, by_kind, points, is_answer=is_answer):
        warm = tone.count("praise") > 0 or tone.count("thanks") > 1 or "so much" in text.casefold()
        return Score(
            is_complaint=False,
            category=Category.PRAISE if warm else Category.OTHER,
            thanks_only=True,
            lists=(),
        )
    if points >= _ENOUGH:
        return Score(is_complaint=True, category=_kind(by_kind, trouble), thanks_only=False, lists=lists)
    return Score(is_complaint=False, category=_calm_kind(tone, text), thanks_only=False, lists=())


def _points(trouble: Evidence) -> tuple[dict[Category, float], tuple[str, ...]]:
    by_kind: dict[Category, float] = {}
    for name, hits in trouble.found.items():
        info = rulebook("complaints").info[name]
        if info.category:
            extra = _REPEATED if len(hits) > 1 else 0.0
            kind = Category(info.category)
            by_kind[kind] = by_kind.get(kind, 0.0) + info.weight * (1 + extra)
    best = max(by_kind, key=lambda k: by_kind[k], default=None)
    lists = tuple(n for n in trouble.found if rulebook("complaints").info[n].category == best)
    return by_kind, lists


def _kind(by_kind: dict[Category, float], trouble: Evidence) -> Category:
    """The strongest kind; of equals, the one told first."""
    if not by_kind:
        return Category.OTHER
    first: dict[Category, int] = {}
    for name, hits in trouble.found.items():
        info = rulebook("complaints").info[name]
        if info.category:
            kind = Category(info.category)
            first[kind] = min(first.get(kind, 10**6), hits[0].first)
    return max(by_kind, key=lambda kind: (round(by_kind[kind] * 2), -first[kind]))


def _against(tone: Evidence, text: str, strongest: float) -> float:
    """What speaks for a question, praise or business instead."""
    against = 0.0
    if tone.said("enquiry"):
        against += 1.5 + 0.7 * (tone.count("enquiry") > 1)
    if tone.said("buying"):
        against += 3.0
    if tone.said("business"):
        against += 1.5
    if tone.said("praise") and strongest < 3:
        against += 1.0 + 0.8 * min(tone.count("praise") - 1, 2)
    if tone.said("elsewhere"):
        against += 1.0
    return against


def _is_thanks(
    trouble: Evidence,
    tone: Evidence,
    text: str,
    by_kind: dict[Category, float],
    points: float,
    *,
    is_answer: bool,
) -> bool:
    """Only thanks: short, grateful or settled, asks nothing, and answers something that went before."""
    length = len(tone.words)
    if (
        length > _SHORT_THANKS
        or "?" in text
        or tone.said("buying")
        or re.search(r"\bbut\b|\baber\b|\bmais\b", text, re.IGNORECASE)
    ):
        return False
    if tone.said("settled") and (tone.said("thanks") or is_answer or tone.said("praise")):
        return points < (5.0 if tone.said("thanks") else 3.0)
    return tone.said("thanks") and points < 1.0 and length <= 25 and (is_answer or length <= 8)


def _calm_kind(tone: Evidence, text: str) -> Category:
    asks = tone.count("enquiry") + ("?" in text)
    if tone.said("business"):
        return Category.OTHER
    if tone.said("praise") and (not tone.said("enquiry") or tone.count("praise") > asks):
        return Category.PRAISE
    return Category.ORDER_ENQUIRY if tone.said("enquiry") else Category.OTHER
